"""
What each line of a payslip is called, and what it means in plain words.

English msgids; a face shows `gettext(LABELS[code])` and `gettext(REASONS[code])`.
"""

from commonweal.rules.words import gettext_noop as _

LABELS = {
    "gross": _("Gross pay"),
    "given_taxable": _("Taxable pay, as given"),
    "within_quota": _("Part within the yearly quota of students"),
    "solidarity": _("Solidarity contribution of students"),
    "worker_contribution": _("Your contribution to social security"),
    "reference_wage": _("Pay of a full month at this hourly pay"),
    "work_bonus_a": _("Work bonus, part A (low pay)"),
    "work_bonus_b": _("Work bonus, part B (very low pay)"),
    "bonus_cut": _("Work bonus above your contribution, not granted"),
    "social_security": _("Social security after the work bonus"),
    "taxable": _("Taxable pay"),
    "year_income": _("Taxable pay of twelve such months"),
    "year_costs": _("Lump-sum professional costs"),
    "year_net": _("Net yearly income"),
    "quotient": _("Part attributed to your partner"),
    "year_tax": _("Tax by the scale"),
    "exempt_tax": _("Tax on the exempt amount"),
    "children_reduction": _("Reduction for dependent children"),
    "single_parent_reduction": _("Reduction for a single parent"),
    "disability_reduction": _("Reduction for a disability"),
    "dependants_reduction": _("Reduction for other dependants"),
    "partner_reduction": _("Reduction for a partner with a low income or pension"),
    "key_month": _("Withholding tax of a month, before the work bonus"),
    "fiscal_bonus": _("Fiscal work bonus"),
    "year_pay": _("Normal pay of a year, after social security"),
    "usual_year_pay": _("Normal pay of a year from which such a sum follows"),
    "exempt_for_children": _("Exempt because of dependent children"),
    "exceptional_tax": _("Tax on exceptional pay"),
    "let_off_for_children": _("Let off because of dependent children"),
    "withholding": _("Withholding tax"),
    "chosen_withholding": _("Withholding tax at the rate you chose"),
    "extra_withholding": _("Extra withholding tax you asked for"),
    "flat_withholding": _("Withholding tax at a fixed rate"),
    "no_withholding": _("No withholding tax within the quota of students"),
    "special_contribution": _("Special contribution for social security"),
    "net": _("Net pay"),
    "employer_share": _("Employer contributions to social security"),
    "employer_others": _("Special contributions of the employer"),
    "employer_solidarity": _("Solidarity contribution of the employer for students"),
    "holiday_fund": _("Employer contribution to the holiday fund"),
    "employer_contribution": _("Employer contributions in all"),
    "tariff_charge": _("Employer charge at the tariff of the house"),
    "cost_charge": _("Employer charge at cost"),
    "holiday_provision": _("Set aside for your holiday pay"),
    "house_contribution": _("Contribution on the work budget"),
    "work_budget": _("Work budget used"),
}

REASONS = {
    "gross": _("The pay agreed for this contract, before anything is taken off."),
    "worker_contribution": _(
        "Pays for your pension, health care, unemployment and child benefits. For artists and "
        "manual workers it counts on 108 % of the pay, because their holiday pay comes from the "
        "holiday fund."
    ),
    "reference_wage": _(
        "The work bonus looks at the pay of a full month; a shorter contract gets its fraction."
    ),
    "work_bonus_a": _("A reduction of your contribution, because the pay of a full month is low."),
    "work_bonus_b": _(
        "A second reduction of your contribution, because the pay of a full month is very low."
    ),
    "bonus_cut": _("The work bonus can never be more than your contribution itself."),
    "social_security": _("What is really taken off for social security."),
    "taxable": _("The gross pay less social security: the tax counts on this."),
    "year_income": _("The tax scale is one of a year, so the month counts twelve times."),
    "year_costs": _("Costs of your work that the tax office accepts without proof."),
    "year_net": _("What remains for the tax scale."),
    "quotient": _(
        "Your partner has no income: up to 30 % of yours counts as theirs and is taxed apart."
    ),
    "year_tax": _("Each slice of the yearly income at its own rate, municipal tax included."),
    "exempt_tax": _("Everyone has a first part of income free of tax."),
    "children_reduction": _("Less tax for each child that depends on you."),
    "single_parent_reduction": _(
        "Less tax, because you raise your children alone. It asks for at least one dependent child."
    ),
    "key_month": _("One twelfth of the yearly tax."),
    "fiscal_bonus": _("Who receives a work bonus also pays less withholding tax."),
    "withholding": _(
        "An advance on your yearly income tax. The tax bill of next year settles the difference."
    ),
    "chosen_withholding": _(
        "You asked for a higher rate, so that next year's tax bill is lower. The law's amount is "
        "the least."
    ),
    "extra_withholding": _("You asked for this amount on top, so that next year's tax is lower."),
    "special_contribution": _(
        "An advance on a contribution that depends on the income of the household. The tax bill "
        "settles it."
    ),
    "net": _("What arrives on your account."),
    "employer_share": _("What the cooperative pays to social security on top of your gross pay."),
    "holiday_fund": _("The holiday fund pays your holiday money next year with it."),
    "employer_contribution": _("All that the cooperative owes on top of your gross pay."),
    "tariff_charge": _("The fixed charge that your unit pays for all employer costs."),
    "holiday_provision": _("The cooperative keeps this for the holiday pay you are building up."),
    "house_contribution": _("The part of the charge that carries the common services."),
    "work_budget": _("Gross pay and employer charge: what this contract costs your unit."),
    "given_taxable": _("The question starts here: social security was taken off before."),
    "within_quota": _(
        "So much of the pay falls within the hours a year that a student may work at low "
        "contributions."
    ),
    "solidarity": _(
        "A student within the quota pays this small contribution instead of the ordinary one."
    ),
    "disability_reduction": _("Less tax, because you or your partner has a recognised disability."),
    "dependants_reduction": _("Less tax for each other person who depends on you."),
    "partner_reduction": _("Less tax, because the income or pension of your partner is low."),
    "year_pay": _("The rate of tax on such a sum depends on what you normally earn in a year."),
    "usual_year_pay": _(
        "The rate depends on your normal pay of a year. Nobody gave it: this is what twelve "
        "months of the pay behind this sum come to."
    ),
    "exempt_for_children": _(
        "With dependent children, this part is free of tax while the pay of the year stays under "
        "a limit."
    ),
    "exceptional_tax": _(
        "Holiday pay and premiums are taxed at one rate, found by the normal pay of a year."
    ),
    "let_off_for_children": _(
        "With dependent children, a percentage of this tax is let off while the pay of the year "
        "stays under a limit."
    ),
    "flat_withholding": _("The law fixes one rate for this work: it takes the place of the scale."),
    "no_withholding": _(
        "Within the quota no tax is withheld from a student. The tax bill of next year may still "
        "count it."
    ),
    "employer_others": _(
        "Contributions of the employer beside the base rate: unemployment, closing of firms, the "
        "funds of the sector."
    ),
    "employer_solidarity": _("What the cooperative pays for a student within the quota."),
    "cost_charge": _("What the employer owes and sets aside, without any addition."),
}

# Why days have no figure, as the files of figures say it: a test holds both lists together.
GAPS = (
    _(
        "From April 2026 the allowance changes every month: the amounts from May on are not "
        "in our sources."
    ),
    _("The yearly allowance from July 2026 is not in our sources."),
    _("The thresholds of the fourth quarter of 2022 are not in our sources."),
    _("The thresholds of category 2 from October 2022 to March 2024 are not in our sources."),
    _("The thresholds of category 2 from July 2024 to March 2025 are not in our sources."),
    _("The thresholds of category 2 from July to December 2025 are not in our sources."),
    _("The thresholds of category 2 from April 2026 are not in our sources."),
    _(
        "The amounts of 2023 that we have are remembered income-tax brackets, not those of "
        "Annex III, which differ by 10 to 30 euro."
    ),
    _("Our sources give no amounts for April 2024, the first month of parts A and B."),
)
