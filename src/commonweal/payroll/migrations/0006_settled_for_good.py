"""What a month or a quarter was settled with does not change, and belongs to no unit's scope."""

from django.db import migrations

SCOPE = "(select current_setting('commonweal.scope', true))"
TABLES = ("payroll_regularisation", "payroll_quarterclose")

FORWARD = "".join(
    f"""
create trigger settled_immutable before update or delete on {table}
    for each row execute function payroll_refuse_change();
create trigger settled_not_emptied before truncate on {table}
    for each statement execute function payroll_refuse_change();
alter table {table} enable row level security;
alter table {table} force row level security;
create policy {table}_scope on {table} using ({SCOPE} = '*') with check (true);
"""
    for table in TABLES
)
BACKWARD = "".join(
    f"""
drop policy {table}_scope on {table};
alter table {table} no force row level security;
alter table {table} disable row level security;
drop trigger settled_not_emptied on {table};
drop trigger settled_immutable on {table};
"""
    for table in TABLES
)


class Migration(migrations.Migration):
    dependencies = [("payroll", "0005_settling_of_months_and_quarters")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
