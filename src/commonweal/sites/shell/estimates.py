"""How an estimated pay is drawn, for every face that plans work."""

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from commonweal.flows.wages import Part
from commonweal.rules import texts
from commonweal.sites.shell.kit import MoneyLine


def pay_lines(part: Part) -> list[MoneyLine]:
    """From gross to net, each line with its reason and its rule; for the worker only."""
    return list(_pay_lines(part))


def _pay_lines(part: Part) -> Iterator[MoneyLine]:
    amounts = part.payslip.amounts
    unconfirmed = {line.code: line.unconfirmed for line in part.payslip.lines}
    yield MoneyLine(_("Gross pay"), amounts.gross, kind="start")
    for line in part.payslip.lines:
        shown = line.amount_cents or line.code == "withholding"
        if line.part == "pay" and shown and line.code not in ("gross", "net"):
            yield MoneyLine(
                _(texts.LABELS[line.code]),
                line.amount_cents,
                _(texts.REASONS[line.code]),
                "plus" if line.amount_cents > 0 else "minus",
                _("since %(day)s, %(source)s")
                % {
                    "day": date_format(line.valid_from, "SHORT_DATE_FORMAT"),
                    "source": line.reference,
                },
                bool(unconfirmed[line.code]),
            )
    yield MoneyLine(_("Net pay"), amounts.net, kind="total")
