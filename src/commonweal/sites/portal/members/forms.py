"""Forms about oneself."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from commonweal.members.actions import Details
from commonweal.members.queries import Family, Member
from commonweal.sites.shell.fields import EuroField, RateField

MOST_PEOPLE = 20
NOTHING = (None, "", "0", 0, False)
RARE = (
    "is_disabled",
    "partner_is_disabled",
    "disabled_children",
    "dependent_retirees",
    "other_dependants",
    "extra_withholding_cents",
)


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
        help_text=_(
            "It decides how much tax is withheld from your wage. Choose single parent only with "
            "at least one dependent child."
        ),
    )
    children = forms.IntegerField(
        label=_("Dependent children"),
        min_value=0,
        max_value=MOST_PEOPLE,
        help_text=_("Count each child once, also a child with a disability."),
    )
    extra_withholding_bp = RateField(
        label=_("Tax withheld at least"),
        required=False,
        help_text=_(
            "Percentage of your taxable wage. The larger of this and what the tables ask is "
            "withheld, so that the yearly bill does not surprise you. Empty: the tables alone."
        ),
    )
    disabled_children = forms.IntegerField(
        label=_("Of these children, with a disability"),
        min_value=0,
        max_value=MOST_PEOPLE,
        help_text=_(
            "With a recognised disability of 66 % or more. Less tax is withheld for them; they "
            "are among the dependent children above."
        ),
    )
    is_disabled = forms.BooleanField(
        label=_("I have a disability"),
        required=False,
        help_text=_("Recognised, of 66 % or more. Less tax is withheld from your wage."),
    )
    partner_is_disabled = forms.BooleanField(
        label=_("My partner has a disability"),
        required=False,
        help_text=_("Recognised, of 66 % or more. Only for the partner you are taxed with."),
    )
    dependent_retirees = forms.IntegerField(
        label=_("Relatives of 65 or older in your care"),
        min_value=0,
        max_value=MOST_PEOPLE,
        help_text=_(
            "Parents, grandparents, brothers or sisters who live with you, have little income of "
            "their own and need care. Others of that age do not count."
        ),
    )
    other_dependants = forms.IntegerField(
        label=_("Other people who depend on you"),
        min_value=0,
        max_value=MOST_PEOPLE,
        help_text=_("Who live with you and have little income. Not children, not your partner."),
    )
    extra_withholding_cents = EuroField(
        label=_("Extra tax each month"),
        required=False,
        least_cents=0,
        help_text=_(
            "An amount in euro on top of everything else. You get back in your yearly bill what "
            "was too much. Empty: nothing on top."
        ),
    )

    @classmethod
    def for_member(cls, data: Any, member: Member) -> "DetailsForm":
        """Return the form filled with what is known."""
        return cls(data, initial={name: getattr(member, name) for name in cls.base_fields})

    @property
    def common(self) -> list[BoundField]:
        """What nearly everyone fills in."""
        return [field for field in self if field.name not in RARE]

    @property
    def rare(self) -> list[BoundField]:
        """What few people need: folded away until it says something."""
        return [self[name] for name in RARE]

    @property
    def rare_is_open(self) -> bool:
        """Whether a rare field holds something, or is wrong."""
        return any(field.errors or field.value() not in NOTHING for field in self.rare)

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
