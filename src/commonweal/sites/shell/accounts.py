"""How allauth behaves in this house: invitation only, our letters, sealed secrets."""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonweal.access.queries import User
from commonweal.kernel import clock
from commonweal.kernel.actor import SYSTEM
from commonweal.letters import actions as letters
from commonweal.letters.actions import NewLetter
from commonweal.sites.shell.views import keep_language

RESET, CONFIRM = "account/email/password_reset_key", "account/email/email_confirmation"


class SignInForm(LoginForm):
    """Labels say what to type; nothing is written inside the boxes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail address")
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class AddPasskeyForm(AddWebAuthnForm):
    """A passkey replaces the password unless a person says otherwise."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the device")
        self.fields["name"].widget.attrs.pop("placeholder", None)
        self.fields["passwordless"].label = _("Sign in with it alone, without the password")
        self.fields["passwordless"].initial = True
        self.fields["passwordless"].help_text = ""


class Accounts(DefaultAccountAdapter):
    """Nobody signs up by themselves: staff invite. Mail goes out as letters of the house."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Go on in the language of the person, unless this browser has chosen one."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            keep_language(response, user.language)
        return response

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell a person that the way they sign in was changed."""
        self.send_mail(template_prefix, email or user.email, {"user": user, **(context or {})})

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Post what allauth wants to mail as one of our letters."""
        user: User = context["user"]
        kind, words = self._letter(template_prefix, context)
        letter = NewLetter(
            to=email,
            name=user.name,
            language=user.language,
            kind=kind,
            context=words,
            about=user.ref,
        )
        letters.post(letters=[letter], by=SYSTEM, at=clock.now())

    def _letter(self, prefix: str, context: dict[str, Any]) -> tuple[str, dict[str, str]]:
        if prefix == RESET:
            return "password_reset", {"link": context["password_reset_url"]}
        if prefix == CONFIRM:
            return "address_to_confirm", {"link": context["activate_url"]}
        link = self.request.build_absolute_uri(reverse("account_reset_password"))
        return "account_notice", {"what": prefix.rpartition("/")[2], "link": link}


class SecondFactors(DefaultMFAAdapter):
    """Secrets of authenticator apps are sealed with a key that is not in the database."""

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("Device %(number)s") % {"number": count + 1}

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()


def _box() -> Fernet:
    key = hashlib.sha256(b"second factors " + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
