"""A stored document never changes: PostgreSQL says so, whoever asks."""

from django.db import migrations

FORWARD = """
create function documents_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'A stored document does not change: store a new one.'
        using errcode = 'restrict_violation', constraint = 'document_immutable';
end $$;
create trigger document_immutable before update or delete or truncate on documents_document
    for each statement execute function documents_refuse_change();
"""
BACKWARD = """
drop trigger document_immutable on documents_document;
drop function documents_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
