"""What a client fills in on its own pages."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from commonweal.clients.actions import Details
from commonweal.clients.queries import Client
from commonweal.invoicing.queries import Dispute, InvoiceLine
from commonweal.sites.shell.uploads import PapersField


class DataForm(forms.Form):
    """What our invoices say of a client, as the client itself knows it best."""

    your_name = forms.CharField(
        label=_("Your own name"), max_length=120, help_text=_("So that we know who changed it.")
    )
    name = forms.CharField(label=_("Name on the invoice"), max_length=200)
    vat_number = forms.CharField(
        label=_("VAT number"), required=False, help_text=_("With its country: BE0403019261.")
    )
    street = forms.CharField(label=_("Street and number"))
    postcode = forms.CharField(label=_("Postcode"))
    city = forms.CharField(label=_("City"))
    country = forms.CharField(label=_("Country (two letters)"), min_length=2, max_length=2)
    email = forms.CharField(label=_("E-mail for orders"), required=False)
    invoice_email = forms.CharField(
        label=_("E-mail for invoices"), required=False, help_text=_("If it is another one.")
    )
    peppol_id = forms.CharField(
        label=_("Peppol number"),
        required=False,
        help_text=_(
            "Only if it is not your enterprise number: scheme and number, 0208:0403019261."
        ),
    )
    cost_centre = forms.CharField(
        label=_("Cost centre"), required=False, help_text=_("It stands on each invoice.")
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    purchase_order_required = forms.BooleanField(
        label=_("We pay no invoice without our own purchase-order number"), required=False
    )

    @classmethod
    def of(cls, data: Any, client: Client) -> "DataForm":
        """Return the form filled with what is known."""
        names = [name for name in cls.base_fields if name != "your_name"]
        return cls(data, initial={name: getattr(client, name) for name in names})

    def details(self) -> Details:
        """Return what was filled in, as the verbs take it."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "your_name"}
        return cast(Details, given)


class WrongForm(forms.Form):
    """What is wrong with an invoice: a line or the whole, in the words of the client."""

    kind = forms.ChoiceField(
        label=_("What is it?"), choices=Dispute.Kind.choices, widget=forms.RadioSelect
    )
    position = forms.TypedChoiceField(
        label=_("Which part?"), required=False, coerce=int, empty_value=None
    )
    text = forms.CharField(
        label=_("What is wrong?"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2000
    )
    name = forms.CharField(label=_("Your name"), max_length=120)
    proof = PapersField(
        label=_("A proof of payment, or another paper"),
        help_text=_("A PDF or a picture, if you have one."),
    )

    def __init__(self, data: Any, files: Any, lines: list[InvoiceLine], **options: Any) -> None:
        super().__init__(data, files, **options)
        whole = ("", _("The whole invoice"))
        parts = [(line.position, line.description) for line in lines]
        self.fields["position"].choices = [whole, *parts]  # type: ignore[attr-defined]
