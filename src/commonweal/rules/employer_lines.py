"""The lines beside the wage: what the employer owes, and the work budget of the unit."""

from commonweal.rules.lines import Pen, percent
from commonweal.rules.pay_rules import PayRules
from commonweal.rules.payslip import Amounts
from commonweal.rules.wage_lines import Lines, of_pay


def employer(pen: Pen, found: Amounts) -> Lines:
    owed, rules = found.employer, pen.rules
    outside = found.gross - found.social.inside
    factor_text = of_pay(rules.employer_base_factor)
    due, factor = "employer.due.white_collar", "nsso.manual_and_artist.base_factor"
    return [
        pen.law(
            "employer_share", "employer", owed.base, "nsso.employer.global_profit",
            rate=percent(rules.employer_base_rate) + factor_text, base=outside,
            also=(factor, "artist.1bis.certificate_required"),
        ) if owed.base else None,
        pen.law(
            "employer_others", "employer", owed.others, due, base=outside,
            rate=f"{percent(rules.employer_rate)} - {percent(rules.employer_base_rate)}",
        ) if owed.others else None,
        pen.law(
            "employer_solidarity", "employer", owed.solidarity, "nsso.student.employer",
            rate=percent(rules.student.employer_rate), base=found.social.inside,
        ) if rules.student and owed.solidarity else None,
        pen.law(
            "holiday_fund", "employer", owed.holiday_fund, "nsso.manual.holiday.yearly",
            rate=percent(rules.holiday_fund_rate) + factor_text, base=outside,
            also=("nsso.manual.holiday.quarterly", factor),
        ) if owed.holiday_fund else None,
        pen.total("employer_contribution", "employer", owed.due, of="the lines above"),
    ]  # fmt: skip


def house(pen: Pen, found: Amounts) -> Lines:
    owed, rules, gross = found.employer, pen.rules, found.gross
    return [
        pen.law(
            "tariff_charge", "house", owed.tariff, "employer.tariff",
            rate=_tariff_rates(rules, found), base=gross,
        ) if rules.tariff_rate is not None else pen.total(
            "cost_charge", "house", owed.tariff, of="employer contributions + provision"
        ),
        pen.law(
            "holiday_provision", "house", owed.provision, "holiday.whitecollar.provision",
            rate=percent(rules.provision_rate), base=gross - found.social.inside,
        ) if owed.provision else None,
        pen.total(
            "house_contribution", "house", owed.house_contribution,
            of="tariff - employer contributions - provision",
        ),
        pen.total("work_budget", "house", found.work_budget, of="gross pay + charge at tariff"),
    ]  # fmt: skip


def _tariff_rates(rules: PayRules, found: Amounts) -> str:
    """The tariff, or the two of a student on both sides of the quota."""
    inside = [rules.student.tariff_rate] if rules.student and found.social.inside else []
    outside = [rules.tariff_rate] if rules.tariff_rate and found.social.inside < found.gross else []
    return " / ".join(percent(rate) for rate in (*inside, *outside))
