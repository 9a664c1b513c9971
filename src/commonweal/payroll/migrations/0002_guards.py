"""Payslips never change, and a connection sees only those of the units of its scope."""

from django.db import migrations

SCOPE = "(select current_setting('commonweal.scope', true))"

FORWARD = f"""
create function payroll_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'A payslip and its figures do not change: correct it with a new one.'
        using errcode = 'restrict_violation', constraint = 'payslip_immutable';
end $$;
create trigger payslip_immutable before update or delete on payroll_payslip
    for each row execute function payroll_refuse_change();
create trigger payslip_not_emptied before truncate on payroll_payslip
    for each statement execute function payroll_refuse_change();
create trigger figures_immutable before update or delete on payroll_figures
    for each row execute function payroll_refuse_change();
alter table payroll_payslip enable row level security;
alter table payroll_payslip force row level security;
create policy payroll_payslip_scope on payroll_payslip
    using (case when {SCOPE} = '*' then true
        else unit_id = any (string_to_array(nullif({SCOPE}, ''), ',')::bigint[]) end)
    with check (true);
"""
BACKWARD = """
drop policy payroll_payslip_scope on payroll_payslip;
alter table payroll_payslip no force row level security;
alter table payroll_payslip disable row level security;
drop trigger figures_immutable on payroll_figures;
drop trigger payslip_not_emptied on payroll_payslip;
drop trigger payslip_immutable on payroll_payslip;
drop function payroll_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("payroll", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
