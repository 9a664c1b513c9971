"""Where COPY puts a batch of payslips: PostgreSQL refuses COPY into a table with row security."""

from django.db import migrations

FORWARD = """
create unlogged table payroll_staging (like payroll_payslip);
alter table payroll_staging add column batch bigint not null default txid_current(),
    set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
"""
BACKWARD = "drop table payroll_staging"


class Migration(migrations.Migration):
    dependencies = [("payroll", "0003_any_kind_of_pay")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
