"""The event log only grows."""

from django.db import migrations

SQL = """
create function kernel_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'The event log only grows (% refused).', tg_op
        using errcode = 'restrict_violation', constraint = 'event_append_only';
end $$;
create trigger event_append_only before update or delete or truncate on kernel_event
    for each statement execute function kernel_refuse_change();
"""
UNDO = "drop function kernel_refuse_change() cascade;"


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_cursor")]
    operations = [migrations.RunSQL(SQL, UNDO)]
