"""
Invented histories of what a client owes, each compared with a plain model after every step: budgets
untouched by a loss, the fund, claims and VAT to the cent, in the books of each legal entity.

The long run: `./test -s -m slow src/commonweal/flows/insolvency/tests/test_random_losses.py`
"""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.cast import NOW, make_unit

from commonweal.flows.entities import actions as entities
from commonweal.flows.insolvency.tests.loss_histories import BY, HOUSE, SISTER, Losses
from commonweal.flows.tests.test_entities import SCHOOL
from commonweal.guarantee._shares import Recovered
from commonweal.guarantee.actions import _bankruptcy, _recover, _withdraw
from commonweal.guarantee.queries import _recovered

pytestmark = pytest.mark.django_db
STEPS, FEW, MANY = 10, 8, 100


@pytest.fixture
def live(amina, bram, amina_unit, festival):
    """Live through as many histories and return what happened in them, how often."""
    school = entities.found(new=replace(SCHOOL, vat_regime="standard"), by=BY, at=NOW)
    unsure, sister = make_unit(bram), make_unit(bram, "activity", "School")
    entities.assign(unit=sister, entity=school, by=BY, at=NOW)
    assert school.pk == SISTER

    class Known(Losses):
        told = Counter()
        units = (
            (amina_unit, HOUSE, True), (unsure, HOUSE, False), (sister, SISTER, True),
            (sister, SISTER, False),
        )  # fmt: skip
        client = festival

    def live(histories, steps=STEPS, phases=(Phase.generate, Phase.shrink)):
        run_state_machine_as_test(
            seed(1)(Known),
            settings=settings(
                max_examples=histories,
                stateful_step_count=steps,
                database=None,
                deadline=None,
                suppress_health_check=list(HealthCheck),
                phases=phases,
                report_multiple_bugs=False,
                print_blob=False,
            ),
        )
        return Known.told

    return live


def test_a_few_random_losses(live):
    assert live(FEW)["histories"] >= FEW


@pytest.mark.slow
def test_many_random_losses(live):
    told = live(MANY, steps=25, phases=(Phase.generate,))  # to shrink takes minutes
    for what, often in sorted(told.items()):
        print(f"{often:>10,}  {what}")
    assert not [what for what, often in told.items() if often < 10], told


def forgets(*_arguments, **_named):
    """What a step does that was forgotten."""


SHARE = _bankruptcy._share


def _share_anew(invoice, cents, notes, _before):
    return SHARE(invoice, cents, notes, ())


FAULTS = {
    "what came back stays lost": (_recover, "note_lost", forgets),
    "of a dividend no VAT is due": (_recovered, "came_back", lambda cents, *_: Recovered(cents, 0)),
    "what is lost again forgets the VAT of before": (_bankruptcy, "_share", _share_anew),
    "the fund keeps what it was fed by mistake": (_withdraw, "top_up_keys", lambda *_rest: []),
}


@pytest.mark.parametrize(
    "fault",
    [
        fault if number < 2 else pytest.param(fault, marks=pytest.mark.slow)
        for number, fault in enumerate(FAULTS)
    ],
)
def test_a_fault_is_found(fault, live, monkeypatch):
    monkeypatch.setattr(*FAULTS[fault])
    with pytest.raises(AssertionError):
        live(1000, steps=25, phases=(Phase.generate,))
