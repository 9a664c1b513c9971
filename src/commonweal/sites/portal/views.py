"""The member's home: what to do, what there is."""

from django.http import HttpResponse
from django.shortcuts import render

from commonweal.sites.portal.home import home_of
from commonweal.sites.shell.doors import Visit, allow


@allow("member")
def home(request: Visit) -> HttpResponse:
    """Show tasks and money first; somebody who is about to become a member sees a welcome."""
    if request.member_id is None:
        return render(request, "portal/welcome.html")
    found = home_of(member_id=request.member_id, at=request.at)
    return render(request, "portal/home.html", {"home": found})
