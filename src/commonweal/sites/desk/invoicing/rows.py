"""
The rows of the list, as one text. A template would take longer for them than all the rest of the
page together, and fifty rows have to be there at once for eight people (benchmarks/invoice_list).
"""

from collections.abc import Collection, Sequence
from functools import cache
from typing import NamedTuple

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commonweal.invoicing.queries import IssuedRow
from commonweal.sites.shell.invoices import PILLS
from commonweal.sites.shell.templatetags.house import day, euro

ROW = (
    '<tr><td class="lead num">{{tick}}<a href="{at}{{number}}/">{{number}}</a>'
    "<small>{{unit}}</small></td>"
    '<td data-label="{Client}">{{buyer}}</td>'
    '<td class="when" data-label="{Date}">{{issued}}</td>'
    '<td class="when" data-label="{Due}">{{due}}</td>'
    '<td class="n amount">{{total}}</td>'
    '<td class="n" data-label="{Open}">{{owed}}</td>'
    '<td data-label="{State}">{{state}}{{disputed}}</td></tr>\n'
)
TICK = (
    '<input type="checkbox" name="invoice" value="{{number}}"'
    ' aria-label="{Choose} {{number}}"{{checked}}> '
)
HEAD = (
    '<thead><tr><th scope="col">{Invoice}</th><th scope="col">{Client}</th>'
    '<th scope="col">{Date}</th><th scope="col">{Due}</th><th scope="col" class="n">{Amount}</th>'
    '<th scope="col" class="n">{Open}</th><th scope="col">{State}</th></tr></thead>\n'
)
PILL = ' <span class="pill {}">{}</span>'
NONE = "\N{EN DASH}"


def drawn(rows: Sequence[IssuedRow], *, may_tick: bool, ticked: Collection[str]) -> SafeString:
    """Draw head and rows; every value is escaped here."""
    words = _words(get_language() or "")
    text = "".join(_row(row, words, may_tick, row.number in ticked) for row in rows)
    return mark_safe(f"{words.head}<tbody>{text}</tbody>")


def _row(row: IssuedRow, words: "Words", may_tick: bool, is_ticked: bool) -> str:
    number = escape(row.number)
    tick = words.tick.format(number=number, checked=" checked" if is_ticked else "")
    return words.row.format(
        tick=tick if may_tick else "",
        number=number,
        unit=escape(row.unit_name),
        buyer=escape(row.buyer_name),
        issued=day(row.issued_on, "", words.language),
        due=NONE if row.is_credit_note else day(row.due_on, "", words.language),
        total=euro(row.sign * row.gross_cents, "", words.language),
        owed=euro(row.open_cents, "", words.language) if row.open_cents else NONE,
        state=words.states[row.state],
        disputed=words.disputed if row.is_disputed else "",
    )


class Words(NamedTuple):
    """What is the same in every row in one language."""

    language: str
    head: str
    row: str
    tick: str
    states: dict[str, str]
    disputed: str


@cache
def _words(language: str) -> Words:
    """Only the language is translated into here; braces in a word would be places."""
    words = {name: escape(text).replace("{", "{{").replace("}", "}}") for name, text in _named()}
    states = {state: PILL.format(tone, escape(label)) for state, (tone, label) in PILLS.items()}
    at = reverse("desk:invoices")
    row, tick = (each.format(at=at, **words) for each in (ROW, TICK))
    return Words(
        language, HEAD.format(**words), row, tick, states, PILL.format("warn", words["Disputed"])
    )


def _named() -> list[tuple[str, str]]:
    return [
        ("Choose", _("Choose")), ("Client", _("Client")), ("Date", _("Date")), ("Due", _("Due")),
        ("Open", _("Open")), ("Invoice", _("Invoice")), ("Amount", _("Amount")),
        ("State", _("State")), ("Disputed", _("Disputed")),
    ]  # fmt: skip
