"""What a client can answer to a quote; each answer carries the name of who gives it."""

from django import forms
from django.utils.translation import gettext_lazy as _


class NameForm(forms.Form):
    """Who answers."""

    name = forms.CharField(label=_("Your name"), max_length=120)


class AcceptForm(NameForm):
    """Who accepts, and what the client's books need."""

    field_order = ["name", "purchase_order", "agreed"]

    purchase_order = forms.CharField(
        label=_("Your purchase-order number"),
        max_length=60,
        required=False,
        help_text=_("If your accounts department asks for one."),
    )
    agreed = forms.BooleanField(
        label=_("We agree with the work, the price and the conditions."),
        error_messages={"required": _("Tick this box to accept the quote.")},
    )


class WordForm(NameForm):
    """A question or a remark."""

    text = forms.CharField(
        label=_("Your question or remark"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ChangeForm(NameForm):
    """What should be different."""

    text = forms.CharField(
        label=_("What should change?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )


class DeclineForm(NameForm):
    """Why not."""

    reason = forms.CharField(
        label=_("Why not?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


ANSWERS: dict[str, type[NameForm]] = {
    "accept": AcceptForm,
    "comment": WordForm,
    "change": ChangeForm,
    "decline": DeclineForm,
}
