"""The form of one line of an offer or an order: work, quantity, price, VAT."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commonweal.flows.quotes.queries import VatChoice
from commonweal.flows.quotes.values import Row
from commonweal.sites.shell.fields import EuroField
from commonweal.sites.shell.work_forms import Hushable

QUANTITY = re.compile(r"(-?)(\d{1,7})(?:[.,](\d{1,3}))?")
UNITS = [("C62", _("piece")), ("HUR", _("hour")), ("DAY", _("day"))]


class QuantityField(forms.CharField):
    """A quantity with at most three decimals (7,5), read as thousandths; a minus is a discount."""

    default_error_messages = {
        "quantity": _("Write a quantity other than zero, for example 2 or 7,5."),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget.attrs.setdefault("inputmode", "decimal")

    def to_python(self, value: Any) -> Any:
        """Return thousandths, or None when nothing was typed."""
        text = super().to_python(value)
        if not text:
            return None
        found = QUANTITY.fullmatch("".join(text.split()))
        sign, whole, decimals = found.groups() if found else ("", "", "")
        thousandths = int((whole or "0") + (decimals or "").ljust(3, "0"))
        if not thousandths:
            raise forms.ValidationError(self.error_messages["quantity"], code="quantity")
        return -thousandths if sign else thousandths


class LineForm(Hushable):
    """One line: work, quantity, price."""

    description = forms.CharField(label=_("Work"), max_length=400)
    quantity = QuantityField(label=_("Quantity"))
    unit = forms.ChoiceField(label=pgettext_lazy("of a quantity", "Unit"), choices=UNITS)
    price = EuroField(label=_("Price per unit"), least_cents=0)
    vat = forms.ChoiceField(label=_("VAT"), choices=VatChoice.choices)

    def row(self) -> Row:
        """Return the line that was typed."""
        facts = self.cleaned_data
        return Row(
            facts["description"],
            facts["price"],
            facts["vat"],
            facts["quantity"],
            facts["unit"],
            facts.get("optional", False),
            facts.get("chosen", False) or not facts.get("optional", False),
        )
