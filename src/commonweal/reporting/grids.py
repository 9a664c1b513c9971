"""The grids of the Belgian VAT return: what each is called, and which side makes it grow."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise
OUT, IN, DUE, DEDUCTED, BALANCE, ADVANCE = "out", "in", "due", "deducted", "balance", "advance"
FRAMES: Mapping[str, Text] = {
    OUT: _("Outgoing operations"),
    IN: _("Incoming operations"),
    DUE: _("VAT that is due"),
    DEDUCTED: _("VAT that is deducted"),
    BALANCE: _("Balance"),
    ADVANCE: _("Advance of December"),
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """A grid of the form. `debit` says that debits make it grow; the others grow by credits."""

    frame: str
    text: Text
    debit: bool = False


GRIDS: Mapping[str, Meaning] = {
    "00": Meaning(OUT, _("Operations under a special scheme: exempt by article 44, or at 0 %")),
    "01": Meaning(OUT, _("Operations on which the declarant owes VAT at 6 %")),
    "02": Meaning(OUT, _("Operations on which the declarant owes VAT at 12 %")),
    "03": Meaning(OUT, _("Operations on which the declarant owes VAT at 21 %")),
    "44": Meaning(OUT, _("Services on which the other party owes foreign VAT")),
    "45": Meaning(OUT, _("Operations on which the other party owes the VAT")),
    "46": Meaning(OUT, _("Exempt supplies of goods within the EU, and ABC sales")),
    "47": Meaning(OUT, _("Other exempt operations, and other operations abroad")),
    "48": Meaning(OUT, _("Credit notes and negative corrections on grids 44 and 46"), debit=True),
    "49": Meaning(OUT, _("Credit notes and negative corrections on other operations"), debit=True),
    "81": Meaning(IN, _("Goods for resale, raw and auxiliary materials"), debit=True),
    "82": Meaning(IN, _("Services and various goods"), debit=True),
    "83": Meaning(IN, _("Investment goods"), debit=True),
    "84": Meaning(IN, _("Credit notes received and corrections on grids 86 and 88")),
    "85": Meaning(IN, _("Credit notes received and corrections on other operations")),
    "86": Meaning(IN, _("Goods acquired within the EU, and ABC sales"), debit=True),
    "87": Meaning(IN, _("Other purchases on which the declarant owes the VAT"), debit=True),
    "88": Meaning(IN, _("Services from the EU on which the declarant owes the VAT"), debit=True),
    "54": Meaning(DUE, _("VAT on the operations of grids 01, 02 and 03")),
    "55": Meaning(DUE, _("VAT on the operations of grids 86 and 88")),
    "56": Meaning(DUE, _("VAT on the operations of grid 87, but for deferred imports")),
    "57": Meaning(DUE, _("VAT on imports with deferment")),
    "61": Meaning(DUE, _("Various VAT corrections in favour of the State")),
    "63": Meaning(DUE, _("VAT to pay back, named on credit notes received")),
    "59": Meaning(DEDUCTED, _("Deductible VAT"), debit=True),
    "62": Meaning(DEDUCTED, _("Various VAT corrections in favour of the declarant"), debit=True),
    "64": Meaning(DEDUCTED, _("VAT to recover, named on credit notes issued"), debit=True),
    "71": Meaning(BALANCE, _("Tax owed to the State")),
    "72": Meaning(BALANCE, _("Sums owed by the State")),
    "91": Meaning(ADVANCE, _("VAT really due up to and including 20 December")),
}
OWED = ("54", "55", "56", "57", "61", "63")
RECOVERED = ("59", "62", "64")
SALES = ("00", "01", "02", "03", "44", "45", "46", "47")
CREDITED = ("48", "49")
PURCHASES = ("81", "82", "83")
# Computed from the others, so that no ledger line stands in them.
COMPUTED = ("71", "72", "91")
