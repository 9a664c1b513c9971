"""members.mark_share_paid: the desk notes that a share was paid."""

from datetime import date, timedelta

from commonweal.members import actions as members


def test_it_notes_the_day(amina, bram, by, at):
    marked = members.mark_share_paid(members=[amina, bram], on=date(2026, 5, 2), by=by, at=at)
    assert [member.share_paid_on for member in marked] == [date(2026, 5, 2)] * 2


def test_the_first_day_stays(amina, by, at):
    for on in (at.date(), at.date() + timedelta(days=30)):
        (marked,) = members.mark_share_paid(members=[amina], on=on, by=by, at=at)
    assert marked.share_paid_on == at.date()
