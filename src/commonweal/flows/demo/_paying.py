"""Wages leave: one prepares, another approves. One is refused, one file is lost from sight."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from commonweal.banking import actions as banking
from commonweal.banking import queries as bank
from commonweal.banking.queries import Handover, PaymentBatch
from commonweal.flows.payday import actions as payday
from commonweal.flows.payday import queries
from commonweal.kernel.actor import Actor
from commonweal.members.queries import Member

PAID = ("wage", "attachment", "refund")
PAID_AHEAD = timedelta(days=4)
PAYDAYS = (date(2026, 4, 15), date(2026, 4, 22), date(2026, 4, 24), date(2026, 4, 29))
REFUSED_ON, AGAIN_ON, REFUSED = date(2026, 4, 22), date(2026, 4, 23), "elise"
LOST_ON, LOST_UNTIL = date(2026, 4, 30), date(2026, 5, 5)
MOVED_ON, MOVED, MOVED_TO = date(2026, 5, 3), "koen", "BE02363098765440"
TAXED_ON, TAX_AHEAD = date(2026, 5, 4), timedelta(days=14)
# Invented: the offices and their account numbers.
OFFICES = {
    "withholding": ("Ontvangkantoor Bedrijfsvoorheffing", "BE59679001234526"),
    "social_security": ("Rijksdienst Sociale Zekerheid", "BE58679002345679"),
    "vat": ("Ontvangkantoor btw", "BE57679003456735"),
}
SOFIE = Actor("staff:Sofie Claes", "Sofie Claes")
YOUSSEF = Actor("staff:Youssef Amrani", "Youssef Amrani")


def live(day: date, members: Mapping[str, Member], at: datetime) -> None:
    """What was paid on a day, and what went wrong with it."""
    if day == PAYDAYS[0]:
        _know_the_offices(at)
    if day in (*PAYDAYS, AGAIN_ON):
        _pay(day + PAID_AHEAD, at)
    if day == REFUSED_ON:
        _refuse(members[REFUSED], at + timedelta(hours=7))
    if day == LOST_ON:
        _lose(at)
    if day == TAXED_ON:
        payday.prepare(until=day + TAX_AHEAD, kinds=("tax",), by=SOFIE, at=at)
    if day == MOVED_ON:
        _move(members[MOVED], at + timedelta(hours=12))


def _know_the_offices(at: datetime) -> None:
    for kind, (name, iban) in OFFICES.items():
        banking.note_authority(kind=kind, name=name, iban=iban, by=SOFIE, at=at)


def _pay(until: date, at: datetime) -> None:
    for batch in _files(until, at):
        payday.uploaded(batch=batch, by=SOFIE, at=at + timedelta(hours=2))


def _files(until: date, at: datetime) -> list[PaymentBatch]:
    """Sofie builds and makes the files, Youssef approves in between."""
    dues = queries.due(until=until, at=at, kinds=PAID)
    if not dues:
        return []
    made = []
    for batch in payday.prepare(until=until, dues=dues, by=SOFIE, at=at):
        payday.approve(batch=batch, by=YOUSSEF, at=at + timedelta(hours=1))
        made.append(payday.export(batch=batch, by=SOFIE, at=at + timedelta(hours=2)))
    return made


def _refuse(member: Member, at: datetime) -> None:
    """The bank refuses one wage without a reason; two people see it, and the next batch pays it."""
    for batch in bank.batches().filter(state=PaymentBatch.State.HANDED):
        mine = bank.payments(batch=batch).filter(payee=member.ref)
        refused = {payment.pk: "MS03" for payment in mine}
        if refused:
            content = bank.next_report(batch=batch, rejected=refused, on=at.date())
            report = banking.BankFile(f"{batch.message_id}-status.xml", content)
            banking.take_status(files=[report], by=SOFIE, at=at)
            banking.confirm_refusals(batch=batch, by=YOUSSEF, at=at)


def _lose(at: datetime) -> None:
    """The site of the bank fell silent while a file was uploaded: nobody knows, so it waits."""
    said = "De site van de bank viel stil na het ondertekenen: kwam het bestand aan?"
    later = at + timedelta(hours=6)
    for batch in _files(LOST_UNTIL, at):
        begun = banking.claim_handover(batch=batch, way=Handover.Way.BY_HAND, by=SOFIE, at=later)
        banking.end_handover(handover=begun, outcome="unknown", answer=said, by=SOFIE, at=later)


def _move(member: Member, at: datetime) -> None:
    """Another account number on a Sunday evening: the next wage waits with it."""
    by = Actor(f"user:{member.user_id}", member.full_name)
    payday.change_account(member=member, iban=MOVED_TO, by=by, at=at)
