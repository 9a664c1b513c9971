"""activities.write_note: what the staff keeps in mind about a unit."""

import pytest

from commonweal.activities import actions as activities
from commonweal.activities import queries


def test_it_is_kept_with_who_and_when(amina_unit, by, at):
    note = activities.write_note(unit=amina_unit, text=" Called about the VAT. ", by=by, at=at)
    (kept,) = queries.notes(unit=amina_unit.pk)
    assert (kept.text, kept.by_name, kept.at) == ("Called about the VAT.", by.name, at)
    assert note.ref == amina_unit.ref


def test_the_people_of_the_unit_do_not_read_it(amina_unit, by, at):
    activities.write_note(unit=amina_unit, text="Called about the VAT.", by=by, at=at)
    assert not queries.goals(unit=amina_unit.pk)


def test_the_newest_stands_first(amina_unit, by, at):
    for text in ("First", "Second"):
        activities.write_note(unit=amina_unit, text=text, by=by, at=at)
    assert [note.text for note in queries.notes(unit=amina_unit.pk)] == ["Second", "First"]


def test_it_refuses_an_empty_note(amina_unit, by, at):
    with pytest.raises(activities.NothingWritten):
        activities.write_note(unit=amina_unit, text=" ", by=by, at=at)
