"""What a shock would do: one client fails on a day, or everybody pays later."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from commonweal.clients import queries as clients
from commonweal.clients.queries import Client
from commonweal.guarantee import queries
from commonweal.guarantee.queries import Book, Cash, Shock
from commonweal.kernel.refusals import Refusal
from commonweal.sites.desk.guarantee._money import READERS, curve, sections
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.fields import DayField
from commonweal.sites.shell.refusals import show_refusals

OFFERED = 50
LONGEST_NUMBER = 9


class FailureForm(forms.Form):
    """Which client fails, and when."""

    client = forms.ChoiceField(
        label=gettext_lazy("Client"), help_text=gettext_lazy("Those that owe or will owe most.")
    )
    fails_on = DayField(label=gettext_lazy("Fails on"))

    def __init__(self, data: QueryDict | None, *, offered: Sequence[tuple[int, str]], on: date):
        super().__init__(data, initial={"fails_on": on})
        field: Any = self.fields["client"]
        field.choices = [("", _("Choose a client")), *((f"{id}", name) for id, name in offered)]


class SlowForm(forms.Form):
    """How many days later everybody pays."""

    slow_days = forms.IntegerField(
        label=gettext_lazy("Days later"),
        min_value=1,
        # A box for numbers would hide what else was typed, instead of saying what is wrong with it.
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=gettext_lazy("Every client pays so many days later than it does."),
    )


@dataclass(frozen=True, slots=True)
class WeekRow:
    """The end of a week, without and with the shock."""

    last: date
    before_cents: int
    after_cents: int

    @property
    def less_cents(self) -> int:
        return self.after_cents - self.before_cents


@require_GET
@allow(*READERS)
def index(request: Visit) -> HttpResponse:
    """Show two forms, and what the one that was sent does to the money."""
    on = request.at.date()
    found = queries.cash(on=on)
    asked_client = _client(request.GET.get("client", ""))
    offered = _offered(found.book, asked_client)
    failing = "client" in request.GET
    failure = FailureForm(_with_day(request, on) if failing else None, offered=offered, on=on)
    slow = SlowForm(request.GET if "slow_days" in request.GET else None)
    shock = _shock(found, on, failure, slow, asked_client)
    errors = failure.errors or slow.errors
    context = {
        "sections": sections("guarantee_shock"),
        "failure": failure,
        "slow": slow,
        "shock": shock,
        "client": asked_client if failing else None,
        "fund_cents": found.book.fund_cents,
        **(_told(shock) if shock else {}),
    }
    return render(request, "desk/guarantee/shock.html", context, status=422 if errors else 200)


def _with_day(request: Visit, on: date) -> QueryDict:
    """A link from a client names no day: today then."""
    data = request.GET.copy()
    data.setdefault("fails_on", on.isoformat())
    return data


def _shock(
    found: Cash, on: date, failure: FailureForm, slow: SlowForm, client: Client | None
) -> Shock | None:
    form: forms.Form = failure if failure.is_bound else slow
    if not form.is_bound or not form.is_valid():
        return None
    days = len(found.forecast.points) - 1
    try:
        return queries.shock(
            on=on, days=days, book=found.book, client=client if failure.is_bound else None,
            fails_on=form.cleaned_data.get("fails_on"),
            slow_days=form.cleaned_data.get("slow_days", 0),
        )  # fmt: skip
    except Refusal as refusal:
        show_refusals(form, refusal)
        return None


def _client(text: str) -> Client | None:
    if not text.isdecimal() or len(text) > LONGEST_NUMBER:
        return None
    return clients.many(ids=[int(text)]).get(int(text))


def _offered(book: Book, asked: Client | None) -> list[tuple[int, str]]:
    """The clients that owe or will owe most, and the one that was asked for."""
    owed: dict[int, int] = defaultdict(int)
    names: dict[int, str] = {asked.pk: asked.name} if asked else {}
    for move in book.moves:
        if move.is_receipt and move.client_id:
            owed[move.client_id] += move.cents
            names[move.client_id] = move.text.split(": ")[0]
    largest = sorted(owed, key=lambda id: -owed[id])[:OFFERED]
    if asked and asked.pk not in largest:
        largest.append(asked.pk)
    return sorted(((id, names[id]) for id in largest), key=lambda row: row[1].casefold())


def _told(shock: Shock) -> dict[str, object]:
    """The curves, and the weeks beside them."""
    pairs = zip(shock.before.weeks, shock.after.weeks, strict=True)
    return {
        "days": len(shock.before.points) - 1,
        "weeks": [WeekRow(was.last, was.end_cents, now.end_cents) for was, now in pairs],
        "lacking_cents": shock.wages_cents - shock.wages_covered_cents,
        "chart": curve(
            [
                (_("Without the shock"), shock.before, "info", True),
                (_("With the shock"), shock.after, "bad", False),
            ],
            title=_("What the bank account will hold, without and with the shock"),
        ),
    }
