import re

import qrcode

from commonweal.invoicing import paycode

REFERENCE = "+++000/0000/01212+++"


def drawn(svg: str) -> list[list[bool]]:
    """The modules of a code, read back from its picture."""
    size = int(re.search(r'viewBox="0 0 (\d+) \1"', svg)[1])
    modules = [[False] * size for _ in range(size)]
    for x, y, width, back in re.findall(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z", svg):
        assert width == back
        modules[int(y)][int(x) : int(x) + int(width)] = [True] * int(width)
    return modules


def test_the_picture_shows_what_a_banking_app_wants_to_read():
    told = paycode.svg(
        name="Coopérative", iban="BE69068765432178", bic="GKCCBEBB", cents=121_05,
        reference=REFERENCE,
    )  # fmt: skip
    code = qrcode.QRCode(
        error_correction=qrcode.constants.ERROR_CORRECT_M, border=0, mask_pattern=paycode.MASK
    )
    code.add_data(
        "BCD\n002\n1\nSCT\nGKCCBEBB\nCoopérative\nBE69068765432178\nEUR121.05\n\n\n" + REFERENCE
    )
    assert drawn(told) == code.get_matrix()


def test_a_long_name_is_cut_where_the_standard_wants_it():
    facts = {"iban": "BE69068765432178", "bic": "GKCCBEBB", "cents": 5, "reference": REFERENCE}
    assert paycode.svg(name="a" * 71, **facts) == paycode.svg(name="a" * 70, **facts)
