"""
The rows of the list, as one text. A template would take longer for them than all the rest of the
page together, and fifty rows have to be there at once for eight people (benchmarks/invoice_list).
"""

from collections.abc import Collection, Sequence
from functools import cache

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from commonweal.sites.shell.invoices import Listed
from commonweal.sites.shell.templatetags.house import day, euro

ROW = (
    '<tr><td class="lead num">{tick}<a href="{at}{number}/">{number}</a><small>{unit}</small></td>'
    '<td data-label="{Client}">{buyer}</td>'
    '<td class="when" data-label="{Date}">{issued}</td>'
    '<td class="when" data-label="{Due}">{due}</td>'
    '<td class="n amount">{total}</td>'
    '<td class="n" data-label="{Open}">{open}</td>'
    '<td data-label="{State}"><span class="pill {tone}">{label}</span>{disputed}</td></tr>\n'
)
TICK = (
    '<input type="checkbox" name="invoice" value="{number}" aria-label="{Choose} {number}"'
    "{checked}> "
)
NONE = "\N{EN DASH}"


def drawn(rows: Sequence[Listed], *, may_tick: bool, ticked: Collection[str]) -> SafeString:
    """Draw rows; every value is escaped here."""
    words = {name: escape(text) for name, text in _words().items()}
    disputed = f' <span class="pill warn">{words["Disputed"]}</span>'
    on, at = cache(day), reverse("desk:invoices")
    drawn = []
    for row in rows:
        invoice, owed = row.invoice, row.standing.open_cents
        number = escape(invoice.number)
        checked = " checked" if invoice.number in ticked else ""
        tick = TICK.format(number=number, checked=checked, **words) if may_tick else ""
        drawn.append(
            ROW.format(
                tick=tick,
                number=number,
                unit=escape(invoice.unit.name),
                buyer=escape(invoice.buyer_name),  # type: ignore[attr-defined]
                issued=on(invoice.issued_on),
                due=NONE if invoice.corrects_id else on(invoice.due_on),
                total=euro(row.signed_cents),
                open=euro(owed) if owed else NONE,
                tone=row.tone,
                label=escape(row.label),
                disputed=disputed if invoice.is_disputed else "",  # type: ignore[attr-defined]
                at=at,
                **words,
            )
        )
    return mark_safe("".join(drawn))


def _words() -> dict[str, str]:
    return {
        "Choose": _("Choose"), "Client": _("Client"), "Date": _("Date"), "Due": _("Due"),
        "Open": _("Open"), "State": _("State"), "Disputed": _("Disputed"),
    }  # fmt: skip
