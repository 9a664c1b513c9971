"""A purchase as something that waits for a person."""

from django.urls import reverse
from django.utils.translation import gettext as _

from commonweal.purchases.queries import Purchase
from commonweal.sites.shell.kit import Task
from commonweal.sites.shell.purchases import money


def to_approve(purchase: Purchase) -> Task:
    """Return the question whether a purchase is good to pay."""
    total = money(purchase.gross_cents, purchase.currency)
    return Task(
        _("Is %(amount)s of %(supplier)s good to pay?")
        % {"supplier": purchase.supplier_name, "amount": total},
        reverse("portal:activity_purchase", args=[purchase.unit_id, purchase.pk]),
        purchase.number,
        "receipt-euro",
        "warn",
    )
