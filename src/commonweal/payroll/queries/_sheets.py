"""A year of pay as the sheet 281.10 wants it, for each worker."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from commonweal.members import queries as members
from commonweal.members.queries import Member
from commonweal.payroll.declarations.sheets import Family, Person, Sheet10
from commonweal.payroll.models import Payslip, Regularisation
from commonweal.payroll.queries._months import said

TOGETHER = 2  # married or legally cohabiting
SOCIAL = ("worker_contribution", "solidarity")
BONUS = ("work_bonus_a", "work_bonus_b")


def sheets(slips: Sequence[Payslip], rows: Sequence[Regularisation]) -> Iterator[Sheet10]:
    """Return the sheet of each worker of these payslips and regularisations, by member."""
    pay: dict[int, list[Payslip]] = defaultdict(list)
    settled: dict[int, list[Regularisation]] = defaultdict(list)
    for slip in slips:
        pay[slip.member_id].append(slip)
    for row in rows:
        settled[row.member_id].append(row)
    people = members.many(ids=sorted(pay))
    for id in sorted(pay):
        yield _sheet(people[id], pay[id], settled[id])


def _sheet(member: Member, slips: Sequence[Payslip], settled: Sequence[Regularisation]) -> Sheet10:
    lines: Counter[tuple[str, str]] = Counter()
    for row in settled:
        lines.update({(line["code"], line["status"]): line["difference"] for line in row.lines})
    taxable: Counter[str] = Counter()
    for slip in slips:
        taxable[slip.kind] += slip.gross_cents - slip.social_security_cents
    holiday = taxable["double_holiday"] + taxable["exit_holiday"]
    both: list[Payslip | Regularisation] = [*slips, *settled]
    students = [slip for slip in slips if slip.worker_status == "student"]
    kept = [line for slip in slips for line in said(slip).items()] + list(lines.items())
    return Sheet10(
        person=_person(member),
        starts_on=min(slip.starts_on for slip in slips),
        ends_on=max(slip.ends_on for slip in slips),
        ordinary_cents=taxable.total() - holiday - _social(lines),
        double_holiday_cents=taxable["double_holiday"],
        early_holiday_cents=taxable["exit_holiday"],
        withholding_cents=sum(each.withholding_cents for each in both),
        special_contribution_cents=sum(each.special_cents for each in both),
        student_cents=sum(slip.gross_cents - slip.social_security_cents for slip in students)
        - _social(lines, "student"),
        work_bonus_cents=sum(cents for (code, _status), cents in kept if code == BONUS[0]),
        work_bonus_low_pay_cents=sum(cents for (code, _status), cents in kept if code == BONUS[1]),
    )


def _social(lines: "Counter[tuple[str, str]]", status: str | None = None) -> int:
    """What settled months added to what social security keeps, of one status or of all."""
    mine = [(code, cents) for (code, of), cents in lines.items() if status in (None, of)]
    added = sum(cents for code, cents in mine if code in SOCIAL)
    return added - sum(cents for code, cents in mine if code in BONUS)


def _person(member: Member) -> Person:
    return Person(
        name=member.last_name,
        first_names=member.first_name,
        street=member.street,
        postcode=member.postcode,
        town=member.city,
        national_number=member.national_number,
        born_on=member.birth_date,
        country=member.country,
        language=member.language,
        reference=str(member.pk),
        family=Family(
            civil_status=TOGETHER if member.family.startswith("partner") else 0,
            children=member.children + member.disabled_children,
            others=member.other_dependants + member.dependent_retirees,
            disabled=member.is_disabled,
            partner_disabled=member.partner_is_disabled,
        ),
    )
