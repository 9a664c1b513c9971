"""A change of law or house terms, for a test: the figures as they would be after it."""

import shutil
from collections.abc import Iterator

import pytest

from commonweal.rules import parameters, pay_rules

CACHES = (parameters.everything, pay_rules.change_days, pay_rules._pay_rules)


class Law:
    """Rewrites files of figures in a copy of them."""

    def __init__(self, folder):
        self.folder = folder

    def change(self, parameter, old, new):
        """Write `new` in the file of a parameter where `old` stands once."""
        (path,) = self.folder.rglob(f"{parameter}.yaml")
        text = path.read_text()
        assert text.count(old) == 1
        path.write_text(text.replace(old, new))
        forget()


def forget():
    for each in CACHES:
        each.cache_clear()


@pytest.fixture
def law(tmp_path, monkeypatch) -> Iterator[Law]:
    """The figures of today, to be changed."""
    copies = tuple(tmp_path / folder.name for folder in parameters.FOLDERS)
    for folder, copy in zip(parameters.FOLDERS, copies, strict=True):
        shutil.copytree(folder, copy)
    monkeypatch.setattr(parameters, "FOLDERS", copies)
    forget()
    yield Law(tmp_path)
    monkeypatch.undo()
    forget()
