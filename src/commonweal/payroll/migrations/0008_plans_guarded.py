"""
A batch of payslips may hold plans, plans are seen within the scope of their unit, and what a
quarter was settled with does not change.
"""

from django.db import migrations

SCOPE = "(select current_setting('commonweal.scope', true))"

FORWARD = f"""
alter table payroll_staging add column plan_id bigint, alter column contract_id drop not null;
alter table payroll_payplan enable row level security;
alter table payroll_payplan force row level security;
create policy payroll_payplan_scope on payroll_payplan
    using (case when {SCOPE} = '*' then true
        else unit_id = any (string_to_array(nullif({SCOPE}, ''), ',')::bigint[]) end)
    with check (true);
create trigger settled_immutable before update or delete on payroll_plansettlement
    for each row execute function payroll_refuse_change();
create trigger settled_not_emptied before truncate on payroll_plansettlement
    for each statement execute function payroll_refuse_change();
alter table payroll_plansettlement enable row level security;
alter table payroll_plansettlement force row level security;
create policy payroll_plansettlement_scope on payroll_plansettlement
    using ({SCOPE} = '*') with check (true);
"""
BACKWARD = """
drop policy payroll_plansettlement_scope on payroll_plansettlement;
alter table payroll_plansettlement no force row level security;
alter table payroll_plansettlement disable row level security;
drop trigger settled_not_emptied on payroll_plansettlement;
drop trigger settled_immutable on payroll_plansettlement;
drop policy payroll_payplan_scope on payroll_payplan;
alter table payroll_payplan no force row level security;
alter table payroll_payplan disable row level security;
alter table payroll_staging drop column plan_id, alter column contract_id set not null;
"""


class Migration(migrations.Migration):
    dependencies = [("payroll", "0007_pay_by_plan")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
