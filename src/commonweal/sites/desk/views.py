"""The desk: what waits for the people who serve members and clients."""

from django.http import HttpResponse
from django.shortcuts import render

from commonweal.sites.desk.home import late_wages, waiting
from commonweal.sites.desk.queues import queues
from commonweal.sites.shell import sessions
from commonweal.sites.shell.doors import STAFF, Visit, allow


@allow(*STAFF)
def home(request: Visit) -> HttpResponse:
    """Show what waits for this person's roles."""
    late = late_wages(roles=request.roles, at=request.at)
    context = {
        "tasks": waiting(roles=request.roles, at=request.at, late=late),
        "late": late,
        "has_second_factor": sessions.has_second_factor(request),
    }
    return render(request, "desk/home.html", context)


@allow(*STAFF)
def work_queues(request: Visit) -> HttpResponse:
    """Show every list of work of this person's roles, and how many wait in it."""
    tasks = queues(roles=request.roles, at=request.at)
    return render(request, "desk/work_queues.html", {"tasks": tasks})
