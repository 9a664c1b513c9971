"""How numbers are shown, in the active language."""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from commonweal.einvoice.values import Vat


def show_reference(digits: str) -> str:
    """Write the twelve digits of a structured communication as banks do: +++123/4567/89012+++."""
    return f"+++{digits[:3]}/{digits[3:7]}/{digits[7:]}+++" if digits else ""


def show_quantity(thousandths: int, unit_code: str) -> str:
    """Write a quantity with its unit, pieces without: 7,5 h."""
    units = {
        "HUR": _("h"),
        "DAY": _("d"),
        "MON": _("mo."),
        "WEE": _("wk"),
        "MIN": "min",
        "KMT": "km",
        "MTR": "m",
        "MTK": "m²",
        "KGM": "kg",
        "LTR": "l",
    }
    return (
        f"{_plain(Decimal(thousandths) / 1000)}\N{NO-BREAK SPACE}{units.get(unit_code, '')}".strip()
    )


def show_rate(vat: str, rate_bp: int) -> str:
    """Write a VAT rate, a dash where none is charged: 21 %."""
    if vat != Vat.STANDARD:
        return "\N{EN DASH}"
    return f"{_plain(Decimal(rate_bp) / 100)}\N{NO-BREAK SPACE}%"


def show_vat(vat: str, rate_bp: int) -> str:
    """Name the VAT of a total: VAT 21 %."""
    return f"{_('VAT')} {show_rate(vat, rate_bp)}" if vat == Vat.STANDARD else _("VAT")


def _plain(number: Decimal) -> str:
    """A number without needless zeros."""
    return number_format(number.normalize())
