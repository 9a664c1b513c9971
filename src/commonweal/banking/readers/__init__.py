"""
Readers of bank files: bytes in, statements out. Pure: no database, no clock, no disk.

A reader never raises on a bad file. What is wrong stands in the `faults` of the statement it is
wrong with, or of one empty statement when the file as a whole cannot be read.
"""

import re
from collections.abc import Sequence

from commonweal.banking.readers import camt, coda, csv_guess, csv_table
from commonweal.banking.values import CsvLayout, ReadStatement, Remark

LIMIT_MB = 64
# Windows programs end a text file with this sign; it says nothing.
END_OF_FILE = b"\x1a"
# How files begin that hold others; the sheet of an office program is one too.
PACKED = {
    b"PK\x03\x04": "zip", b"\x1f\x8b": "gzip", b"7z\xbc\xaf": "7z", b"Rar!": "rar", b"BZh": "bzip2",
    b"\xfd7zXZ": "xz", b"\xd0\xcf\x11\xe0": "xls",
}  # fmt: skip
# Other things a bank or a mail program gives; each is known by how it begins.
OTHERS = {
    "MT940": rb"(?:\{1:|:20:)", "OFX": rb"OFXHEADER|<OFX", "QIF": rb"!(?:Type|Account):",
    "CFONB": rb"01\d{5} .{112}\s", "PGP": rb"-----BEGIN PGP", "RTF": rb"\{\\rtf",
    "PKCS #7": rb"\x30[\x80-\x83].{0,3}\x06\x09", "JSON": rb"[\[{]\s*[\"{]",
    "HTML": rb"(?i)<!doctype html",
}  # fmt: skip


def read(content: bytes, layouts: Sequence[CsvLayout] = ()) -> list[ReadStatement]:
    """
    Return the statements of a CODA, camt.053 or camt.054 file, at least one, in file order; also
    of a CSV whose columns one of `layouts` tells.
    """
    if len(content) > LIMIT_MB * 2**20:
        return [ReadStatement(faults=[Remark("too_large", {"limit": LIMIT_MB})])]
    if not content.strip(b"\xef\xbb\xbf\x00 \t\r\n" + END_OF_FILE):
        return [ReadStatement(faults=[Remark("empty")])]
    if fault := _never_a_statement(content):
        return [ReadStatement(faults=[fault])]
    if camt.looks_like(content):
        return camt.read(content)
    if coda.looks_like(content):
        return coda.read(content)
    if layout := csv_table.find(content, layouts):
        return csv_table.read(content, layout)
    code = "unknown_columns" if csv_guess.looks_like(content) else "unknown_format"
    return [ReadStatement(faults=[Remark(code)])]


def _never_a_statement(content: bytes) -> Remark | None:
    """What people choose by mistake has a sentence of its own."""
    if content.lstrip()[:5] == b"%PDF-":
        return Remark("pdf")
    kind = next((kind for start, kind in PACKED.items() if content.startswith(start)), "")
    if kind or content[257:262] == b"ustar":
        return Remark("packed", {"kind": kind or "tar"})
    start = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    found = next((kind for kind, form in OTHERS.items() if re.match(form, start, re.DOTALL)), "")
    return Remark("other_kind", {"kind": found}) if found else None
