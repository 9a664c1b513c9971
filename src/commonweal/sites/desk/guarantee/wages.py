"""The clock of wages: every one that is due, where it stands, and how many are late."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from commonweal.guarantee import queries
from commonweal.guarantee.queries import STAGES, WageDue
from commonweal.sites.desk.guarantee._money import READERS, sections
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.kit import Tab

AHEAD, MOST = 14, 100
LATE = "late"
LABELS: dict[str, Promise] = {
    "planned": gettext_lazy("Planned"),
    "undeclared": gettext_lazy("Not declared: was it worked?"),
    "worked": gettext_lazy("Worked, no payslip yet"),
    "payslip": gettext_lazy("Payslip made"),
    "held": gettext_lazy("Waits for an account number"),
    "batch": gettext_lazy("In a batch"),
    "approved": gettext_lazy("Approved"),
    "file": gettext_lazy("File made"),
    "handed": gettext_lazy("Given to the bank"),
    "unknown": gettext_lazy("Not known whether it arrived"),
    "rejected": gettext_lazy("Refused by the bank"),
    "returned": gettext_lazy("Came back"),
    "executed": gettext_lazy("Paid"),
}
TONES = {
    "executed": "good", "handed": "info", "file": "info", "approved": "info", "batch": "info",
    "unknown": "bad", "rejected": "bad", "returned": "bad", "held": "warn", "worked": "warn",
    "undeclared": "bad",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One wage as the list shows it: no amount, that stands on the payslip."""

    wage: WageDue
    href: str
    batch_url: str

    @property
    def stage(self) -> Promise:
        return LABELS[self.wage.stage]

    @property
    def tone(self) -> str:
        return TONES.get(self.wage.stage, "")


@require_GET
@allow(*READERS, "payroll", "adviser")
def clock(request: Visit) -> HttpResponse:
    """List every wage that is due up to a day, with its stage; the address says which."""
    today = request.at.date()
    until = _until(request.GET.get("until", ""), today)
    found = queries.clock(on=today, until=until, at=request.at)
    stage, name = request.GET.get("stage", ""), request.GET.get("q", "").strip()[:100]
    named = [each for each in found if name.casefold() in each.name.casefold()]
    wanted = [each for each in named if _fits(each, stage)]
    context = {
        "sections": sections("guarantee_clock") if set(READERS) & request.roles else [],
        "late": queries.late(on=today),
        "unpaid": sum(each.stage != "executed" for each in found),
        "until": until,
        "stage": stage,
        "q": name,
        "tabs": _tabs(named, stage, name, until),
        "rows": [_row(each, request.roles) for each in wanted[:MOST]],
        "more": max(len(wanted) - MOST, 0),
    }
    return render(request, "desk/guarantee/clock.html", context)


def _until(text: str, today: date) -> date:
    """The last day that is asked, two weeks ahead if it is not said."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return today + timedelta(days=AHEAD)


def _fits(wage: WageDue, stage: str) -> bool:
    if stage == LATE:
        return bool(wage.late_days) and wage.stage != "executed"
    return wage.stage == stage if stage in LABELS else True


def _tabs(found: Sequence[WageDue], stage: str, name: str, until: date) -> list[Tab]:
    """All, late, and each stage somebody is at; the other filters stay in the address."""
    rest = {"q": name, "until": until.isoformat()}

    def tab(label: str | Promise, code: str, count: int) -> Tab:
        query = urlencode({key: text for key, text in {"stage": code, **rest}.items() if text})
        return Tab(label, f"?{query}", stage == code, count)

    counts = Counter(each.stage for each in found)
    tabs = [tab(_("All"), "", len(found))]
    tabs.append(tab(_("Late"), LATE, sum(_fits(each, LATE) for each in found)))
    return tabs + [
        tab(LABELS[code], code, counts[code]) for code in STAGES if counts[code] or code == stage
    ]


def _row(wage: WageDue, roles: frozenset[str]) -> Row:
    payslip = _open("desk:payslip", wage.payslip, roles)
    return Row(
        wage,
        payslip or _open("desk:contract", wage.contract, roles),
        _open("desk:batch", wage.batch, roles),
    )


def _open(name: str, id: int | None, roles: frozenset[str]) -> str:
    """Return an address; nothing if there is no such thing, or these roles may not open it."""
    if id is None:
        return ""
    try:
        url = reverse(name, args=[id])
    except NoReverseMatch:
        return ""
    return "" if resolve(url).func.doors.isdisjoint(roles) else url  # type: ignore[attr-defined]
