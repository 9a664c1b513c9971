"""Saying at the desk which column of a CSV is which; what is missing; and the drop folder."""

import pytest
from django.urls import reverse
from tests.cast import make_staff

from commonweal.access.queries import Role
from commonweal.banking import queries
from commonweal.banking.models import CsvMapping, Statement
from commonweal.banking.tests.conftest import account as account
from commonweal.banking.tests.conftest import bring, came_in, coda, day
from commonweal.banking.tests.test_read_csv import COLUMNS, PAPER
from commonweal.ledger import queries as books
from commonweal.sites.desk.banking.tests.test_bank import desk as desk
from commonweal.sites.desk.banking.tests.test_bank import upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def unknown(desk):
    page = upload(desk, PAPER)
    url = reverse("desk:bank_mapping_new", args=[Statement.objects.get().pk])
    assert url in page.text
    return url


def told(ours, **values):
    columns = {f"column_{field}": name for field, name in COLUMNS.items()}
    ways = {"date_format": "%d/%m/%Y", "decimal_mark": ",", "account": ours.pk}
    return {"name": "Bank"} | ways | columns | values


def test_a_guess_is_filled_in_and_what_it_reads_is_shown_before_anything_is_kept(desk, unknown):
    page = desk.get(unknown)
    assert page.status_code == 200
    assert page.context["preview"].balances == (0, 5_000)
    assert page.context["preview"].count == 3
    assert page.context["form"]["column_counterparty"].value() == "Naam tegenpartij"
    assert "Stad Gent" in page.text
    assert CsvMapping.objects.count() == 0


def test_it_is_kept_and_the_file_taken_in(desk, unknown, account):
    page = desk.post(unknown, told(account, keep="1"))
    assert [verdict.verdict for verdict in page.context["verdicts"]] == ["booked", "booked"]
    assert books.account_balance(account="550") == 5_000
    assert queries.mappings()[0].name == "Bank"
    again = upload(desk, PAPER)
    assert {verdict.verdict for verdict in again.context["verdicts"]} == {"duplicate"}


def test_looking_again_keeps_nothing_and_loses_nothing(desk, unknown, account):
    page = desk.post(unknown, told(account, column_balance="", look="1"))
    assert page.status_code == 200
    assert page.context["preview"].balances is None
    assert len(page.context["preview"].notes) == 1
    assert page.context["form"]["column_balance"].value() == ""
    assert CsvMapping.objects.count() == 0


@pytest.mark.parametrize(
    "values",
    [
        {"name": ""},
        {"account": ""},
        {"column_booked_on": ""},
        {"column_amount": ""},
        {"column_amount": "Mededeling"},
        {"date_format": "%Y-%m-%d"},
        {"column_balance": "Elsewhere"},
    ],
)
def test_what_cannot_be_read_is_said_and_not_kept(desk, unknown, account, values):
    page = desk.post(unknown, told(account, keep="1", **values))
    assert page.status_code == 422
    assert CsvMapping.objects.count() == 0
    assert "Naam tegenpartij" in page.text


def test_a_mapping_is_ended(desk, unknown, account):
    desk.post(unknown, told(account, keep="1"))
    url = reverse("desk:bank_mappings")
    assert "Bank" in desk.get(url).text
    end = reverse("desk:bank_mapping_end", args=[CsvMapping.objects.get().pk])
    for _ in range(2):
        assert desk.post(end).headers["Location"] == url
    assert list(queries.mappings()) == []


def test_only_a_file_that_nobody_could_read_is_mapped(desk):
    bring(coda(came_in(500)))
    booked = Statement.objects.get()
    url = reverse("desk:bank_mapping_new", args=[booked.pk])
    assert desk.get(url).status_code == 404
    bring(b"Dear bank, hello")
    url = reverse("desk:bank_mapping_new", args=[Statement.objects.order_by("-id")[0].pk])
    assert desk.get(url).status_code == 404


@pytest.mark.parametrize("name", ["bank_mapping_new", "bank_mapping_end"])
def test_what_does_not_exist_is_not_found(desk, name):
    assert desk.post(reverse(f"desk:{name}", args=[99])).status_code == 404


def test_an_auditor_sees_the_mappings_and_changes_none(client, settings, unknown, account):
    client.force_login(make_staff(Role.AUDITOR, name="Ann Auditor"))
    assert client.get(reverse("desk:bank_mappings")).status_code == 200
    assert client.post(unknown, told(account, keep="1")).status_code == 403


def test_a_missing_statement_is_on_the_page_of_the_bank_until_it_comes(desk):
    bring(coda(came_in(500), on=day(4), sequence=41))
    bring(coda(came_in(100), on=day(8), sequence=43, old_cents=900))
    page = desk.get(reverse("desk:bank"))
    assert [(gap.first, gap.last) for gap in page.context["gaps"]] == [(42, 42)]
    bring(coda(came_in(400), on=day(5), sequence=42, old_cents=500))
    assert desk.get(reverse("desk:bank")).context["gaps"] == []


def test_the_page_tells_of_the_drop_folder(desk, settings, tmp_path):
    settings.BANK_FOLDER = tmp_path / "away"
    assert str(tmp_path / "away") in desk.get(reverse("desk:bank")).text
    (tmp_path / "away/refused").mkdir(parents=True)
    (tmp_path / "away/refused/bad.cod").write_bytes(b"x")
    (tmp_path / "away/new.cod").write_bytes(b"x")
    folder = desk.get(reverse("desk:bank")).context["folder"]
    assert (folder.waiting, folder.refused, folder.look) == (("new.cod",), ("bad.cod",), None)


def test_many_verdicts_are_one_list(desk):
    contents = [coda(came_in(n), sequence=n, old_cents=n * (n - 1) // 2) for n in range(1, 11)]
    page = upload(desk, *contents, b"no statement")
    assert page.text.count("<article") < 3
    assert page.context["verdicts"][-1].why in page.text
    assert (
        reverse("desk:bank_statement", args=[Statement.objects.order_by("id")[0].pk]) in page.text
    )
