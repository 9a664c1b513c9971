"""Forms about oneself."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from commonweal.members.actions import Details
from commonweal.members.queries import Family, Member
from commonweal.sites.shell.fields import RateField


class DetailsForm(forms.Form):
    """What a member may change of themselves, the account number apart."""

    language = forms.ChoiceField(
        label=_("Language of screens and letters"), choices=settings.LANGUAGES
    )
    phone = forms.CharField(
        label=_("Telephone"),
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    street = forms.CharField(
        label=_("Street and number"),
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    postcode = forms.CharField(
        label=_("Postcode"), widget=forms.TextInput(attrs={"autocomplete": "postal-code"})
    )
    city = forms.CharField(
        label=_("City"), widget=forms.TextInput(attrs={"autocomplete": "address-level2"})
    )
    family = forms.ChoiceField(
        label=_("Family situation"),
        choices=Family.choices,
        help_text=_("It decides how much tax is withheld from your wage."),
    )
    children = forms.IntegerField(
        label=_("Dependent children"),
        min_value=0,
        max_value=20,
        help_text=_("Count a child with a disability twice."),
    )
    extra_withholding_bp = RateField(
        label=_("Tax withheld at least"),
        required=False,
        help_text=_(
            "Percentage of your taxable wage. The larger of this and what the tables ask is "
            "withheld, so that the yearly bill does not surprise you. Empty: the tables alone."
        ),
    )

    @classmethod
    def for_member(cls, data: Any, member: Member) -> "DetailsForm":
        """Return the form filled with what is known."""
        return cls(data, initial={name: getattr(member, name) for name in cls.base_fields})

    def details(self) -> Details:
        """Return what was filled in, as the verb takes it."""
        return cast(Details, self.cleaned_data)


class AccountForm(forms.Form):
    """The account wages go to."""

    iban = forms.CharField(
        label=_("New account number (IBAN)"),
        help_text=_("Yours, or one you share: wages are paid to nobody else."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
