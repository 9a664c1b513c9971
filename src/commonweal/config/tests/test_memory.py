"""Where the server of the tests keeps its files."""

import fcntl

import pytest

from commonweal.config import memory, postgres


@pytest.fixture
def shared(tmp_path):
    folder = tmp_path / "shared"
    folder.mkdir()
    return folder


def place_of(home, shared, plenty=1):
    return memory.folder(home, shared=shared, plenty=plenty)


def test_each_home_has_one_folder_of_its_own_that_only_we_can_write(tmp_path, shared):
    first, again = place_of(tmp_path / "a", shared), place_of(tmp_path / "a", shared)
    other = place_of(tmp_path / "b", shared)
    assert first == again != other
    assert first.parent == other.parent == shared
    assert first.stat().st_mode & 0o777 == 0o711


def test_with_little_memory_the_files_stay_on_the_disk(tmp_path, shared):
    assert place_of(tmp_path, shared, plenty=2**60) == tmp_path
    assert list(shared.iterdir()) == []


def test_without_shared_memory_they_stay_there_too(tmp_path, shared):
    assert place_of(tmp_path, shared / "nowhere") == tmp_path


@pytest.mark.parametrize("trap", ["writable", "link"])
def test_a_folder_that_a_stranger_could_have_made_is_not_used(tmp_path, shared, trap):
    place = place_of(tmp_path, shared)
    if trap == "writable":
        place.chmod(0o777)
    else:
        place.rmdir()
        place.symlink_to(tmp_path)
    assert place_of(tmp_path, shared) == tmp_path


def test_a_cluster_is_forgotten_when_nobody_uses_it(tmp_path):
    (tmp_path / "data").mkdir()
    postgres.forget(tmp_path)
    assert not (tmp_path / "data").exists()


def test_a_cluster_in_use_is_kept(tmp_path):
    (tmp_path / "data").mkdir()
    with open(tmp_path / "users.lock", "a") as user:
        fcntl.flock(user, fcntl.LOCK_SH)
        postgres.forget(tmp_path)
    assert (tmp_path / "data").exists()
