"""The lines beside the wage: what the employer owes, and the work budget of the unit."""

from commonweal.rules.lines import Draft, Sheet, Text, one_of, percent
from commonweal.rules.wage_lines import Drafts, of_pay


def employer(sheet: Sheet) -> Drafts:
    owed, rules, outside = sheet.found.employer, sheet.rules, sheet.outside
    factor = of_pay(rules.employer_base_factor)
    share = percent(rules.employer_base_rate)
    others = f"{percent(rules.employer_rate)} - {share}"
    fund = percent(rules.holiday_fund_rate) + factor
    yield Draft("employer_share", owed.base, share + factor, outside, owed.base > 0)
    yield Draft("employer_others", owed.others, others, outside, owed.others > 0)
    if rules.student:
        rate, inside = percent(rules.student.employer_rate), sheet.found.social.inside
        yield Draft("employer_solidarity", owed.solidarity, rate, inside, owed.solidarity > 0)
    yield Draft("holiday_fund", owed.holiday_fund, fund, outside, owed.holiday_fund > 0)
    yield Draft("employer_contribution", owed.due)


def house(sheet: Sheet) -> Drafts:
    owed, rules, gross = sheet.found.employer, sheet.rules, sheet.found.gross
    if rules.tariff_rate is not None:
        yield Draft("tariff_charge", owed.tariff, _tariff(sheet), gross)
    else:
        yield Draft("cost_charge", owed.tariff)
    rate = percent(rules.provision_rate)
    yield Draft("holiday_provision", owed.provision, rate, sheet.outside, owed.provision > 0)
    yield Draft("house_contribution", owed.house_contribution)
    yield Draft("work_budget", sheet.found.work_budget)


def _tariff(sheet: Sheet) -> Text:
    """The tariff, or the two of a student on both sides of the quota."""
    rules, inside = sheet.rules, sheet.found.social.inside
    ordinary = percent(rules.tariff_rate or 0)
    if rules.student is None:
        return ordinary
    student = percent(rules.student.tariff_rate)
    texts = [ordinary, student, f"{student} / {ordinary}"]
    return one_of(texts, (inside > 0) + 1 * ((inside > 0) & (sheet.outside > 0)))
