"""
Pay what is due, or set papers, in a process of its own: the victim of test_pay_survival.

    python -m commonweal.flows.tests.payer pay INSTANT
    python -m commonweal.flows.tests.payer render INSTANT PAYSLIP...
"""

import sys
from datetime import datetime

import django

django.setup()

from commonweal.flows.three_in_one import jobs  # noqa: E402
from commonweal.kernel.actor import SYSTEM  # noqa: E402
from commonweal.payroll import actions as payroll  # noqa: E402

what, instant, *numbers = sys.argv[1:]
at = datetime.fromisoformat(instant)
if what == "pay":
    jobs.run(at=at)
else:
    payroll.render(payslips=[int(number) for number in numbers], by=SYSTEM, at=at)
