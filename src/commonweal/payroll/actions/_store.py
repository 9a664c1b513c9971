"""Keep payslips, whatever their number in as many statements, and have their papers made."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import chain
from operator import attrgetter
from typing import Any

from django.db import connection
from django.db.models.base import ModelState

from commonweal.activities import queries as units
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.queue import defer_all
from commonweal.ledger import actions as ledger
from commonweal.payroll._computed import AMOUNTS
from commonweal.payroll.actions._draft import Draft
from commonweal.payroll.actions._entries import entries
from commonweal.payroll.actions._figures import keep_figures
from commonweal.payroll.models import Payslip
from commonweal.payroll.values import ALIKE
from commonweal.rules import labour
from commonweal.rules.written import kept_shapes

RENDER_CHUNK = 500
SLICE = 1000  # rows that are written while PostgreSQL takes in those before
AS_GIVEN = tuple(name for name in ALIKE if name not in AMOUNTS)
GIVEN = attrgetter(*AS_GIVEN)
FIELDS = (
    "id", "corrects_id", "original_id", *AS_GIVEN, "terms", "due_on", *AMOUNTS, "marks",
    "figures_id", "made_at",
)  # fmt: skip
COLUMNS = ", ".join((*FIELDS, "lines"))
IDS = "select nextval(pg_get_serial_sequence('payroll_payslip', 'id')) from generate_series(1, %s)"
STORE = f"""
    insert into payroll_payslip ({COLUMNS})
    select {COLUMNS} from payroll_staging where batch = txid_current() order by id
"""
FORGET = "delete from payroll_staging where batch = txid_current()"


def one_run_at_a_time() -> None:
    """Two runs of one contract at the same moment: the second waits and finds the payslip."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('payroll.run'))")


def keep(made: Sequence[Draft], by: Actor, at: datetime) -> list[Payslip]:
    """Keep payslips, post them and queue their papers; return them in the same order."""
    if not made:
        return []
    rules = {draft.rules.version: draft.rules.sources for draft in made}
    keep_figures({key: (each, kept_shapes(each)) for key, each in rules.items()})
    slips = _store(made, at)
    posted = entries(made, slips, at.astimezone(ZONE).date())
    ledger.post(entries=posted, by=by, at=at)
    ids = [slip.pk for slip in slips]
    chunks = [ids[start : start + RENDER_CHUNK] for start in range(0, len(ids), RENDER_CHUNK)]
    defer_all("payroll.render", [{"payslips": chunk} for chunk in chunks])
    return slips


def _store(made: Sequence[Draft], at: datetime) -> list[Payslip]:
    terms = units.pay_terms(units={draft.contract.unit_id for draft in made})
    with connection.cursor() as cursor:
        cursor.execute(IDS, [len(made)])
        ids = chain.from_iterable(cursor.fetchall())
        rows = [
            _row(id, draft, terms[draft.contract.unit_id], at)
            for id, draft in zip(ids, made, strict=True)
        ]
        with cursor.copy(f"copy payroll_staging ({COLUMNS}) from stdin") as copy:
            for start in range(0, len(rows), SLICE):
                copy.write(_block(rows[start : start + SLICE], made[start : start + SLICE]))
        cursor.execute(STORE)
        cursor.execute(FORGET)
    return [_model(row) for row in rows]


def _model(row: Sequence[Any]) -> Payslip:
    """
    Return a payslip as unpickling makes one: `from_db` sets its fields one by one, and would take
    a tenth of the time of a whole run. `lines` is read back from its row when somebody asks.
    """
    slip = Payslip.__new__(Payslip)
    slip.__dict__.update(zip(FIELDS, row, strict=True))
    slip._state = ModelState()
    slip._state.adding, slip._state.db = False, connection.alias
    return slip


def _row(id: int, draft: Draft, terms: str, at: datetime) -> tuple[Any, ...]:
    """Return what is kept of a payslip in the order of FIELDS."""
    contract, wrong = draft.contract, draft.corrects
    return (
        id,
        wrong.pk if wrong else None,
        (wrong.original_id or wrong.pk) if wrong else None,
        *GIVEN(contract),
        contract.terms,
        labour.wage_due_on(contract.ends_on, terms),
        *draft.amounts,
        draft.marks,
        draft.rules.version,
        at,
    )


def _block(rows: Sequence[tuple[Any, ...]], made: Sequence[Draft]) -> str:
    """Write rows as COPY text, as `str` writes a value but for those that FORMS writes."""
    text = []
    for row, draft in zip(rows, made, strict=True):
        cells = list(row)
        for place, form in FORMS:
            cells[place] = form(cells[place])
        text.append("\t".join(map(str, cells)) + f"\t{draft.lines}\n")
    return "".join(text)


def _text(value: str) -> str:
    return value.translate(ESCAPES)


def _or_null(value: object) -> object:
    return "\\N" if value is None else value


def _json(value: object) -> str:
    return _text(json.dumps(value)) if value else "{}"


def _array(names: Sequence[str]) -> str:
    return f"{{{','.join(names)}}}"


ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\x00": " "})
OWN_FORM = {"name": _text, "title": _text, "terms": _json, "marks": _array}
MAY_LACK = {field.attname: _or_null for field in Payslip._meta.concrete_fields if field.null}
FORMS: Sequence[tuple[int, Callable[[Any], object]]] = [
    (FIELDS.index(name), form) for name, form in (OWN_FORM | MAY_LACK).items()
]
