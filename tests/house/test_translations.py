"""
Dutch and French are complete: every sentence a person can meet has its translation.

Until `src/commonweal/locale` holds a catalogue, there is nothing to compare.
"""

import os
import re
import shutil
from pathlib import Path

import allauth
import django.contrib.auth
import polib
import pytest
from django.core.management import call_command

from commonweal.sites.shell import borrowed
from tests.house.tree import PACKAGE

LOCALE = PACKAGE / "locale"
COMPLETE = ("nl", "fr")
LANGUAGES = sorted(path.parts[-3] for path in LOCALE.glob("*/LC_MESSAGES/django.po"))
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|%[sd]")

pytestmark = [
    pytest.mark.skipif(not LANGUAGES, reason="no catalogue in src/commonweal/locale yet"),
    pytest.mark.skipif(
        not shutil.which("xgettext") and not os.environ.get("CI"),
        reason="apt-get install gettext reads the sentences from the source",
    ),
]


def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(LOCALE / language / "LC_MESSAGES" / "django.po"))


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str | None, str], polib.POEntry]:
    """Every sentence of the source, read anew in a copy of it."""
    copy = tmp_path_factory.mktemp("texts") / "commonweal"
    keep_out = shutil.ignore_patterns("tests", "__pycache__", "static", "locale", "*.xsl*", "*.xml")
    shutil.copytree(PACKAGE, copy, ignore=keep_out)
    (copy / "locale").mkdir()
    here = Path.cwd()
    os.chdir(copy)
    try:
        call_command("makemessages", locale=["nl"], verbosity=0, extensions=["html", "txt", "py"])
    finally:
        os.chdir(here)
    found = polib.pofile(str(copy / "locale" / "nl" / "LC_MESSAGES" / "django.po"))
    return {(entry.msgctxt, entry.msgid): entry for entry in found}


def test_sentences_are_marked_by_names_that_the_reader_of_sources_knows() -> None:
    """Under another name a sentence is never found, and stays English without a word."""
    renamed = re.compile(r"\b(?:n|p|np)?gettext(?:_lazy|_noop)? as (?!_\b)\w+")
    texts = {path: path.read_text() for path in PACKAGE.rglob("*.py")}
    assert [f"{path}" for path, text in texts.items() if renamed.search(text)] == []


@pytest.mark.parametrize("language", COMPLETE)
def test_every_sentence_is_translated(
    language: str, source: dict[tuple[str | None, str], polib.POEntry]
) -> None:
    known = {(e.msgctxt, e.msgid) for e in catalogue(language) if e.translated()}
    missing = [f"{source[key].occurrences[0][0]}: {key[1]}" for key in source.keys() - known]
    assert not missing, f"{len(missing)} in {language}:\n" + "\n".join(sorted(missing)[:40])


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_left_over(
    language: str, source: dict[tuple[str | None, str], polib.POEntry]
) -> None:
    entries = [e for e in catalogue(language) if not e.obsolete]
    left = [e.msgid for e in entries if (e.msgctxt, e.msgid) not in source]
    assert not left, "\n".join(left)


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_survive_translation(language: str) -> None:
    for entry in catalogue(language).translated_entries():
        wanted = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            assert not text or set(PLACEHOLDER.findall(text)) <= wanted, text
            assert not text or entry.msgid_plural or set(PLACEHOLDER.findall(text)) == wanted, text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_fresh(language: str) -> None:
    path = LOCALE / language / "LC_MESSAGES" / "django.mo"
    assert path.exists(), "run django-admin compilemessages"
    compiled = polib.mofile(str(path))
    fresh = {(e.msgctxt, e.msgid): e.msgstr or e.msgstr_plural for e in compiled}
    wanted = {
        (e.msgctxt, e.msgid): e.msgstr or e.msgstr_plural
        for e in catalogue(language).translated_entries()
    }
    assert fresh == wanted, "run django-admin compilemessages"


def test_borrowed_sentences_are_still_said_by_allauth_or_django() -> None:
    said = {
        entry.msgid
        for library in (allauth, django.contrib.auth)
        for entry in polib.mofile(
            str(Path(library.__file__).parent / "locale/nl/LC_MESSAGES/django.mo")
        )
    }
    gone = set(borrowed.SENTENCES) - said
    assert not gone, "\n".join(sorted(gone))
