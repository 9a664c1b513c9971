"""How a row says its VAT, in words and as a constraint."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonweal.einvoice.values import Vat

VAT_LABELS = {
    Vat.STANDARD: _("Belgian VAT"),
    Vat.ZERO: _("Zero rate"),
    Vat.EXEMPT: _("Exempt (art. 44)"),
    Vat.REVERSE_CHARGE: _("Belgian reverse charge"),
    Vat.EU_SERVICE: _("Service to a business in the EU"),
    Vat.EU_GOODS: _("Goods to a business in the EU"),
    Vat.EXPORT: _("Goods outside the EU"),
    Vat.OUTSIDE_SCOPE: _("Service outside the EU"),
}
VAT_CHOICES = [(vat.value, label) for vat, label in VAT_LABELS.items()]
# Only the standard kind has a rate; the others carry 0.
VAT_HAS_ITS_RATE = Q(vat="standard", rate_bp__gt=0) | (
    Q(vat__in=[vat.value for vat in Vat if vat is not Vat.STANDARD]) & Q(rate_bp=0)
)
