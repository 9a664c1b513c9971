"""How a purchase is drawn, for every face that shows one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonweal.documents import queries as documents
from commonweal.einvoice.document import Allowance, Document
from commonweal.einvoice.reader import MOST_BYTES
from commonweal.kernel import queries as kernel
from commonweal.ledger import queries as ledger
from commonweal.purchases import queries
from commonweal.purchases.actions import NewPurchase, Received
from commonweal.purchases.queries import Purchase, PurchaseLine, PurchaseVat
from commonweal.sites.shell.books import account_label
from commonweal.sites.shell.kit import Text, TimelineEntry
from commonweal.sites.shell.templatetags.house import MINUS, euro, in_euro
from commonweal.sites.shell.templatetags.house import cents as amount
from commonweal.sites.shell.uploads import FilesField

State = Purchase.State
TONES = {
    State.INBOX: "warn",
    State.DRAFT: "warn",
    State.APPROVED: "info",
    State.BOOKED: "good",
    State.REFUSED: "bad",
}
STORY: dict[str, Text] = {
    "purchases.receive": gettext_lazy("Came in"),
    "purchases.came_again": gettext_lazy("Came again: it says the same"),
    "purchases.assign": gettext_lazy("Given to an activity"),
    "purchases.approve": gettext_lazy("Good to pay; the cost is kept aside"),
    "purchases.book": gettext_lazy("Booked"),
    "purchases.hand_back": gettext_lazy("Handed back to the desk"),
    "purchases.refuse": gettext_lazy("Refused"),
}
REASON = "purchases.give_reason"


class UploadForm(forms.Form):
    """Electronic invoices to take in."""

    papers = FilesField(
        label=gettext_lazy("XML of the supplier"),
        help_text=gettext_lazy("The electronic invoice itself, not its PDF; several at once."),
        allow_empty_file=True,
        error_messages={"required": gettext_lazy("Choose at least one XML file.")},
    )

    def clean_papers(self) -> "list[UploadedFile[Any]]":
        """Together they may not be too large to read."""
        files: list[UploadedFile[Any]] = self.cleaned_data["papers"]
        if sum(file.size or 0 for file in files) > MOST_BYTES:
            raise forms.ValidationError(
                _("Take them in a few at a time: together they are above %(most)s MB."),
                params={"most": MOST_BYTES // 1_000_000},
            )
        return files

    def new(self, unit: int | None = None) -> list[NewPurchase]:
        """Return what was handed in, for a unit if it is said."""
        return [
            NewPurchase(file.name or "", file.read(), Purchase.Way.UPLOAD, unit_id=unit)
            for file in self.cleaned_data["papers"]
        ]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a file that was handed in."""

    name: str
    purchase: Purchase
    tone: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a purchase, as written."""

    name: str
    note: str
    quantity: str
    price: str
    vat: str
    net: str


@dataclass(frozen=True, slots=True)
class Change:
    """What is taken off or added to the whole."""

    reason: str
    amount: str


@dataclass(frozen=True, slots=True)
class VatShown:
    """A VAT row, and how it is treated here."""

    text: str
    net: str
    vat: str
    treatment: str


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A supporting document inside the file."""

    number: int
    name: str


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything a page says of a purchase."""

    purchase: Purchase
    tone: str
    rows: Sequence[Row]
    changes: Sequence[Change]
    vat: Sequence[VatShown]
    enclosed: Sequence[Enclosed]
    references: Sequence[tuple[Text, str]]
    notes: Sequence[str]
    findings: Sequence[dict[str, Any]]
    totals: Mapping[str, str]
    cost_cents: int
    story: Sequence[TimelineEntry]


@dataclass(frozen=True, slots=True)
class Listed:
    """A purchase of a list."""

    purchase: Purchase
    tone: str
    amount: str


def listed(purchase: Purchase) -> Listed:
    """Return a purchase as a list shows it; what a credit note gives back is below zero."""
    total = money(purchase.sign * purchase.gross_cents, purchase.currency)
    return Listed(purchase, TONES[State(purchase.state)], "" if purchase.problem else total)


def show(purchase: Purchase, *, findings: bool) -> Shown:
    """Return what a page says of a purchase; the findings of the rules are for the desk."""
    paper = queries.paper(purchase=purchase)
    lines, vat = queries.lines(purchase=purchase), queries.vat_rows(purchase=purchase)
    return Shown(
        purchase=purchase,
        tone=TONES[State(purchase.state)],
        rows=[_row(line, purchase.currency) for line in lines],
        changes=[_change(each, purchase.currency) for each in paper.allowances] if paper else [],
        vat=[_vat(row, purchase.currency) for row in vat],
        enclosed=list(_enclosed(paper)),
        references=list(_references(purchase, paper)),
        notes=[*paper.notes, *filter(None, [paper.terms])] if paper else [],
        findings=purchase.findings if findings else [],
        totals=_totals(purchase),
        cost_cents=purchase.sign * queries.costs(purchase=purchase).cost_cents,
        story=story(purchase),
    )


def money(cents: int, currency: str) -> str:
    """Write hundredths of a currency: euro as euro, others with their code."""
    return euro(cents) if currency in ("EUR", "") else f"{amount(cents)} {currency}"


def _totals(purchase: Purchase) -> Mapping[str, str]:
    names = ("net", "vat", "gross", "prepaid", "rounding", "payable")
    return {name: money(getattr(purchase, f"{name}_cents"), purchase.currency) for name in names}


def _row(line: PurchaseLine, currency: str) -> Row:
    per = "" if line.base_quantity == 1 else f" / {plain(line.base_quantity)}"
    return Row(
        name=line.name,
        note=line.description,
        quantity=f"{plain(line.quantity)} {_unit(line.unit_code)}".strip(),
        price=f"{_price(line.price, currency)}{per}",
        vat="" if line.rate is None else f"{plain(line.rate)} %",
        net=money(line.net_cents, currency),
    )


def _price(price: Decimal, currency: str) -> str:
    """Write a price of one thing, which may have fractions of a cent."""
    number, mark = plain(abs(price), least=2), MINUS if price < 0 else ""
    return in_euro(number, mark) if currency in ("EUR", "") else f"{mark}{number} {currency}"


def _unit(code: str) -> str:
    """The commonest codes are words; “one” is not said."""
    words: dict[str, Text] = {
        "C62": "", "EA": "", "H87": "", "DAY": _("days"), "HUR": _("hours"), "KGM": "kg",
        "MON": _("months"), "MTR": "m", "KMT": "km", "LTR": "l",
    }  # fmt: skip
    return str(words.get(code, code))


def plain(number: Decimal, *, least: int = 0) -> str:
    """Write a decimal as the reader's language does, without zeros that say nothing."""
    fraction = f"{number:f}".partition(".")[2].rstrip("0")
    return number_format(number, max(len(fraction), least), force_grouping=True)


def _change(each: Allowance, currency: str) -> Change:
    words = _("Charge") if each.is_charge else _("Allowance")
    sign = 1 if each.is_charge else -1
    return Change(each.reason or words, money(sign * each.cents, currency))


def _vat(row: PurchaseVat, currency: str) -> VatShown:
    rate = "" if row.rate is None else f"{plain(row.rate)} %"
    return VatShown(
        text=" · ".join(filter(None, [rate, row.reason])) or row.category,
        net=money(row.net_cents, currency),
        vat=money(row.vat_cents, currency),
        treatment=row.get_treatment_display(),
    )


def _enclosed(paper: Document | None) -> Iterator[Enclosed]:
    for number, each in enumerate(paper.supports if paper else ()):
        if each.content:
            yield Enclosed(number, each.name or each.reference)


def _references(purchase: Purchase, paper: Document | None) -> Iterator[tuple[Text, str]]:
    said: list[tuple[Text, str]] = [
        (_("Your reference"), purchase.buyer_reference),
        (_("Order"), purchase.order_reference),
        (_("Invoice it corrects"), ", ".join(purchase.corrects)),
    ]
    if paper:
        said += [
            (_("Contract"), paper.references.contract),
            (_("Project"), paper.references.project),
            (_("For the attention of"), paper.buyer.contact.name or paper.buyer.contact.email),
        ]
    return ((label, text) for label, text in said if text)


def story(purchase: Purchase) -> list[TimelineEntry]:
    """Return what happened to a purchase, the newest first, with the reasons that were given."""
    events = list(kernel.events(of=[purchase.ref]))
    reasons = {event.at: event.data.get("reason", "") for event in events if event.verb == REASON}
    told = [
        TimelineEntry(
            STORY[event.verb],
            event.by_name,
            event.at,
            state="refused" if event.verb == "purchases.refuse" else "done",
            note=reasons.get(event.at, "")
            if event.verb in ("purchases.hand_back", "purchases.refuse")
            else "",
        )
        for event in events
        if event.verb in STORY
    ]
    return told[::-1]


def accounts(*, codes: Sequence[str], coded: bool = False) -> list[tuple[str, str]]:
    """Return what may have been bought, as choices: in words, with the account where asked."""
    found = [(each.code, account_label(each)) for each in ledger.accounts(codes=codes)]
    shown = [(code, f"{code} · {label}" if coded else label) for code, label in found]
    return [("", _("Choose…")), *shown]


def verdicts(received: Sequence[Received]) -> list[Verdict]:
    """Return what became of each file."""
    return [Verdict(one.new.name, one.purchase, *_told(one)) for one in received]


def _told(one: Received) -> tuple[str, str]:
    purchase = one.purchase
    if one.is_duplicate:
        return "info", _("It was here already: nothing changed.")
    if purchase.problem:
        return "bad", purchase.problem
    if purchase.breaks_rules:
        return "bad", _("It breaks the official rules: the desk looks at it.")
    if purchase.twin_id:
        return "warn", _("Its number was used before, with another content: the desk compares.")
    return "good", purchase.why


def file(purchase: Purchase) -> HttpResponse:
    """Give the file back as it came, byte for byte; a browser never shows it."""
    return _download(documents.content(document=purchase.document), f"{purchase.pk}.xml")


def enclosure(purchase: Purchase, number: int) -> HttpResponse:
    """Give back a supporting document that came inside; a browser never shows it."""
    paper = queries.paper(purchase=purchase)
    found = paper.supports[number : number + 1] if paper else ()
    if not found or not found[0].content:
        raise Http404
    ending = PurePosixPath(found[0].name).suffix
    safe = ending if ending[1:].isalnum() and ending.isascii() else ""
    return _download(found[0].content, f"{purchase.pk}-{number}{safe}")


def _download(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="purchase-{name}"'},
    )
