"""
Find names that look alike. pg_trgm is a trusted extension: who may create in the database may have
it. On a server that does not offer it, names are found by their beginnings and compared whole.
"""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations

INDEXES = {"client_search_trigrams": "search_key", "client_match_trigrams": "match_key"}
EXTENSION = """
do $$ begin
    create extension if not exists pg_trgm;
exception when insufficient_privilege or feature_not_supported or undefined_file then
    raise notice 'Similar names are not looked for: pg_trgm cannot be created here (%).', sqlerrm;
end $$;
"""
KEYS = "update clients_client set match_key = search_key;"


def index(name: str, column: str) -> migrations.SeparateDatabaseAndState:
    create = f"""
    do $$ begin
        if to_regproc('similarity') is not null then
            create index {name} on clients_client using gin ({column} gin_trgm_ops);
        end if;
    end $$;
    """
    state = GinIndex(fields=[column], name=name, opclasses=["gin_trgm_ops"])
    return migrations.SeparateDatabaseAndState(
        [migrations.RunSQL(create, f"drop index if exists {name};")],
        [migrations.AddIndex("client", state)],
    )


class Migration(migrations.Migration):
    dependencies = [("clients", "0002_demands_merges_and_bounces")]
    operations = [
        migrations.RunSQL(KEYS, migrations.RunSQL.noop),
        migrations.RunSQL(EXTENSION, migrations.RunSQL.noop),
        *(index(name, column) for name, column in INDEXES.items()),
    ]
