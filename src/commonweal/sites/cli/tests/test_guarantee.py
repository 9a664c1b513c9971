"""`commonweal guarantee`: cash and shock from the command line."""

import argparse
import json

import pytest
from django.utils import translation
from tests.cast import make_client

from commonweal.guarantee.queries import NoShock, OutsideTheForecast
from commonweal.guarantee.tests.test_cash import KOBALT, post
from commonweal.invoicing.tests import work
from commonweal.sites.cli import guarantee
from commonweal.sites.cli._trouble import Trouble

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(capsys, entity):
    def call(*words):
        parser = argparse.ArgumentParser()
        guarantee.add_arguments(parser)
        with translation.override("en"):
            code = guarantee.run(parser.parse_args([str(word) for word in words]))
        return code, capsys.readouterr().out

    return call


@pytest.fixture
def owed(amina_unit, festival, by, at):
    post(("6370", 300_00), ("1641", -300_00), key="fund", by=by)
    return work.issue(amina_unit, festival, by=by, at=at)


def test_the_forecast_is_told_day_by_day(call, owed):
    code, said = call("cash", "--json")
    told = json.loads(said)
    assert code == 0
    assert (told["on"], told["until"], len(told["days"])) == ("2026-05-04", "2026-08-02", 91)
    moved = sum(day["in_cents"] - day["out_cents"] for day in told["days"])
    assert told["opening_cents"] + moved == told["end_cents"] == 1000_00  # the VAT is paid in July
    assert (told["fund_cents"], told["not_counted_cents"]) == (300_00, 0)


def test_it_ends_with_1_when_the_money_runs_out(call, entity, by):
    post(("453", -100_00), ("580", 100_00), key="tax", by=by)
    code, said = call("cash")
    assert code == 1
    assert "The money runs out on 2026-06-15." in said
    assert call("cash", "--days", 30)[0] == 0


def test_a_shock_is_told_with_what_the_fund_bears(call, owed):
    code, said = call("shock", "--client", "festival", "--on", "2026-05-10", "--json")
    told = json.loads(said)
    assert code == 1
    assert told["client"]["name"] == "Festival de la Senne"
    assert (told["from_fund_cents"], told["topped_up_cents"]) == (300_00, 700_00)
    assert (told["lost_cents"], told["vat_back_cents"]) == (1210_00, 210_00)
    assert told["before"]["runs_out_on"] is None
    assert told["after"]["runs_out_on"] == "2026-07-24"


def test_slow_payers_come_later(call, owed):
    code, said = call("shock", "--slow", 20)
    assert code == 0
    assert "with the shock" in said
    assert "It lasts until 2026-08-02." in said


def test_a_client_is_named_clearly_or_by_its_number(call, festival):
    other = make_client(**{**KOBALT, "name": "Festival du Nord"})
    with pytest.raises(Trouble, match=f"by its number: .*{other.pk} Festival du Nord"):
        call("shock", "--client", "festival")
    assert call("shock", "--client", other.pk)[0] == 0
    with pytest.raises(Trouble, match="“nobody” is none"):
        call("shock", "--client", "nobody")


def test_what_is_no_shock_is_refused(call, festival):
    with pytest.raises(NoShock):
        call("shock")
    with pytest.raises(OutsideTheForecast):
        call("shock", "--client", festival.pk, "--on", "2020-01-01")
    for words in (["cash", "--days", "0"], ["shock", "--on", "soon"]):
        with pytest.raises(SystemExit):
            call(*words)
