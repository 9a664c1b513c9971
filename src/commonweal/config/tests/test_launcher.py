"""From a bare Python to an environment, without installing anything in these tests."""

import threading
from pathlib import Path

import pytest

from commonweal.config import launcher


class Installer:
    """Stands for uv and pip: counts, and can be cut short."""

    def __init__(self) -> None:
        self.times, self.cut = 0, False

    def __call__(self, python: Path, file: Path) -> str:
        self.times += 1
        if self.cut:
            raise KeyboardInterrupt
        return "a fake"


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installer:
    installer = Installer()
    monkeypatch.setenv("COMMONWEAL_VENV", str(tmp_path / "an env"))
    monkeypatch.setattr(launcher, "_install", installer)
    return installer


def test_the_second_start_installs_nothing(install: Installer) -> None:
    python = launcher.make_environment()
    assert launcher.make_environment() == python
    assert python.exists()
    assert install.times == 1


def test_development_serves_the_demo_too(install: Installer) -> None:
    launcher.make_environment("dev")
    launcher.make_environment("runtime")
    assert install.times == 1


def test_new_requirements_are_installed(
    install: Installer, monkeypatch: pytest.MonkeyPatch
) -> None:
    launcher.make_environment()
    monkeypatch.setattr(launcher, "_fingerprint", lambda requirements: "another")
    launcher.make_environment()
    assert install.times == 2


def test_an_install_cut_short_is_done_again_from_nothing(install: Installer) -> None:
    install.cut = True
    with pytest.raises(KeyboardInterrupt):
        launcher.make_environment()
    install.cut = False
    half = launcher._python(Path(launcher.os.environ["COMMONWEAL_VENV"])).parent / "half a package"
    half.touch()
    launcher.make_environment()
    assert not half.exists()
    assert install.times == 2


def test_an_environment_whose_python_is_gone_is_made_again(install: Installer) -> None:
    python = launcher.make_environment()
    python.unlink()
    launcher.make_environment()
    assert python.exists()


def test_a_python_in_a_home_that_is_closed_to_us_counts_as_none(
    install: Installer, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = launcher.make_environment().parents[1]

    def refuse(path: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(launcher.Path, "exists", refuse)
    assert not launcher._is_complete(folder, "runtime")


def test_two_starts_at_once_install_once(install: Installer) -> None:
    starts = [threading.Thread(target=launcher.make_environment) for _ in range(2)]
    for start in starts:
        start.start()
    for start in starts:
        start.join()
    assert install.times == 1


def test_a_folder_that_cannot_be_written_is_said(
    install: Installer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMMONWEAL_VENV", "/proc/nowhere")
    with pytest.raises(launcher.Stuck, match="Name another folder in COMMONWEAL_VENV"):
        launcher.make_environment()


def test_nothing_of_the_users_python_or_database_gets_in(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PYTHONHOME", "PYTHONSTARTUP", "PGHOST", "PGOPTIONS", "VIRTUAL_ENV", "PIP_USER"):
        monkeypatch.setenv(name, "/somewhere/else")
    monkeypatch.setenv("PYTHONPATH", "/somewhere/else")
    monkeypatch.delenv("HOME", raising=False)
    inside = launcher.environment()
    assert "/somewhere/else" not in inside.values()
    assert inside["HOME"]
    assert inside["UV_PYTHON_DOWNLOADS"] == "never"
