"""Reads of the outbox."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from commonweal.letters import _render
from commonweal.letters.models import Letter

__all__ = ["Letter", "about", "get", "paragraphs", "returned", "tray", "waiting"]


def waiting() -> "QuerySet[Letter]":
    """Return the letters that are neither sent nor failed, oldest first."""
    return Letter.objects.filter(sent_at=None, failed_at=None).order_by("id")


def about(*, refs: Collection[str]) -> "QuerySet[Letter]":
    """Return the letters about any of these things, oldest first."""
    return Letter.objects.filter(about__in=refs).order_by("id")


def returned(*, refs: Collection[str]) -> "QuerySet[Letter]":
    """Return those of these letters ("letter:7") that came back, or could not be sent at all."""
    ids = [int(ref.removeprefix("letter:")) for ref in refs]
    return Letter.objects.filter(id__in=ids, failed_at__isnull=False).order_by("id")


def tray() -> "QuerySet[Letter]":
    """Return every letter in the order of writing: the mail tray of a demo."""
    return Letter.objects.order_by("id")


def get(*, id: int) -> Letter:
    """
    Return one letter.

    :raises Letter.DoesNotExist: if there is none
    """
    return Letter.objects.get(id=id)


def paragraphs(*, letter: Letter) -> list[dict[str, Any]]:
    """Return the text of a letter in paragraphs: {"lines": […]}, or {"link": …} for a button."""
    return _render.paragraphs(letter.body)
