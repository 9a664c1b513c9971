"""The member's home: what to do, what there is."""

from django.http import HttpResponse
from django.shortcuts import render

from commonweal.sites.shell.doors import Visit, allow


@allow("member")
def home(request: Visit) -> HttpResponse:
    """Show tasks and money first."""
    return render(request, "portal/home.html")
