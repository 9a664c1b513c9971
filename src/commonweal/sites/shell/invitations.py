"""The page behind the link of an invitation: a person chooses a password."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import password_validation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from commonweal.access import actions as access
from commonweal.access import queries
from commonweal.access.actions import INVITATION, INVITATION_LASTS, Invitation, User
from commonweal.access.queries import LinkExpired, LinkUnknown
from commonweal.kernel.actor import SYSTEM, Actor
from commonweal.letters import actions as letters
from commonweal.letters.actions import NewLetter
from commonweal.sites.shell.doors import Visit, allow


class PasswordForm(forms.Form):
    """One password, long enough, not one of the well-known."""

    password = forms.CharField(
        label=gettext_lazy("New password"),
        help_text=gettext_lazy("At least twelve characters. A short sentence is easy to remember."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        """
        Check the password by the rules of the house.

        :raises ValidationError: naming each rule that it breaks
        """
        password: str = self.cleaned_data["password"]
        password_validation.validate_password(password, self.user)
        return password


@allow("anyone")
def welcome(request: Visit, token: str) -> HttpResponse:
    """Let an invited person choose a password; the link works until then."""
    try:
        user = _invited(queries.find_link(token=token, purpose=INVITATION, at=request.at).about)
    except LinkExpired as refusal:
        context = {"refusal": refusal, "token": token}
        return render(request, "shell/link_expired.html", context, status=410)
    except LinkUnknown as refusal:
        return render(request, "shell/link_unknown.html", {"refusal": refusal}, status=404)
    form = PasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        password = form.cleaned_data["password"]
        by = Actor(user.ref, user.name)
        access.accept_invitation(user=user, password=password, by=by, at=request.at)
        messages.success(request, _("Your password is set. Sign in with it."))
        return redirect("account_login")
    status = 422 if form.errors else 200
    return render(request, "shell/welcome.html", {"form": form, "person": user}, status=status)


@require_POST
@allow("anyone")
def again(request: Visit, token: str) -> HttpResponse:
    """Send a new letter to the person of an expired invitation, and only to their own address."""
    try:
        queries.find_link(token=token, purpose=INVITATION, at=request.at)
    except LinkExpired as refusal:
        user = _invited(refusal.link.about)
        if user.is_active and not user.has_usable_password():
            send(request, access.invite_again(user=user, by=SYSTEM, at=request.at))
    except LinkUnknown as refusal:
        return render(request, "shell/link_unknown.html", {"refusal": refusal}, status=404)
    messages.success(request, _("A new letter is on its way, if you still need it."))
    return redirect("account_login")


def send(request: HttpRequest, invitation: Invitation) -> None:
    """Post the letter with the link of an invitation."""
    visit: Any = request
    user = invitation.user
    link = request.build_absolute_uri(reverse("shell:welcome", args=[invitation.token]))
    until = (visit.at + INVITATION_LASTS).date().isoformat()
    letter = NewLetter(
        to=user.email,
        name=user.name,
        language=user.language,
        kind="sign_in",
        context={"link": link, "expires_on": until},
        about=user.ref,
    )
    letters.post(letters=[letter], by=visit.actor, at=visit.at)


def _invited(about: str) -> User:
    return queries.get_user(id=int(about.removeprefix("user:")))
