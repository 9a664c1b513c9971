"""The desk of what waits: what it may be, who decides, what is undone, and who may not."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import make_staff

from commonweal.access.queries import Role
from commonweal.banking import queries
from commonweal.banking.models import MatchProposal, SuspenseOwner
from commonweal.banking.tests.conftest import account as account
from commonweal.banking.tests.conftest import came_in
from commonweal.banking.tests.handing import exported, state
from commonweal.banking.tests.refunds import came_in as paid_in
from commonweal.banking.tests.refunds import give_back, owed_back
from commonweal.banking.tests.test_build_batch import wage
from commonweal.banking.tests.waiting import wait, waiting
from commonweal.flows.matching import actions as matching
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing.tests.conftest import draft as draft
from commonweal.invoicing.tests.conftest import new_invoice as new_invoice
from commonweal.ledger import queries as books

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, settings, entity, account):
    settings.STAFF_NEED_SECOND_FACTOR = False
    client.force_login(make_staff(Role.FINANCE_MAKER))
    return client


@pytest.fixture
def invoices(draft, by, at):
    """Two open invoices of the festival, 1,210.00 each."""
    return invoicing.issue(drafts=[draft(), draft()], by=by, at=at)


def look(by, at):
    matching.look(by=by, at=at)
    return list(MatchProposal.objects.filter(state="open").order_by("move", "rank"))


def open_cents(invoice):
    return books.open_amount(account="400", item=invoice.ref)


def test_the_page_says_what_it_may_be_and_why(desk, invoices, by, at):
    wait(came_in(121_000, communication=f"factuur {invoices[0].number}"))
    look(by, at)
    page = desk.get(reverse("desk:matching"))
    assert page.status_code == 200
    assert invoices[0].number in page.text
    assert len(page.context["choices"]) >= 1
    assert all(why in page.text for why in page.context["choices"][0].why[:1])


def test_accept_places_and_goes_on_to_the_next(desk, invoices, by, at):
    first, second = wait(
        came_in(121_000, communication=invoices[0].number), came_in(900, name="Somebody")
    )
    row = look(by, at)[0]
    url = f"{reverse('desk:matching_accept')}?move={first.pk}"
    answer = desk.post(url, {"proposal": row.pk})
    assert answer.url == f"{reverse('desk:matching')}?move={second.pk}"
    assert open_cents(invoices[0]) == 0 and waiting() == 900
    again = desk.post(url, {"proposal": row.pk}, follow=True)
    assert again.status_code == 200 and waiting() == 900


def test_what_it_is_not_is_shown_no_more(desk, invoices, by, at):
    wait(came_in(121_000, communication=invoices[0].number))
    row = look(by, at)[0]
    desk.post(reverse("desk:matching_decline"), {"proposal": row.pk})
    row.refresh_from_db()
    assert row.state == "declined" and waiting() == 121_000


def test_all_that_is_sure_is_accepted_after_a_confirmation(desk, invoices, festival, by, at):
    wait(
        came_in(121_000, name=festival.name, communication=invoices[0].number),
        came_in(121_000, name=festival.name, communication=invoices[1].number),
    )
    look(by, at)
    page = desk.get(reverse("desk:matching"))
    sure = [row.pk for row in page.context["queue"].sure]
    assert len(sure) == 2
    desk.post(reverse("desk:matching_accept_all"), {"proposal": sure})
    assert [open_cents(one) for one in invoices] == [0, 0] and waiting() == 0


def test_by_hand_over_several_with_what_was_typed_kept(desk, invoices):
    (move,) = wait(came_in(200_000))
    url = f"{reverse('desk:matching_place', args=[move.pk])}?move={move.pk}"
    keys = [f"400|{one.ref}" for one in invoices]
    found = desk.post(url, {"q": invoices[0].number, "search": "yes"})
    assert keys[0] in [row.key for row in found.context["places"]]
    typed = {"q": invoices[1].number, "place": keys[:1], f"cents|{keys[0]}": "1.000,00"}
    found = desk.post(url, {**typed, "search": "yes"})
    kept = next(row for row in found.context["places"] if row.key == keys[0])
    assert (kept.is_ticked, kept.typed) == (True, "1.000,00")
    assert keys[1] in [row.key for row in found.context["places"]]
    answer = desk.post(url, {**typed, "place": keys})
    assert answer.status_code == 302
    assert [open_cents(one) for one in invoices] == [21_000, 21_000] and waiting() == 0


def test_a_search_by_the_reference_finds_the_invoice_it_pays(desk, invoices):
    (move,) = wait(came_in(121_000))
    url = reverse("desk:matching_place", args=[move.pk])
    digits = invoices[0].reference
    written = f"+++{digits[:3]}/{digits[3:7]}/{digits[7:]}+++"
    found = desk.post(url, {"q": written, "search": "yes"})
    key = f"400|{invoices[0].ref}"
    assert [row.key for row in found.context["places"] if row.key.startswith("400")] == [key]
    assert desk.post(url, {"q": "123", "search": "yes"}).status_code == 200
    desk.post(url, {"q": written, "place": key})
    assert open_cents(invoices[0]) == 0 and waiting() == 0


def test_what_we_owe_the_client_is_taken_off_what_it_pays(desk, invoices, by, at):
    wait(came_in(121_000, invoices[0].reference))
    invoicing.credit_note(invoices=invoices[:1], reason="rained out", by=by, at=at)
    wait(came_in(1_000), sequence=2, old_cents=121_000)
    (move,) = [row.move for row in queries.suspense()]
    url = reverse("desk:matching_place", args=[move.pk])
    keys = [f"400|{one.ref}" for one in invoices]
    typed = {"place": keys, f"cents|{keys[0]}": "1.200,00"}
    assert desk.post(url, typed).status_code == 302
    assert [open_cents(one) for one in invoices] == [-1_000, 0] and waiting() == 0


def test_a_refusal_keeps_what_was_typed(desk, invoices):
    (move,) = wait(came_in(500))
    key = f"400|{invoices[0].ref}"
    url = reverse("desk:matching_place", args=[move.pk])
    for typed in ("9,99", "many"):
        page = desk.post(url, {"place": key, f"cents|{key}": typed})
        assert page.status_code == 422 and page.context["refusals"]
        assert f'value="{typed}"' in page.text
    assert waiting() == 500


def test_a_placing_by_hand_offers_to_remember_the_payer(desk, invoices):
    (move,) = wait(came_in(500, name="Bookkeeper"))
    desk.post(reverse("desk:matching_place", args=[move.pk]), {"place": f"400|{invoices[0].ref}"})
    rule = queries.rules().get()
    assert "Bookkeeper" not in rule.party_name and open_cents(invoices[0]) == 120_500
    assert rule.party_name in desk.get(reverse("desk:matching_rules")).text
    desk.post(reverse("desk:matching_rule_accept", args=[rule.pk]))
    assert queries.rules().get().accepted_at
    desk.post(reverse("desk:matching_rule_end", args=[rule.pk]), {"because": "pays for many"})
    assert not queries.rules().exists()


def test_the_last_placing_is_undone_with_a_reason(desk, invoices):
    (move,) = wait(came_in(500))
    desk.post(reverse("desk:matching_place", args=[move.pk]), {"place": f"400|{invoices[0].ref}"})
    last = desk.get(reverse("desk:matching")).context["last"]
    url = reverse("desk:matching_undo", args=[last.pk])
    desk.post(url, {"because": " "})
    assert waiting() == 0
    answer = desk.post(url, {"because": "the wrong year"})
    assert answer.url.endswith(f"?move={move.pk}")
    assert open_cents(invoices[0]) == 121_000 and waiting() == 500
    assert "the wrong year" in desk.get(reverse("desk:matching_placed")).text


def test_somebody_looks_after_it_and_the_filters_know(desk, at):
    first, second = wait(came_in(500), came_in(600))
    sofie = make_staff(Role.FINANCE_CHECKER, name="Sofie Claes")
    url = reverse("desk:matching_own", args=[first.pk])
    assert desk.post(url, {"owner": "", "note": ""}).status_code == 422
    assert desk.post(url, {"owner": "user:999"}).status_code == 422
    kept = {"owner": sofie.ref, "note": "asked the client", "remind_on": "2026-05-11"}
    assert desk.post(url, kept).status_code == 302
    assert SuspenseOwner.objects.get().owner_name == sofie.name
    rows = desk.get(reverse("desk:matching"), {"owner": sofie.ref}).context["queue"].rows
    assert [row.move for row in rows] == [first]
    rows = desk.get(reverse("desk:matching"), {"owner": "none"}).context["queue"].rows
    assert [row.move for row in rows] == [second]
    assert not desk.get(reverse("desk:matching"), {"reason": "claim"}).context["queue"].rows
    assert not desk.get(reverse("desk:matching"), {"age": "90"}).context["queue"].rows


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_the_day_to_look_again_stays_in_the_form_in_every_language(desk, language):
    (move,) = wait(came_in(500))
    kept = {"note": "asked the client", "remind_on": "2026-05-11"}
    desk.post(reverse("desk:matching_own", args=[move.pk]), kept)
    desk.cookies["language"] = language
    page = desk.get(reverse("desk:matching"), headers={"accept-language": language})
    assert 'value="2026-05-11"' in page.text


def test_a_longer_queue_costs_no_more_questions(desk, invoices, by, at):
    def cost():
        with CaptureQueriesContext(connection) as seen:
            assert desk.get(reverse("desk:matching")).status_code == 200
        return len(seen)

    wait(came_in(121_000, communication=invoices[0].number))
    look(by, at)
    cost()
    few = cost()
    more = [came_in(n, communication=invoices[1].number) for n in range(100, 130)]
    wait(*more, sequence=2, old_cents=121_000)
    look(by, at)
    assert cost() == few


@pytest.mark.parametrize("name", ["matching_place", "matching_own", "matching_undo"])
def test_what_does_not_exist_is_not_found(desk, name):
    assert desk.post(reverse(f"desk:{name}", args=[99])).status_code == 404


def test_an_auditor_reads_and_changes_nothing(client, settings, entity, account, invoices, by, at):
    settings.STAFF_NEED_SECOND_FACTOR = False
    client.force_login(make_staff(Role.AUDITOR))
    (move,) = wait(came_in(121_000, communication=invoices[0].number))
    row = look(by, at)[0]
    page = client.get(reverse("desk:matching"))
    assert page.status_code == 200 and reverse("desk:matching_accept_all") not in page.text
    for name, args in (("matching_accept", []), ("matching_place", [move.pk])):
        answer = client.post(reverse(f"desk:{name}", args=args), {"proposal": row.pk})
        assert answer.status_code == 403
    assert waiting() == 121_000


def test_members_and_other_staff_do_not_enter(client, settings, amina, account):
    settings.STAFF_NEED_SECOND_FACTOR = False
    for user in (amina.user, make_staff(Role.ADVISER)):
        client.force_login(user)
        for name in ("matching", "matching_rules", "matching_placed"):
            assert client.get(reverse(f"desk:{name}")).status_code == 403


def test_what_left_is_placed_on_a_debt_or_on_a_batch_that_no_statement_named(desk, entity):
    (move,) = wait(paid_in(5_000))
    refund, batch = give_back("499", move.ref), exported(wage(1))
    first, second = wait(came_in(-5_000), came_in(-150_000), sequence=2, old_cents=5_000)
    for out, key in ((first, f"460|{refund.ref}"), (second, f"5509|{batch.ref}")):
        page = desk.get(f"{reverse('desk:matching')}?move={out.pk}")
        assert key in [row.key for row in page.context["places"]]
        desk.post(reverse("desk:matching_place", args=[out.pk]), {"place": [key]})
    assert (owed_back(refund), state(batch), waiting()) == (0, "executed", 0)
