"""documents.queries.typeset: tagged PDF/A-3, with what is attached inside."""

import re
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import typst

from commonweal.documents.queries import typeset

SPECIMEN = Path(__file__).parent / "specimen.typ"
DATA = {"title": "Invoice 2026-000012", "lang": "fr", "work": "Son “live”", "cents": -123456789}


def streams(pdf: bytes) -> list[bytes]:
    """Every stream of a PDF, inflated where it is deflated."""
    found = []
    for raw in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompress(raw))
        except zlib.error:
            found.append(raw)
    return found


def test_it_is_tagged_pdf_a3_for_everybody(at):
    pdf = typeset(template=SPECIMEN, data=DATA, at=at)
    parts = b"\n".join([pdf, *streams(pdf)])
    assert pdf.startswith(b"%PDF-1.7")
    assert b"/StructTreeRoot" in parts and b"/MarkInfo" in parts
    assert re.search(rb"<pdfaid:part>3</pdfaid:part>", parts)
    assert re.search(rb"<pdfaid:conformance>A</pdfaid:conformance>", parts)
    assert re.search(rb"<pdfuaid:part>1</pdfuaid:part>", parts)
    assert re.search(rb"/Lang ?\(fr\)", parts)


def test_the_attachment_is_inside_byte_for_byte(at):
    xml = '<?xml version="1.0"?><Invoice>Élise & co</Invoice>'.encode()
    binary = bytes(range(256))
    pdf = typeset(
        template=SPECIMEN, data=DATA, attachments={"ubl.xml": xml, "raw.bin": binary}, at=at
    )
    assert b"ubl.xml" in pdf and b"/AFRelationship/Alternative" in pdf.replace(b" ", b"")
    assert xml in streams(pdf)
    assert binary in streams(pdf)


def test_equal_input_gives_equal_bytes(at):
    first = typeset(template=SPECIMEN, data=DATA, attachments={"a.xml": b"<a/>"}, at=at)
    assert first == typeset(template=SPECIMEN, data=DATA, attachments={"a.xml": b"<a/>"}, at=at)


def test_threads_do_not_mix_their_data(at):
    def work(i: int) -> bytes:
        return typeset(
            template=SPECIMEN, data=DATA, attachments={"n.xml": f"<n{i}/>".encode()}, at=at
        )

    with ThreadPoolExecutor(8) as pool:
        pdfs = list(pool.map(work, range(24)))
    assert all(f"<n{i}/>".encode() in streams(pdf) for i, pdf in enumerate(pdfs))


def test_a_word_that_is_missing_is_an_error_not_a_blank(at):
    with pytest.raises(typst.TypstError):
        typeset(template=SPECIMEN, data={"title": "x", "lang": "nl"}, at=at)
