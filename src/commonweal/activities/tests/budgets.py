"""Small words for the tests of budgets."""

from tests.cast import NOW, TODAY

from commonweal.activities import actions as activities
from commonweal.kernel.actor import SYSTEM
from commonweal.ledger import actions as ledger


def earn(unit, net=1000_00, number=1):
    """An invoice of `net` at 21 %: the unit keeps what the contribution of 6.5 % leaves."""
    vat, contribution = net * 21 // 100, net * 65 // 1000
    lines = (
        ledger.Line("400", net + vat, unit.pk, f"invoice:{number}", f"{number:012}"),
        ledger.Line("7000", -net, unit.pk),
        ledger.Line("4510", -vat),
        ledger.Line("6199", contribution, unit.pk),
        ledger.Line("7040", -contribution),
    )
    _post("sales", f"invoice:{number}", lines)


def collect(unit, cents, number=1):
    """The client pays `cents` of an invoice."""
    lines = (
        ledger.Line("550", cents),
        ledger.Line("400", -cents, unit.pk, f"invoice:{number}"),
    )
    _post("bank", f"move:{number}:{cents}", lines)


def pay_out(unit, cents, origin):
    """Spend `cents` of a unit on its expenses, in the books."""
    lines = (
        ledger.Line("6160", cents, unit.pk),
        ledger.Line("4891", -cents, unit.pk, origin),
    )
    _post("misc", origin, lines)


def promise(unit, cents, kind="reserved", origin="contract:1", expires_on=None):
    """One commitment, made."""
    new = activities.NewCommitment(unit.pk, kind, origin, cents, expires_on)
    return activities.commit(commitments=[new], by=SYSTEM, at=NOW)


def _post(journal, key, lines):
    entry = ledger.Entry(journal, TODAY, key, key, key, lines)
    ledger.post(entries=[entry], by=SYSTEM, at=NOW)
