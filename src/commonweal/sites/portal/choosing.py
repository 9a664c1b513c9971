"""
For whom: a client from the list, or a new one. The forms of jobs, quotes and invoices share it.

The buttons `choose_client`, `new_client` and `search_client` post the whole form, so that nothing
typed is lost; a new client that may be known already is shown those it may be.
"""

from collections.abc import Sequence
from typing import Any

from django import forms as fields
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonweal.clients import actions as client_verbs
from commonweal.clients import queries as client_base
from commonweal.clients.actions import Client, NewClient
from commonweal.clients.queries import Likeness
from commonweal.kernel.refusals import Refusal, each_of
from commonweal.rules.errors import RuleError
from commonweal.sites.shell.doors import Visit
from commonweal.sites.shell.refusals import show_refusals
from commonweal.sites.shell.work_forms import Hushable

NEW_CLIENT = {"kind": "company", "country": "BE"}
BUTTONS = {"choose_client", "new_client", "search_client"}
LONGEST_ID = 16
FOUND = 8


class ClientForm(Hushable):
    """A client that is not in the base yet."""

    name = fields.CharField(label=gettext_lazy("Name"), max_length=200)
    kind = fields.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=[
            ("company", gettext_lazy("A company or association")),
            ("public", gettext_lazy("A public body")),
            ("person", gettext_lazy("A private person")),
        ],
    )
    country = fields.CharField(
        label=gettext_lazy("Country (two letters)"), max_length=2, initial="BE"
    )
    enterprise_number = fields.CharField(
        label=gettext_lazy("Enterprise number"),
        required=False,
        help_text=gettext_lazy("For example 0871.234.105."),
    )
    vat_number = fields.CharField(label=gettext_lazy("VAT number"), required=False)
    email = fields.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("The order to confirm is sent here."),
    )
    street = fields.CharField(label=gettext_lazy("Street and number"))
    postcode = fields.CharField(label=gettext_lazy("Postcode"), max_length=12)
    city = fields.CharField(label=gettext_lazy("City"))
    purchase_order_required = fields.BooleanField(
        label=gettext_lazy("This client demands a purchase-order number"), required=False
    )

    def new_client(self, language: str) -> NewClient:
        """Return what was typed as a client to register."""
        facts = dict(self.cleaned_data)
        facts["country"] = facts["country"].upper()
        facts["enterprise_number"] = facts["enterprise_number"] or None
        return NewClient(language=language, **facts)


class ChoosingForms:
    """A family of forms that is for a client; `head` is the one that complains of no client."""

    head: Any

    def __init__(self, data: QueryDict) -> None:
        self.data = data
        self.client = ClientForm(data, prefix="client")

    @property
    def client_id(self) -> int | None:
        """The client chosen from the list, if one was."""
        text = self.data.get("client_id", "")
        return int(text) if text.isdecimal() and len(text) < LONGEST_ID else None

    @property
    def creates_client(self) -> bool:
        return self.data.get("client_new") == "1" and self.client_id is None

    def are_valid(self, parts: Sequence[Any]) -> bool:
        """Check these forms and the client, also after the first fault."""
        every = [*parts, self.client] if self.creates_client else parts
        if not self.creates_client:
            self.client.hush()
        chosen = self.client_id is not None or self.creates_client
        if not chosen:
            self.head.is_valid()
            self.head.add_error(None, _("Choose the client, or enter a new one."))
        verdicts = [part.is_valid() for part in every]
        return all(verdicts) and chosen


def chose(data: QueryDict) -> bool:
    """Choose the client as a button wants it, in the data; tell whether one was pressed."""
    buttons = BUTTONS & data.keys()
    if not buttons:
        return False
    chosen = data.get("choose_client", "")
    data.pop("client_id", None)
    data.pop("client_new", None)
    if chosen:
        data["client_id"] = chosen
    elif "new_client" in buttons:
        data["client_new"] = "1"
        for name, value in NEW_CLIENT.items():
            data.setdefault(f"client-{name}", value)
        if not data.get("client-name"):
            data["client-name"] = str(data.get("client_search", ""))
    return True


def chosen(forms: ChoosingForms) -> Client | None:
    """Return the client that was chosen from the list, if it is there."""
    id = forms.client_id
    return client_base.many(ids=[id]).get(id) if id else None


def client_of(request: Visit, forms: ChoosingForms) -> Client:
    """
    Return the client of valid forms; a new one is registered.

    :raises Refusal: what `clients.register` refuses
    """
    if not forms.creates_client:
        return get_object_or_404(Client, pk=forms.client_id)
    fresh = forms.client.new_client(forms.head.cleaned_data["language"])
    (client,) = client_verbs.register(clients=[fresh], by=request.actor, at=request.at)
    return client


def alike(request: Visit, forms: ChoosingForms) -> list[Likeness]:
    """Return clients that may be the new one, unless the member says that it is another."""
    if not forms.creates_client or "client_anyway" in request.POST:
        return []
    typed = forms.client.cleaned_data
    names = ("name", "enterprise_number", "vat_number", "postcode")
    return client_base.alike(**{name: typed[name] for name in names})


def form_of(forms: ChoosingForms, refusal: Refusal) -> Any:
    """Return the form where the remedy of a refusal is: the client, or the head."""
    is_clients = forms.creates_client and refusal.field in forms.client.fields
    return forms.client if is_clients else forms.head


def beside_fields(forms: ChoosingForms, refusal: Refusal | RuleError) -> None:
    """Put each refusal where its remedy is."""
    if isinstance(refusal, RuleError):
        forms.head.add_error(None, refusal.said(_))
        return
    for one in each_of(refusal):
        show_refusals(form_of(forms, one), one)


def search(request: Visit, *, target: str) -> HttpResponse:
    """
    Answer the search box: clients by name or enterprise number. `target` is the part of the page
    that choosing one draws anew; it is posted to the page itself, whatever that is.
    """
    text = request.GET.get("client_search", "")
    context = {
        "found": list(client_base.search(text=text)[:FOUND]),
        "text": text.strip(),
        "target": target,
        "action": request.htmx.current_url_abs_path or "",  # type: ignore[attr-defined]
    }
    return render(request, "portal/choosing/found.html", context)
