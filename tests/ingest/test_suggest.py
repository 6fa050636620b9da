"""Profiles proposed for exports that none fits: what is found, what is said, what they load."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from artui.ingest import contents
from artui.ingest.refusal import RefusedError
from artui.ingest.suggest.proposal import load, propose
from artui.ingest.suggest.vocabulary import Vocabulary
from artui.ingest.suggest.writing import quoted
from artui.settings import Settings
from tests.ingest.samples import EXPECTED, expected, legible, named, sample, shipped, totals

if TYPE_CHECKING:
    from artui.ingest.profile import Profile
    from artui.ingest.suggest.proposal import Proposal

#: Of so many samples the proposal, made without their own profile, is of the right kind and loads
#: the right totals. Of the rest most hold several kinds in one table (IIF, Wave, DATEV).
AIM = 0.7


@cache
def proposed(path: Path) -> Proposal:
    """What is proposed for a sample by somebody who has every profile but its own."""
    own = expected(path)["profile"]
    known = [each for each in shipped() if each.name != own]
    sheet = next(each.sheet for each in shipped() if each.name == own)
    with tempfile.TemporaryDirectory() as scratch:
        return propose(sample(path), Path(scratch), Vocabulary(known), sheet=sheet)


def loaded(path: Path, profile: Profile) -> dict[str, Decimal]:
    """The totals of a sample by a profile."""
    with tempfile.TemporaryDirectory() as scratch:
        found = contents.read(
            sample(path),
            Path(scratch),
            profiles=[profile],
            defaults=Settings(),
            profile=profile.name,
        )
        return totals(list(legible(found.readings[0])))


def right(path: Path) -> bool:
    """Whether the proposal for a sample is of its kind, and loads its totals."""
    told, found = expected(path), proposed(path)
    if found.match.kind != told["kind"] or found.profile is None:
        return False
    try:
        return loaded(path, found.profile) == {
            each: Decimal(sum_) for each, sum_ in told["totals"].items()
        }
    except RefusedError:
        return False


def test_seven_of_ten_unknown_exports_are_proposed_right_without_a_person() -> None:
    good = [named(path) for path in EXPECTED if right(path)]
    wrong = sorted({named(path) for path in EXPECTED} - set(good))
    assert len(good) >= AIM * len(EXPECTED), f"{len(good)} of {len(EXPECTED)}, but {wrong}"


@pytest.mark.parametrize("path", EXPECTED, ids=named)
def test_a_proposal_is_a_profile_unless_it_says_what_it_lacks(path: Path) -> None:
    found = proposed(path)
    if found.lacking:
        for name in found.lacking:
            assert f"# {name}: ???" in found.text
        assert found.profile is None
    else:
        assert load(found.text) == found.profile
    data = yaml.safe_load(found.text)
    assert data["kind"] == found.match.kind
    assert all("# " in line for line in found.text.splitlines() if line.startswith("  - "))


def suggested(folder: Path, text: str, **wish: str) -> Proposal:
    """The proposal for a text, without any profile's help."""
    file = folder / "export.csv"
    file.write_text(text, encoding="utf-8")
    return propose(file, folder, Vocabulary(), **wish)  # type: ignore[arg-type]  # kind or sheet


HEADERS = {
    "english": "Invoice No,Customer No,Invoice Date,Due Date,Currency,Invoice Amount,Amount Paid",
    "german": "Rechnungsnr.,Kundennr.,Rechnungsdatum,Fälligkeit,Währung,Bruttobetrag,Bezahlt",
    "french": "N° facture,Code client,Date de facture,Échéance,Devise,Montant TTC,Réglé",
    "spanish": "Número de factura,Código cliente,Fecha factura,Vencimiento,Moneda,Importe total,X",
    "dutch": "Factuurnummer,Klantnummer,Factuurdatum,Vervaldatum,Valuta,Totaalbedrag,Betaald",
    "italian": "Numero fattura,Codice cliente,Data fattura,Scadenza,Valuta,Importo totale,Pagato",
    "portuguese": "Número da fatura,Código do cliente,Data da fatura,Vencimento,Moeda,Valor,Pago",
}


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
def test_headers_are_known_in_seven_languages(header: str, tmp_path: Path) -> None:
    found = suggested(tmp_path, f"{header}\nR1,K1,13/09/2026,13/10/2026,EUR,120.50,0.00\n")
    assert found.match.kind == "invoices"
    assert [
        found.match.columns[name]
        for name in (
            "invoice_id",
            "customer_id",
            "invoice_date",
            "due_date",
            "currency",
            "amount",
        )
    ] == list(range(6))


def test_the_convention_is_told_by_a_cell_or_left_to_a_person(tmp_path: Path) -> None:
    head = "Invoice No,Customer No,Invoice Date,Invoice Amount\n"
    sure = suggested(tmp_path, head + "R1,K1,13/09/2026,120.50\nR2,K1,01/02/2026,10.00\n")
    assert "\ndates: dmy " in sure.text
    assert "as in '13/09/2026' on line 2" in sure.text
    doubtful = suggested(tmp_path, head + "R1,K1,03/09/2026,120.50\n")
    assert "\n# dates: dmy\n" in doubtful.text
    assert "'03/09/2026'" in doubtful.text
    assert "day first" in doubtful.text
    assert "month first" in doubtful.text
    assert doubtful.profile is not None


def test_what_is_required_and_not_found_is_named_with_what_is_near(tmp_path: Path) -> None:
    found = suggested(
        tmp_path, "Invoice No,Whose,Invoice Date,Invoice Amount\nR1,K1,2026-09-13,120.50\n"
    )
    assert found.lacking == ("customer_id",)
    (line,) = [each for each in found.text.splitlines() if "# customer_id: ???" in each]
    assert line.endswith("required; nearest: Whose (e.g. K1)")


def test_a_kind_may_be_said(tmp_path: Path) -> None:
    text = "Invoice No,Customer No,Invoice Date,Balance Due\nR1,K1,2026-09-13,120.50\n"
    assert suggested(tmp_path, text, kind="invoices").match.kind == "invoices"
    assert suggested(tmp_path, text, kind="open_items").match.kind == "open_items"


def test_lines_of_documents_are_told_by_what_differs(tmp_path: Path) -> None:
    head = "Invoice No,Customer No,Invoice Date,Total,Item Name,Size\n"
    repeated = head + "R1,K1,2026-09-13,30.00,a,x\nR1,K1,2026-09-13,30.00,b,x\n"
    summed = head + "R1,K1,2026-09-13,10.00,a,x\nR1,K1,2026-09-13,20.00,b,x\n"
    first = head + "R1,K1,2026-09-13,30.00,a,x\n,,,,b,x\n"
    for text, lines in ((repeated, "repeated"), (summed, "summed"), (first, "first")):
        found = suggested(tmp_path, text)
        assert found.documents.lines == lines
        assert found.profile is not None
        assert found.profile.lines == lines


def test_a_row_of_debits_and_credits_is_one_amount(tmp_path: Path) -> None:
    found = suggested(
        tmp_path,
        "Document No,Customer No,Date,Debit,Credit\n"
        "R1,K1,2026-09-13,120.50,\nR2,K1,2026-09-14,,20.00\n",
        kind="open_items",
    )
    assert found.profile is not None
    assert found.profile.taken["amount"].minus == ("Credit",)


@given(st.text(min_size=1).filter(str.strip))
def test_any_text_is_written_so_that_yaml_reads_it_back(text: str) -> None:
    assert yaml.safe_load(quoted(text)) == text
    assert quoted(text).isprintable()


def test_hostile_headers_and_cells_stay_text(tmp_path: Path) -> None:
    found = suggested(
        tmp_path,
        'Invoice No,Customer No,Invoice Date,Total,"a: [b] # c\x1b[31m","x""y"\n'
        'R1,"K\x1b]0;1",2026-09-13,30.00,"\u202e# z\nkind: jobs",1\n',
    )
    assert found.profile is not None
    assert all(line.isprintable() for line in found.text.splitlines())
    assert yaml.safe_load(found.text)["kind"] == "invoices"
