"""Reads of this room: the papers of VAT, made from the books each time they are asked for."""

from commonweal.reporting.grids import FRAMES, GRIDS
from commonweal.reporting.queries._bankruptcies import LossesLine, losses_of_the_guarantee
from commonweal.reporting.queries._files import clients_file, intra_file, return_file
from commonweal.reporting.queries._listings import client_listing, intra_listing
from commonweal.reporting.queries._return import UNEXPLAINED, grid_entries, vat_return
from commonweal.reporting.values import (
    Check,
    Grid,
    GridEntry,
    Listed,
    Listing,
    UnknownPeriod,
    Unlisted,
    VatPeriod,
    VatReturn,
    read_period,
)

__all__ = [
    "FRAMES",
    "GRIDS",
    "UNEXPLAINED",
    "Check",
    "Grid",
    "GridEntry",
    "Listed",
    "Listing",
    "LossesLine",
    "UnknownPeriod",
    "Unlisted",
    "VatPeriod",
    "VatReturn",
    "client_listing",
    "clients_file",
    "grid_entries",
    "intra_file",
    "intra_listing",
    "losses_of_the_guarantee",
    "read_period",
    "return_file",
    "vat_return",
]
