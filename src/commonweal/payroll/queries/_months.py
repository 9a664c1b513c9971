"""A calendar month of pay: what each person's payslips come to, and what the month asks."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonweal.kernel.period import month_of, next_month
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.payroll.models import Payslip, Regularisation
from commonweal.payroll.queries._reads import standing
from commonweal.payroll.values import asked_again
from commonweal.rules import months
from commonweal.rules.cases import Case
from commonweal.rules.month import Settled, Sorted
from commonweal.rules.parameters import Figure
from commonweal.rules.payslip import rules_of

Key = tuple[str, str]  # the code of a line and the status it is about, "" for the whole person
PERSON = ""
CHOICE = "withholding.voluntary_increase_allowed"
# What a line of a settled month rests on: the first figure that counts for the status is its rule.
RULES: Mapping[str, tuple[str, ...]] = {
    "worker_contribution": (
        "nsso.worker.rate", "nsso.manual_and_artist.base_factor", "holiday.double_nsso_share",
    ),
    "solidarity": ("nsso.student.worker", "nsso.student.quota"),
    "work_bonus_a": ("work_bonus", "labour.full_time_hours", "work_bonus.cut_first"),
    "work_bonus_b": ("work_bonus", "labour.full_time_hours", "work_bonus.cut_first"),
    "special_contribution": ("special_contribution.monthly", "special_contribution.base_factor"),
    "withholding": (
        "withholding.key_formula", "work_bonus.fiscal", CHOICE,
    ),
    "employer_contribution": (
        "employer.due.white_collar", "nsso.employer.global_profit", "nsso.student.employer",
        "nsso.manual.holiday.quarterly", "nsso.manual.holiday.yearly",
    ),
}  # fmt: skip


class MonthNotSettled(Refusal):
    """`values["member_id"]` says whose month it is, so that the others can be settled."""

    message = _("Settle %(month)s of %(name)s when this is put right. %(reason)s")


@dataclass(frozen=True, slots=True)
class MonthOfPay:
    """
    A person's calendar month in cents by line: what payslips and earlier regularisations make
    `before`, what the law asks of all pay of the month `after`. What is kept counts positive,
    the work bonus too. `pays` is None when no payslip of the month stands any more.
    """

    member_id: int
    name: str
    month: date
    before: Mapping[Key, int]
    after: Mapping[Key, int]
    pays: Sorted | None = None
    settled: Settled | None = None

    @property
    def keys(self) -> list[Key]:
        """The lines of the month, in the order in which they are computed."""
        found = {key for key in {**self.before, **self.after} if self._says(key)}
        return sorted(found, key=lambda key: (list(RULES).index(key[0]), key[1]))

    def _says(self, key: Key) -> bool:
        return bool(self.before.get(key) or self.after.get(key))

    @property
    def differs(self) -> bool:
        """Whether anything is still to be regularised."""
        return any(self.difference(key) for key in self.keys)

    def difference(self, key: Key) -> int:
        """What is added to a line, in cents."""
        return self.after.get(key, 0) - self.before.get(key, 0)

    def total(self, *codes: str) -> int:
        """What is added to these lines of all statuses, in cents."""
        return sum(self.difference(key) for key in self.keys if key[0] in codes)

    def figures(self, key: Key) -> tuple[Figure, ...]:
        """The dated figures behind a line; none when the month has no pay left."""
        if self.pays is None:
            return ()
        sources = dict(self._sources(key[1]))
        if not _chose_more(self.pays.last):
            sources.pop(CHOICE, None)
        return tuple(sources[name] for name in RULES[key[0]] if name in sources)

    def _sources(self, status: str) -> Iterator[tuple[str, Figure]]:
        assert self.pays is not None
        if status == PERSON:
            yield from self.pays.case_rules().sources.items()
        for words in self.pays.words:
            if status in (PERSON, words[0]):
                yield from self.pays.rules(words).sources.items()
        for case in self.pays.apart:
            if status == case.status:
                yield from rules_of(case).sources.items()


def _chose_more(case: Case) -> bool:
    """Whether the worker asked for more tax now than the scale says."""
    return bool(case.withholding_rate or case.extra_withholding_cents)


def people_of(*, month: date) -> set[int]:
    """Return the members who have pay in a calendar month, or were regularised for it."""
    first = month_of(month)
    return {*_slips(first, None), *_earlier(first, None)}


def months_of(*, month: date, members: Collection[int] | None = None) -> list[MonthOfPay]:
    """
    Return the calendar month (any day names it) of every person, or of these, that has pay in it
    or was regularised: a payslip belongs to the month of its last work day. Two reads.

    :raises MonthNotSettled: if the rules cannot compute somebody's month
    """
    first = month_of(month)
    slips = _slips(first, members)
    earlier = _earlier(first, members)
    people = sorted(slips.keys() | earlier.keys())
    asked = [id for id in people if id in slips]
    found = months.settle([[asked_again(each).case for each in slips[id]] for id in asked])
    check_all(
        MonthNotSettled(
            member_id=asked[row],
            name=slips[asked[row]][0].name,
            month=f"{first:%Y-%m}",
            reason=error.said(gettext),
        )
        for row, error in found.refused.items()
    )
    place = {id: row for row, id in enumerate(asked)}
    return [_month(id, first, slips.get(id, []), earlier[id], found, place) for id in people]


def _month(
    member_id: int,
    first: date,
    slips: list[Payslip],
    earlier: list[Regularisation],
    found: months.Months,
    place: Mapping[int, int],
) -> MonthOfPay:
    before: Counter[Key] = Counter()
    for slip in slips:
        before.update(said(slip))
    for row in earlier:
        before.update({(line["code"], line["status"]): line["difference"] for line in row.lines})
    if not slips:
        return MonthOfPay(member_id, earlier[0].name, first, before, {})
    settled = found.settled(place[member_id])
    return MonthOfPay(
        member_id, slips[-1].name, first, before, asked_by(settled),
        found.sorted[place[member_id]], settled,
    )  # fmt: skip


def _slips(first: date, members: Collection[int] | None) -> dict[int, list[Payslip]]:
    chosen = standing().filter(ends_on__gte=first, ends_on__lt=next_month(first))
    if members is not None:
        chosen = chosen.filter(member__in=members)
    found: dict[int, list[Payslip]] = defaultdict(list)
    for slip in chosen.order_by("ends_on", "contract_id", "id"):
        found[slip.member_id].append(slip)
    return dict(found)


def _earlier(first: date, members: Collection[int] | None) -> dict[int, list[Regularisation]]:
    chosen = Regularisation.objects.filter(month=first)
    if members is not None:
        chosen = chosen.filter(member__in=members)
    found: dict[int, list[Regularisation]] = defaultdict(list)
    for row in chosen.order_by("id"):
        found[row.member_id].append(row)
    return found


def said(slip: Payslip) -> dict[Key, int]:
    """Return the lines of a payslip that a month settles, in cents."""
    status, solidarity = slip.worker_status, abs(line_cents(slip, "solidarity"))
    return {
        ("worker_contribution", status): slip.contribution_cents - solidarity,
        ("solidarity", status): solidarity,
        ("work_bonus_a", status): line_cents(slip, "work_bonus_a"),
        ("work_bonus_b", status): line_cents(slip, "work_bonus_b"),
        ("special_contribution", PERSON): slip.special_cents,
        ("withholding", PERSON): slip.withholding_cents,
        ("employer_contribution", status): slip.employer_cents,
    }


def line_cents(slip: Payslip, code: str) -> int:
    """Return the amount of a line of a payslip as it stands there; 0 if it has no such line."""
    return sum(cents for said, cents in map(_line, slip.lines) if said == code)


def _line(line: object) -> tuple[str, int]:
    """Payslips of before the figures kept the shape of their lines have it in each line."""
    if isinstance(line, dict):
        return line["code"], line["amount"]
    assert isinstance(line, list)
    return line[0], line[3]


def asked_by(settled: Settled) -> dict[Key, int]:
    """Return what a settled month asks, line by line, in cents."""
    found: Counter[Key] = Counter()
    for (status, _flat_rate), part in settled.parts.items():
        found["worker_contribution", status] += part.social.contribution
        found["solidarity", status] += part.social.solidarity
        found["work_bonus_a", status] += part.social.bonus_a
        found["work_bonus_b", status] += part.social.bonus_b
        found["employer_contribution", status] += part.employer.due
    for case, amounts in settled.apart:
        found["worker_contribution", case.status] += amounts.contribution
        found["employer_contribution", case.status] += amounts.employer.due
    found["special_contribution", PERSON] = settled.whole.special
    found["withholding", PERSON] = settled.withholding
    return dict(found)
