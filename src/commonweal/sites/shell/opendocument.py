"""
One table as OpenDocument spreadsheet (ODF 1.2), written row by row straight into the archive.

The libraries build the whole document in memory first: 100,000 rows take a minute and a gigabyte
(decision 86). A table without formulas is a few kinds of cells.
"""

import re
from collections.abc import Iterable
from datetime import date
from types import TracebackType
from typing import IO, Self
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
# What XML cannot hold, not even escaped.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}"'
    for short, name in {
        "office": "office:1.0", "table": "table:1.0", "text": "text:1.0", "style": "style:1.0",
        "number": "datastyle:1.0", "fo": "xsl-fo-compatible:1.0",
    }.items()
)  # fmt: skip
HEAD = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-content {NAMES} office:version="1.2"><office:automatic-styles>
<number:date-style style:name="D"><number:year number:style="long"/><number:text>-</number:text>\
<number:month number:style="long"/><number:text>-</number:text><number:day number:style="long"/>\
</number:date-style>
<number:number-style style:name="A"><number:number number:min-integer-digits="1" \
number:decimal-places="2" number:min-decimal-places="2" number:grouping="true"/>\
</number:number-style>
<style:style style:name="day" style:family="table-cell" style:data-style-name="D"/>
<style:style style:name="amount" style:family="table-cell" style:data-style-name="A"/>
<style:style style:name="title" style:family="table-cell">\
<style:text-properties fo:font-weight="bold"/></style:style>
</office:automatic-styles><office:body><office:spreadsheet><table:table table:name="1">
"""
FOOT = "</table:table></office:spreadsheet></office:body></office:document-content>"
MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" \
manifest:version="1.2"><manifest:file-entry manifest:full-path="/" manifest:version="1.2" \
manifest:media-type="{MEDIA_TYPE}"/><manifest:file-entry manifest:full-path="content.xml" \
manifest:media-type="text/xml"/></manifest:manifest>"""


class Sheet:
    """A spreadsheet with one table that is written into `file` while it is open."""

    def __init__(self, file: IO[bytes]) -> None:
        self._archive = ZipFile(file, "w", ZIP_DEFLATED)
        # First and not packed: so a machine knows the file by its first bytes.
        self._archive.writestr("mimetype", MEDIA_TYPE, ZIP_STORED)
        self._archive.writestr("META-INF/manifest.xml", MANIFEST)

    def __enter__(self) -> Self:
        self._content = self._archive.open("content.xml", "w", force_zip64=True)
        self._content.write(HEAD.encode())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            self._content.write(FOOT.encode())
        self._content.close()
        self._archive.close()

    def row(self, cells: Iterable[str]) -> None:
        """Write a row of the cells that the methods below make."""
        line = "".join(cells) or "<table:table-cell/>"
        self._content.write(f"<table:table-row>{line}</table:table-row>\n".encode())

    @staticmethod
    def text(text: str, style: str = "") -> str:
        """Return a cell of text: text is never a formula here."""
        if not text:
            return "<table:table-cell/>"
        styled = f' table:style-name="{style}"' if style else ""
        lines = escape(UNWRITABLE.sub("", text)).splitlines()
        shown = "".join(f"<text:p>{line}</text:p>" for line in lines)
        return f'<table:table-cell office:value-type="string"{styled}>{shown}</table:table-cell>'

    @classmethod
    def title(cls, text: str) -> str:
        return cls.text(text, "title")

    @staticmethod
    def number(value: int) -> str:
        return (
            f'<table:table-cell office:value-type="float" office:value="{value}">'
            f"<text:p>{value}</text:p></table:table-cell>"
        )

    @staticmethod
    def amount(value: str) -> str:
        """Return a cell of a number with two decimals, written with a point."""
        return (
            f'<table:table-cell table:style-name="amount" office:value-type="float" '
            f'office:value="{value}"><text:p>{value}</text:p></table:table-cell>'
        )

    @staticmethod
    def day(value: date) -> str:
        return (
            f'<table:table-cell table:style-name="day" office:value-type="date" '
            f'office:date-value="{value}"><text:p>{value}</text:p></table:table-cell>'
        )
