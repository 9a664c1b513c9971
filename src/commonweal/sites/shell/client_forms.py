"""
The form of a client, for everybody who enters one: it offers a client that is already there, and a
repair for what was mistyped.
"""

from dataclasses import dataclass, field
from typing import Any, cast

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from commonweal.clients import actions as clients
from commonweal.clients import queries
from commonweal.clients.actions import Details
from commonweal.clients.queries import Client, Kind, Likeness
from commonweal.kernel.refusals import Refusal, each_of
from commonweal.sites.shell.doors import Visit
from commonweal.sites.shell.refusals import show_refusals

NUMBER = queries.LikelyPair.Reason.NUMBER


class ClientForm(forms.Form):
    """A client as the base knows it: who it is, and what it demands of an invoice."""

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    enterprise_number = forms.CharField(
        label=_("Enterprise number"), required=False, help_text=_("Ten digits, Belgium only.")
    )
    vat_number = forms.CharField(
        label=_("VAT number"), required=False, help_text=_("With its country: BE0403019261.")
    )
    street = forms.CharField(label=_("Street and number"), required=False, max_length=200)
    postcode = forms.CharField(label=_("Postcode"), required=False, max_length=20)
    city = forms.CharField(label=_("City"), required=False, max_length=100)
    country = forms.CharField(
        label=_("Country (two letters)"), min_length=2, max_length=2, initial="BE"
    )
    email = forms.CharField(
        label=_("E-mail for orders and invoices"),
        required=False,
        max_length=254,
        widget=forms.EmailInput,
    )
    language = forms.ChoiceField(label=_("Language of letters"), choices=settings.LANGUAGES)
    purchase_order_required = forms.BooleanField(
        label=_("Pays no invoice without its own purchase-order number"), required=False
    )
    invoice_email = forms.CharField(
        label=_("E-mail for invoices, if it is another"),
        required=False,
        max_length=254,
        widget=forms.EmailInput,
    )
    cost_centre = forms.CharField(
        label=_("Cost centre"),
        required=False,
        max_length=60,
        help_text=_("Stands on every invoice, so that the client knows where to book it."),
    )
    payment_days = forms.IntegerField(
        label=_("Days to pay"),
        required=False,
        min_value=0,
        max_value=365,
        help_text=_("Empty: the days of the house. The law allows 60, a public body 30."),
    )
    peppol_id = forms.CharField(
        label=_("Address on Peppol"),
        required=False,
        max_length=60,
        help_text=_("Only if it is not the enterprise number: scheme:number."),
    )
    portal = forms.CharField(
        label=_("Portal"),
        required=False,
        max_length=300,
        help_text=_("Where the client wants invoices uploaded, and how."),
    )
    iban = forms.CharField(
        label=_("Account number"),
        required=False,
        max_length=42,
        help_text=_("From which the client pays: it helps to recognise payments."),
    )
    demands = (
        "purchase_order_required", "invoice_email", "cost_centre", "payment_days", "peppol_id",
        "portal", "iban",
    )  # fmt: skip

    @classmethod
    def for_client(cls, data: Any, client: Client) -> "ClientForm":
        """Return the form filled with what is known."""
        return cls(data, initial={name: getattr(client, name) for name in cls.base_fields})

    @property
    def who(self) -> list[forms.BoundField]:
        """The fields everybody fills in."""
        return [each for each in self if each.name not in self.demands]

    @property
    def wishes(self) -> list[forms.BoundField]:
        """The fields of what the client demands."""
        return [each for each in self if each.name in self.demands]

    @property
    def wishes_shown(self) -> bool:
        """Whether something stands in them, or has to be looked at."""
        return any(each.errors or each.value() for each in self.wishes)

    def details(self) -> Details:
        """Return what was filled in, as the verbs take it."""
        return cast(Details, self.cleaned_data)


@dataclass(frozen=True, slots=True)
class Repair:
    """What was probably meant, for the field in which it was mistyped."""

    field: str
    value: str
    label: str

    @property
    def choice(self) -> str:
        return f"{self.field}={self.value}"


@dataclass(slots=True)
class Entry:
    """The form as somebody sent it, with the clients and the repairs to choose from."""

    form: ClientForm
    likes: list[Likeness] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    saved: Client | None = None

    @property
    def may_insist(self) -> bool:
        """A number belongs to one client; a name may belong to two."""
        return bool(self.likes) and all(like.reason != NUMBER for like in self.likes)

    @property
    def status(self) -> int:
        return 422 if self.form.errors or self.likes else 200


def entry(request: Visit) -> Entry:
    """Read a new client from the form, and register it when nothing stands in the way."""
    found = Entry(ClientForm(repaired(request.POST) if request.method == "POST" else None))
    if request.method != "POST" or not found.form.is_valid():
        return found
    details = found.form.details()
    if "anyway" not in request.POST:
        found.likes = queries.alike(
            name=details["name"],
            enterprise_number=details["enterprise_number"] or "",
            vat_number=details["vat_number"],
            iban=details["iban"],
            postcode=details["postcode"],
        )
    if not found.likes:
        _register(request, found)
    return found


def correction(request: Visit, client: Client) -> Entry:
    """Read a corrected client from the form, and correct it when nothing stands in the way."""
    data = repaired(request.POST) if request.method == "POST" else None
    found = Entry(ClientForm.for_client(data, client))
    if data is None or not found.form.is_valid():
        return found
    try:
        found.saved = clients.correct(
            client=client, details=found.form.details(), by=request.actor, at=request.at
        )
    except Refusal as refusal:
        _show(found, refusal)
    return found


def _register(request: Visit, found: Entry) -> None:
    new = clients.NewClient(**found.form.details())
    try:
        (found.saved,) = clients.register(clients=[new], by=request.actor, at=request.at)
    except Refusal as refusal:
        _show(found, refusal)


def _show(found: Entry, refusal: Refusal) -> None:
    show_refusals(found.form, refusal)
    found.repairs = repairs(found.form, refusal)


def repairs(form: forms.Form, refusal: Refusal) -> list[Repair]:
    """Return what was probably meant, as far as the refusals know."""
    return [
        Repair(one.field, str(one.values["repair"]), str(form.fields[one.field].label))
        for one in each_of(refusal)
        if one.field in form.fields and one.values.get("repair")
    ]


def repaired(data: QueryDict, *, prefix: str = "") -> QueryDict:
    """Return what was sent, with the repair that was chosen in its field."""
    name, _mark, value = data.get("repair", "").partition("=")
    if name not in ClientForm.base_fields:
        return data
    better = data.copy()
    better[f"{prefix}{name}"] = value
    return better
