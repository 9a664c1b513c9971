"""The order that a quote became: its page, its milestones, and what is left when it stops."""

import re
from datetime import date

import pytest
from django.test import Client
from tests.cast import NOW, make_staff, make_unit

from commonweal.access.queries import Role
from commonweal.flows.quotes.tests.offers import accept, draft, sent
from commonweal.invoicing import queries
from commonweal.kernel.actor import SYSTEM
from commonweal.letters.queries import tray
from commonweal.members import actions as members

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def activity(amina):
    members.mark_share_paid(members=[amina], on=date(2026, 1, 5), by=SYSTEM, at=NOW)
    return make_unit(amina, "activity", "Atelier Brume")


@pytest.fixture
def order(amina, activity, festival):
    return accept(sent(activity, festival, amina), 2)


def signed_in(user):
    client = Client()
    client.force_login(user, backend=BACKEND)
    client.cookies["language"] = "en"
    return client


def said(answer):
    return answer.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def test_the_page_shows_lines_and_parts_with_where_they_stand(amina, order):
    page = said(signed_in(amina.user).get(f"/my/jobs/{order.pk}/"))
    assert "Print run" in page
    assert "is invoiced next" in page
    assert page.count("It is reached") == 1
    assert "€433.42" in page


def test_a_milestone_is_reached_once(amina, order):
    me = signed_in(amina.user)
    for _click in range(2):
        me.post(f"/my/jobs/{order.pk}/parts/2/")
    assert queries.instalments(order=order)[1].reached_by == f"user:{amina.user_id}"
    page = said(me.get(f"/my/jobs/{order.pk}/"))
    assert "It is reached" not in page
    assert "reached on 4 May 2026" in page
    assert me.post(f"/my/jobs/{order.pk}/parts/9/").status_code == 404


def test_a_stranger_reaches_nothing(carla, order):
    assert signed_in(carla.user).post(f"/my/jobs/{order.pk}/parts/2/").status_code == 404


def test_cancelled_nothing_is_left_to_invoice(amina, order):
    me = signed_in(amina.user)
    me.post(f"/my/jobs/{order.pk}/cancellation/", {"reason": "The festival stops"})
    page = said(me.get(f"/my/jobs/{order.pk}/"))
    assert page.count("cancelled</") >= 3
    assert "It is reached" not in page


def test_the_office_reads_the_parts_and_reaches_none(order):
    page = said(signed_in(make_staff(Role.ADVISER)).get(f"/desk/jobs/{order.pk}/"))
    assert "is invoiced next" in page
    assert "It is reached" not in page


def test_home_says_which_quotes_wait(amina, activity, festival):
    sent(activity, festival, amina, title="House style")
    draft(activity, festival, amina, title="A draft of mine")
    page = said(signed_in(amina.user).get("/my/"))
    assert "can answer a quote until" in page
    assert "A draft of mine" not in page
    assert f"/my/budget/{activity.pk}/quotes/new/" in page


def test_a_forecast_tells_the_parts_and_the_quotes_by_name(amina, activity, festival, order):
    sent(activity, festival, amina, title="Second house")
    page = said(signed_in(amina.user).get(f"/my/budget/{activity.pk}/forecast/"))
    assert "House style: First proof" in page
    assert "Second house" in page


def test_an_order_of_an_activity_may_have_lines_that_its_client_confirms(amina, activity, festival):
    me = signed_in(amina.user)
    blank = dict(me.get(f"/my/jobs/new/?unit={activity.pk}").context["forms"].data.items())
    typed = {**blank, "unit": activity.pk, "client_id": festival.pk, "title": "Posters"}
    typed |= {"price": "1000", "ends_on": "", "language": "en", "add": "line"}
    page = me.post("/my/jobs/new/", typed)
    line = page.context["forms"].lines[0]
    assert (line["quantity"].value(), line["vat"].value()) == ("1", "usual")
    more = {
        "line-TOTAL_FORMS": "1", "line-0-description": "Printing", "line-0-quantity": "2",
        "line-0-unit": "C62", "line-0-price": "50", "line-0-vat": "reduced",
    }  # fmt: skip
    del typed["add"]
    assert "1,028.50" in said(me.post("/my/jobs/new/estimate/", {**typed, **more}))
    me.post("/my/jobs/new/", {**typed, **more, "send": "1"})
    (order,) = queries.orders(units=[activity.pk])
    assert (order.price_cents, order.state) == (1100_00, "sent")
    assert [line.rate_bp for line in queries.order_lines(order=order)] == [2100, 600]
    letter = tray().get(kind="order_to_confirm")
    assert letter.context["vat_cents"] == 216_00
    confirm = said(Client().get(re.search(r"(/order/\S+/)", letter.body)[1]))
    assert "Printing" in confirm
    assert "€1,316.00" in confirm
