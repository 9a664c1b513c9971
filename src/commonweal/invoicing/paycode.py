"""The payment of an invoice as a QR code for banking apps (EPC069-12, version 2)."""

import re
from itertools import chain

import qrcode

MASK = 4
"""
One of the eight patterns that the standard lays over a code. Looking for the prettiest costs six
times as much as drawing it, and readers do not care (docs/decisions/0098).
"""
DARK = re.compile("1+")


def svg(*, name: str, iban: str, bic: str, cents: int, reference: str) -> str:
    """Return the code as an SVG image of one unit a module, without a quiet zone."""
    euro = f"EUR{cents // 100}.{cents % 100:02d}"
    fields = ["BCD", "002", "1", "SCT", bic, name[:70], iban, euro, "", "", reference]
    code = qrcode.QRCode(
        error_correction=qrcode.constants.ERROR_CORRECT_M, border=0, mask_pattern=MASK
    )
    code.add_data("\n".join(fields))
    code.make()
    rows = ("".join("1" if dark else "0" for dark in row) for row in code.get_matrix())
    path = "".join(chain.from_iterable(map(_strokes, rows, range(code.modules_count))))
    size = code.modules_count
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path d="{path}"/>'
        "</svg>"
    )


def _strokes(row: str, y: int) -> list[str]:
    """Each run of dark modules in a row, as a rectangle."""
    return [f"M{run.start()} {y}h{len(run[0])}v1h-{len(run[0])}z" for run in DARK.finditer(row)]
