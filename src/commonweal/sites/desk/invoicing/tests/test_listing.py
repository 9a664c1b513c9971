"""The list of invoices at the desk: narrowed, kept by name, exported, done with together."""

import pytest
from django.urls import reverse
from tests.cast import make_staff

from commonweal.access.queries import Role
from commonweal.invoicing import queries
from commonweal.invoicing.tests import work
from commonweal.invoicing.tests.test_standings import pay

pytestmark = pytest.mark.django_db
LIST, ENGLISH = "desk:invoices", {"accept-language": "en"}


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path):
    settings.FILES = tmp_path


@pytest.fixture
def issued(amina_unit, festival, by, at):
    return [work.issue(amina_unit, festival, by=by, at=at) for _ in range(3)]


@pytest.fixture
def desk(client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"  # also of what a post says
    client.force_login(make_staff(Role.FINANCE_MAKER))
    return lambda **query: client.get(reverse(LIST), query, headers=ENGLISH)


def numbers(page):
    return [row.number for row in page.context["page"].rows]


def test_filters_in_the_address_combine_and_come_off_one_by_one(issued, desk, by, at):
    pay(issued[0], 121_000, by, at)
    page = desk(state="open", q="senne", least="1000")
    assert numbers(page) == [issued[2].number, issued[1].number]
    chips = {f"{chip.label}": (f"{chip.value}", chip.url) for chip in page.context["bar"].chips}
    assert chips["State"][0] == "To be paid"
    assert "state" not in chips["State"][1] and "q=senne" in chips["State"][1]
    assert numbers(desk(state="paid")) == [issued[0].number]
    assert numbers(desk(least="1210,01")) == []


def test_clients_and_units_are_named_by_number_or_words(issued, desk, amina_unit):
    client = issued[0].client_id
    for query in ({"client": client}, {"client": "senne"}, {"unit": amina_unit.pk}):
        assert len(numbers(desk(**query))) == 3, query
    page = desk(client=client)
    assert f"{page.context['bar'].chips[0].value}" == "Festival de la Senne"
    assert numbers(desk(client=client + 1)) == []
    assert numbers(desk(unit="nobody of that name")) == []


def test_periods_are_told_from_today(issued, desk):
    assert len(numbers(desk(period="month"))) == len(numbers(desk(period="year"))) == 3
    assert numbers(desk(period="last_quarter")) == []
    assert numbers(desk(first="2026-05-05")) == []


def test_what_cannot_be_read_narrows_nothing_and_says_so(issued, desk):
    page = desk(least="a lot", state="nonsense")
    assert len(numbers(page)) == 3
    assert "Some filters cannot be read" in page.text


def test_pages_follow_each_other_in_every_order(issued, desk):
    for sort in ("", "due", "amount"):
        first = desk(sort=sort)
        order = numbers(first)
        row = first.context["page"].rows[0]
        column = {"": "issued_on", "due": "due_on", "amount": "gross_cents"}[sort]
        after = f"{getattr(row, column)}_{row.pk}"
        assert numbers(desk(sort=sort, after=after)) == order[1:], sort
    assert len(numbers(desk(after="nonsense_x"))) == 3


def test_the_sums_come_on_request_with_and_without_script(issued, desk, client):
    assert "3 invoices" in desk(sums="").text
    part = client.get(reverse(LIST), {"sums": ""}, headers={**ENGLISH, "hx-request": "true"})
    assert "3 invoices" in part.text and "3,630.00" in part.text
    assert "<html" not in part.text


@pytest.mark.parametrize("ending", ["csv", "xlsx", "ods"])
def test_a_file_holds_exactly_what_is_filtered(issued, desk, client, ending):
    address = reverse("desk:invoices_export", args=[ending])
    answer = client.get(address, {"q": issued[1].number}, headers=ENGLISH)
    content = b"".join(answer.streaming_content)
    assert answer.status_code == 200 and content
    if ending == "csv":
        text = content.decode("utf-8-sig")
        assert issued[1].number in text and issued[0].number not in text
        assert "1210.00" in text


def test_a_filter_is_kept_by_name_as_a_tab_and_forgotten(issued, desk, client):
    keep = reverse("desk:invoices_keep")
    client.post(keep, {"query": "state=open&after=2026-05-04_1", "name": "Mine"})
    page = desk(state="open")
    assert page.context["bar"].kept.query == "state=open"
    assert "Mine" in [f"{tab.label}" for tab in page.context["bar"].tabs]
    client.post(keep, {"query": "state=open", "name": "Mine", "forget": "1"})
    assert "Mine" not in [f"{tab.label}" for tab in desk().context["bar"].tabs]
    client.post(keep, {"query": "state=open", "name": " "})
    assert "Give the filter a name" in desk().text


def test_what_is_refused_for_one_is_told_and_done_for_the_others(issued, desk, client):
    todo = {"do": "post", "query": "state=open", "invoice": [each.number for each in issued[:2]]}
    client.post(reverse("desk:invoices_do"), {"do": "papers", "invoice": issued[0].number})
    assert queries.find_rendering(invoice=issued[0]) is not None
    answer = client.post(reverse("desk:invoices_do"), todo, headers=ENGLISH)
    refused = {each.number for each in answer.context["refused"]} if answer.context else set()
    waiting = set(queries.to_post().values_list("invoice__number", flat=True))
    assert refused | waiting == {each.number for each in issued[:2]}
    assert not refused & waiting
    if refused:
        assert answer.status_code == 422
        assert answer.text.count(" checked") == len(refused)


def test_nothing_ticked_is_told_and_an_unknown_deed_is_not_there(issued, desk, client):
    client.post(reverse("desk:invoices_do"), {"do": "papers"})
    assert "Tick the invoices first" in desk().text
    assert client.post(reverse("desk:invoices_do"), {"do": "eat"}).status_code == 404


def test_who_only_reads_ticks_nothing(issued, client):
    client.force_login(make_staff(Role.AUDITOR))
    page = client.get(reverse(LIST), headers=ENGLISH)
    assert 'type="checkbox"' not in page.text
    assert client.post(reverse("desk:invoices_do"), {"do": "papers"}).status_code == 403
