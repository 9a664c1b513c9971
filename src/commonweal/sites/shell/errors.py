"""Pages for when something is not there, not allowed, or broken."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open too long, or the form comes from elsewhere."""
    return render(request, "shell/stale.html", status=403)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "shell/403.html", status=403)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "shell/404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Say so without asking the database, which may be what is broken."""
    return HttpResponse(render_to_string("shell/500.html"), status=500)
