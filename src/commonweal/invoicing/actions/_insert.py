"""Write rows by the thousand: one JSON text in, one INSERT … SELECT. Three times bulk_create.

And take drafts away with all that belongs to them.
"""

import json
from collections.abc import Collection, Mapping, Sequence

from django.db import connection, models

from commonweal.invoicing.models import Attachment, Instalment, Invoice, InvoiceLine


def insert(model: type[models.Model], rows: Sequence[Mapping[str, object]]) -> list[int]:
    """
    Insert rows, mappings of column name to value with the same columns each, and return the
    first column of what was written, in the same order.
    """
    if not rows:
        return []
    fields = {field.column: field for field in model._meta.concrete_fields}
    columns = ", ".join(rows[0])
    typed = ", ".join(f"{column} {fields[column].rel_db_type(connection)}" for column in rows[0])
    first = model._meta.concrete_fields[0].column
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into {model._meta.db_table} ({columns})"
            f" select {columns} from jsonb_to_recordset(%s::jsonb) as fresh ({typed})"
            f" returning {first}",
            [json.dumps(rows, default=str)],
        )
        return [value for (value,) in cursor.fetchall()]


def throw_away(drafts: Collection[int]) -> None:
    """Remove drafts with their lines and files; a part of an order can be drafted again."""
    Instalment.objects.filter(invoice__in=drafts).update(invoice=None)
    Attachment.objects.filter(invoice__in=drafts).delete()
    InvoiceLine.objects.filter(invoice__in=drafts).delete()
    Invoice.objects.filter(id__in=drafts).delete()
