"""The front page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.kit import TimelineEntry


@allow("anyone")
def landing(request: Visit) -> HttpResponse:
    """Say what this house is, and show the way in."""
    return render(request, "public/landing.html", {"story": _story()})


def _story() -> list[TimelineEntry]:
    """The road of a job, as a visitor should know it."""
    return [
        TimelineEntry(
            _("You and your client agree"),
            _("you"),
            note=_("Your client confirms with one click, without an account."),
        ),
        TimelineEntry(
            _("The work is declared and insured"), _("the cooperative"), note=_("Before it begins.")
        ),
        TimelineEntry(_("You do the work"), _("you"), state="now"),
        TimelineEntry(_("The client gets one invoice"), _("the cooperative"), state="next"),
        TimelineEntry(
            _("Your wage is on your account"),
            _("the cooperative"),
            state="next",
            note=_("Within seven days, whatever the client does."),
        ),
    ]
