"""Forms about clients."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from commonweal.clients.actions import Details
from commonweal.clients.queries import Client, Kind


class ClientForm(forms.Form):
    """A client as the base knows it."""

    name = forms.CharField(label=_("Name"))
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    enterprise_number = forms.CharField(
        label=_("Enterprise number"), required=False, help_text=_("Ten digits, Belgium only.")
    )
    vat_number = forms.CharField(
        label=_("VAT number"), required=False, help_text=_("With its country: BE0403019261.")
    )
    street = forms.CharField(label=_("Street and number"), required=False)
    postcode = forms.CharField(label=_("Postcode"), required=False)
    city = forms.CharField(label=_("City"), required=False)
    country = forms.CharField(
        label=_("Country (two letters)"), min_length=2, max_length=2, initial="BE"
    )
    email = forms.EmailField(label=_("E-mail for orders and invoices"), required=False)
    language = forms.ChoiceField(label=_("Language of letters"), choices=settings.LANGUAGES)
    purchase_order_required = forms.BooleanField(
        label=_("Pays no invoice without its own purchase-order number"), required=False
    )

    @classmethod
    def for_client(cls, data: Any, client: Client) -> "ClientForm":
        """Return the form filled with what is known."""
        return cls(data, initial={name: getattr(client, name) for name in cls.base_fields})

    def details(self) -> Details:
        """Return what was filled in, as the verbs take it."""
        return cast(Details, self.cleaned_data)


class BlockForm(forms.Form):
    """Why no new work is taken for a client."""

    reason = forms.CharField(label=_("Why?"))
