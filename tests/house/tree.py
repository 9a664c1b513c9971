"""What the house tests look at: the rooms by floor, and the files that git keeps."""

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "commonweal"


@cache
def floors() -> list[list[str]]:
    """The floors of the house, top first, as import-linter pins them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = contracts["contracts"][0]["layers"]
    return [[room.strip() for room in layer.split("|")] for layer in layers]


def rooms() -> list[Path]:
    """The rooms that hold something of the trade; the floors above them only compose."""
    composing = {"config", "sites", "flows"}
    return [PACKAGE / room for floor in floors() for room in floor if room not in composing]


@cache
def tracked() -> list[Path]:
    """Every file git keeps or would keep, as it stands on the disk."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [path for name in names.split("\0") if name and (path := ROOT / name).is_file()]


def sources() -> list[Path]:
    """Our Python, without migrations: those are written once and never again."""
    return [path for path in tracked() if path.suffix == ".py" and "migrations" not in path.parts]


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a file, inner ones too."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """How many lines it takes, from `def` to its end."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def place(path: Path) -> str:
    """A path as a person would write it."""
    return str(path.relative_to(ROOT))
