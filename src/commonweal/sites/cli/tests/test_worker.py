"""`commonweal worker`: how many jobs at once."""

import pytest

from commonweal.sites.cli import worker
from commonweal.sites.cli.main import Parser


def jobs(*words: str) -> int:
    parser = Parser(prog="commonweal worker")
    worker.add_arguments(parser)
    number: int = parser.parse_args(words).jobs
    return number


def test_two_jobs_at_the_same_time_unless_told() -> None:
    assert (jobs(), jobs("--jobs", "64")) == (2, 64)


@pytest.mark.parametrize("text", ["0", "-1", "65", "many", "1.5", ""])
def test_a_number_that_is_none_is_refused(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        jobs(f"--jobs={text}")
    assert end.value.code == 2
    assert "choose from 1 to 64 jobs" in capsys.readouterr().err
