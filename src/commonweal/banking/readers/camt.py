"""
camt.053 (statements) and camt.054 (notifications), versions 01 to 14, by element names alone.

Banks take liberties with the schema, so that validity is a warning and the balance is the proof.
The XML is read without entities, document types and network.
"""

import re
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

from lxml import etree

from commonweal.banking.readers import camt_told, references
from commonweal.banking.readers.camt_told import text as _text
from commonweal.banking.values import ReadMove, ReadStatement, Remark

# Where the days of a bank begin; the clock of the house reads a database, and this is pure.
ZONE = ZoneInfo("Europe/Brussels")
SCHEMAS = Path(__file__).parents[1] / "schemas"
# Root of the message -> its short name, and the element of one statement.
MESSAGES = {
    "BkToCstmrStmt": ("camt.053", "Stmt"),
    "BkToCstmrDbtCdtNtfctn": ("camt.054", "Ntfctn"),
}
INTRADAY = "BkToCstmrAcctRpt"
# The pages of a statement open and close with interim balances.
OPENING, CLOSING, INTERIM = ("OPBD", "PRCD"), ("CLBD",), "ITBD"
# The sub-families of transactions that undo another: returned, reversed, recalled, rejected.
UNDOING = frozenset({"RRTN", "RPCR", "UPDD", "PRDD", "RCDD"})
NOT_SPECIFIED = "MS03"
REFERENCE = "RmtInf/Strd/CdtrRefInf"
LARGEST_NUMBER = 2**31 - 1
# 18 digits is what the standard allows; a database integer holds no more.
LARGEST_CENTS = 10**18
Element = etree._Element


class Unreadable(Exception):
    """Something the statement cannot do without is absent or no value of its kind."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code)
        self.remark = Remark(code, values)


def looks_like(content: bytes) -> bool:
    """Whether it begins as XML does, in any of its encodings."""
    start = content[:8].strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")
    return start.startswith(b"<")


def read(content: bytes) -> list[ReadStatement]:
    """Return the statements of a camt file, each with its own faults."""
    try:
        root = _parse(content)
        name, message = _message(root)
    except Unreadable as fault:
        return [ReadStatement(faults=[fault.remark])]
    version = _version(message)
    warnings = _invalid(root, version)
    _forget_namespaces(root)
    kind, tag = MESSAGES[name]
    found = [_statement(element, kind, version, warnings) for element in message.findall(tag)]
    return found or [ReadStatement(kind, version, faults=[Remark("no_statement")])]


def _parse(content: bytes) -> Element:
    parser = _parser()
    try:
        root = etree.fromstring(content.strip(b" \t\r\n"), parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable("broken_xml", detail=str(error.msg)) from None
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]
        raise Unreadable("doctype")
    return root


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip


def _message(root: Element) -> tuple[str, Element]:
    """Find the message, also inside the envelope of a bank's web service."""
    names = {etree.QName(element).localname: element for element in root.iter(etree.Element)}
    for name in MESSAGES:
        if name in names:
            return name, names[name]
    if INTRADAY in names:
        raise Unreadable("intraday")
    raise Unreadable("other_document", kind=etree.QName(root).localname)


def _version(message: Element) -> str:
    """Return the full name of the message, as its namespace says: camt.053.001.08."""
    found = re.search(r"camt\.05\d\.\d{3}\.\d{2}", etree.QName(message).namespace or "")
    return found[0] if found else ""


def _forget_namespaces(root: Element) -> None:
    for element in root.iter(etree.Element):
        element.tag = etree.QName(element).localname


def _invalid(root: Element, version: str) -> list[Remark]:
    """It is read again for that: on a tree, libxml2 looks back at every element for each error."""
    schema = _schema(version)
    if schema is None:
        return []
    parser = etree.XMLParser(schema=schema, huge_tree=True)
    try:
        etree.fromstring(etree.tostring(root, encoding="UTF-8"), parser)
    except etree.XMLSyntaxError as error:
        return [Remark("not_valid", {"detail": re.sub(r"{.*?}", "", str(error.msg))})]
    return []


@cache
def _schema(version: str) -> etree.XMLSchema | None:
    path = SCHEMAS / f"{version}.xsd"
    return etree.XMLSchema(etree.parse(path)) if version and path.exists() else None


def _statement(element: Element, kind: str, version: str, warnings: list[Remark]) -> ReadStatement:
    statement = ReadStatement(kind, version, warnings=list(warnings))
    try:
        _read_head(element, statement)
        _read_moves(element, statement)
        if kind == "camt.053":
            statement.old_cents = _balance(element, OPENING, "no_old_balance")
            statement.new_cents = _balance(element, CLOSING, "no_new_balance")
            statement.prove()
            _compare_summary(element, statement)
    except Unreadable as fault:
        statement.faults.append(fault.remark)
    return statement


def _read_head(element: Element, statement: ReadStatement) -> None:
    account = _text(element, "Acct/Id/IBAN", "Acct/Id/Othr/Id", "Acct/Id/PrtryAcct/Id")
    statement.account = account.replace(" ", "").upper() or None
    statement.sequence = _text(element, "Id") + _page(element)
    statement.number = _number(_text(element, "ElctrncSeqNb", "LglSeqNb"))
    statement.currency = _currency(element)
    statement.on = _last_day(element)
    for missing, code in ((statement.account, "no_account"), (statement.sequence, "no_sequence"),
                          (statement.currency, "no_currency")):  # fmt: skip
        if not missing:
            raise Unreadable(code)


def _page(element: Element) -> str:
    """Return which page of a statement it is; nothing of one that is whole."""
    number, last = (
        _text(element, "StmtPgntn/PgNb"),
        _text(element, "StmtPgntn/LastPgInd"),
    )
    is_whole = number in ("", "1") and last.lower() not in ("false", "0", "no")
    return "" if is_whole else f"/{number}"


def _currency(element: Element) -> str | None:
    """Return the currency of the account; some banks only write it beside the amounts."""
    amounts = [*element.findall("Bal/Amt"), *element.findall("Ntry/Amt")]
    return _text(element, "Acct/Ccy") or next((a.get("Ccy") for a in amounts), None)


def _last_day(element: Element) -> date:
    """Return the day the statement speaks of: its closing balance, or when it was made."""
    told = element.findall("Bal")
    closing = [b for b in told if _balance_kind(b) in CLOSING]
    closing = closing or [b for b in told if _balance_kind(b) == INTERIM][-1:]
    places = ("FrToDt/ToDtTm", "CreDtTm")
    return _day(closing[0], "Dt") if closing else _as_date(_text(element, *places), "CreDtTm")


def _balance_kind(balance: Element) -> str:
    return _text(balance, "Tp/CdOrPrtry/Cd", "Tp/CdOrPrtry/Prtry", "Tp/Cd")


def _balance(element: Element, kinds: tuple[str, ...], missing: str) -> int:
    told = element.findall("Bal")
    balances = {_balance_kind(b): b for b in reversed(told)}
    for kind in kinds:
        if kind in balances:
            return _signed(balances[kind], _currency(element))
    interim = [b for b in told if _balance_kind(b) == INTERIM] if _page(element) else []
    # One alone opens a page or closes it: the other side of it is then told by another kind.
    if interim and (len(interim) > 1 or len(balances.keys() & {*OPENING, *CLOSING})):
        return _signed(interim[0 if kinds == OPENING else -1], _currency(element))
    raise Unreadable(missing)


def _read_moves(element: Element, statement: ReadStatement) -> None:
    waiting = 0
    for entry in element.findall("Ntry"):
        if _text(entry, "Sts/Cd", "Sts") in ("BOOK", ""):
            _read_entry_or_say_where(entry, statement)
        else:
            waiting += 1
    if waiting:
        statement.warnings.append(Remark("not_final", {"count": waiting}))


def _read_entry_or_say_where(entry: Element, statement: ReadStatement) -> None:
    try:
        _read_entry(entry, statement)
    except Unreadable as fault:
        if line := cast("int | None", entry.sourceline):
            fault.remark = Remark(fault.remark.code, {**fault.remark.values, "line": line})
        raise


def _read_entry(entry: Element, statement: ReadStatement) -> None:
    """Add an entry: as its details when they add up to it, else as one movement."""
    cents = _signed(entry, statement.currency)
    details = entry.findall("NtryDtls/TxDtls")
    parts = [(d, _detail_cents(d, entry, statement.currency)) for d in details]
    known = [(detail, part) for detail, part in parts if part is not None]
    if len(known) == len(details) > 1 and sum(part for _, part in known) == cents:
        statement.moves += [_move(entry, one, part, statement.account) for one, part in known]
        return
    if len(details) > 1:
        statement.warnings.append(Remark("details_differ", {"entry_cents": cents}))
    alone = details[0] if len(details) == 1 else None
    move = _move(entry, alone, cents, statement.account)
    if len(details) > 1:
        # Its own side when a detail tells an amount, else that of all.
        told = [_move(entry, one, part or cents, statement.account) for one, part in parts]
        of_each = zip(told, parts, strict=True)
        move = replace(move, details=tuple(one.as_detail(part or 0) for one, (_, part) in of_each))
    statement.moves.append(move)


def _detail_cents(detail: Element, entry: Element, currency: str | None) -> int | None:
    """Return the amount of one detail in the currency of the account, None if it has none."""
    for path in ("Amt", "AmtDtls/TxAmt/Amt"):
        amount = detail.find(path)
        if amount is not None and amount.get("Ccy", currency) == currency:
            side = _text(detail, "CdtDbtInd") or _text(entry, "CdtDbtInd")
            return _cents(amount.text) * (-1 if side == "DBIT" else 1)
    return None


def _move(entry: Element, detail: Element | None, cents: int, account: str | None) -> ReadMove:
    """`account` is ours; `detail` is absent when there is none, or several are taken together."""
    source = entry if detail is None else detail
    words = camt_told.all_words(source, "RmtInf/Ustrd")
    named = [
        *camt_told.each(source, "RmtInf/Strd/CdtrRefInf/Ref", "RmtInf/Strd/CdtrRefInf/CdtrRef")
    ]
    booked_on = _day(entry, "BookgDt") if entry.find("BookgDt") is not None else None
    value_on = _day(entry, "ValDt") if entry.find("ValDt") is not None else booked_on
    if value_on is None:
        raise Unreadable("element", text="", element="BookgDt")
    reason = _return_reason(source, entry)
    name, account = camt_told.other_side(source, cents, account)
    return ReadMove(
        cents=cents,
        booked_on=booked_on or value_on,
        value_on=value_on,
        counterparty=name,
        counterparty_account=account,
        reference=references.only(named) if named else references.typed(words),
        communication=" ".join(filter(None, [words, *camt_told.beside(source, named)]))
        or _text(source, "AddtlTxInf")
        or _text(entry, "AddtlNtryInf"),
        bank_reference=_text(source, "Refs/AcctSvcrRef") or _text(entry, "AcctSvcrRef"),
        order_reference=_order(source, entry),
        code=_code(source, entry),
        return_reason=reason,
        original_reference=_order(source, entry) if reason else "",
    )


def _code(source: Element, entry: Element) -> str:
    """Return the kind of transaction, of the detail or else of the entry: PMNT-RCDT-ESCT."""
    for element in (source, entry):
        domain = "BkTxCd/Domn"
        parts = (f"{domain}/Cd", f"{domain}/Fmly/Cd", f"{domain}/Fmly/SubFmlyCd")
        if code := "-".join(part for path in parts if (part := _text(element, path))):
            return code
    return _text(source, "BkTxCd/Prtry/Cd") or _text(entry, "BkTxCd/Prtry/Cd")


def _return_reason(source: Element, entry: Element) -> str:
    """Return why a transfer came back, as a code or in words; nothing if it is no return."""
    told = source.find("RtrInf")
    is_undone = _text(entry, "RvslInd") in ("true", "1")
    if told is None and not is_undone and not _undoes(_code(source, entry)):
        return ""
    reason = _text(source, "RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry", "RtrInf/AddtlInf")
    return reason or NOT_SPECIFIED


def _undoes(code: str) -> bool:
    return code.rpartition("-")[2] in UNDOING


def _order(source: Element, entry: Element) -> str:
    """Return what the order was called: end to end, or the payment block of a whole file."""
    name = _text(source, "Refs/EndToEndId")
    if name and name != "NOTPROVIDED":
        return name
    return _text(source, "Refs/PmtInfId") or _text(
        entry, "NtryDtls/Btch/PmtInfId", "NtryDtls/Btch/MsgId"
    )


def _compare_summary(element: Element, statement: ReadStatement) -> None:
    """The bank's own totals prove nothing that the balances do not, but should agree."""
    amounts = [_cents(entry.findtext("Amt")) for entry in element.findall("Ntry")]
    found = str(len(amounts)), sum(amounts)
    total = _text(element, "TxsSummry/TtlNtries/Sum")
    announced = (
        _text(element, "TxsSummry/TtlNtries/NbOfNtries") or found[0],
        _cents(total) if total else found[1],
    )
    if announced != found:
        (count, total_cents), (found_count, found_cents) = announced, found
        told: dict[str, str | int] = {"count": count, "total_cents": total_cents}
        summed: dict[str, str | int] = {"found": found_count, "found_cents": found_cents}
        statement.warnings.append(Remark("summary_differs", told | summed))


def _signed(element: Element, currency: str | None) -> int:
    """Return the amount of an entry or balance: credit is ours, debit is owed."""
    amount = element.find("Amt")
    side = _text(element, "CdtDbtInd")
    if amount is None or side not in ("CRDT", "DBIT"):
        raise Unreadable("element", text=side, element="Amt/CdtDbtInd")
    if (found := amount.get("Ccy", currency)) != currency:
        raise Unreadable("other_currency", account=str(currency), amount=str(found))
    return _cents(amount.text) * (-1 if side == "DBIT" else 1)


def _cents(text: str | None) -> int:
    text = (text or "").strip()
    if not re.fullmatch(r"\+?(\d{1,18}(\.\d{0,5})?|\.\d{1,5})", text, re.ASCII):
        raise Unreadable("element", text=text[:40], element="Amt")
    cents = Decimal(text) * 100
    if cents != cents.to_integral_value() or cents > LARGEST_CENTS:
        raise Unreadable("element", text=text[:40], element="Amt")
    return int(cents)


def _number(text: str) -> int | None:
    """Read the number by which the bank counts its statements; None if it is none."""
    number = int(text) if re.fullmatch(r"\d{1,18}", text, re.ASCII) else 0
    return number if 0 < number <= LARGEST_NUMBER else None


def _day(element: Element, path: str) -> date:
    return _as_date(_text(element, f"{path}/Dt", f"{path}/DtTm", path), path)


def _as_date(text: str, element: str) -> date:
    """Read a day; of a moment with its zone, the day it was here."""
    try:
        if "T" in text and (moment := datetime.fromisoformat(text)).tzinfo:
            return moment.astimezone(ZONE).date()
        return date.fromisoformat(text[:10])
    except (ValueError, OverflowError):
        raise Unreadable("element", text=text[:40], element=element) from None
