"""Bank statements and audit files: told by their content, and refused by their names."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from artui.ingest import refusal
from artui.ingest.contents import read
from artui.ingest.opening import parts
from artui.ingest.profile import Profile

if TYPE_CHECKING:
    from tests.ingest.conftest import Books, Write

CAMT = '<?xml version="1.0"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.{}.001.02">\n'
JSON = '{"bank": "First", "account": "1", "transactions": [{"date": "2026-01-01", "amount": 1}]}'


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (":20:STARTUMS\n:25:12345678/10203040\n:60F:C100318EUR380115,12\n", "MT940"),
        ("{1:F01BANKNL21XXXX0000000000}{2:O940BANKNL21XXXXN}{3:}{4:\n:20:0\n", "MT940"),
        ("\x01\n:20:ST17\n:28C:1/1\n:34F:PLN0\n", "MT942"),
        (":86:091\n-", "MT940"),
        ("01,122099999,123456789,040621,0200,1,65,,2/\n02,031001234,122099999,1/\n", "BAI2"),
        (CAMT.format("053"), "camt.053"),
        ("<Document>\n<BkToCstmrAcctRpt>\n", "camt.052"),
        ("<Document>\n<BkToCstmrDbtCdtNtfctn>\n", "camt.054"),
        ("OFXHEADER:100\nDATA:OFXSGML\n", "OFX"),
        ("!Type:Bank\nD1/2'26\nT-5.00\n^\n", "QIF"),
        (JSON, "JSON"),
    ],
)
def test_a_bank_statement_is_refused_by_its_format(write: Write, content: str, what: str) -> None:
    path = write(content)
    with pytest.raises(refusal.NotReadYetError) as caught:
        parts(path, path.parent)
    assert str(caught.value).startswith(
        f"{path}: This is a bank statement ({what}), which is not read yet."
    )


@pytest.mark.parametrize("root", ["<AuditFile>", '<n1:AuditFile xmlns:n1="urn:x">'])
def test_an_audit_file_is_refused_by_its_name(write: Write, root: str) -> None:
    path = write(f'\ufeff<?xml version="1.0" encoding="UTF-8"?>\r\n{root}\r\n')
    with pytest.raises(refusal.NotReadYetError, match=r"This is a SAF-T audit file \(XML\)"):
        parts(path, path.parent)


STATEMENT = (
    "Konto;DE02\n\nBuchungstag;Wertstellung;Verwendungszweck;IBAN;Betrag\n1.1.26;1.1.26;x;DE;1,00\n"
)


def test_a_delimited_statement_is_named_where_nothing_fits_it(write: Write, books: Books) -> None:
    path = write(STATEMENT)
    with pytest.raises(refusal.NotReadYetError, match="This is a bank statement, which"):
        read(path, path.parent, profiles=(), defaults=books)


def test_a_delimited_statement_is_read_where_a_profile_says_how(write: Write, books: Books) -> None:
    columns = {
        "payment_id": ("Verwendungszweck",),
        "customer_id": ("IBAN",),
        "date": ("Buchungstag",),
        "amount": ("Betrag",),
    }
    profile = Profile("bank", "payments", columns=columns, dates="dmy", numbers="comma")
    path = write(STATEMENT)
    (reading,) = read(path, path.parent, profiles=[profile], defaults=books).readings
    assert reading.profile == "bank"


@pytest.mark.parametrize(
    "content",
    [
        "Date,Value,Bank\n2026-01-01,1,x\n",
        "time: 12:20:15\n:20 minutes\n",
        '{"invoices": [{"id": 1}], "bank": "x", "note": "transactions"}',
        "01,2\n",
    ],
)
def test_others_are_not_taken_for_statements(write: Write, books: Books, content: str) -> None:
    path = write(content)
    with pytest.raises(refusal.RefusedError) as caught:
        read(path, path.parent, profiles=(), defaults=books)
    assert not isinstance(caught.value, refusal.NotReadYetError)


def test_every_statement_from_the_field_is_refused_for_its_reason(books: Books) -> None:
    folder = os.environ.get("ARTUI_FIELD_DATA")
    if not folder:
        pytest.skip("ARTUI_FIELD_DATA names no folder with files from the field")
    files = [each for each in (Path(folder) / "bank").rglob("*") if each.is_file()]
    others: dict[str, str] = {}
    found: Counter[str] = Counter()
    for path in files:
        with pytest.raises(refusal.RefusedError) as caught:
            read(path, path.parent, profiles=(), defaults=books)
        if isinstance(caught.value, refusal.NotReadYetError):
            found[path.parent.name] += 1
        else:
            others[path.name] = type(caught.value).__name__
    assert others == {
        "self-provided_raiffeisen-cmi.sta": "UndecodableError",
        "self-provided_invalid_statement.sta": "NoHeaderError",
    }
    assert found == {"bai2": 6, "camt": 26, "mt940": len(files) - 6 - 26 - 2}
