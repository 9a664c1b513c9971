"""
Attachments belong to no unit's scope; of what was served only the lifting is added later, and what
was taken does not change.
"""

from django.db import migrations

SCOPE = "(select current_setting('commonweal.scope', true))"
TABLES = ("payroll_attachment", "payroll_attachmenttaken")
SERVED = "member_id, creditor, iban, reference, claim_cents, for_alimony, children, served_on"

FORWARD = f"""
create trigger attachment_as_served before update of {SERVED} or delete on payroll_attachment
    for each row execute function payroll_refuse_change();
create trigger attachment_taken_immutable before update or delete on payroll_attachmenttaken
    for each row execute function payroll_refuse_change();
""" + "".join(
    f"""
create trigger attachment_not_emptied before truncate on {table}
    for each statement execute function payroll_refuse_change();
alter table {table} enable row level security;
alter table {table} force row level security;
create policy {table}_scope on {table} using ({SCOPE} = '*') with check (true);
"""
    for table in TABLES
)
BACKWARD = (
    "".join(
        f"""
drop policy {table}_scope on {table};
alter table {table} no force row level security;
alter table {table} disable row level security;
drop trigger attachment_not_emptied on {table};
"""
        for table in TABLES
    )
    + """
drop trigger attachment_taken_immutable on payroll_attachmenttaken;
drop trigger attachment_as_served on payroll_attachment;
"""
)


class Migration(migrations.Migration):
    dependencies = [("payroll", "0010_attachments_of_wages")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
