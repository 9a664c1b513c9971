"""Who is on the other side of a transfer of camt, and what its words say. Pure."""

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from commonweal.banking.readers import references

Element = etree._Element
# Where the number of an invoice stands; the second one in the first versions.
PAPERS = ("RfrdDocInf/Nb", "RfrdDocInf/RfrdDocNb")


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
    found, left = _side(source, usual), _side(source, other)
    is_ours = bool(found[1]) and found[1] == ours
    # Of what is taken back some banks tell the first transfer alone: only its other side.
    is_alone = not any(found) and bool(left[1]) and left[1] != ours
    return left if is_ours or is_alone else found


def _side(source: Element, side: str) -> tuple[str, str]:
    party = f"RltdPties/{side}"
    last = f"RltdPties/Ultmt{side}"
    bank = f"{party}/Agt/FinInstnId/Nm"
    name = text(source, f"{party}/Nm", f"{party}/Pty/Nm", f"{last}/Nm", f"{last}/Pty/Nm", bank)
    account = text(source, f"{party}Acct/Id/IBAN", f"{party}Acct/Id/Othr/Id")
    return name, account.replace(" ", "")


def references_of(source: Element) -> list[str]:
    """Return the structured references of a transfer, as they are written."""
    return [*each(source, "RmtInf/Strd/CdtrRefInf/Ref", "RmtInf/Strd/CdtrRefInf/CdtrRef")]


def reference(source: Element, words: str, named: Sequence[str]) -> str:
    """Return the one reference it pays, structured or typed; none if it names other papers too."""
    if not named:
        return references.typed(words)
    return "" if _pays_others(source) else references.only(named)


def _pays_others(source: Element) -> bool:
    """Whether it names papers beside those that have the reference: one of several is paid."""
    tied: set[str] = set()
    bare: set[str] = set()
    for block in source.findall("RmtInf/Strd"):
        papers = each(block, *PAPERS)
        (tied if text(block, "CdtrRefInf/Ref", "CdtrRefInf/CdtrRef") else bare).update(papers)
    bare -= tied
    return bool(bare and tied) or len(bare) > 1


def beside(source: Element, named: Sequence[str], told: str) -> Iterator[str]:
    """Yield what structured words say besides the one reference: numbers of invoices, more."""
    if not re.fullmatch(r"\d{12}|RF\w+", told):
        yield from named
    first, last = (f"RmtInf/Strd/{path}" for path in PAPERS)
    yield from each(source, first, "RmtInf/Strd/AddtlRmtInf", last)
