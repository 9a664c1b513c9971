"""Odd but valid CSV: a side beside the amount, totals under the table, how accountants write."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.banking import readers, remarks
from commonweal.banking.readers import csv_guess
from commonweal.banking.values import CsvLayout, Remark

IBAN = "BE48001123456727"
HEADER = "Datum;Bedrag;Af/Bij;Saldo;Naam"
COLUMNS = {"booked_on": "Datum", "amount": "Bedrag", "side": "Af/Bij", "balance": "Saldo"}
LAYOUT = CsvLayout("Bank", HEADER, ";", COLUMNS, account=IBAN)


def file(*rows, header=HEADER):
    return "\r\n".join([header, *rows, ""]).encode()


def cents(content, layout=LAYOUT):
    found = readers.read(content, [layout])
    assert [fault for one in found for fault in one.faults] == []
    return [move.cents for one in found for move in one.moves]


@pytest.mark.parametrize(
    ("out", "into"),
    [("Af", "Bij"), ("D", "C"), ("d", "c"), ("Debet", "Credit"), ("DR", "CR"), ("-", "+"),
     ("DBIT", "CRDT"), ("Débit", "Crédit"), ("S", "H")],
)  # fmt: skip
def test_a_column_says_out_or_in(out, into):
    content = file(f"04/05/2026;1.200,00;{into};1.200,00;x", f"05/05/2026;50,00;{out};1.150,00;y")
    assert cents(content) == [120_000, -5_000]


def test_a_side_that_says_neither_is_refused_with_its_line():
    (found,) = readers.read(file("04/05/2026;1,00;C;1,00;x", "05/05/2026;1,00;?;2,00;y"), [LAYOUT])
    (fault,) = found.faults
    assert (fault.code, fault.values) == ("csv_side_word", {"line": 3, "text": "?"})
    assert "line 3" in remarks.sentence(fault.code, fault.values)


def test_an_amount_that_is_signed_as_well_goes_out_once():
    content = file("04/05/2026;-50,00;D;-50,00;x", "05/05/2026;-5,00;C;-55,00;storno")
    assert cents(content) == [-5_000, -500]


def test_totals_under_the_table_are_left_out_with_a_warning():
    content = file("04/05/2026;10,00;C;10,00;x", ";;;;", "Totaal;10,00;;10,00;", "Einde;;;;")
    (found,) = readers.read(content, [LAYOUT])
    assert [move.cents for move in found.moves] == [1_000]
    assert [(one.code, one.values) for one in found.warnings] == [("trailing", {"line": 4})]


def test_a_line_without_a_day_within_the_table_is_refused():
    content = file("04/05/2026;10,00;C;10,00;x", "Totaal;10,00;;;", "05/05/2026;1,00;C;11,00;y")
    (found,) = readers.read(content, [LAYOUT])
    assert (found.faults[0].code, found.faults[0].values["line"]) == ("csv_day", 3)


@pytest.mark.parametrize("written", ["(12,50)", "12,50-", "-12,50", "- 12,50 EUR", "−12,50"])
def test_every_way_to_write_what_went_out(written):
    layout = CsvLayout("x", "Day;Amount", ";", {"booked_on": "Day", "amount": "Amount"},
                       date_format="%d-%m-%Y", account=IBAN)  # fmt: skip
    assert cents(file(f"4-5-2026;{written}", header="Day;Amount"), layout) == [-1_250]


def test_lines_above_the_table_tabs_and_windows_letters():
    header = "Comptabilisé le\tMontant\tContrepartie"
    columns = {
        "booked_on": "Comptabilisé le", "amount": "Montant", "counterparty": "Contrepartie",
    }  # fmt: skip
    layout = CsvLayout("x", header, "\t", columns, "cp1252", date_format="%d.%m.%Y", account=IBAN)
    rows = ["Extrait de compte", "", header, '04.05.2026\t"1 234,56"\t"Café; ""Zoë"""', ""]
    (found,) = readers.read("\r\n".join(rows).encode("cp1252"), [layout])
    (move,) = found.moves
    assert (move.cents, move.counterparty, move.booked_on) == (
        123_456, 'Café; "Zoë"', date(2026, 5, 4),
    )  # fmt: skip


@pytest.mark.parametrize("name", ["Af/Bij", "Af Bij", "Sens", "C/D", "Debit/credit", "Sign"])
def test_the_side_is_guessed_by_its_name(name):
    content = f"Datum;Bedrag;{name}\n04/05/2026;1,00;C\n".encode()
    assert csv_guess.guess(content).columns == {
        "booked_on": "Datum", "amount": "Bedrag", "side": name
    }  # fmt: skip


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=9))
def test_no_cent_is_lost_when_the_side_stands_apart(amounts):
    rows, balance = [], 0
    for amount in amounts:
        balance += amount
        euro = f"{abs(amount) // 100},{abs(amount) % 100:02d}"
        held = f"{'-' if balance < 0 else ''}{abs(balance) // 100},{abs(balance) % 100:02d}"
        rows.append(f"04/05/2026;{euro};{'Af' if amount < 0 else 'Bij'};{held};x")
    found = readers.read(file(*rows), [LAYOUT])
    assert sum(move.cents for one in found for move in one.moves) == sum(amounts)
    assert found[0].old_cents + sum(amounts) == found[-1].new_cents


# --- exports of the banks here, as their first lines are -----------------------------------------

KBC = (
    (
        "Rekeningnummer;Rubrieknaam;Naam;Munt;Afschriftnummer;Datum;Omschrijving;Valuta;"
        "Bedrag;Saldo;credit;debet;rekeningnummer tegenpartij;BIC tegenpartij;"
        "Naam tegenpartij;Adres tegenpartij;gestructureerde mededeling;Vrije mededeling"
    ),
    (
        "BE48 0011 2345 6727;;SAMEN CV;EUR; 2026001;04/05/2026;OVERSCHRIJVING;04/05/2026;"
        "121,00;1121,00;121,00;;BE71 0961 2345 6769;GKCCBEBB;FESTIVAL VZW;STRAAT 1;"
        "***090/9337/55493***;"
    ),
)
FORTIS = (
    (
        "Volgnummer;Uitvoeringsdatum;Valutadatum;Bedrag;Valuta rekening;Rekeningnummer;"
        "Type verrichting;Tegenpartij;Naam van de tegenpartij;Mededeling;Details;Status;"
        "Reden van weigering"
    ),
    (
        "2026-00012;04/05/2026;04/05/2026;121,00;EUR;BE48001123456727;Overschrijving;"
        "BE71096123456769;FESTIVAL VZW;***090/9337/55493***;VAN REKENING;Geaccepteerd;"
    ),
    ("2026-00011;04/05/2026;04/05/2026;-99,00;EUR;BE48001123456727;Kaart;;;;;Geweigerd;Saldo"),
)
ING = (
    (
        "Numéro de compte;Nom du compte;Compte partie adverse;Numéro de mouvement;"
        "Date comptable;Date valeur;Montant;Devise;Libellés;Détails du mouvement;Message"
    ),
    (
        "BE48001123456727;SAMEN CV;BE71096123456769;12;04/05/2026;04/05/2026;121,00;EUR;"
        "Virement;Detail;***090/9337/55493***"
    ),
)
BELFIUS = (
    (
        "Rekening;Boekingsdatum;Rekeninguittrekselnummer;Transactienummer;"
        "Rekening tegenpartij;Naam tegenpartij bevat;Straat en nummer;Postcode en plaats;"
        "Transactie;Valutadatum;Bedrag;Devies;BIC;Landcode;Mededelingen"
    ),
    (
        "BE48 0011 2345 6727;04/05/2026;00012;00003;BE71 0961 2345 6769;FESTIVAL VZW;S 1;"
        "1000;O;04/05/2026;121;EUR;GKCCBEBB;BE;***090/9337/55493***"
    ),
)
SPARKASSE = (
    (
        "Auftragskonto;Buchungstag;Valutadatum;Buchungstext;Verwendungszweck;"
        "Lastschrift Ursprungsbetrag;Beguenstigter/Zahlungspflichtiger;Kontonummer/IBAN;"
        "Betrag;Waehrung;Info"
    ),
    (
        "BE48001123456727;04.05.26;04.05.26;GUTSCHRIFT;***090/9337/55493***;;FESTIVAL VZW;"
        "BE71096123456769;121,00;EUR;Umsatz gebucht"
    ),
    "BE48001123456727;05.05.26;05.05.26;KARTE;X;;;;-5,00;EUR;Umsatz vorgemerkt",
)


def as_guessed(*lines):
    """The file, and the mapping that is filled in for it at the desk."""
    content = "\r\n".join([*lines, ""]).encode("cp1252")
    guess = csv_guess.guess(content)
    told = (guess.encoding, guess.decimal_mark, guess.date_format)
    return content, CsvLayout("x", guess.header, guess.delimiter, guess.columns, *told)


@pytest.mark.parametrize("lines", [KBC, FORTIS, ING, BELFIUS, SPARKASSE])
def test_what_is_filled_in_for_a_bank_of_here_reads_its_file(lines):
    content, layout = as_guessed(*lines)
    (found,) = readers.read(content, [layout])
    (move,) = found.moves
    assert (found.account, found.currency, found.on) == (IBAN, "EUR", date(2026, 5, 4))
    assert (move.cents, move.counterparty_account, move.reference) == (
        12_100, "BE71096123456769", "090933755493",
    )  # fmt: skip
    # One bank names the other side only within its words: its own name is never taken for it.
    assert move.counterparty == ("" if lines is ING else "FESTIVAL VZW")


@pytest.mark.parametrize("lines", [FORTIS, SPARKASSE])
def test_what_the_bank_refused_or_did_not_execute_yet_is_left_out(lines):
    content, layout = as_guessed(*lines)
    (found,) = readers.read(content, [layout])
    assert Remark("not_final", {"count": 1}) in found.warnings


def test_a_word_in_a_column_that_is_read_says_nothing_of_its_row():
    header = "Datum;Bedrag;Mededeling"
    columns = {"booked_on": "Datum", "amount": "Bedrag", "communication": "Mededeling"}
    layout = CsvLayout("x", header, ";", columns, account=IBAN)
    (found,) = readers.read(f"{header}\n04/05/2026;1,00;Geannuleerd\n".encode(), [layout])
    assert [move.cents for move in found.moves] == [100]
