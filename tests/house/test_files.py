"""What the files of the repository owe: pinned requirements, no addresses, complete texts."""

import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT, place, tracked

PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+)", re.MULTILINE)
ADDRESS = re.compile(
    r"(?:https?|git\+ssh)://[\w.-]*(?:" + "pypi|pythonhosted|npmjs|deb[.]debian|mirror" + r")",
    re.IGNORECASE,
)
REQUIREMENTS = [ROOT / "requirements" / f"{name}.txt" for name in ("runtime", "dev", "benchmark")]


@pytest.mark.parametrize("path", REQUIREMENTS, ids=place)
def test_every_requirement_is_pinned_and_hashed(path: Path) -> None:
    for block in re.split(r"\n(?=\S)", path.read_text().strip()):
        assert PIN.match(block), block
        assert "--hash=sha256:" in block, block


@pytest.mark.parametrize("path", REQUIREMENTS, ids=place)
def test_requirements_name_no_address(path: Path) -> None:
    assert "://" not in path.read_text()
    assert not re.search(r"^\s*(--index|--extra-index|--find-links|-i )", path.read_text(), re.M)


def test_development_installs_all_that_runs_the_house_in_the_same_version() -> None:
    runtime, dev = (dict(PIN.findall(path.read_text())) for path in REQUIREMENTS[:2])
    assert runtime.items() <= dev.items()


def test_no_file_names_a_registry() -> None:
    wrong = [
        f"{place(path)}: {found[0]}"
        for path in tracked()
        if path != Path(__file__)
        if (found := ADDRESS.search(path.read_bytes().decode(errors="ignore")))
    ]
    assert not wrong, "\n".join(wrong)


def test_the_licence_is_the_whole_official_text() -> None:
    text = (ROOT / "LICENSE").read_text()
    assert text.lstrip().startswith("GNU AFFERO GENERAL PUBLIC LICENSE")
    assert "13. Remote Network Interaction" in text
    assert "END OF TERMS AND CONDITIONS" in text


@pytest.mark.parametrize("name", ["README", "ARCHITECTURE", "STYLE", "CHANGELOG", "CONTRIBUTING"])
def test_the_newcomer_finds_the_way(name: str) -> None:
    assert (ROOT / f"{name}.md").read_text().startswith("# ")


def documents() -> list[Path]:
    return [path for path in tracked() if path.suffix == ".md"]


@pytest.mark.parametrize("path", documents(), ids=place)
def test_no_link_in_a_document_is_dead(path: Path) -> None:
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", path.read_text())
    dead = [link for link in links if not (path.parent / link).exists()]
    assert not dead, dead


def test_decisions_have_numbers_of_their_own() -> None:
    names = sorted(path.name for path in (ROOT / "docs" / "decisions").glob("*.md"))
    assert all(re.fullmatch(r"\d{4}-[a-z0-9-]+[.]md", name) for name in names), names
    assert len({name[:4] for name in names}) == len(names), names
