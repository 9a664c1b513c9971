"""Money, days and names in the language of the reader."""

from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override

from commonweal.sites.shell.templatetags import house

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("nl", f"€{NBSP}1.234,56"),
        ("fr", f"1{NBSP}234,56{NBSP}€"),
        ("de", f"1.234,56{NBSP}€"),
        ("en", "€1,234.56"),
    ],
)
def test_euro_is_written_as_the_reader_writes_it(language, written):
    with override(language):
        assert house.euro(123456) == written


@pytest.mark.parametrize(
    ("cents", "style", "written"),
    [
        (-5, "", "−€0.05"),
        (5, "+", "+€0.05"),
        (-5, "+", "−€0.05"),
        (0, "+", "€0.00"),
        (2108650, "whole", "€21,087"),
        (-2108649, "whole", "−€21,086"),
        (None, "", ""),
    ],
)
def test_signs_and_whole_euro(cents, style, written):
    with override("en"):
        assert house.euro(cents, style) == written


def test_cents_are_written_without_the_sign_of_the_euro():
    with override("nl"):
        assert house.cents(-123456) == "−1.234,56"
        assert house.cents(None) == ""


@pytest.mark.parametrize(
    ("language", "style", "written"),
    [
        ("nl", "", "1 mei 2026"),
        ("fr", "", "1er mai 2026"),
        ("de", "", "1. Mai 2026"),
        ("en", "", "1 May 2026"),
        ("nl", "short", "1 mei"),
        ("fr", "long", "vendredi 1er mai 2026"),
        ("en", "long", "Friday 1 May 2026"),
    ],
)
def test_days_are_written_in_words(language, style, written):
    with override(language):
        assert house.day(date(2026, 5, 1), style).replace(NBSP, " ") == written


def test_an_instant_is_told_in_the_zone_of_the_house():
    with override("en"):
        told = house.moment(datetime(2026, 5, 3, 22, 30, tzinfo=UTC))
    assert told.replace(NBSP, " ") == "4 May 2026, 00:30"
    assert house.moment(None) == ""
    assert house.day(None) == ""


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Élise Vandenberghe", "ÉV"), ("Amina", "A"), ("Jan van den Berg", "JB"), ("", "")],
)
def test_initials(name, letters):
    assert house.initials(name) == letters


def test_every_icon_is_drawn_and_says_nothing_to_a_screen_reader():
    for path in house.ICONS.glob("*.svg"):
        drawn = house.icon(path.stem)
        assert drawn.startswith('<svg class="icon"')
        assert 'aria-hidden="true"' in drawn
        assert drawn.count("<svg") == drawn.count("</svg>") == 1
        assert "license" not in drawn


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/150.0", "Firefox, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19) Version/19 Mobile Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Linux; Android 16) Chrome/156.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/156 Safari/537 Edg/156", "Edge, Windows"),
        ("curl", "Another browser"),
    ],
)
def test_a_browser_is_named_as_people_do(agent, name):
    with override("en"):
        assert house.browser(agent) == name


@pytest.mark.parametrize(
    ("ref", "language", "named"),
    [
        ("payslip:6", "en", "Payslip 6"),
        ("payslip:6", "nl", "Loonbrief 6"),
        ("invoice:2026-000012", "en", "Invoice 2026-000012"),
        ("batch:3", "en", "Batch 3"),
        ("tranche:4", "en", "Tranche 4 of a funding"),
        ("deposit:1", "en", "deposit:1"),
    ],
)
def test_items_of_the_books_are_named_as_people_do(ref, language, named):
    with override(language):
        assert house.item(ref) == named
