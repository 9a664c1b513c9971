"""Reads of pay."""

from commonweal.payroll.models import Payslip, Regularisation
from commonweal.payroll.queries._compared import Compared, MonthPaid, compared
from commonweal.payroll.queries._debts import Debt, debts
from commonweal.payroll.queries._inputs import inputs
from commonweal.payroll.queries._months import MonthNotSettled, MonthOfPay, months_of
from commonweal.payroll.queries._outdated import Change, Outdated, outdated
from commonweal.payroll.queries._papers import (
    Check,
    Dmfa,
    TaxYear,
    belcotax_file,
    dmfa_file,
    dmfa_of,
    tax_year,
)
from commonweal.payroll.queries._quarter import (
    Owed,
    WorkerQuarter,
    closings,
    months_in,
    postings_of,
    quarter_name,
    quarter_of,
    quarter_ref,
    region_of,
    workers_of_quarter,
)
from commonweal.payroll.queries._reads import (
    ACCOUNT,
    Wage,
    all_of,
    due,
    get,
    get_own,
    many,
    of_contracts,
    own,
    paper,
    payable,
    standing,
    wages,
)
from commonweal.payroll.queries._rows import Row, rows
from commonweal.payroll.queries._settled import own_regularisations, regularisations
from commonweal.payroll.values import Payable, PayInput

__all__ = [
    "ACCOUNT",
    "Change",
    "Check",
    "Compared",
    "Debt",
    "Dmfa",
    "MonthNotSettled",
    "MonthOfPay",
    "MonthPaid",
    "Outdated",
    "Owed",
    "PayInput",
    "Payable",
    "Payslip",
    "Regularisation",
    "Row",
    "TaxYear",
    "Wage",
    "WorkerQuarter",
    "belcotax_file",
    "all_of",
    "closings",
    "compared",
    "debts",
    "dmfa_file",
    "dmfa_of",
    "due",
    "get",
    "get_own",
    "inputs",
    "many",
    "months_in",
    "months_of",
    "of_contracts",
    "outdated",
    "own",
    "own_regularisations",
    "paper",
    "payable",
    "postings_of",
    "quarter_name",
    "quarter_of",
    "quarter_ref",
    "region_of",
    "regularisations",
    "rows",
    "standing",
    "tax_year",
    "wages",
    "workers_of_quarter",
]
