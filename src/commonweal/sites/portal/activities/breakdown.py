"""What became of the money of a budget in a period, step by step, and month by month."""

from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from commonweal.activities.queries import Promise
from commonweal.flows.statements import queries as statements
from commonweal.flows.statements.queries import Book, Span, Waterfall
from commonweal.kernel.period import next_month
from commonweal.payroll.queries import UnitPay
from commonweal.sites.portal.activities.statement import Filter
from commonweal.sites.shell.charts import Series, chart
from commonweal.sites.shell.kit import MoneyLine, Tab
from commonweal.sites.shell.templatetags.house import euro

YEAR, TWO_YEARS = 12, 24


def lines(fall: Waterfall, chosen: Filter) -> list[MoneyLine]:
    """Return the steps of a period; each leads to the lines behind it."""
    at = {kind: chosen.address(kind=kind) + "#statement" for kind in statements.STEPS}
    found = [
        MoneyLine(_("Invoiced, VAT included"), fall.invoiced, kind="start", href=at["invoiced"]),
        MoneyLine(_("VAT"), fall.vat, _("It belongs to the state."), href=at["vat"]),
        MoneyLine(_("Price without VAT"), fall.net, kind="subtotal", href=at["net"]),
        _step(
            _("Work done, not invoiced yet"),
            fall.progress,
            _("Earned with the wage; taken back when the invoice brings the price."),
            href=at["progress"],
        ),
        _step(_("Other income"), fall.other, href=at["other"]),
        _step(_("Contribution to the shared services"), fall.fee, href=at["fee"]),
        _step(_("Expenses and purchases"), fall.cost, href=at["cost"]),
        _step(_("Employer's contributions"), fall.employer, href=at["employer"]),
        _step(_("Gross pay"), fall.gross, href=at["gross"]),
        _step(_("Transfers"), fall.transfer, _of_transfers(fall), href=at["transfer"]),
    ]
    kept = [line for line in found if line.cents or line.kind != "minus"]
    return [*kept, MoneyLine(_("Change of the budget"), fall.change, kind="total", href=at[""])]


def _step(label: str, cents: int, reason: str = "", *, href: str) -> MoneyLine:
    return MoneyLine(label, cents, reason, kind="plus" if cents > 0 else "minus", href=href)


def _of_transfers(fall: Waterfall) -> str:
    said = []
    if fall.held:
        said.append(_("%(cents)s was kept back until clients pay.") % {"cents": euro(fall.held)})
    if fall.carried:
        said.append(
            _("%(cents)s was carried over at the year end: that changes no budget.")
            % {"cents": euro(fall.carried)}
        )
    return " ".join(said)


def own_pay(pay: UnitPay) -> list[MoneyLine]:
    """Return what became of a member's own gross pay; nothing when there was none."""
    if not pay.gross_cents:
        return []
    url = reverse("portal:payslips")
    return [
        MoneyLine(_("Your gross pay"), pay.gross_cents, kind="start", href=url),
        MoneyLine(_("Social security"), -pay.social_cents),
        MoneyLine(_("Tax withheld"), -pay.withholding_cents),
        MoneyLine(_("Your net pay"), pay.net_cents, kind="total", href=url),
    ]


def aside(found: list[Promise]) -> list[tuple[str, int, date | None]]:
    """Return for what amounts are kept aside, how much, and until when."""
    return [(statements.aside_word(one.origin), one.cents, one.expires_on) for one in found]


def months(book: Book, chosen: Filter, today: date) -> str:
    """
    Draw what came in, what went out and what was left, by month, up to this one. One month alone
    is no picture.
    """
    shown = _last_months(book, TWO_YEARS if chosen.long else YEAR, today)
    if len(shown) < 2:
        return ""
    moves = [_in_and_out(book, month) for month in shown]
    return chart(
        title=_("Budget by month"),
        labels=[date_format(month, "M") for month in shown],
        series=[
            Series(_("In"), [came for came, _went in moves], "good"),
            Series(_("Out"), [went for _came, went in moves], "sand"),
            Series(
                _("Budget"), [book.before(next_month(month)) for month in shown], "brand", "line"
            ),
        ],
        show=lambda cents: euro(cents, "whole"),
    )


def lengths(book: Book, chosen: Filter, today: date) -> list[Tab]:
    """Return the choice between one year and two, where there is so much."""
    if len(_last_months(book, YEAR + 1, today)) <= YEAR:
        return []
    return [
        Tab(_("12 months"), chosen.address(chart=""), current=not chosen.long),
        Tab(_("24 months"), chosen.address(chart="24"), current=chosen.long),
    ]


def _last_months(book: Book, most: int, today: date) -> list[date]:
    """The months up to this one, from the first in which something moved."""
    if not book.months:
        return []
    month, shown = book.months[-1], []
    last = max(today.replace(day=1), book.months[0])
    while month <= last:
        shown.append(month)
        month = next_month(month)
    return shown[-most:]


def _in_and_out(book: Book, month: date) -> tuple[int, int]:
    fall = book.waterfall(Span.month(month))
    steps = (
        fall.net + fall.progress + fall.other,
        fall.fee + fall.cost + fall.employer + fall.gross,
        fall.transfer,
    )
    return sum(max(cents, 0) for cents in steps), -sum(min(cents, 0) for cents in steps)
