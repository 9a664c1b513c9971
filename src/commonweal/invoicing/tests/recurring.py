"""A recurring invoice to start from."""

from datetime import date

from commonweal.invoicing import actions as invoicing


def hosting(unit, client, **details) -> invoicing.NewRecurrence:
    values = {
        "unit_id": unit.pk,
        "client": client,
        "title": "Hosting",
        "lines": [invoicing.NewLine("Hosting", 2_500, invoicing.Vat.STANDARD, 2100)],
        "every_months": 1,
        "next_on": date(2026, 5, 31),
    }
    return invoicing.NewRecurrence(**{**values, **details})
