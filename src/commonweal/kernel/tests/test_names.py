"""Names are found without accents, case or punctuation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.kernel.names import fold


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Élise Łukasz-Brøn", "elise lukasz bron"),
        ("  L'Œuvre, asbl ", "l oeuvre asbl"),
        ("STRAẞE & Søn", "strasse son"),
        ("Thérèse D’Hondt", "therese d hondt"),
        ("%_", ""),
        ("李小龙", "李小龙"),
    ],
)
def test_a_name_becomes_its_key(name, key):
    assert fold(name) == key


@given(st.text())
def test_a_key_stays_itself_and_holds_no_pattern_mark(name):
    key = fold(name)
    assert fold(key) == key
    assert not set("%_\\'\"") & set(key)
