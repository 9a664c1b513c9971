"""The desk: what waits for the people who serve members and clients."""

from django.http import HttpResponse
from django.shortcuts import render

from commonweal.sites.shell.doors import STAFF, Visit, allow


@allow(*STAFF)
def home(request: Visit) -> HttpResponse:
    """Show what waits for this person's roles."""
    return render(request, "desk/home.html")
