"""Verbs on documents."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePosixPath

from django.utils.translation import gettext_lazy as _

from commonweal.documents import gateways
from commonweal.documents.models import Document
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.refusals import Refusal, check_all

__all__ = ["Document", "EmptyFile", "NewFile", "UnnamedFile", "store"]


class EmptyFile(Refusal):
    message = _("Choose another file: “%(name)s” is empty.")
    field = "file"


class UnnamedFile(Refusal):
    message = _("Give the file a name.")
    field = "file"


@dataclass(frozen=True, slots=True)
class NewFile:
    """Bytes to keep. `about` is the ref of what they belong to; `kind` is a word of the room."""

    name: str
    media_type: str
    content: bytes
    kind: str
    about: str = ""
    retain_until: date | None = None


@action
def store(*, files: Sequence[NewFile], by: Actor, at: datetime) -> list[Document]:
    """
    Keep files for good, and return their documents in the same order.

    The bytes are safe on disk before the rows are written: a row never points at nothing.

    :raises EmptyFile, UnnamedFile: if a file has no bytes or no name
    """
    check_all(_refusals(files))
    return Document.objects.bulk_create([_document(file, at) for file in files])


def _refusals(files: Sequence[NewFile]) -> Iterator[Refusal]:
    for file in files:
        if not _plain_name(file.name):
            yield UnnamedFile()
        if not file.content:
            yield EmptyFile(name=file.name)


def _document(file: NewFile, at: datetime) -> Document:
    return Document(
        sha256=gateways.put(file.content),
        media_type=file.media_type,
        name=_plain_name(file.name),
        bytes_length=len(file.content),
        kind=file.kind,
        about=file.about,
        stored_at=at,
        retain_until=file.retain_until,
    )


def _plain_name(name: str) -> str:
    """Keep the last part of a path, without control characters: a name, never a place."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return "".join(char for char in last if char.isprintable()).strip(". ")
