"""Write rows by the thousand: one JSON text in, one INSERT … SELECT. Three times bulk_create."""

import json
from collections.abc import Mapping, Sequence

from django.db import connection, models


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
