"""The drop folder: what stands still is taken in and put away, whatever stops the computer."""

import os

import pytest

from commonweal.banking import folder, jobs, queries
from commonweal.banking.models import Move, Statement
from commonweal.banking.tests.conftest import NOW, came_in, coda, day
from commonweal.ledger import queries as books
from commonweal.ledger.models import Entry

pytestmark = pytest.mark.django_db
GOOD, BAD = coda(came_in(500)), coda(came_in(500), old_cents=100, sequence=2)[:300]


@pytest.fixture
def drop(settings, tmp_path):
    settings.BANK_FOLDER = tmp_path / "in"
    settings.BANK_FOLDER.mkdir()
    return settings.BANK_FOLDER


def look(drop, now, settle=20.0):
    return jobs.take(where=drop, settle=settle, at=NOW, tell_time=lambda: now)


def names(*parts):
    return sorted(path.name for path in parts[0].joinpath(*parts[1:]).iterdir())


def test_a_file_is_taken_in_once_it_stands_still(account, drop):
    (drop / "day.cod").write_bytes(GOOD)
    assert look(drop, 1000).left == ["day.cod"]
    assert Statement.objects.count() == 0
    assert [v.verdict for v in look(drop, 1060).verdicts] == ["booked"]
    assert names(drop, "done") == ["day.cod"]
    assert Statement.objects.get().way == "folder"
    assert books.account_balance(account="550") == 500


def test_a_half_written_file_is_left_alone_until_it_is_whole(account, drop):
    path = drop / "day.cod"
    for seconds, size in ((1000, 100), (1060, 300), (1120, len(GOOD))):
        path.write_bytes(GOOD[:size])
        os.utime(path, (seconds, seconds))
        assert look(drop, seconds).left == ["day.cod"]
    assert Statement.objects.count() == 0
    assert [v.verdict for v in look(drop, 1180).verdicts] == ["booked"]


@pytest.mark.parametrize("name", ["day.cod.part", "day.cod.tmp", ".day.cod", "day.cod~"])
def test_what_a_program_still_writes_under_another_name_is_not_looked_at(account, drop, name):
    (drop / name).write_bytes(GOOD)
    for seconds in (1000, 1060):
        found = look(drop, seconds)
        assert (found.verdicts, found.left) == ([], [])
    assert (drop / name).exists()


def test_a_refused_file_lies_apart_with_the_reason_beside_it(account, drop):
    (drop / "bad.cod").write_bytes(BAD)
    (drop / "good.cod").write_bytes(GOOD)
    look(drop, 1000)
    found = look(drop, 1060)
    assert (found.done, found.refused) == (1, 1)
    assert names(drop, "refused") == ["bad.cod", "bad.cod.reason.txt"]
    assert (drop / "refused/bad.cod").read_bytes() == BAD
    assert (drop / "refused/bad.cod.reason.txt").read_text().strip()
    assert queries.drop_folder().refused == ("bad.cod",)


def test_a_crash_between_import_and_move_changes_nothing(account, drop, monkeypatch):
    (drop / "day.cod").write_bytes(GOOD)
    look(drop, 1000)

    def crash(point):
        raise KeyboardInterrupt(point)

    with monkeypatch.context() as broken:
        broken.setattr(jobs, "maybe_crash", crash)
        with pytest.raises(KeyboardInterrupt, match=r"drop\.after_import"):
            look(drop, 1060)
    counted = Statement.objects.count(), Move.objects.count(), Entry.objects.count()
    assert counted == (1, 1, 1)
    assert (drop / "day.cod").exists()
    assert [v.verdict for v in look(drop, 1120).verdicts] == ["duplicate"]
    assert (Statement.objects.count(), Move.objects.count(), Entry.objects.count()) == counted
    assert names(drop, "done") == ["day.cod"]


def test_a_second_file_of_the_same_name_is_kept_beside_the_first(account, drop):
    for number, content in enumerate(
        (GOOD, coda(came_in(7), sequence=2, old_cents=500, on=day(5)))
    ):
        (drop / "day.cod").write_bytes(content)
        look(drop, 1000 + 100 * number)
        look(drop, 1060 + 100 * number)
    assert len(names(drop, "done")) == 2
    assert books.account_balance(account="550") == 507


def test_a_file_that_cannot_be_read_holds_up_no_other(account, drop, monkeypatch):
    (drop / "a.cod").write_bytes(b"x")
    (drop / "b.cod").write_bytes(GOOD)
    fetch = folder.fetch

    def locked(where, name, seen, *, most):
        if name == "a.cod":
            raise PermissionError(13, "Permission denied")
        return fetch(where, name, seen, most=most)

    monkeypatch.setattr(folder, "fetch", locked)
    look(drop, 1000)
    found = look(drop, 1060)
    assert [v.verdict for v in found.verdicts] == ["booked"]
    assert found.trouble == ["a.cod: Permission denied"]
    assert queries.drop_folder().look.trouble == ["a.cod: Permission denied"]


def test_one_file_that_breaks_the_import_holds_up_no_other(account, drop, monkeypatch):
    (drop / "a.cod").write_bytes(b"breaks")
    (drop / "b.cod").write_bytes(GOOD)
    verb = jobs.actions.import_statements

    def break_on_a(*, files, **more):
        if any(file.content == b"breaks" for file in files):
            raise RuntimeError("no room")
        return verb(files=files, **more)

    monkeypatch.setattr(jobs.actions, "import_statements", break_on_a)
    look(drop, 1000)
    found = look(drop, 1060)
    assert [v.verdict for v in found.verdicts] == ["booked"]
    assert found.trouble == ["a.cod: no room"]
    assert (drop / "a.cod").exists()


def test_folders_and_links_are_not_taken_in(account, drop, tmp_path):
    (tmp_path / "secret").write_bytes(GOOD)
    (drop / "link.cod").symlink_to(tmp_path / "secret")
    (drop / "sub").mkdir()
    for seconds in (1000, 1060):
        assert look(drop, seconds).verdicts == []


def test_the_job_makes_our_own_folder_and_says_when_another_is_away(settings, tmp_path, caplog):
    settings.HOME = tmp_path
    settings.BANK_FOLDER = tmp_path / "bank" / "in"
    jobs.drop()
    assert queries.drop_folder().is_there
    settings.BANK_FOLDER = tmp_path.parent / "nowhere"
    jobs.drop()
    assert "is not there" in caplog.text
    assert not queries.drop_folder().is_there


@pytest.mark.parametrize("told", ["", "{", "[]", '{"at": 1}', '{"at": "x", "seen": {"a": 1}}'])
def test_a_damaged_note_of_the_last_look_is_no_obstacle(account, drop, told):
    (drop / folder.LOOK).write_text(told)
    (drop / "day.cod").write_bytes(GOOD)
    look(drop, 1000)
    assert len(look(drop, 1060).verdicts) == 1


def test_another_file_that_takes_the_name_meanwhile_is_not_put_away_unread(
    account, drop, monkeypatch
):
    (drop / "day.cod").write_bytes(GOOD)
    look(drop, 1000)
    real = jobs.actions.import_statements

    def import_and_drop(**told):
        verdicts = real(**told)
        (drop / "day.cod").write_bytes(coda(came_in(700), old_cents=500, sequence=2, on=day(5)))
        return verdicts

    monkeypatch.setattr(jobs.actions, "import_statements", import_and_drop)
    assert look(drop, 1060).left == ["day.cod"]
    monkeypatch.undo()
    for now in (1120, 1180):
        look(drop, now)
    assert books.account_balance(account="550") == 1_200
    assert names(drop, "done") == ["day.cod"]
