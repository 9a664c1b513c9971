"""The bank at the desk: verdicts, suspense, proof; and who may not."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import make_staff

from commonweal.access.queries import Role
from commonweal.banking import queries
from commonweal.banking.models import Statement
from commonweal.banking.tests.conftest import account as account
from commonweal.banking.tests.conftest import bring, came_in, claim, coda, day
from commonweal.banking.tests.waiting import place_by_reference
from commonweal.ledger import queries as books

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, settings, entity, account):
    settings.STAFF_NEED_SECOND_FACTOR = False
    client.force_login(make_staff(Role.FINANCE_MAKER))
    return client


def upload(desk, *contents):
    files = [SimpleUploadedFile(f"{n}.cod", content) for n, content in enumerate(contents, 1)]
    return desk.post(reverse("desk:bank_import"), {"statements": files})


def test_files_get_their_verdicts(desk):
    content = coda(came_in(500))
    page = upload(desk, content, b"no statement", content, b"")
    assert page.status_code == 200
    assert [verdict.verdict for verdict in page.context["verdicts"]] == [
        "booked", "refused", "duplicate", "refused"
    ]  # fmt: skip
    assert page.context["verdicts"][1].why in page.text
    assert books.account_balance(account="550") == 500


def test_nothing_chosen_is_said_beside_the_field(desk):
    page = upload(desk)
    assert page.status_code == 422
    assert page.context["form"].errors["statements"]


def test_the_balance_of_the_bank_stands_beside_the_books(desk):
    upload(desk, coda(came_in(123_456)))
    page = desk.get(reverse("desk:bank"))
    assert "1.234,56" in page.text
    assert page.context["proofs"][0].difference_cents == 0
    assert page.context["waiting_cents"] == 123_456


def test_a_movement_leads_to_what_waits_and_once_it_has_its_place_to_its_statement(desk):
    reference = claim(12, 12_100)
    bring(coda(came_in(12_100)))
    move = queries.suspense()[0].move
    url = reverse("desk:bank_move", args=[move.pk])
    assert desk.get(url).url == f"{reverse('desk:matching')}?move={move.pk}"
    assert "Festival vzw" in desk.get(url, follow=True).text
    assert desk.get(url).url in desk.get(reverse("desk:bank")).text
    place_by_reference(move, reference)
    assert desk.get(url).url == reverse("desk:bank_statement", args=[move.statement_id])
    assert queries.suspense() == []


def test_a_person_says_why_nothing_is_missing_and_takes_it_back(desk):
    bring(coda(came_in(500), sequence=41, on=day(4)))
    bring(coda(came_in(5), sequence=44, old_cents=500, on=day(8)))
    page = desk.get(reverse("desk:bank"))
    (gap,) = page.context["gaps"]
    url = reverse("desk:bank_gap_dismiss", args=[gap.after.pk])
    assert url in page.text
    desk.post(url, {"because": " "})
    assert queries.gaps()
    page = desk.post(url, {"because": "they count anew"}, follow=True)
    assert page.context["gaps"] == [] and "they count anew" in page.text
    dismissed = queries.dismissed_gaps()[0].dismissed
    desk.post(reverse("desk:bank_gap_reopen", args=[dismissed.pk]))
    assert len(queries.gaps()) == 1
    assert desk.post(reverse("desk:bank_gap_dismiss", args=[999])).status_code == 404
    assert desk.post(reverse("desk:bank_gap_reopen", args=[999])).status_code == 404


def test_a_refused_file_shows_its_reason_and_comes_back_as_it_was(desk):
    content = b"\xff\x00 no statement <script>"
    upload(desk, content)
    number = Statement.objects.get().pk
    page = desk.get(reverse("desk:bank_statement", args=[number]))
    assert "1.cod" in page.text and Statement.objects.get().why
    answer = desk.get(reverse("desk:bank_file", args=[number]))
    assert answer.content == content
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")


def test_an_empty_file_has_nothing_to_give_back(desk):
    upload(desk, b"")
    number = Statement.objects.get().pk
    assert desk.get(reverse("desk:bank_file", args=[number])).status_code == 404


def test_a_statement_shows_every_movement(desk):
    bring(coda(*[came_in(n) for n in range(1, 30)]))
    page = desk.get(reverse("desk:bank_statement", args=[Statement.objects.get().pk]))
    assert len(page.context["moves"]) == 29


def test_lists_cost_the_same_whatever_their_length(desk):
    def cost():
        with CaptureQueriesContext(connection) as seen:
            desk.get(reverse("desk:bank"))
        return len(seen)

    bring(coda(came_in(1)))
    cost()
    few = cost()
    bring(*[coda(came_in(n), sequence=n, old_cents=sum(range(1, n))) for n in range(2, 12)])
    assert cost() == few


@pytest.mark.parametrize("name", ["bank_statement", "bank_file", "bank_move", "batch"])
def test_what_does_not_exist_is_not_found(desk, name):
    assert desk.get(reverse(f"desk:{name}", args=[99])).status_code == 404


def test_an_auditor_reads_and_changes_nothing(client, settings, entity, account):
    settings.STAFF_NEED_SECOND_FACTOR = False
    client.force_login(make_staff(Role.AUDITOR))
    bring(coda(came_in(1)))
    page = client.get(reverse("desk:bank"))
    assert page.status_code == 200
    assert reverse("desk:bank_import") not in page.text
    assert upload(client, coda(came_in(1))).status_code == 403
    move = queries.suspense()[0].move
    placed = client.post(reverse("desk:matching_place", args=[move.pk]), {"place": "580|"})
    assert placed.status_code == 403
    statement = Statement.objects.get()
    said = client.post(reverse("desk:bank_gap_dismiss", args=[statement.pk]), {"because": "x"})
    assert said.status_code == 403


def test_members_and_other_staff_do_not_enter(client, settings, amina, account):
    settings.STAFF_NEED_SECOND_FACTOR = False
    for user in (amina.user, make_staff(Role.ADVISER)):
        client.force_login(user)
        for name in ("bank", "payments"):
            assert client.get(reverse(f"desk:{name}")).status_code == 403
