"""
camt.053 (statements) and camt.054 (notifications), versions 01 to 14, by element names alone.

Banks take liberties with the schema, so that validity is a warning and the balance is the proof.
"""

import re
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import cast
from zoneinfo import ZoneInfo

from commonweal.banking.readers import camt_file, camt_told, references
from commonweal.banking.readers.camt_file import Element, Message, Unreadable
from commonweal.banking.readers.camt_told import text as _text
from commonweal.banking.values import ReadMove, ReadStatement, Remark

# Where the days of a bank begin; the clock of the house reads a database, and this is pure.
ZONE = ZoneInfo("Europe/Brussels")
# The pages of a statement open and close with interim balances.
OPENING, CLOSING, INTERIM = ("OPBD", "PRCD"), ("CLBD",), "ITBD"
NUMBERS = ("ElctrncSeqNb", "LglSeqNb")
# Where a detail tells its amount; what was ordered counts where nothing else is told.
AMOUNTS = ("Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/CntrValAmt/Amt", "AmtDtls/InstdAmt/Amt")
# The sub-families of transactions that undo another: returned, reversed, recalled, rejected.
UNDOING = frozenset({"RRTN", "RPCR", "UPDD", "PRDD", "RCDD"})
NOT_SPECIFIED = "MS03"
LARGEST_NUMBER = 2**31 - 1
# 18 digits is what the standard allows; a database integer holds no more.
LARGEST_CENTS = 10**18

looks_like = camt_file.looks_like


def read(content: bytes) -> list[ReadStatement]:
    """Return the statements of a camt file, each with its own faults."""
    try:
        messages = camt_file.messages(content)
    except Unreadable as fault:
        return [ReadStatement(faults=[fault.remark])]
    return [found for message in messages for found in _statements(message)]


def _statements(message: Message) -> list[ReadStatement]:
    found = [_statement(element, message) for element in message.statements]
    nothing = ReadStatement(message.kind, message.version, faults=[Remark("no_statement")])
    return found or [nothing]


def _statement(element: Element, message: Message) -> ReadStatement:
    statement = ReadStatement(message.kind, message.version, warnings=list(message.warnings))
    try:
        _read_head(element, statement)
        _read_moves(element, statement)
        if message.kind == "camt.053":
            _prove(element, statement)
            _compare_summary(element, statement)
    except Unreadable as fault:
        statement.faults.append(fault.remark)
    return statement


def _prove(element: Element, statement: ReadStatement) -> None:
    statement.old_cents = _balance(element, OPENING, "no_old_balance")
    statement.new_cents = _balance(element, CLOSING, "no_new_balance")
    statement.prove()
    page = _pagination(element)
    if statement.faults and _page(page):
        statement.faults.append(Remark("page", {"page": _text(page, "PgNb")}))


def _read_head(element: Element, statement: ReadStatement) -> None:
    account = _text(element, "Acct/Id/IBAN", "Acct/Id/Othr/Id", "Acct/Id/PrtryAcct/Id")
    statement.account = account.replace(" ", "").upper() or None
    page = "" if _is_whole(element) else _page(_pagination(element))
    statement.sequence = _text(element, "Id", *NUMBERS) + page
    statement.number = _number(_text(element, *NUMBERS))
    statement.currency = _currency(element)
    statement.on = _last_day(element)
    for missing, code in ((statement.account, "no_account"), (statement.sequence, "no_sequence"),
                          (statement.currency, "no_currency")):  # fmt: skip
        if not missing:
            raise Unreadable(code)


def _pagination(element: Element) -> Element:
    """Return where it says which page it is: of the statement, or in old versions of the file."""
    message = element.getparent()
    places = [element.find("StmtPgntn")]
    places += [] if message is None else [message.find("GrpHdr/MsgPgntn")]
    return next((place for place in places if place is not None), element)


def _is_whole(element: Element) -> bool:
    """Whether it opens and closes by itself, whatever page of a file it stands on."""
    kinds = {_balance_kind(balance) for balance in element.findall("Bal")}
    return element.find("StmtPgntn") is None and bool(kinds & {*OPENING} and kinds & {*CLOSING})


def _page(pagination: Element) -> str:
    """Return which page of a statement it is; nothing of one that is whole."""
    number, last = _text(pagination, "PgNb"), _text(pagination, "LastPgInd")
    is_whole = number in ("", "1") and last.lower() not in ("false", "0", "no")
    return "" if is_whole else f"/{number}"


def _currency(element: Element) -> str | None:
    """Return the currency of the account; some banks only write it beside the amounts."""
    amounts = [*element.findall("Bal/Amt"), *element.findall("Ntry/Amt")]
    return _text(element, "Acct/Ccy") or next((a.get("Ccy") for a in amounts), None)


def _last_day(element: Element) -> date:
    """Return the day the statement speaks of: its closing balance, or when it was made."""
    message = element.getparent()
    told = element.findall("Bal")
    closing = [b for b in told if _balance_kind(b) in CLOSING]
    closing = closing or [b for b in told if _balance_kind(b) == INTERIM][-1:]
    if closing:
        return _day(closing[0], "Dt")
    made = "" if message is None else _text(message, "GrpHdr/CreDtTm")
    return _as_date(_text(element, "FrToDt/ToDtTm", "CreDtTm") or made, "CreDtTm")


def _balance_kind(balance: Element) -> str:
    return _text(balance, "Tp/CdOrPrtry/Cd", "Tp/CdOrPrtry/Prtry", "Tp/Cd")


def _balance(element: Element, kinds: tuple[str, ...], missing: str) -> int:
    """Return the balance of the first of these kinds; one without a side must be ours."""
    told = element.findall("Bal")
    balances = {_balance_kind(b): b for b in reversed(told)}
    interim = [b for b in told if _balance_kind(b) == INTERIM]
    # One alone opens a page or closes it: the other side of it is then told by another kind.
    is_paged = _page(_pagination(element)) and (
        len(interim) > 1 or balances.keys() & {*OPENING, *CLOSING}
    )
    kind = next((kind for kind in kinds if kind in balances), None)
    if kind is None and not (interim and is_paged):
        raise Unreadable("interim" if interim else missing)
    of_page = interim[0 if kinds == OPENING else -1] if kind is None else balances[kind]
    return _signed(of_page, _currency(element), unsaid="CRDT")


def _read_moves(element: Element, statement: ReadStatement) -> None:
    waiting = 0
    for entry in element.findall("Ntry"):
        if _text(entry, "Sts/Cd", "Sts").upper() in ("BOOK", ""):
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
        statement.moves += [_move(entry, one, part, statement) for one, part in known]
        return
    if len(details) > 1:
        statement.warnings.append(Remark("details_differ", {"entry_cents": cents}))
    alone = details[0] if len(details) == 1 else None
    move = _typed_beside(_move(entry, alone, cents, statement), entry, alone)
    if len(details) > 1:
        # Its own side when a detail tells an amount, else that of all.
        told = [_move(entry, one, part or cents, statement) for one, part in parts]
        of_each = zip(told, parts, strict=True)
        move = replace(move, details=tuple(one.as_detail(part or 0) for one, (_, part) in of_each))
    statement.moves.append(move)


def _typed_beside(move: ReadMove, entry: Element, alone: Element | None) -> ReadMove:
    """Find the reference where a bank tells all words of a transfer as information about it."""
    told = [_text(entry, "AddtlNtryInf"), "" if alone is None else _text(alone, "AddtlTxInf")]
    if move.reference or move.communication not in told:
        return move
    return replace(move, reference=references.typed(move.communication))


def _detail_cents(detail: Element, entry: Element, currency: str | None) -> int | None:
    """Return the amount of one detail in the currency of the account, None if it has none."""
    for path in AMOUNTS:
        amount = detail.find(path)
        if amount is not None and amount.get("Ccy", currency) == currency:
            side = _text(detail, "CdtDbtInd") or _text(entry, "CdtDbtInd")
            return _cents(amount.text) * (-1 if side == "DBIT" else 1)
    return None


def _move(entry: Element, detail: Element | None, cents: int, statement: ReadStatement) -> ReadMove:
    """`detail` is absent when there is none, or when several are taken together."""
    source = entry if detail is None else detail
    words = camt_told.all_words(source, "RmtInf/Ustrd")
    named = camt_told.references_of(source)
    reference = camt_told.reference(source, words, named)
    booked_on = _day(entry, "BookgDt") if entry.find("BookgDt") is not None else None
    value_on = _day(entry, "ValDt") if entry.find("ValDt") is not None else booked_on
    value_on = value_on or statement.on
    if value_on is None:
        raise Unreadable("element", text="", element="BookgDt")
    reason = _return_reason(source, entry)
    name, account = camt_told.other_side(source, cents, statement.account)
    return ReadMove(
        cents=cents,
        booked_on=booked_on or value_on,
        value_on=value_on,
        counterparty=name,
        counterparty_account=account,
        reference=reference,
        communication=" ".join(filter(None, [words, *camt_told.beside(source, named, reference)]))
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


def _signed(element: Element, currency: str | None, unsaid: str = "") -> int:
    """Return the amount of an entry or balance: credit is ours, debit is owed."""
    amount = element.find("Amt")
    side = _text(element, "CdtDbtInd") or unsaid
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
        return _as_moment(text) or date.fromisoformat(text[:10])
    except (ValueError, OverflowError):
        raise Unreadable("element", text=text[:40], element=element) from None


def _as_moment(text: str) -> date | None:
    """Return the day of a moment with a zone; the hour 24 ends its day and is none of ours."""
    if "T" not in text or "T24:" in text:
        return None
    moment = datetime.fromisoformat(text)
    return moment.astimezone(ZONE).date() if moment.tzinfo else None
