"""Which signs the fonts of the house can show: what is missing cannot stand on a paper."""

import struct
from functools import cache
from pathlib import Path

FONT = Path(__file__).parent / "fonts" / "Inter-Regular.otf"
SEGMENTED_COVERAGE = 12  # the format of a character map that knows every sign of Unicode
IGNORED = frozenset("\t\n\r\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}")


def unshown(*, text: str) -> str:
    """Return the signs of a text that no paper of the house can show, each once, in their order."""
    if text.isascii():
        return ""
    known = _known()
    return "".join(dict.fromkeys(char for char in text if ord(char) not in known))


@cache
def _known() -> frozenset[int]:
    """The signs in the character map (`cmap`) of the font."""
    font = FONT.read_bytes()
    count = struct.unpack(">H", font[4:6])[0]
    tables = {
        tag: offset
        for tag, _check, offset, _length in struct.iter_unpack(">4sIII", font[12 : 12 + 16 * count])
    }
    start = tables[b"cmap"]
    (maps,) = struct.unpack(">H", font[start + 2 : start + 4])
    records = struct.iter_unpack(">HHI", font[start + 4 : start + 4 + 8 * maps])
    places = [start + offset for _platform, _encoding, offset in records]
    (place,) = {at for at in places if font[at : at + 2] == struct.pack(">H", SEGMENTED_COVERAGE)}
    (groups,) = struct.unpack(">I", font[place + 12 : place + 16])
    rows = struct.iter_unpack(">III", font[place + 16 : place + 16 + 12 * groups])
    covered = {sign for first, last, _glyph in rows for sign in range(first, last + 1)}
    return frozenset(covered) | {ord(sign) for sign in IGNORED}
