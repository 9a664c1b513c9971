"""What is kept beside the invoices is what the books say: asked every night, and mended."""

from datetime import datetime

from django.db import connection

from commonweal.invoicing.models import Invoice, Receivable
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor

TRUTH = """
select * from invoicing_receivables_of(array(
    select 'invoice:' || number from invoicing_invoice
    where number is not null and corrects_id is null))"""
FAULTY = f"""
select coalesce(truth.invoice_id, kept.invoice_id)
from ({TRUTH}) truth full join invoicing_receivable kept using (invoice_id)
where (truth.*) is distinct from (kept.*) order by 1"""
WRITE = f"insert into invoicing_receivable {TRUTH} where invoice_id = any (%s)"


@action
def mend_receivables(*, by: Actor, at: datetime) -> list[Invoice]:
    """
    Write anew what is kept of issued invoices and is not what the books say; return those invoices.

    There are none, unless somebody wrote past the books: the log names them.
    """
    if not _faulty():
        return []
    with connection.cursor() as cursor:
        # Nobody writes in the books between the look and the mending.
        cursor.execute("lock table ledger_openitem in share mode")
        faulty = _faulty()
        Receivable.objects.filter(pk__in=faulty).delete()
        cursor.execute(WRITE, [faulty])
    return list(Invoice.objects.filter(pk__in=faulty).order_by("pk"))


def _faulty() -> list[int]:
    """The invoices of which something else is kept than the books say, as they stand now."""
    with connection.cursor() as cursor:
        cursor.execute(FAULTY)
        return [id for (id,) in cursor.fetchall()]
