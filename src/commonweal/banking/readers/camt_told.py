"""Who is on the other side of a transfer of camt, and what its words say. Pure."""

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from commonweal.banking.readers import references

Element = etree._Element


def text(element: Element, *paths: str) -> str:
    """Return the text at the first of these paths that has any, without line breaks."""
    for path in paths:
        if found := " ".join((element.findtext(path) or "").split()):
            return found
    return ""


def each(element: Element, *paths: str) -> Iterator[str]:
    """Yield every text at these paths, each on one line."""
    for path in paths:
        for found in element.findall(path):
            if words := " ".join((found.text or "").split()):
                yield words


def all_words(element: Element, path: str) -> str:
    """Return every text at this path, one after the other."""
    return " ".join(each(element, path))


def other_side(source: Element, cents: int, ours: str | None) -> tuple[str, str]:
    """
    Return name and account of the other side: who pays (Debtor) when it comes in, who is paid
    (Creditor) when it goes out; the other one of a transfer that came back, where we are the payer.
    """
    usual, other = ("Dbtr", "Cdtr") if cents >= 0 else ("Cdtr", "Dbtr")
    found = _side(source, usual)
    return _side(source, other) if found[1] and found[1] == ours else found


def _side(source: Element, side: str) -> tuple[str, str]:
    party = f"RltdPties/{side}"
    last = f"RltdPties/Ultmt{side}"
    name = text(source, f"{party}/Nm", f"{party}/Pty/Nm", f"{last}/Nm", f"{last}/Pty/Nm")
    account = text(source, f"{party}Acct/Id/IBAN", f"{party}Acct/Id/Othr/Id")
    return name, account.replace(" ", "")


def beside(source: Element, named: Sequence[str]) -> Iterator[str]:
    """Yield what structured words say besides the one reference: numbers of invoices, more."""
    if not re.fullmatch(r"\d{12}|RF\w+", references.only(named)):
        yield from named
    yield from each(
        source,
        "RmtInf/Strd/RfrdDocInf/Nb",
        "RmtInf/Strd/AddtlRmtInf",
        "RmtInf/Strd/RfrdDocInf/RfrdDocNb",
    )
