"""Reads of pay."""

from commonweal.payroll.models import Payslip
from commonweal.payroll.queries._inputs import inputs
from commonweal.payroll.queries._reads import (
    ACCOUNT,
    Wage,
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
from commonweal.payroll.values import Payable, PayInput

__all__ = [
    "ACCOUNT",
    "PayInput",
    "Payable",
    "Payslip",
    "Row",
    "Wage",
    "due",
    "get",
    "get_own",
    "inputs",
    "many",
    "of_contracts",
    "own",
    "paper",
    "payable",
    "rows",
    "standing",
    "wages",
]
