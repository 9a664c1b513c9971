"""Forms about the clients of a budget."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from commonweal.activities.actions import ContactFacts
from commonweal.activities.queries import Contact
from commonweal.clients.actions import Details
from commonweal.clients.queries import Client
from commonweal.sites.shell.client_forms import ClientForm

MENDED = ("email", "invoice_email", "street", "postcode", "city", "enterprise_number", "vat_number")


class ContactForm(forms.Form):
    """Somebody whom the people of a budget know at a client."""

    name = forms.CharField(label=_("Name"), max_length=120)
    role = forms.CharField(
        label=_("What they do there"), required=False, max_length=120,
        help_text=_("For example: accounts, programming, the signature."),
    )  # fmt: skip
    email = forms.CharField(
        label=_("E-mail"), required=False, max_length=254, widget=forms.EmailInput
    )
    phone = forms.CharField(label=_("Phone"), required=False, max_length=32)
    note = forms.CharField(
        label=_("Note"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    @classmethod
    def for_contact(cls, data: Any, contact: Contact) -> "ContactForm":
        """Return the form filled with what is known."""
        return cls(data, initial={name: getattr(contact, name) for name in cls.base_fields})

    def facts(self) -> ContactFacts:
        """Return what was filled in, as the verbs take it."""
        return ContactFacts(**self.cleaned_data)


class MendForm(forms.Form):
    """What is lacking of a client, or came back: only that can be filled in."""

    def __init__(self, data: Any, client: Client) -> None:
        super().__init__(data, prefix="mend")
        for name in self._open(client):
            self.fields[name] = ClientForm.base_fields[name]
            self.initial[name] = getattr(client, name) or ""

    @staticmethod
    def _open(client: Client) -> list[str]:
        """Empty, or an address from which mail came back."""
        came_back = client.bounced_address.lower()
        return [
            name
            for name in MENDED
            if not getattr(client, name) or str(getattr(client, name)).lower() == came_back != ""
        ]

    def details(self) -> Details:
        """Return what was filled in; what was left empty stays as it is."""
        return cast(Details, {name: value for name, value in self.cleaned_data.items() if value})
