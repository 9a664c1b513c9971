"""
The second lock: what the bank told, and what was made of it, is of no unit and of staff alone.

Payments, their batches and what the bank said of them stay open: a member asks of the own payslip
whether it is paid, by its item. So do account numbers of payees, which members change themselves,
and our own accounts, which stand on every invoice; and handovers, which name nobody and are claimed
in a transaction of their own, outside the one that knows whose request it is.
"""

from django.db import migrations

SCOPE = "(select current_setting('commonweal.scope', true))"
OF_STAFF = (
    "banking_statement", "banking_move", "banking_movedetail", "banking_dismissedgap",
    "banking_csvmapping", "banking_matchrule", "banking_matchproposal", "banking_suspenseowner",
    "banking_settling", "banking_refund", "banking_authority",
)  # fmt: skip
LOCK = "".join(
    f"""
alter table {table} enable row level security;
alter table {table} force row level security;
create policy {table}_scope on {table} using ({SCOPE} = '*') with check (true);
"""
    for table in OF_STAFF
)
UNLOCK = "".join(
    f"""
drop policy {table}_scope on {table};
alter table {table} no force row level security;
alter table {table} disable row level security;
"""
    for table in OF_STAFF
)


class Migration(migrations.Migration):
    dependencies = [("banking", "0008_dismissed_gaps")]
    operations = [migrations.RunSQL(LOCK, UNLOCK)]
