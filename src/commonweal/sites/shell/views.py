"""Pages of the shell itself: language, components, errors."""

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST

from commonweal.access import actions as access
from commonweal.sites.shell import gallery, navigation
from commonweal.sites.shell.doors import Visit, allow


@require_POST
@allow("anyone")
def language(request: Visit) -> HttpResponse:
    """Read on in another language, on the same page."""
    code, to = request.POST.get("language", ""), request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        to, {request.get_host()}, require_https=request.is_secure()
    )
    response = HttpResponseRedirect(to if safe else "/")
    if code in dict(settings.LANGUAGES) and check_for_language(code):
        keep_language(response, code)
        if request.user.is_authenticated:
            access.set_language(user=request.user, language=code, by=request.actor, at=request.at)
    return response


def keep_language(response: HttpResponse, code: str) -> None:
    """Remember the language in the browser for a year."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=365 * 24 * 3600,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


@allow("anyone")
def home(request: Visit) -> HttpResponse:
    """Lead a person to the page where their work is."""
    lines = navigation.shown(roles=request.roles, path="")
    return redirect(lines[0].url if lines else "public:landing")


@allow("anyone")
def parts(request: Visit) -> HttpResponse:
    """Show every component at work, for those who build pages. Not in a live house."""
    if not settings.CLOCK_IS_MOVABLE:
        raise Http404
    context = {"fresh": gallery.SampleForm(), "refused": gallery.refused(), **gallery.sample()}
    return render(request, "shell/parts.html", context)
