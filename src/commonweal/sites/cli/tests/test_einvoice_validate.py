"""`commonweal einvoice validate` as a person or a script calls it."""

import json
import os
from argparse import ArgumentParser
from pathlib import Path

import pytest

from commonweal.sites.cli import einvoice as verb

KIT = Path(__file__).parents[5].parent / "shared" / "kits" / "einvoice"
needs_kit = pytest.mark.skipif(not KIT.is_dir(), reason="the shared kits are not beside this tree")


def example() -> str:
    return (KIT / "valid" / "base-example.xml").read_text()


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    parser = ArgumentParser()
    verb.add_arguments(parser)
    status = verb.run(parser.parse_args(["validate", *arguments]))
    return status, capsys.readouterr().out


@needs_kit
def test_the_command_prints_a_line_per_file(capsys, tmp_path):
    good, missing = str(KIT / "valid" / "base-example.xml"), str(tmp_path / "none.xml")
    status, out = run(capsys, good, missing, str(tmp_path))
    lines = [line.split("\t") for line in out.splitlines()]
    assert status == 1
    assert [line[:3] for line in lines] == [
        [good, "ACCEPT"],
        [missing, "REJECT", "FILE"],
        [str(tmp_path), "REJECT", "FILE"],
    ]
    assert "No such file" in lines[1][3]


@needs_kit
def test_any_name_of_a_file_keeps_to_one_line(capsys, tmp_path):
    odd, byte = tmp_path / "a\nb\tc.xml", str(tmp_path / os.fsdecode(b"\xff.xml"))
    for name in (odd, byte):
        Path(name).write_text(example())
    _status, out = run(capsys, str(odd), byte)
    assert out.splitlines() == [
        f"{tmp_path}/a\\nb\\tc.xml\tACCEPT",
        f"{tmp_path}/\N{REPLACEMENT CHARACTER}.xml\tACCEPT",
    ]
    _status, out = run(capsys, "--json", str(odd), byte)
    assert [row["file"] for row in json.loads(out.encode())] == [
        str(odd),
        f"{tmp_path}/\N{REPLACEMENT CHARACTER}.xml",
    ]


@needs_kit
def test_the_command_speaks_json(capsys):
    path = str(KIT / "valid" / "ubl-tc434-creditnote1.xml")
    status, out = run(capsys, "--json", path)
    assert status == 1
    assert json.loads(out) == [
        {
            "file": path,
            "verdict": "REJECT",
            "fatal": ["PEPPOL-EN16931-R004"],
            "warnings": ["PEPPOL-COMMON-R044"],
        }
    ]
    assert run(capsys, "--rules", "cen", path)[0] == 0


@needs_kit
def test_the_command_runs_unit_tests(capsys, tmp_path):
    path = KIT / "unit-cen" / "inv-BR-CO-10.xml"
    status, out = run(capsys, "--unit", str(path))
    assert (status, out.splitlines()[-1]) == (0, "9 tests, 9 expectations, 0 disagreements")
    lie = tmp_path / "lie.xml"
    lie.write_text(
        path.read_text()
        .replace("<success>BR-CO-10", "<error>BR-CO-10", 1)
        .replace("</success>", "</error>", 1)
    )
    status, out = run(capsys, "--unit", str(lie))
    assert status == 1
    assert "test 1: expected error BR-CO-10, found" in out
