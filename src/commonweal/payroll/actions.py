"""Verbs on pay: run it, correct it, look into somebody's."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonweal.documents import actions as documents
from commonweal.documents.actions import Document, NewFile
from commonweal.kernel import actions as kernel
from commonweal.kernel import queries as house
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.queue import defer
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.ledger import actions as ledger
from commonweal.ledger import queries as books
from commonweal.payroll import _paper, queries
from commonweal.payroll.models import Figures, Paper, Payslip
from commonweal.payroll.values import Correction, Payable, PayInput
from commonweal.rules import explanation, labour
from commonweal.rules.errors import RuleError
from commonweal.rules.explanation import Line
from commonweal.rules.parameters import Figure

__all__ = [
    "AlreadyCorrected",
    "Correction",
    "NotComputable",
    "PayInput",
    "Payable",
    "Payslip",
    "ReasonMissing",
    "correct",
    "look",
    "render",
    "run",
]

JOURNAL = "pay"
RENDER_CHUNK = 500


class NotComputable(Refusal):
    message = _("Contract %(contract)s of %(name)s cannot be paid yet. %(reason)s")


class AlreadyCorrected(Refusal):
    message = _("Correct the newest payslip: number %(payslip)s has been corrected already.")


class ReasonMissing(Refusal):
    message = _("Say why you need to see this payslip: the reason is kept in the log.")
    field = "reason"


@action
def run(*, contracts: Sequence[PayInput], by: Actor, at: datetime) -> list[Payslip]:
    """
    Compute contracts, keep a payslip of each and post them all, in the order given.

    A contract that has a payslip is answered with it. One posting and one rendering job,
    whatever the size of the batch.

    :raises NotComputable: if the rules cannot compute a contract; nothing is kept then
    """
    _one_run_at_a_time()
    paid = queries.of_contracts(contracts=[each.contract_id for each in contracts])
    fresh = {each.contract_id: each for each in contracts if each.contract_id not in paid}
    made = _keep(_drafts(fresh.values(), at), by, at)
    by_contract = paid | {slip.contract_id: slip for slip in made}
    return [by_contract[each.contract_id] for each in contracts]


@action
def correct(*, corrections: Sequence[Correction], by: Actor, at: datetime) -> list[Payslip]:
    """
    Replace payslips that were wrong: the old entry is reversed, a new payslip posted, both today
    and both naming the month they correct. What was paid already counts: the item stays.

    :raises AlreadyCorrected: if a payslip is not the newest of its contract
    :raises NotComputable: if the rules cannot compute a contract; nothing is kept then
    """
    _one_run_at_a_time()
    wrong = queries.many(ids=[each.payslip_id for each in corrections])
    newest = queries.of_contracts(contracts=[slip.contract_id for slip in wrong.values()])
    standing = {slip.pk for slip in newest.values()}
    check_all(AlreadyCorrected(payslip=id) for id in wrong if id not in standing)
    drafts = _drafts((each.contract for each in corrections), at)
    for draft, each in zip(drafts, corrections, strict=True):
        draft.corrects = wrong[each.payslip_id]
        draft.original_id = draft.corrects.original_id or draft.corrects.pk
    return _keep(drafts, by, at)


@action
def look(*, payslip: Payslip, reason: str, by: Actor, at: datetime) -> None:
    """
    Note who reads somebody's pay, and why.

    :raises ReasonMissing: if no reason is given
    """
    if not reason.strip():
        raise ReasonMissing
    kernel.record(
        verb="payroll.look", subjects=[payslip.ref, f"member:{payslip.member_id}"], by=by, at=at,
        data={"reason": reason.strip()},
    )  # fmt: skip


@action
def render(*, payslips: Sequence[int], by: Actor, at: datetime) -> list[Document]:
    """Keep the PDF of each of these payslips that has none, in the language of its worker."""
    entity = house.entity()
    # Who got the same job waits here, and finds the papers made when looking afterwards.
    list(Payslip.objects.select_for_update().filter(id__in=payslips).order_by("id").values("id"))
    bare = Payslip.objects.filter(id__in=payslips, paper=None)
    slips = list(bare.select_related("member").order_by("id"))
    files = [
        NewFile(
            name=f"{slip.ends_on:%Y-%m-%d}-payslip-{slip.pk}.pdf",
            media_type="application/pdf",
            content=_paper.pdf(slip, slip.member, entity, at),
            kind="payslip",
            about=slip.ref,
        )
        for slip in slips
    ]
    stored = documents.store(files=files, by=by, at=at)
    Paper.objects.bulk_create(
        Paper(payslip=slip, document=document) for slip, document in zip(slips, stored, strict=True)
    )
    return stored


def _one_run_at_a_time() -> None:
    """Two runs of one contract at the same moment: the second waits and finds the payslip."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('payroll.run'))")


def _drafts(contracts: Iterable[PayInput], at: datetime) -> list[Payslip]:
    computed = [(each, _computed(each)) for each in contracts]
    check_all(answer for _each, answer in computed if isinstance(answer, Refusal))
    known = [(each, slip) for each, slip in computed if not isinstance(slip, Refusal)]
    _keep_figures(slip for _each, slip in known)
    return [_draft(each, slip, at) for each, slip in known]


def _computed(contract: PayInput) -> explanation.Payslip | NotComputable:
    try:
        return explanation.payslip(contract.case)
    except RuleError as error:
        return NotComputable(
            contract=contract.contract_id,
            name=contract.name,
            reason=gettext(error.message) % error.values,
        )


def _draft(contract: PayInput, slip: explanation.Payslip, at: datetime) -> Payslip:
    found = slip.amounts
    return Payslip(
        contract_id=contract.contract_id,
        member_id=contract.member_id,
        unit_id=contract.unit_id,
        name=contract.name,
        title=contract.title,
        worker_status=contract.worker_status,
        family=contract.family,
        children=contract.children,
        withholding_bp=contract.withholding_bp,
        minutes=contract.minutes,
        starts_on=contract.starts_on,
        ends_on=contract.ends_on,
        due_on=labour.wage_due_on(contract.ends_on),
        guaranteed=contract.guaranteed,
        gross_cents=found.gross,
        contribution_cents=found.contribution,
        work_bonus_cents=found.work_bonus,
        special_cents=found.special_contribution,
        withholding_cents=found.withholding,
        net_cents=found.net,
        employer_cents=found.employer.due,
        tariff_cents=found.employer.tariff,
        provision_cents=found.employer.provision,
        lines=[_line(line) for line in slip.lines],
        marks=list(slip.marks),
        figures_id=slip.rules_version,
        made_at=at,
    )


def _line(line: Line) -> Mapping[str, Any]:
    """What a line says for itself; what its figures say is kept once, with the figures."""
    kept = {
        "code": line.code,
        "part": line.part,
        "rate": line.rate,
        "base": line.base_cents,
        "amount": line.amount_cents,
    }
    if line.rule == "sum":
        return kept | {"of": line.reference, "unconfirmed": line.unconfirmed}
    return kept | {"figures": [line.rule, *line.also]}


def _keep_figures(slips: Iterable[explanation.Payslip]) -> None:
    """Keep the figures of payslips, each set once."""
    sets = {slip.rules_version: slip.sources for slip in slips}
    Figures.objects.bulk_create(
        [Figures(version=version, sources=_sources(sources)) for version, sources in sets.items()],
        ignore_conflicts=True,
    )


def _sources(sources: Mapping[str, Figure]) -> Mapping[str, Any]:
    return {
        name: {
            "from": figure.valid_from.isoformat(),
            "source": figure.reference,
            "confidence": figure.confidence,
            "note": figure.note,
        }
        for name, figure in sources.items()
    }


def _keep(drafts: Sequence[Payslip], by: Actor, at: datetime) -> list[Payslip]:
    slips = Payslip.objects.bulk_create(drafts)
    on = at.astimezone(ZONE).date()
    undone = _reversals([slip.corrects for slip in slips if slip.corrects], on)
    entries = [*undone.values(), *(_entry(slip, on, undone) for slip in slips)]
    ledger.post(entries=entries, by=by, at=at)
    for start in range(0, len(slips), RENDER_CHUNK):
        ids = [slip.pk for slip in slips[start : start + RENDER_CHUNK]]
        defer("payroll.render", payslips=ids)
    return slips


def _reversals(slips: Sequence[Payslip], on: date) -> dict[int, ledger.Entry]:
    """The entries that take payslips back, by payslip."""
    posted = books.entries_by_key(keys=[slip.ref for slip in slips])
    return {slip.pk: _reversal(slip, *posted[slip.ref], on=on) for slip in slips}


def _reversal(slip: Payslip, entry: int, lines: Sequence[ledger.Line], *, on: date) -> ledger.Entry:
    return ledger.Entry(
        journal=JOURNAL,
        on=on,
        text=f"{slip.name}: {slip.title} ({slip.ends_on:%Y-%m}, \N{MINUS SIGN})",
        key=f"reverse:{entry}",
        origin=slip.ref,
        lines=[line._replace(cents=-line.cents, reference=None) for line in lines],
        corrects=entry,
    )


def _entry(slip: Payslip, on: date, undone: Mapping[int, ledger.Entry]) -> ledger.Entry:
    """MONEY §2: the unit bears gross pay and charge at tariff; what is owed goes to whom it is."""
    text = f"{slip.name}: {slip.title}"
    reversal = undone.get(slip.corrects_id or 0)
    return ledger.Entry(
        journal=JOURNAL,
        on=on,
        text=f"{text} ({slip.ends_on:%Y-%m}, +)" if reversal else text,
        key=slip.ref,
        origin=slip.ref,
        lines=[line for line in _sides(slip) if line.cents],
        corrects=reversal.corrects if reversal else None,
    )


def _sides(slip: Payslip) -> Iterator[ledger.Line]:
    owed = slip.social_security_cents + slip.special_cents + slip.employer_cents
    house = slip.tariff_cents - slip.employer_cents - slip.provision_cents
    yield ledger.Line("6203", slip.gross_cents, slip.unit_id)
    yield ledger.Line("6211", slip.tariff_cents, slip.unit_id)
    yield ledger.Line("454", -owed)
    yield ledger.Line("453", -slip.withholding_cents)
    yield ledger.Line(queries.ACCOUNT, -slip.net_cents, item=slip.item)
    yield ledger.Line("456", -slip.provision_cents)
    yield ledger.Line("7041", -house)
