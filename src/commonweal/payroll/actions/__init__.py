"""Verbs on pay: run it, correct it, look into somebody's, set its paper."""

from commonweal.payroll.actions._close_quarter import QuarterNotOver, close_quarter
from commonweal.payroll.actions._correct import AlreadyCorrected, correct
from commonweal.payroll.actions._declare import Declared, declare_quarter, declare_year
from commonweal.payroll.actions._draft import NotComputable
from commonweal.payroll.actions._look import ReasonMissing, look
from commonweal.payroll.actions._regularise import regularise
from commonweal.payroll.actions._render import render
from commonweal.payroll.actions._run import run
from commonweal.payroll.models import Payslip, QuarterClose, Regularisation
from commonweal.payroll.values import Correction, Payable, PayInput

__all__ = [
    "AlreadyCorrected",
    "Correction",
    "Declared",
    "NotComputable",
    "PayInput",
    "Payable",
    "Payslip",
    "QuarterClose",
    "QuarterNotOver",
    "ReasonMissing",
    "Regularisation",
    "close_quarter",
    "correct",
    "declare_quarter",
    "declare_year",
    "look",
    "regularise",
    "render",
    "run",
]
