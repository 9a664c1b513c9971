"""Verbs on pay: run it, correct it, look into somebody's, set its paper."""

from commonweal.payroll.actions._attach import (
    LiftedAlready,
    NewAttachment,
    NoCreditor,
    NothingClaimed,
    ReasonToLiftMissing,
    ServedAlready,
    ServedLater,
    WrongCreditorIban,
    attach,
    lift,
)
from commonweal.payroll.actions._close_quarter import QuarterNotOver, close_quarter
from commonweal.payroll.actions._correct import AlreadyCorrected, OtherPay, correct
from commonweal.payroll.actions._declare import Declared, declare_quarter, declare_year
from commonweal.payroll.actions._draft import NotComputable
from commonweal.payroll.actions._look import ReasonMissing, look
from commonweal.payroll.actions._pay_month import (
    EarlierMonthUnpaid,
    MonthGoesOn,
    QuarterNotSettled,
    pay_months,
)
from commonweal.payroll.actions._pay_premium import (
    NothingEarned,
    OnlyForStaff,
    PaidOnLeaving,
    Premium,
    ServiceTooShort,
    StillEmployed,
    pay_premium,
)
from commonweal.payroll.actions._plan import (
    BeginsInThePast,
    EndsTooEarly,
    EndsTooLate,
    HasPlan,
    NewPlan,
    PlanEnded,
    PlanNotPossible,
    UnitHasPlan,
    UnsettledPlan,
    end_plan,
    plan,
)
from commonweal.payroll.actions._regularise import regularise
from commonweal.payroll.actions._render import render
from commonweal.payroll.actions._run import run
from commonweal.payroll.actions._settle_plan import (
    NoQuarterLeft,
    NothingToSettle,
    settle_plan,
)
from commonweal.payroll.actions._take import NoProtectionKnown
from commonweal.payroll.models import PayPlan, Payslip, PlanSettlement, QuarterClose, Regularisation
from commonweal.payroll.values import Correction, Payable, PayInput

__all__ = [
    "AlreadyCorrected",
    "BeginsInThePast",
    "Correction",
    "Declared",
    "EarlierMonthUnpaid",
    "EndsTooEarly",
    "EndsTooLate",
    "HasPlan",
    "LiftedAlready",
    "MonthGoesOn",
    "NewAttachment",
    "NewPlan",
    "NoCreditor",
    "NoProtectionKnown",
    "NoQuarterLeft",
    "NotComputable",
    "NothingClaimed",
    "NothingEarned",
    "NothingToSettle",
    "OnlyForStaff",
    "OtherPay",
    "PaidOnLeaving",
    "PayInput",
    "PayPlan",
    "Payable",
    "Payslip",
    "PlanEnded",
    "PlanNotPossible",
    "PlanSettlement",
    "Premium",
    "QuarterClose",
    "QuarterNotOver",
    "QuarterNotSettled",
    "ReasonMissing",
    "ReasonToLiftMissing",
    "Regularisation",
    "ServedAlready",
    "ServedLater",
    "ServiceTooShort",
    "StillEmployed",
    "UnitHasPlan",
    "UnsettledPlan",
    "WrongCreditorIban",
    "attach",
    "close_quarter",
    "correct",
    "declare_quarter",
    "declare_year",
    "end_plan",
    "lift",
    "look",
    "pay_months",
    "pay_premium",
    "plan",
    "regularise",
    "render",
    "run",
    "settle_plan",
]
