"""Reads of documents, and the typesetting of new ones."""

from collections.abc import Collection, Sequence
from typing import TypedDict

from django.db.models import QuerySet

from commonweal.documents import gateways
from commonweal.documents._signs import unshown
from commonweal.documents._typeset import typeset
from commonweal.documents.models import Document

__all__ = [
    "DamagedFile",
    "Document",
    "about",
    "content",
    "get",
    "many",
    "of",
    "sealed_bytes",
    "seals",
    "typeset",
    "unshown",
]


class Seal(TypedDict):
    """A document as others remember it: the hash says which bytes were meant."""

    id: int
    sha256: str
    name: str
    media_type: str


class DamagedFile(Exception):
    """The bytes of a document are gone or changed: restore them from a backup."""


def get(*, id: int) -> Document:
    """
    Return one document.

    :raises Document.DoesNotExist: if there is none
    """
    return Document.objects.get(id=id)


def many(*, ids: Sequence[int]) -> dict[int, Document]:
    """Return the documents of these ids, by id."""
    return Document.objects.in_bulk(ids)


def about(*, ref: str) -> "QuerySet[Document]":
    """Return what is stored about a thing ("invoice:2026-000012"), oldest first."""
    return Document.objects.filter(about=ref).order_by("id")


def of(*, refs: Collection[str]) -> "QuerySet[Document]":
    """Return what is stored about any of these things, oldest first."""
    return Document.objects.filter(about__in=refs).order_by("id")


def content(*, document: Document) -> bytes:
    """
    Return the bytes of a document, checked against its hash.

    :raises DamagedFile: if they are gone or changed
    """
    return sealed_bytes(sha256=document.sha256)


def seals(*, ids: Sequence[int]) -> list[Seal]:
    """
    Describe documents, in the order of `ids`.

    :raises KeyError: if one of them does not exist
    """
    found = many(ids=ids)
    return [_seal(found[id]) for id in ids]


def sealed_bytes(*, sha256: str) -> bytes:
    """
    Return the bytes that have this hash.

    :raises DamagedFile: if they are gone or changed
    """
    try:
        return gateways.get(sha256)
    except (FileNotFoundError, ValueError) as error:
        raise DamagedFile(str(error)) from error


def _seal(document: Document) -> Seal:
    return Seal(
        id=document.pk,
        sha256=document.sha256,
        name=document.name,
        media_type=document.media_type,
    )
