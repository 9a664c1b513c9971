"""Verbs on pay: run it, correct it, look into somebody's, set its paper."""

from commonweal.payroll.actions._correct import AlreadyCorrected, correct
from commonweal.payroll.actions._draft import NotComputable
from commonweal.payroll.actions._look import ReasonMissing, look
from commonweal.payroll.actions._regularise import regularise
from commonweal.payroll.actions._render import render
from commonweal.payroll.actions._run import run
from commonweal.payroll.models import Payslip, Regularisation
from commonweal.payroll.values import Correction, Payable, PayInput

__all__ = [
    "AlreadyCorrected",
    "Correction",
    "NotComputable",
    "PayInput",
    "Payable",
    "Payslip",
    "ReasonMissing",
    "Regularisation",
    "correct",
    "look",
    "regularise",
    "render",
    "run",
]
