"""The front page."""

from django.http import HttpResponse
from django.shortcuts import render

from commonweal.sites.shell.doors import Visit, allow


@allow("anyone")
def landing(request: Visit) -> HttpResponse:
    """Say what this house is, and show the way in."""
    return render(request, "public/landing.html")
