"""
A quote can wait for an adviser, be reminded of, and end by itself; a signed link names a quote, and
what was sent keeps its lines: the client only chooses among the optional ones.
"""

from django.db import migrations, models
from django.db.models import Q

FUNCTIONS = """
create function unit_of_quote(quote_id bigint) returns setof bigint language plpgsql as $$
declare
    scope text := coalesce(current_setting('commonweal.scope', true), '');
begin
    perform set_config('commonweal.scope', '*', true);
    return query select unit_id from invoicing_quote where id = quote_id;
    perform set_config('commonweal.scope', scope, true);
end $$;

create function quote_line_of_a_draft() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and row(new.quote_id, new.position, new.unit_id, new.description,
            new.thousandths, new.unit_code, new.price_cents, new.net_cents, new.vat, new.rate_bp,
            new.is_optional) is not distinct from row(old.quote_id, old.position, old.unit_id,
            old.description, old.thousandths, old.unit_code, old.price_cents, old.net_cents,
            old.vat, old.rate_bp, old.is_optional) then
        return null;
    end if;
    if exists (select from invoicing_quote
               where id = coalesce(new.quote_id, old.quote_id) and state <> 'draft') then
        raise exception 'A quote that was sent is never changed: make a new version.'
            using errcode = 'restrict_violation', constraint = 'quote_immutable';
    end if;
    return null;
end $$;

create trigger quote_line_of_a_draft after insert or update or delete on invoicing_quoteline
    for each row execute function quote_line_of_a_draft();
"""

NO_FUNCTIONS = """
drop trigger quote_line_of_a_draft on invoicing_quoteline;
drop function quote_line_of_a_draft();
drop function unit_of_quote(bigint);
"""

STATES = [
    ("draft", "Draft"),
    ("checking", "Waiting for an adviser"),
    ("sent", "Waiting for the client"),
    ("change_asked", "The client asks a change"),
    ("accepted", "Accepted"),
    ("declined", "Declined"),
    ("withdrawn", "Withdrawn"),
    ("superseded", "Replaced by a newer version"),
    ("expired", "No longer valid"),
]


class Migration(migrations.Migration):
    dependencies = [("invoicing", "0008_guards_of_quotes_and_parts")]
    operations = [
        migrations.AlterField("quote", "state", models.TextField(choices=STATES, default="draft")),
        migrations.AddField("quote", "reminded_at", models.DateTimeField(null=True, blank=True)),
        migrations.RemoveConstraint("quote", "quote_sent_at_an_instant"),
        migrations.AddConstraint(
            "quote",
            models.CheckConstraint(
                condition=Q(state__in=["draft", "checking"], sent_at=None)
                | ~Q(state__in=["draft", "checking"])
                & (Q(sent_at__isnull=False) | Q(state="withdrawn")),
                name="quote_sent_at_an_instant",
            ),
        ),
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
    ]
