"""The question a payslip answers: who, what, when. Checked once, here."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal, get_args

from commonweal.rules.errors import BadCase
from commonweal.rules.words import gettext_noop as _

Status = Literal["white_collar", "blue_collar", "artist", "artist_1bis", "student", "staff"]
Family = Literal[
    "single",
    "single_parent",
    "partner_with_income",
    "partner_without_income",
    "partner_low_income",
    "partner_low_pension",
]
Kind = Literal["ordinary", "fortnight", "double_holiday", "exit_holiday", "year_end_premium"]
FlatRate = Literal["", "artist_interim", "nonresident_performer"]

STATUSES: tuple[str, ...] = get_args(Status)
FAMILIES: tuple[str, ...] = get_args(Family)
KINDS: tuple[str, ...] = get_args(Kind)
FLAT_RATES: tuple[str, ...] = get_args(FlatRate)[1:]
HOLIDAY = frozenset({"double_holiday", "exit_holiday"})
HOLIDAY_FUND = frozenset({"blue_collar", "artist", "artist_1bis"})
MOST_CENTS = 1_000_000_000  # ten million euro: every product of a rule then fits 64 bits
MOST_MINUTES = 366 * 24 * 60
MOST_PEOPLE = 99
PPM = 1_000_000  # a rate that the worker chooses is kept in parts of a million


@dataclass(frozen=True, slots=True)
class Case:
    """
    One pay: gross cents earned on the rules of the day `on`.

    `minutes` is the length of the contract; without it the pay is that of a full month (of half
    a month, if it is a fortnight's). `withholding_rate` and `extra_withholding_cents` are the
    worker's own choice to pay more tax now: a least rate of the taxable amount, to a millionth,
    and an amount on top. `flat_rate` names a fixed rate that takes the place of the key formula.

    With `from_taxable` the `gross_cents` are the taxable pay itself: no contributions then.
    `disabled_children` are among the `children`; `dependants` are others who depend on the
    worker, `dependent_retirees` those over 65. `year_cents` is the normal pay of a year after
    social security, which decides the rate of holiday pay and premiums; without it, twelve
    months of the pay from which such a sum usually follows. `student_minutes_left` is what is
    left of a student's yearly quota before this pay (None: all of it), `declared_in_time` whether
    the student was announced before the work began.

    :raises BadCase: if a value is out of its range
    """

    gross_cents: int
    on: date
    status: str = "white_collar"
    family: str = "single"
    children: int = 0
    minutes: int | None = None
    withholding_rate: Fraction = Fraction(0)
    extra_withholding_cents: int = 0
    kind: str = "ordinary"
    from_taxable: bool = False
    flat_rate: str = ""
    disabled_children: int = 0
    is_disabled: bool = False
    partner_is_disabled: bool = False
    dependants: int = 0
    dependent_retirees: int = 0
    year_cents: int | None = None
    student_minutes_left: int | None = None
    declared_in_time: bool = True

    def __post_init__(self) -> None:
        _refuse_unknown("status", self.status, STATUSES)
        _refuse_unknown("family", self.family, FAMILIES)
        _refuse_unknown("kind", self.kind, KINDS)
        if self.flat_rate:
            _refuse_unknown("flat rate", self.flat_rate, FLAT_RATES)
        if not 0 < self.gross_cents <= MOST_CENTS:
            raise BadCase(_("Give a gross pay above zero and of at most EUR 10,000,000."), "gross")
        if self.minutes is not None and not 0 < self.minutes <= MOST_MINUTES:
            raise BadCase(
                _("Give the hours of the contract as more than zero, and of a year at most."),
                "hours",
            )
        self._refuse_people()
        self._refuse_choices()

    @property
    def disabled_people(self) -> int:
        """Whose disability counts: a partner with an income has the reduction on the own pay."""
        alone = self.family == "partner_without_income"
        return self.is_disabled + (self.partner_is_disabled and alone)

    @property
    def withholding_ppm(self) -> int:
        """The own rate of tax in parts of a million."""
        rate = self.withholding_rate
        return rate.numerator * PPM // rate.denominator

    def _refuse_people(self) -> None:
        if not 0 <= self.children <= MOST_PEOPLE:
            raise BadCase(
                _("Give the number of dependent children as 0 or more, 99 at most."), "children"
            )
        if not 0 <= self.disabled_children <= self.children:
            raise BadCase(
                _("Count the children with a disability among the dependent children."),
                "disabled_children",
            )
        if not (
            0 <= self.dependants <= MOST_PEOPLE and 0 <= self.dependent_retirees <= MOST_PEOPLE
        ):
            raise BadCase(
                _("Give the number of other dependants as 0 or more, 99 at most."), "dependants"
            )
        if self.partner_is_disabled and self.family in ("single", "single_parent"):
            raise BadCase(
                _("Choose a family with a partner, or leave the disabled partner out."),
                "partner_disabled",
            )

    def _refuse_choices(self) -> None:
        rate = self.withholding_rate
        if not 0 <= rate.numerator <= rate.denominator:
            raise BadCase(_("Choose a withholding rate from 0 to 100 %%."), "withholding_rate")
        if PPM % rate.denominator:
            raise BadCase(
                _("Choose a withholding rate with at most four decimals, such as 12.5."),
                "withholding_rate",
            )
        if not 0 <= self.extra_withholding_cents <= MOST_CENTS:
            raise BadCase(
                _(
                    "Give the extra withholding as 0 or more: less than the law says is not "
                    "allowed."
                ),
                "extra_withholding",
            )
        if self.year_cents is not None and not 0 <= self.year_cents <= MOST_CENTS:
            raise BadCase(
                _("Give the normal pay of a year as 0 or more, EUR 10,000,000 at most."), "year_pay"
            )
        if self.student_minutes_left is not None and self.student_minutes_left < 0:
            raise BadCase(
                _("Give the hours left of the student's quota as 0 or more."), "student_hours_left"
            )
        self._refuse_kinds()

    def _refuse_kinds(self) -> None:
        if self.kind in HOLIDAY and self.status in HOLIDAY_FUND:
            raise BadCase(
                _(
                    "Leave holiday pay to the holiday fund: it pays artists and manual workers. "
                    "Choose an ordinary pay."
                ),
                "kind",
            )
        if self.kind not in ("ordinary", "fortnight") and self.status == "student":
            raise BadCase(
                _("Choose an ordinary pay for a student: holiday pay and premiums are not known."),
                "kind",
            )
        if self.flat_rate and self.kind not in ("ordinary", "fortnight"):
            raise BadCase(
                _("Choose a fixed rate or holiday pay and premiums, not both."), "flat_rate"
            )
        if self.from_taxable and self.status == "student":
            raise BadCase(
                _("Give the gross pay of a student: within the quota there is no taxable pay."),
                "taxable",
            )


def _refuse_unknown(what: str, given: str, known: tuple[str, ...]) -> None:
    if given not in known:
        raise BadCase(
            _("Choose as %(what)s one of %(known)s: “%(given)s” is not known."),
            field=what.replace(" ", "_"),
            what=what,
            known=", ".join(known),
            given=given,
        )
