"""Forms about members."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from commonweal.members.actions import Details
from commonweal.members.queries import Member, WorkerStatus
from commonweal.sites.shell.fields import DayField


class LookForm(forms.Form):
    """Why somebody of the office needs to see protected data of a person."""

    what = forms.ChoiceField(
        label=_("What do you need to see?"),
        choices=[
            ("national_number", _("National number")),
            ("account", _("Account number")),
        ],
    )
    reason = forms.CharField(
        label=_("Why do you need it?"),
        help_text=_("The person concerned can read your name and your reason."),
    )


class PersonForm(forms.Form):
    """What the office may correct. The account number is the member's own to change."""

    first_name = forms.CharField(label=_("First name"))
    last_name = forms.CharField(label=_("Last name"))
    email = forms.EmailField(label=_("E-mail"))
    phone = forms.CharField(label=_("Telephone"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    birth_date = DayField(label=_("Date of birth"), required=False)
    street = forms.CharField(label=_("Street and number"), required=False)
    postcode = forms.CharField(label=_("Postcode"), required=False)
    city = forms.CharField(label=_("City"), required=False)
    country = forms.CharField(label=_("Country (two letters)"), min_length=2, max_length=2)
    nationality = forms.CharField(
        label=_("Nationality (two letters)"),
        required=False,
        max_length=2,
        help_text=_("Social security asks it of people without a national number."),
    )
    worker_status = forms.ChoiceField(label=_("Works as"), choices=WorkerStatus.choices)
    artwork_certificate_since = DayField(
        label=_("Artwork certificate since"),
        required=False,
        help_text=_(
            "The first day of the first certificate, seen by you. Whoever ever held one may work "
            "to order as an artist under article 1bis."
        ),
    )
    national_number = forms.CharField(
        label=_("New national number"),
        required=False,
        help_text=_("Leave empty to keep the present one."),
    )

    @classmethod
    def for_member(cls, data: Any, member: Member) -> "PersonForm":
        """Return the form filled with what is known; protected data stay out of it."""
        known = {name: getattr(member, name) for name in cls.base_fields}
        return cls(data, initial={**known, "national_number": ""})

    def details(self) -> Details:
        """Return what was filled in, as the verb takes it."""
        values = dict(self.cleaned_data)
        if not values["national_number"]:
            del values["national_number"]
        return cast(Details, values)


class ShareForm(forms.Form):
    """The day on which a share was paid."""

    on = DayField(label=_("Paid on"))
