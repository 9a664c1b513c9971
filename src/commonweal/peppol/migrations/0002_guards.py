"""What was sent and what came in stays as it was, whoever asks."""

from django.db import migrations

FORWARD = """
create function peppol_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'What travelled over Peppol does not change (% on %).', tg_op, tg_table_name
        using errcode = 'restrict_violation', constraint = 'peppol_immutable';
end $$;

create trigger incoming_immutable before update or delete or truncate on peppol_incoming
    for each statement execute function peppol_refuse_change();
create trigger outgoing_immutable
    before update of about, kind, document_id, sender, receiver, message_id, queued_at
    on peppol_outgoing for each statement execute function peppol_refuse_change();
create trigger outgoing_kept before delete or truncate on peppol_outgoing
    for each statement execute function peppol_refuse_change();
"""
BACKWARD = """
drop trigger incoming_immutable on peppol_incoming;
drop trigger outgoing_immutable on peppol_outgoing;
drop trigger outgoing_kept on peppol_outgoing;
drop function peppol_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("peppol", "0001_outgoing_and_incoming")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
