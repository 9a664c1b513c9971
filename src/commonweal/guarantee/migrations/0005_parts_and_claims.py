"""What each loss had of the dividends so far, the letters by legal entity, and their second lock."""

from importlib import import_module
from typing import Any

from django.db import migrations

from commonweal.guarantee._shares import dividend

guards = import_module("commonweal.guarantee.migrations.0002_guards")
TABLES = ("guarantee_claim", "guarantee_recoveredpart")
PAST_THE_LOCK = "select set_config('commonweal.scope', '*', true)"
FORWARD = "".join(guards.secured(table, f"{guards.SCOPE} = '*'") for table in TABLES) + "".join(
    f"""
create trigger {table}_immutable before update or delete on {table}
    for each row execute function guarantee_refuse_change();
create trigger {table}_not_emptied before truncate on {table}
    for each statement execute function guarantee_refuse_change();
"""
    for table in TABLES
)
BACKWARD = "".join(
    f"""
drop trigger {table}_not_emptied on {table};
drop trigger {table}_immutable on {table};
drop policy {table}_scope on {table};
alter table {table} no force row level security;
alter table {table} disable row level security;
"""
    for table in TABLES
)
LETTERS = """
insert into guarantee_claim (bankruptcy_id, entity_id, document_id, at)
select failure.id, client.entity_id, failure.claim_id, document.stored_at
from guarantee_bankruptcy failure
join clients_client client on client.id = failure.client_id
join documents_document document on document.id = failure.claim_id
order by failure.id"""


def divide(apps: Any, editor: Any) -> None:
    """Divide the dividends so far over their losses, as they were divided on their day."""
    loss, recovery = (apps.get_model("guarantee", name) for name in ("Loss", "Recovery"))
    part = apps.get_model("guarantee", "RecoveredPart")
    before: dict[int, int] = {}
    with editor.connection.cursor() as cursor:
        cursor.execute(PAST_THE_LOCK)
    for one in recovery.objects.order_by("id"):
        rows = loss.objects.filter(bankruptcy=one.bankruptcy_id).order_by("invoice__number")
        lost = list(rows)
        so_far = before.get(one.bankruptcy_id, 0)
        parts = dividend(one.cents, [(row.open_cents, row.vat_cents) for row in lost], so_far)
        before[one.bankruptcy_id] = so_far + one.cents
        part.objects.bulk_create(
            part(recovery=one, loss=row, net_cents=each.net_cents, vat_cents=each.vat_cents)
            for row, each in zip(lost, parts, strict=True)
            if each.net_cents or each.vat_cents
        )
    with editor.connection.cursor() as cursor:
        cursor.execute(LETTERS)
        cursor.execute("set constraints all immediate")


def nothing(apps: Any, editor: Any) -> None:
    """Going back, parts and letters fall with their tables."""


class Migration(migrations.Migration):
    dependencies = [("guarantee", "0004_lost_and_found_again")]
    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.RunPython(divide, nothing),
        migrations.RemoveField(model_name="bankruptcy", name="claim"),
    ]
