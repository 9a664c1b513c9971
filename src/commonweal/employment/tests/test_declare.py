"""Announcing cleared work."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.cast import BRAM, make_member

from commonweal.employment import actions
from commonweal.employment.models import Declaration
from commonweal.employment.tests import work
from commonweal.kernel import queries as kernel


def test_it_queues_one_message_for_each_contract(amina, bram, amina_unit, by, at):
    cleared = work.clear(amina_unit, work.contract(amina), work.contract(bram))
    actions.declare(contracts=cleared, by=by, at=at)
    first, second = Declaration.objects.order_by("id")
    assert (first.contract, first.kind, first.state) == (cleared[0], "in", "queued")
    assert (first.due_at, first.queued_at) == (cleared[0].starts_at, at)
    assert second.contract == cleared[1]
    assert work.queued() == ["employment.send"]


def test_the_contract_waits_for_the_answer(amina, amina_unit):
    declaration = work.declare(amina_unit, work.contract(amina))
    assert work.state(declaration.contract) == "cleared"
    assert kernel.events(of=[declaration.contract.ref]).last().verb == "employment.declare"


def test_it_refuses_work_that_is_not_cleared(amina, amina_unit, by, at):
    with pytest.raises(actions.WrongState, match="Planned"):
        actions.declare(contracts=work.plan(amina_unit, work.contract(amina)), by=by, at=at)


def test_it_refuses_work_that_has_begun(amina, amina_unit, by, at):
    cleared = work.clear(amina_unit, work.contract(amina))
    with pytest.raises(actions.WorkHasBegun):
        actions.declare(contracts=cleared, by=by, at=cleared[0].starts_at)
    assert not Declaration.objects.exists()


def test_it_refuses_a_second_message(amina, amina_unit, by, at):
    cleared = work.clear(amina_unit, work.contract(amina))
    actions.declare(contracts=cleared, by=by, at=at)
    with pytest.raises(actions.AlreadyDeclared):
        actions.declare(contracts=cleared, by=by, at=at)
    assert Declaration.objects.count() == 1


def test_it_refuses_somebody_without_number_and_address(amina_unit, by, at):
    nobody = make_member(**{**BRAM, "national_number": "", "street": ""})
    cleared = work.clear(amina_unit, work.contract(nobody))
    with pytest.raises(actions.IdentityIncomplete, match="Bram De Smet"):
        actions.declare(contracts=cleared, by=by, at=at)


@pytest.mark.parametrize("missing", ["nationality", "birth_date", "street", "postcode", "city"])
def test_without_a_number_the_whole_identity_is_needed(amina_unit, by, at, missing):
    whole = {**BRAM, "national_number": "", "nationality": "MA"}
    nobody = make_member(**{**whole, missing: None if missing == "birth_date" else ""})
    cleared = work.clear(amina_unit, work.contract(nobody))
    with pytest.raises(actions.IdentityIncomplete):
        actions.declare(contracts=cleared, by=by, at=at)


def test_a_whole_identity_does_without_a_number(amina_unit, by, at):
    newcomer = make_member(**{**BRAM, "national_number": "", "nationality": "MA"})
    cleared = work.clear(amina_unit, work.contract(newcomer))
    assert actions.declare(contracts=cleared, by=by, at=at)


def test_postgresql_itself_refuses_a_second_message(amina, amina_unit):
    declaration = work.declare(amina_unit, work.contract(amina))
    declaration.pk = None
    with pytest.raises(IntegrityError, match="declaration_never_sent_twice"), transaction.atomic():
        declaration.save()


def test_postgresql_itself_refuses_a_message_sent_after_the_start(amina, amina_unit):
    declaration = work.declare(amina_unit, work.contract(amina))
    with pytest.raises(IntegrityError, match="declaration_precedes_the_work"), transaction.atomic():
        Declaration.objects.update(sent_at=declaration.due_at + timedelta(seconds=1))


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"kind": "sideways"}, "declaration_kind_known"),
        ({"state": "gone"}, "declaration_state_known"),
        ({"state": "sent"}, "declaration_answered_has_number"),
        ({"state": "accepted", "number": "1"}, "declaration_accepted_has_period"),
    ],
)
def test_postgresql_refuses_a_declaration_without_sense(amina, amina_unit, change, name):
    work.declare(amina_unit, work.contract(amina))
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Declaration.objects.update(**change)
