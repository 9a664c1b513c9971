"""Funding agreements: what a funder gives an activity, in tranches, with reports in return."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from commonweal.activities import _tranches as money
from commonweal.activities.actions._budget import NewCommitment, UnitClosed, commit, hold, release
from commonweal.activities.models import (
    CommitmentKind,
    FundingAgreement,
    FundingReport,
    FundingTranche,
    Unit,
    UnitKind,
)
from commonweal.kernel.actions import action, record
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.money import show
from commonweal.kernel.refusals import Refusal, check_all

State = FundingAgreement.State


class FunderMissing(Refusal):
    message = _("Say who gives the money, as it stands on the agreement.")
    field = "funder"


class FundingUntitled(Refusal):
    message = _("Say what the money is for, in a few words.")
    field = "title"


class FundingNotPositive(Refusal):
    message = _("Write the amount of the agreement: more than nothing.")
    field = "amount"


class FundingEndsBeforeStart(Refusal):
    message = _("Choose a last day on or after %(day)s, when the agreement starts.")
    field = "ends_on"


class TranchesMissing(Refusal):
    message = _("Add at least one tranche: when is which part of the money expected?")
    field = "amount"


class TrancheNotPositive(Refusal):
    message = _("Write an amount in tranche %(number)s, or leave the tranche out.")


class TranchesDoNotAddUp(Refusal):
    message = _(
        "Make the tranches add up to %(whole)s: together they are %(sum)s, which is %(difference)s "
        "%(side)s."
    )
    field = "amount"


class ReportUnnamed(Refusal):
    message = _("Say what report %(number)s is about, or leave it out.")


class OnlyForActivities(Refusal):
    message = _("Open an activity first: “%(name)s” is a 3in1 account and holds no funding.")


class NotADraft(Refusal):
    message = _("Change the draft before it is signed: “%(title)s” is signed or closed.")


class NotSigned(Refusal):
    message = _("Sign the agreement first: “%(title)s” is a draft or closed.")


class SignedInTheFuture(Refusal):
    message = _("Choose today or an earlier day: an agreement counts once it is signed.")
    field = "signed_on"


class WhyEndedMissing(Refusal):
    message = _("Say in a few words why the agreement ends.")
    field = "because"


class MoneyStillComes(Refusal):
    message = _("Wait for the money or cancel the tranche first: %(open)s was called and not paid.")


class SentInTheFuture(Refusal):
    message = _("Choose today or an earlier day: the report was sent then.")
    field = "sent_on"


class NewTranche(NamedTuple):
    """A part of the money, in cents, and when it is expected."""

    text: str
    cents: int
    expected_on: date


class NewReport(NamedTuple):
    """A report the funder wants, and its last day."""

    due_on: date
    text: str


@dataclass(frozen=True, slots=True)
class NewFunding:
    """
    An agreement as it was negotiated, in cents. `kind` is one of FundingAgreement.Kind,
    `reference` what the funder calls it; the same `key` is the same agreement.
    """

    unit_id: int
    kind: str
    funder: str
    title: str
    cents: int
    starts_on: date
    ends_on: date
    tranches: Sequence[NewTranche]
    reports: Sequence[NewReport] = ()
    reference: str = ""
    conditions: str = ""
    key: str | None = None


@action
def draft_funding(*, new: NewFunding, by: Actor, at: datetime) -> FundingAgreement:
    """
    Note an agreement that is being negotiated; nothing is promised on the budget yet.

    :raises Refusal: for all that is missing, and if the tranches do not add up to the amount
    """
    (unit,) = hold(units=[new.unit_id])  # the second click of two waits here
    if new.key and (earlier := FundingAgreement.objects.filter(key=new.key).first()):
        return earlier
    check_all([*_place(unit, _today(at)), *_faults(new)])
    agreement = FundingAgreement.objects.create(
        unit=unit, key=new.key, made_by=by.id, made_at=at, **_facts(new)
    )
    _write_parts(agreement, new)
    return agreement


@action
def change_funding(
    *, agreement: FundingAgreement, new: NewFunding, by: Actor, at: datetime
) -> FundingAgreement:
    """
    Write a draft anew, with its tranches and reports.

    :raises Refusal: if it is no draft any more, and as `draft_funding`
    """
    agreement = _hold(agreement)
    draft = agreement.state == State.DRAFT
    check_all([*([] if draft else [NotADraft(title=agreement.title)]), *_faults(new)])
    for name, value in _facts(new).items():
        setattr(agreement, name, value)
    agreement.save()
    agreement.tranches.all().delete()
    agreement.reports.all().delete()
    _write_parts(agreement, new)
    return agreement


@action
def sign_funding(
    *,
    agreement: FundingAgreement,
    signed_on: date,
    by: Actor,
    at: datetime,
    paper: int | None = None,
) -> FundingAgreement:
    """
    Note that both sides signed: what each tranche leaves the unit counts as confirmed.

    `paper` is the id of the stored agreement.

    :raises Refusal: if it is no draft, the day is to come, or the unit was closed
    """
    agreement, today = _hold(agreement), _today(at)
    draft = agreement.state == State.DRAFT
    early = signed_on > today
    check_all(
        [
            *([] if draft else [NotADraft(title=agreement.title)]),
            *([SignedInTheFuture()] if early else []),
            *_place(agreement.unit, today),
        ]
    )
    agreement.state, agreement.signed_on = State.SIGNED, signed_on
    agreement.signed_by_name, agreement.paper = by.name, paper
    agreement.save()
    expected = [
        NewCommitment(
            tranche.unit_id,
            CommitmentKind.CONFIRMED,
            tranche.ref,
            tranche.cents - money.contribution(tranche.cents, today),
        )
        for tranche in agreement.tranches.all()
    ]
    commit(commitments=expected, by=by, at=at)
    return agreement


@action
def keep_paper(
    *, agreement: FundingAgreement, paper: int, by: Actor, at: datetime
) -> FundingAgreement:
    """
    Put the signed paper (the id of a stored document) with an agreement; a later one replaces it.

    :raises NotSigned: if it is a draft
    """
    agreement = _hold(agreement)
    check_all(_unsigned(agreement))
    agreement.paper = paper
    agreement.save(update_fields=["paper"])
    return agreement


@action
def end_funding(*, agreement: FundingAgreement, because: str, by: Actor, at: datetime) -> None:
    """
    Close an agreement: a draft is cancelled, a signed one ends. What was only expected of it is
    expected no more.

    :raises Refusal: without a reason, if it is closed, or while called money is not there
    """
    agreement, because = _hold(agreement), " ".join(because.split())
    called = agreement.tranches.filter(state=FundingTranche.State.CALLED)
    open_cents = sum(money.unpaid(list(called)).values())
    closed = agreement.state not in (State.DRAFT, State.SIGNED)
    check_all(
        [
            *([NotSigned(title=agreement.title)] if closed else []),
            *([] if because else [WhyEndedMissing()]),
            *([MoneyStillComes(open=show(open_cents))] if open_cents else []),
        ]
    )
    expected = agreement.tranches.filter(state=FundingTranche.State.EXPECTED)
    release(origins=[tranche.ref for tranche in expected], by=by, at=at)
    expected.update(state=FundingTranche.State.CANCELLED)
    agreement.state = State.CANCELLED if agreement.state == State.DRAFT else State.ENDED
    agreement.ended_because = because
    agreement.save(update_fields=["state", "ended_because"])
    record(
        verb="activities.end_funding", subjects=[agreement.ref], by=by, at=at,
        data={"because": because},
    )  # fmt: skip


@action
def mark_report_sent(*, report: FundingReport, on: date, by: Actor, at: datetime) -> FundingReport:
    """
    Note the day on which the funder got a report; a second time mends the day.

    :raises Refusal: if the day is to come, or the agreement was never signed
    """
    late = [SentInTheFuture()] if on > _today(at) else []
    check_all([*late, *_unsigned(report.agreement)])
    report.sent_on = on
    report.save(update_fields=["sent_on"])
    return report


def _hold(agreement: FundingAgreement) -> FundingAgreement:
    rows = FundingAgreement.objects.select_for_update(of=("self",)).select_related("unit")
    return rows.get(id=agreement.pk)


def _today(at: datetime) -> date:
    return at.astimezone(ZONE).date()


def _unsigned(agreement: FundingAgreement) -> Iterator[Refusal]:
    if agreement.state not in (State.SIGNED, State.ENDED):
        yield NotSigned(title=agreement.title)


def _place(unit: Unit, today: date) -> Iterator[Refusal]:
    if unit.kind != UnitKind.ACTIVITY:
        yield OnlyForActivities(name=unit.name)
    if unit.closed_on and unit.closed_on <= today:
        yield UnitClosed(name=unit.name, day=f"{unit.closed_on:%d/%m/%Y}")


def _faults(new: NewFunding) -> Iterator[Refusal]:
    if not new.funder.strip():
        yield FunderMissing()
    if not new.title.strip():
        yield FundingUntitled()
    if new.cents <= 0:
        yield FundingNotPositive()
    if new.ends_on < new.starts_on:
        yield FundingEndsBeforeStart(day=f"{new.starts_on:%d/%m/%Y}")
    for number, report in enumerate(new.reports, start=1):
        if not report.text.strip():
            yield ReportUnnamed(number=number)
    yield from _sum_faults(new)


def _sum_faults(new: NewFunding) -> Iterator[Refusal]:
    together = sum(tranche.cents for tranche in new.tranches)
    empty = [place for place, each in enumerate(new.tranches, start=1) if each.cents <= 0]
    yield from (TrancheNotPositive(number=number) for number in empty)
    if not new.tranches:
        yield TranchesMissing()
    elif together != new.cents and not empty:
        yield TranchesDoNotAddUp(
            whole=show(new.cents),
            sum=show(together),
            difference=show(abs(together - new.cents)),
            side=_("too much") if together > new.cents else _("too little"),
        )


def _facts(new: NewFunding) -> dict[str, object]:
    return {
        "kind": new.kind,
        "funder": " ".join(new.funder.split()),
        "title": " ".join(new.title.split()),
        "reference": " ".join(new.reference.split()),
        "cents": new.cents,
        "conditions": new.conditions.strip(),
        "starts_on": new.starts_on,
        "ends_on": new.ends_on,
    }


def _write_parts(agreement: FundingAgreement, new: NewFunding) -> None:
    FundingTranche.objects.bulk_create(
        FundingTranche(
            agreement=agreement,
            unit_id=agreement.unit_id,
            position=position,
            text=" ".join(each.text.split()),
            cents=each.cents,
            expected_on=each.expected_on,
        )
        for position, each in enumerate(new.tranches, start=1)
    )
    FundingReport.objects.bulk_create(
        FundingReport(
            agreement=agreement,
            unit_id=agreement.unit_id,
            due_on=each.due_on,
            text=" ".join(each.text.split()),
        )
        for each in new.reports
    )
