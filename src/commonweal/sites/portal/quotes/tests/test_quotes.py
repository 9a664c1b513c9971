from datetime import date

import pytest
from django.http import QueryDict
from django.test import Client
from tests.cast import NOW, make_unit

from commonweal.flows.quotes.tests.offers import FATIMA, accept, draft, now, sent
from commonweal.guarantee.tests.scene import cap
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries
from commonweal.kernel.actor import SYSTEM
from commonweal.letters.queries import tray
from commonweal.members import actions as members
from commonweal.sites.portal.quotes import _rows

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def activity(amina):
    members.mark_share_paid(members=[amina], on=date(2026, 1, 5), by=SYSTEM, at=NOW)
    return make_unit(amina, "activity", "Atelier Brume")


@pytest.fixture
def me(amina):
    return signed_in(amina)


def signed_in(member):
    client = Client(headers={"accept-language": "en"})
    client.force_login(member.user, backend=BACKEND)
    client.cookies["language"] = "en"
    return client


def said(answer):
    return answer.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def base(unit):
    return f"/my/budget/{unit.pk}/quotes/"


def typed(festival, **changes):
    return {
        "key": "k1",
        "client_id": str(festival.pk),
        "title": "House style",
        "language": "fr",
        "valid_until": "2026-06-03",
        "terms": "Fair is fair.",
        "line-TOTAL_FORMS": "2",
        "line-INITIAL_FORMS": "0",
        "line-0-description": "Design",
        "line-0-quantity": "2",
        "line-0-unit": "DAY",
        "line-0-price": "500",
        "line-0-vat": "usual",
        "line-1-description": "Print run",
        "line-1-quantity": "1,5",
        "line-1-unit": "C62",
        "line-1-price": "300,00",
        "line-1-vat": "reduced",
        "line-1-optional": "on",
        "part-TOTAL_FORMS": "2",
        "part-INITIAL_FORMS": "0",
        "part-0-label": "Deposit",
        "part-0-kind": "deposit",
        "part-0-share": "30",
        "part-1-label": "The rest",
        "part-1-kind": "milestone",
        "part-1-share": "70",
        "keep": "1",
        **changes,
    }


def test_a_blank_form_has_the_conditions_of_the_house(me, activity):
    page = said(me.get(f"{base(activity)}new/"))
    assert "Prijzen" in page or "prijzen" in page
    assert "2026-06-03" in page


def test_a_quote_is_kept_and_sent(me, activity, festival):
    answer = me.post(f"{base(activity)}new/", typed(festival))
    (quote,) = queries.quotes(units=[activity.pk])
    assert answer["Location"] == f"{base(activity)}{quote.pk}/"
    lines = queries.quote_lines(quote=quote)
    assert [(line.net_cents, line.rate_bp, line.is_chosen) for line in lines] == [
        (1000_00, 2100, True), (450_00, 600, False),
    ]  # fmt: skip
    assert [row["share_bp"] for row in quote.schedule] == [3000, 7000]
    assert "Send to the client" in said(me.get(answer["Location"]))
    me.post(f"{base(activity)}{quote.pk}/sending/")
    assert now(quote).state == "sent"
    assert tray().get().kind == "quote_to_answer"


def test_the_same_form_makes_one_quote(me, activity, festival):
    for _click in range(2):
        me.post(f"{base(activity)}new/", typed(festival))
    assert queries.quotes(units=[activity.pk]).count() == 1


def test_what_is_wrong_stands_beside_what_was_typed(me, activity, festival):
    wrong = typed(festival, title="", **{"line-0-quantity": "two", "part-1-share": "60"})
    answer = me.post(f"{base(activity)}new/", wrong)
    assert answer.status_code == 422
    assert "Write a quantity other than zero" in said(answer)
    assert "Fair is fair." in said(answer)
    short = me.post(f"{base(activity)}new/", typed(festival, **{"part-1-share": "60"}))
    assert short.status_code == 422
    assert "Let the parts add up to 100 %" in said(short)


@pytest.mark.parametrize(
    ("button", "order"),
    [
        ({"down": "line:0"}, ["Print run", "Design"]),
        ({"up": "line:1"}, ["Print run", "Design"]),
        ({"copy": "line:0"}, ["Design", "Design", "Print run"]),
        ({"drop": "line:0"}, ["Print run"]),
        ({"add": "line"}, ["Design", "Print run", ""]),
        ({"up": "line:0"}, ["Design", "Print run"]),
        ({"drop": "line:9"}, ["Design", "Print run"]),
        ({"down": "line:x"}, ["Design", "Print run"]),
    ],
)
def test_rows_move_and_nothing_typed_is_lost(me, activity, festival, button, order):
    data = typed(festival, title="", **button)
    answer = me.post(f"{base(activity)}new/", data)
    assert answer.status_code == 200
    lines = answer.context["forms"].lines
    assert [line["description"].value() or "" for line in lines] == order
    assert "Fair is fair." in said(answer)


def test_rows_that_nobody_counted_are_none():
    data = QueryDict("line-TOTAL_FORMS=99999999999&add=line", mutable=True)
    assert _rows.changed(data)
    assert data["line-TOTAL_FORMS"] == "1"


def test_a_client_brings_its_language_and_the_conditions_in_it(me, activity, festival):
    page = me.get(f"{base(activity)}new/")
    blank = dict(page.context["forms"].data.items())
    answer = me.post(f"{base(activity)}new/", {**blank, "choose_client": str(festival.pk)})
    head = answer.context["forms"].head
    assert head["language"].value() == "fr"
    assert "coopérative" in head["terms"].value()
    own = me.post(f"{base(activity)}new/", typed(festival, choose_client=str(festival.pk)))
    assert own.context["forms"].head["terms"].value() == "Fair is fair."


def test_the_total_is_told_while_typing(me, activity, festival):
    page = said(me.post(f"{base(activity)}total/", typed(festival)))
    assert "€1,210.00" in page
    assert "€935.00" in page
    assert "€300.00" in page


def test_a_draft_is_changed_and_what_was_sent_is_not(me, amina, activity, festival):
    quote = draft(activity, festival, amina)
    page = me.get(f"{base(activity)}{quote.pk}/change/")
    assert page.context["forms"].lines[1]["vat"].value() == "reduced"
    me.post(f"{base(activity)}{quote.pk}/change/", typed(festival, title="Two houses"))
    assert now(quote).title == "Two houses"
    me.post(f"{base(activity)}{quote.pk}/sending/")
    shut = me.get(f"{base(activity)}{quote.pk}/change/")
    assert shut["Location"] == f"{base(activity)}{quote.pk}/"


def test_a_new_version_says_what_changed(me, amina, activity, festival):
    quote = sent(activity, festival, amina)
    leads = me.post(f"{base(activity)}{quote.pk}/version/")
    assert leads["Location"].endswith("/change/")
    (second,) = queries.quotes(units=[activity.pk])
    me.post(leads["Location"], typed(festival, **{"line-0-price": "450"}))
    page = said(me.get(f"{base(activity)}{second.pk}/changes/"))
    assert "From version 1 to version 2" in page
    assert "€500.00" in page and "€450.00" in page


def test_the_list_filters_by_state(me, amina, activity, festival):
    draft(activity, festival, amina, title="A draft of mine")
    sent(activity, festival, amina, title="One that waits")
    waiting = said(me.get(f"{base(activity)}?state=sent"))
    assert "One that waits" in waiting and "A draft of mine" not in waiting
    assert me.get(f"{base(activity)}?state=nonsense").status_code == 200


def test_a_word_a_copy_and_taking_it_back(me, amina, activity, festival):
    quote = sent(activity, festival, amina)
    page = f"{base(activity)}{quote.pk}/"
    assert me.post(f"{page}comment/", {"text": ""}).status_code == 422
    me.post(f"{page}comment/", {"text": "In A2 too"})
    assert "In A2 too" in said(me.get(page))
    assert me.post(f"{page}copy/")["Location"].endswith("/change/")
    assert me.post(f"{page}link/").status_code == 302
    me.post(f"{page}withdrawal/", {"reason": "I am ill"})
    assert now(quote).state == "withdrawn"


def test_preview_and_pdf_are_those_of_the_client(me, amina, activity, festival):
    quote = sent(activity, festival, amina)
    assert 'lang="fr"' in said(me.get(f"{base(activity)}{quote.pk}/preview/"))
    assert me.get(f"{base(activity)}{quote.pk}/pdf/").content.startswith(b"%PDF")


def test_a_3in1_account_is_told_to_enter_a_job(me, amina_unit):
    assert "enters a job instead" in said(me.get(base(amina_unit)))
    assert me.get(f"{base(amina_unit)}new/").status_code == 302


def test_nobody_else_reads_or_sends_it(carla, amina, activity, festival):
    quote = draft(activity, festival, amina)
    stranger = signed_in(carla)
    assert stranger.get(f"{base(activity)}{quote.pk}/").status_code == 404
    assert stranger.post(f"{base(activity)}{quote.pk}/sending/").status_code == 404
    assert stranger.get(base(activity)).status_code == 404


def test_the_page_of_a_quote_says_what_became_of_it(me, amina, activity, festival):
    order = accept(sent(activity, festival, amina))
    quote = queries.get_quote(id=order.quote_id)
    assert f"/my/jobs/{order.pk}/" in said(me.get(f"{base(activity)}{quote.pk}/"))
    refused = sent(activity, festival, amina)
    invoicing.ask_change(quote=refused, text="Cheaper", by=FATIMA, at=NOW)
    assert "The client asks a change" in said(me.get(f"{base(activity)}{refused.pk}/"))


def test_from_the_first_line_to_the_order_it_says_whether_the_wage_is_guaranteed(
    me, activity, amina, festival
):
    entry = said(me.post(f"{base(activity)}total/", typed(festival)))
    assert "Guaranteed as soon as Festival de la Senne confirms," in entry
    quote = sent(activity, festival, amina)
    page = said(me.get(f"{base(activity)}{quote.pk}/"))
    assert "Guaranteed as soon as Festival de la Senne confirms," in page
    order = accept(quote)
    decided = "Guaranteed because Festival de la Senne confirmed on "
    assert decided in said(me.get(f"{base(activity)}{quote.pk}/"))
    assert decided in said(me.get(f"/my/jobs/{order.pk}/"))


def test_a_quote_above_what_the_house_can_promise_says_so_and_tells_no_figure(
    me, activity, festival
):
    cap(festival, 123_45)
    entry = said(me.post(f"{base(activity)}total/", typed(festival)))
    assert "as much as it can for this client, or nearly" in entry
    assert "123" not in entry
