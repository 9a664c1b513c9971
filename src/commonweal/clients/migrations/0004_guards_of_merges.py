"""The trail of merges only grows, and a merge leads to a client that goes on, in one step."""

from django.db import migrations

SQL = """
create function client_merge_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'The trail of merges only grows (% refused).', tg_op
        using errcode = 'restrict_violation', constraint = 'client_merge_append_only';
end $$;
create trigger client_merge_append_only before update or delete or truncate on clients_clientmerge
    for each statement execute function client_merge_refuse_change();

create function client_merge_one_step() returns trigger language plpgsql as $$
begin
    if exists (select from clients_client
               where id = new.merged_into_id and merged_into_id is not null)
       or exists (select from clients_client where merged_into_id = new.id) then
        raise exception 'Merge into the client that goes on.'
            using errcode = 'check_violation', constraint = 'client_merge_one_step';
    end if;
    return new;
end $$;
create trigger client_merge_one_step before insert or update of merged_into_id on clients_client
    for each row when (new.merged_into_id is not null) execute function client_merge_one_step();
"""
UNDO = """
drop function client_merge_one_step() cascade;
drop function client_merge_refuse_change() cascade;
"""


class Migration(migrations.Migration):
    dependencies = [("clients", "0003_trigrams")]
    operations = [migrations.RunSQL(SQL, UNDO)]
