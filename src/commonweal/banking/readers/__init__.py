"""
Readers of bank files: bytes in, statements out. Pure: no database, no clock, no disk.

A reader never raises on a bad file. What is wrong stands in the `faults` of the statement it is
wrong with, or of one empty statement when the file as a whole cannot be read.
"""

from collections.abc import Sequence

from commonweal.banking.readers import camt, coda, csv_guess, csv_table
from commonweal.banking.values import CsvLayout, ReadStatement, Remark

LIMIT_MB = 64
# Windows programs end a text file with this sign; it says nothing.
END_OF_FILE = b"\x1a"


def read(content: bytes, layouts: Sequence[CsvLayout] = ()) -> list[ReadStatement]:
    """
    Return the statements of a CODA, camt.053 or camt.054 file, at least one, in file order; also
    of a CSV whose columns one of `layouts` tells.
    """
    if len(content) > LIMIT_MB * 2**20:
        return [ReadStatement(faults=[Remark("too_large", {"limit": LIMIT_MB})])]
    if not content.strip(b"\xef\xbb\xbf\x00 \t\r\n" + END_OF_FILE):
        return [ReadStatement(faults=[Remark("empty")])]
    if camt.looks_like(content):
        return camt.read(content)
    if coda.looks_like(content):
        return coda.read(content)
    if layout := csv_table.find(content, layouts):
        return csv_table.read(content, layout)
    code = "unknown_columns" if csv_guess.looks_like(content) else "unknown_format"
    return [ReadStatement(faults=[Remark(code)])]
