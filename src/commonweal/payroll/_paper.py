"""The payslip on paper: the same lines as on the screen, in the worker's language."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from commonweal.documents import queries as documents
from commonweal.kernel.models import LegalEntity
from commonweal.members.queries import Member, masked_iban
from commonweal.payroll import queries
from commonweal.payroll.models import Payslip

TEMPLATE = Path(__file__).parent / "typst" / "payslip.typ"


def pdf(payslip: Payslip, member: Member, entity: LegalEntity, at: datetime) -> bytes:
    """Return the tagged PDF of a payslip in the language of its worker."""
    with translation.override(member.language):
        data = _words(payslip) | _facts(payslip, member, entity)
    return documents.typeset(template=TEMPLATE, data=data, at=at)


def _facts(payslip: Payslip, member: Member, entity: LegalEntity) -> dict[str, Any]:
    place = f"{member.postcode} {member.city}".strip()
    return {
        "lang": member.language,
        "number": payslip.pk,
        "employer": [entity.name, entity.street, f"{entity.postcode} {entity.city}"],
        "enterprise_number": entity.enterprise_number,
        "worker": [payslip.name, *filter(None, [member.street, place])],
        "job": _job(payslip),
        "period": _period(payslip),
        "hours": f"{payslip.minutes // 60}:{payslip.minutes % 60:02}",
        "status": payslip.get_worker_status_display(),
        "family": payslip.get_family_display(),
        "children": payslip.children,
        "gross": payslip.gross_cents,
        "net": payslip.net_cents,
        "due": date_format(payslip.due_on, "DATE_FORMAT"),
        "iban": masked_iban(member.iban),
        "corrects": payslip.corrects_id,
        "version": payslip.figures_id,
        "marks": payslip.marks,
        "lines": [_line(row) for row in queries.rows(payslip=payslip) if row.code != "net"],
    }


def _job(payslip: Payslip) -> str:
    """The job, and before it what comes beside its wage."""
    if payslip.kind == payslip.Kind.ORDINARY:
        return payslip.title
    return f"{payslip.get_kind_display()}: {payslip.title}"


def _period(payslip: Payslip) -> str:
    first, last = (date_format(day, "DATE_FORMAT") for day in (payslip.starts_on, payslip.ends_on))
    return first if first == last else f"{first} \N{EN DASH} {last}"


def _line(row: queries.Row) -> dict[str, Any]:
    return {
        "part": row.part,
        "code": row.code,
        "label": row.label,
        "reason": row.reason,
        "rate": row.shown_rate,
        "cents": row.cents,
        "source": "" if row.rule == "sum" else f"{row.rule} {row.valid_from:%Y-%m-%d}",
        "unconfirmed": bool(row.unconfirmed),
    }


def _words(payslip: Payslip) -> dict[str, Any]:
    return {
        "title": _("Payslip %(number)s") % {"number": payslip.pk},
        "words": {
            "payslip": _("Payslip"),
            "correction": _("Corrects payslip %(number)s") % {"number": payslip.corrects_id},
            "employer": _("Employer"),
            "worker": _("Worker"),
            "job": _("Job"),
            "period": _("Work"),
            "hours": _("Hours"),
            "status": _("Status"),
            "family": _("Household"),
            "children": _("Dependent children"),
            "gross": _("Gross"),
            "net": _("Net"),
            "paid": _("Paid by %(day)s at the latest, to account %(iban)s")
            % {
                "day": date_format(payslip.due_on, "DATE_FORMAT"),
                "iban": masked_iban(payslip.member.iban),
            },
            "line": _("Line"),
            "rate": _("Rate"),
            "amount": _("Amount"),
            "rule": _("Rule and date"),
            "pay": _("From gross to net"),
            "step": _("How the tax was found"),
            "employer_part": _("What the employer pays on top"),
            "house": _("The work budget"),
            "unconfirmed": _("figure not confirmed yet"),
            "marks": _(
                "Lines marked ▲ rest on a figure that is not confirmed by its source yet. If it "
                "proves wrong, you receive a corrected payslip:"
            ),
            "version": _("Version of the figures"),
        },
    }
