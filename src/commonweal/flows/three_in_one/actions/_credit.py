"""Taking invoices of jobs back, and with them what they kept aside."""

from collections.abc import Sequence
from datetime import datetime

from commonweal.activities import actions as activities
from commonweal.flows.three_in_one.actions._bill import expenses_origin
from commonweal.invoicing import actions as invoicing
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor


@action
def credit(
    *, invoices: Sequence[invoicing.Invoice], reason: str, by: Actor, at: datetime
) -> list[invoicing.Invoice]:
    """
    Credit invoices in full and return the credit notes, in the same order.

    What was kept aside for the expenses of their jobs can be spent again; a wage that is still to
    be paid stays kept aside, because it is due whatever becomes of the invoice.

    :raises Refusal: as `invoicing.credit_note`
    """
    notes = invoicing.credit_note(invoices=invoices, reason=reason, by=by, at=at)
    jobs = [f"order:{each.order_id}" for each in invoices if each.order_id]
    activities.release(origins=[expenses_origin(job) for job in jobs], by=by, at=at)
    return notes
