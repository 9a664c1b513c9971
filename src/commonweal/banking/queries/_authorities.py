"""Reads of where the state is paid."""

from commonweal.banking.models import Authority


def authorities() -> dict[str, Authority]:
    """Return the last word on each office of the state, by kind; one never entered is absent."""
    rows = Authority.objects.order_by("kind", "-id").distinct("kind")
    return {row.kind: row for row in rows}
