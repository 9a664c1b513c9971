"""
Read the letters of a demo: a newcomer finds the client's link here.

A live house has no such page: its letters are in their readers' mailboxes.
"""

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from commonweal.documents import queries as documents
from commonweal.letters import queries as letters
from commonweal.letters.queries import Letter
from commonweal.sites.shell import keyset
from commonweal.sites.shell.doors import Visit, allow


@allow("anyone")
def tray(request: Visit) -> HttpResponse:
    """List the letters, the newest first."""
    _only_in_a_demo()
    page = keyset.page(request, letters.tray())
    return render(request, "public/mail/tray.html", {"page": page})


@allow("anyone")
def letter(request: Visit, letter: int) -> HttpResponse:
    """Show one letter as its reader gets it."""
    found = _letter(letter)
    context = {"letter": found, "paragraphs": letters.paragraphs(letter=found)}
    return render(request, "public/mail/letter.html", context)


@allow("anyone")
def enclosure(request: Visit, letter: int, place: int) -> HttpResponse:
    """Give a file that came with a letter."""
    seals = _letter(letter).attachments
    if place >= len(seals):
        raise Http404
    seal = seals[place]
    response = HttpResponse(
        documents.sealed_bytes(sha256=seal["sha256"]), content_type=seal["media_type"]
    )
    response.headers["Content-Disposition"] = content_disposition_header(True, seal["name"])
    return response


def _letter(letter: int) -> Letter:
    _only_in_a_demo()
    try:
        return letters.get(id=letter)
    except ObjectDoesNotExist:
        raise Http404 from None


def _only_in_a_demo() -> None:
    if not settings.CLOCK_IS_MOVABLE:
        raise Http404
