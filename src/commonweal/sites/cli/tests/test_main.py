"""The command line around the verbs: what it says, and the code it ends with."""

import argparse
import os
import subprocess
import sys
from types import ModuleType

import pytest
from django.utils.translation import gettext_lazy

from commonweal.config import launcher
from commonweal.kernel.refusals import Refusal
from commonweal.sites.cli import main


class TooLate(Refusal):
    message = gettext_lazy("Come earlier than %(hour)s.")


@pytest.fixture
def verb(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A verb that does what its test says."""
    module = ModuleType("commonweal.sites.cli.ring")
    module.HELP = "ring the bell"  # type: ignore[attr-defined]
    module.add_arguments = lambda parser: parser.add_argument("times", type=int)  # type: ignore[attr-defined]
    module.needs_database = lambda options: False  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "commonweal.sites.cli.ring", module)
    monkeypatch.setattr(main, "VERBS", ("ring",))
    return module


def call(*arguments: str) -> int:
    return main.run(arguments, open_house=lambda: pytest.fail("no database was asked for"))


def fails_with(module: ModuleType, trouble: BaseException) -> None:
    def run(options: argparse.Namespace) -> int:
        raise trouble

    module.run = run  # type: ignore[attr-defined]


def test_a_verb_gets_its_options(verb: ModuleType) -> None:
    verb.run = lambda options: options.times  # type: ignore[attr-defined]
    assert call("ring", "3") == 3


def test_no_verb_and_an_unknown_verb_show_the_list(
    verb: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call() == 2
    assert call("sing") == 2
    said = capsys.readouterr()
    assert "There is no verb “sing”." in said.err
    assert "ring       ring the bell" in said.err
    assert call("--help") == 0


def test_wrong_arguments_get_one_sentence(
    verb: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("ring", "often") == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_refusal_is_a_sentence(verb: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    fails_with(verb, TooLate(hour="nine"))
    assert call("ring", "1") == 2
    assert capsys.readouterr().err == "Come earlier than nine.\n"


def test_a_missing_file_is_named(verb: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    fails_with(verb, FileNotFoundError(2, "No such file or directory", "bell.xml"))
    assert call("ring", "1") == 2
    assert capsys.readouterr().err == "bell.xml: No such file or directory.\n"


def test_ctrl_c_is_silent(verb: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    fails_with(verb, KeyboardInterrupt())
    assert call("ring", "1") == 130
    assert capsys.readouterr().err == ""


def test_a_fault_of_ours_is_not_hidden(verb: ModuleType) -> None:
    fails_with(verb, ZeroDivisionError())
    with pytest.raises(ZeroDivisionError):
        call("ring", "1")


def end_of(*arguments: str, output: int) -> tuple[int, bytes]:
    """The exit code of a process with that output, and what it says on the other one."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", "commonweal.config.command", *arguments],
        env=launcher.environment(), stdout=output, stderr=subprocess.PIPE, check=False,
    )  # fmt: skip
    os.close(output)
    return done.returncode, done.stderr


@pytest.mark.parametrize("arguments", [("rules", "list"), ("payslip", "explain", "--help")])
def test_a_closed_pipe_is_silent(arguments: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    assert end_of(*arguments, output=writing) == (141, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no full device")
def test_a_full_disk_is_a_sentence() -> None:
    code, said = end_of("rules", "list", output=os.open("/dev/full", os.O_WRONLY))
    assert (code, said) == (1, b"Make room and try again: No space left on device.\n")


def test_closed_outputs_are_no_trouble() -> None:
    command = f"{sys.executable} -P -m commonweal.config.command rules list >&- 2>&-"
    done = subprocess.run(command, shell=True, env=launcher.environment(), check=False)
    assert done.returncode == 0
