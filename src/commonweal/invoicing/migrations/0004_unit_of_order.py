"""A signed link names an order; this tells whose rows its page may see, and nothing else."""

from django.db import migrations

FUNCTION = """
create function unit_of_order(order_id bigint) returns setof bigint language plpgsql as $$
declare
    scope text := coalesce(current_setting('commonweal.scope', true), '');
begin
    perform set_config('commonweal.scope', '*', true);
    return query select unit_id from invoicing_order where id = order_id;
    perform set_config('commonweal.scope', scope, true);
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("invoicing", "0003_order_key")]
    operations = [migrations.RunSQL(FUNCTION, "drop function unit_of_order(bigint);")]
