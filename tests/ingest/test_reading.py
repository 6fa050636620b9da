"""From a file to rows: what is converted, what is rejected and why, and that the rest loads."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from artui.domain.days import parse_day
from artui.ingest import lines, refusal
from artui.ingest.contents import read
from artui.ingest.profile import Profile

if TYPE_CHECKING:
    from tests.ingest.conftest import Books, Load, Result, Write

NEEDED = "invoice_id,customer_id,invoice_date,amount"
ROW = "I1,C1,2026-10-01,12.50"


def reasons(result: Result) -> list[tuple[int, str, str, str]]:
    """Where and why rows were rejected."""
    return [(each.line, each.column, each.value, each.reason) for each in result.rejects]


def test_a_row_is_typed_and_keyed(load: Load) -> None:
    header = (
        "company," + NEEDED + ",item,class,due_date,currency,tax_amount,sent_at,disputed,site\n"
    )
    row = "0100, 000I1 ,364.0,2026-10-01,1234,1,,,jpy,,2026-10-02 08:30, yes , Pier 7 \n"
    (found,) = load(header + row).rows
    assert found | {"digest": 0} == {
        **dict.fromkeys(found),
        "company": "0100",
        "company_key": "100",
        "invoice_id": "000I1",
        "invoice_id_key": "i1",
        "customer_id": "364.0",
        "customer_id_key": "364",
        "item": "1",
        "item_key": "1",
        "invoice_date": parse_day("2026-10-01"),
        "sent_at": "2026-10-02T08:30:00",
        "currency": "JPY",
        "amount": 1234,
        "disputed": 1,
        "site": "Pier 7",
        "file_line": 2,
        "digest": 0,
    }


def test_what_a_row_leaves_out_is_its_company_s(load: Load) -> None:
    header = "company,currency," + NEEDED + "\n"
    body = f",,{ROW}\n2000,,{ROW}\n2000,USD,I2,C1,2026-10-01,12.50\n,JPY,I3,C1,2026-10-01,12\n"
    result = load(header + body)
    assert result.column("company") == ["1000", "2000", "2000", "1000"]
    assert result.column("company_key") == ["1000", "2000", "2000", "1000"]
    assert result.column("currency") == ["USD", "EUR", "USD", "JPY"]
    assert result.column("amount") == [1250, 1250, 1250, 12]


def test_applications_are_scaled_in_the_company_s_currency_and_say_so(load: Load) -> None:
    header = "company,payment_id,invoice_id,date,amount,currency\n"
    result = load(header + "2000,P1,I1,2026-10-01,5.00,\n2000,P1,I2,2026-10-01,5.000,KWD\n")
    assert result.column("amount") == [500, 5000]
    assert result.column("currency") == [None, "KWD"]


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("invoice_id", " ", "is required"),
        ("invoice_date", "-", "is required"),
        ("amount", "", "is required"),
        ("invoice_date", "31.02.2026", "is no date"),
        ("due_date", "2101-01-01", "lies outside 1970 to 2100"),
        ("amount", "abc", "is no amount with a decimal point"),
        ("amount", "12.345", "has more decimals than USD"),
        ("tax_amount", "1e3", "was rounded by a spreadsheet"),
        ("currency", "XXX", "is no currency"),
        ("disputed", "maybe", "is neither yes nor no"),
        ("site", "x" * 4001, "is longer than 4,000 characters"),
        ("sent_at", "yesterday", "is no date"),
    ],
)
def test_a_bad_cell_rejects_its_row_alone(load: Load, column: str, value: str, reason: str) -> None:
    good = {
        "invoice_id": "I1",
        "customer_id": "C1",
        "invoice_date": "2026-10-01",
        "due_date": "",
        "amount": "1.50",
        "tax_amount": "0.50",
        "currency": "",
        "disputed": "no",
        "site": "",
        "sent_at": "",
    }
    bad = {**good, column: value}
    other = {**good, "invoice_id": "I2"}
    table = [list(good), list(bad.values()), list(other.values())]
    result = load("".join(";".join(row) + "\n" for row in table))
    assert result.column("invoice_id") == ["I2"]
    assert reasons(result) == [(2, column, value[:1000], reason)]
    assert result.rejects[0].raw == ";".join(bad.values())[:1000]


def test_a_row_is_rejected_for_its_first_fault(load: Load) -> None:
    result = load(f"{NEEDED}\n,,x,y\n{ROW}\n")
    assert reasons(result) == [(2, "invoice_id", "", "is required")]


def test_rejects_name_the_file_s_own_header(load: Load) -> None:
    columns = {"invoice_id": ("No.",), "customer_id": ("Who",), "invoice_date": ("When",)}
    profile = Profile("p", "invoices", columns={**columns, "amount": ("How much",)})
    result = load("No.;Who;When;How much\n1;2;soon;3\n4;5;2026-10-01;6\n", [profile])
    assert reasons(result) == [(2, "When", "soon", "is no date")]


def test_rows_of_another_width_are_rejected(load: Load) -> None:
    body = f"{ROW}\nI2,C1,2026-10-01\nI3,C1,2026-10-01,1,x\nI4,C1,2026-10-01,1,,\n"
    result = load(f"{NEEDED}\n{body}")
    assert result.column("invoice_id") == ["I1", "I4"]
    assert reasons(result) == [
        (3, "", "", "has 3 fields, the header has 4"),
        (4, "", "", "has 5 fields, the header has 4"),
    ]
    assert result.rejects[1].raw == "I3,C1,2026-10-01,1,x"


def test_a_row_of_ten_thousand_columns_is_rejected(load: Load) -> None:
    result = load(f"{NEEDED}\n{'x,' * 9_999}x\n{ROW}\n")
    assert reasons(result) == [(2, "", "", "has 10,000 fields, the header has 4")]
    assert len(result.rejects[0].raw) == 1000


def test_half_a_row_is_never_a_row_with_blanks(load: Load) -> None:
    result = load(f"{NEEDED},currency\nI1,C1,2026-10-01,1000,JPY\nI2,C1,2026-10-01,10")
    assert result.column("invoice_id") == ["I1"]
    assert reasons(result) == [(3, "", "", "has 4 fields, the header has 5")]
    assert not result.reading.has_final_newline
    assert "The last line does not end, so the file may be cut off." in result.reading.warnings


def test_only_columns_without_a_header_may_lack(load: Load) -> None:
    result = load(f"{NEEDED},,\n{ROW}\nI2,C1,2026-10-01,1,,\n")
    assert result.column("invoice_id") == ["I1", "I2"]


def test_blank_rows_and_repeated_headers_are_no_rows(load: Load) -> None:
    result = load(f"{NEEDED}\n\n{ROW}\n , ,\t,\n,,,\n{NEEDED}\nI2,C1,2026-10-01,1\n")
    counts = result.reading.counts
    assert (counts.rows, counts.classes["blank"], counts.classes["header"]) == (2, 3, 2)
    assert result.column("file_line") == [3, 7]


def test_rows_swallowed_by_a_quote_refuse_the_file(load: Load) -> None:
    with pytest.raises(refusal.UnclosedQuoteError) as caught:
        load(f'{NEEDED}\n"I1,C1,2026-10-01,1\nI2,C1,2026-10-01,"\n{ROW}\n')
    assert caught.value.where.endswith("export.csv:2")


def test_a_broken_row_is_rejected_with_its_text(load: Load) -> None:
    result = load(f'{NEEDED}\n"I0"x,C1,2026-10-01,1\n{ROW}\n')
    assert reasons(result) == [(2, "", "", "has text after a closing quote")]
    assert result.rejects[0].raw == '"I0"x,C1,2026-10-01,1'
    assert result.column("file_line") == [3]


HOSTILE = (
    "\x1b]52;c;QQ==\x07",
    "[/x]",
    "[@click=app.bell()]x",
    "=cmd|' /C calc'!A0",
    "+1",
    "\u202eevil",
    "Müller & Söhne",
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_hostile_text_is_kept_as_given(load: Load, encoding: str) -> None:
    body = "".join(f'C{n};"{name}"\n' for n, name in enumerate(HOSTILE))
    result = load(("customer_id;name\n" + body).encode(encoding))
    assert result.column("name") == list(HOSTILE)


def test_umlauts_of_windows_are_read(load: Load) -> None:
    result = load("customer_id;name\nC1;Jürgen Groß \u2013 Söhne\n".encode("cp1252"))
    assert result.reading.encoding == "cp1252"
    assert result.column("name") == ["Jürgen Groß \u2013 Söhne"]


@pytest.mark.parametrize(
    ("cells", "flags", "amounts"),
    [
        ("yes no 1 0 X n", [1, 0, 1, 0, 1, 0], [None] * 6),
        ("yes no 1 0 12.50 0.00", [1, 0, 1, 0, 1, 0], [None, None, 100, 0, 1250, 0]),
    ],
)
def test_disputed_is_a_word_or_an_amount(
    load: Load, cells: str, flags: list[int], amounts: list[int | None]
) -> None:
    rows = [f"I{n},C1,2026-10-01,1,{cell}" for n, cell in enumerate(cells.split())]
    result = load("\n".join([f"{NEEDED},disputed", *rows, "IX,C1,2026-10-01,1,", ""]))
    assert result.column("disputed") == [*flags, None]
    assert result.column("disputed_amount") == [*amounts, None]


def test_profiles_rename_values_and_fill_blanks(load: Load) -> None:
    names = ("customer_id", "name", "segment", "po_required", "company", "currency")
    profile = Profile(
        "p",
        "customers",
        columns={name: (name,) for name in names},
        constants={"segment": "commercial", "country": "DE", "company": "2000"},
        values={"po_required": {"Ja": "yes", "NEIN": "no"}, "segment": {"A1": "strategic"}},
    )
    body = "C1,n,a1,JA,,\nC2,n, ,nein,7,\nC3,n,other,,,USD\n"
    result = load(",".join(names) + "\n" + body, [profile])
    assert result.column("segment") == ["strategic", "commercial", "other"]
    assert result.column("po_required") == [1, 0, None]
    assert result.column("country") == ["DE"] * 3
    assert result.column("company") == ["2000", "7", "2000"]
    assert result.column("currency") == ["EUR", "USD", "USD"]


def test_extra_cells_are_json_in_the_order_of_their_headers(load: Load) -> None:
    result = load(f'{NEEDED},zeta,alpha\n{ROW},1,"say ""é"""\n')
    (extra,) = result.column("extra")
    assert list(json.loads(extra).items()) == [("alpha", 'say "é"'), ("zeta", "1")]


def test_a_digest_is_of_what_is_said_not_how(load: Load) -> None:
    plain = load(f"{NEEDED},currency,note\n0017,c1,2026-10-01,1234.50,,x\n")
    other = load("note;amount;customer_id;invoice_id;invoice_date\nx;1.234,50;C1;17.0;20261001\n")
    assert plain.column("digest") == other.column("digest")


@pytest.mark.parametrize(
    "row",
    [
        "0017,C1,2026-10-01,1234.51,,x",
        "0017,C1,2026-10-02,1234.50,,x",
        "0018,C1,2026-10-01,1234.50,,x",
        "0017,C1,2026-10-01,1234.50,EUR,x",
        "0017,C1,2026-10-01,1234.50,,y",
        "0017,C1,2026-10-01,1234.50,,",
    ],
)
def test_a_digest_changes_with_every_value(load: Load, row: str) -> None:
    header = f"{NEEDED},currency,note\n"
    before = load(header + "0017,C1,2026-10-01,1234.50,,x\n").column("digest")
    assert load(header + row + "\n").column("digest") != before


def test_a_digest_leaves_the_snapshot_s_day_out(load: Load) -> None:
    header = "document_id,customer_id,amount,snapshot_date\n"
    one = load(header + "I1,C1,5.00,2026-10-01\n").column("digest")
    assert load(header + "I1,C1,5.00,2026-10-02\n").column("digest") == one


def test_digests_are_the_same_in_every_release(load: Load) -> None:
    assert load(f"{NEEDED}\n{ROW}\n").column("digest") == [-1383482777244219243]


def test_reading_again_gives_the_same(write: Write, books: Books) -> None:
    path = write(f"{NEEDED}\n{ROW}\nI2,C1,x,1\n")
    (reading,) = read(path, path.parent, profiles=(), defaults=books).readings
    first = list(reading.chunks())
    assert list(reading.chunks()) == first
    assert (reading.counts.rows, reading.counts.rejected) == (2, 1)


def test_a_file_that_changes_while_read_is_refused(write: Write, books: Books) -> None:
    path = write(f"{NEEDED}\n{ROW}\n")
    (reading,) = read(path, path.parent, profiles=(), defaults=books).readings
    path.write_text(f"{NEEDED}\n{ROW}\n{ROW}\n")
    with pytest.raises(refusal.ChangedError):
        list(reading.chunks())


def test_the_only_profile_may_be_named(write: Write, books: Books) -> None:
    path = write(f"{NEEDED}\n{ROW}\n")
    own = Profile("own", "customers", columns={"customer_id": ("Customer ID",), "name": ("n",)})
    with pytest.raises(refusal.NoProfileError, match=r"nearest is 'own', which lacks name \('n'\)"):
        read(path, path.parent, profiles=[own], defaults=books, profile="own")
    with pytest.raises(refusal.UnknownProfileError, match=r"The profiles are: own\."):
        read(path, path.parent, profiles=[own], defaults=books, profile="other")


@pytest.mark.parametrize(
    ("days", "complete"),
    [
        (["2026-10-01", "2026-10-01"], True),
        (["2026-10-01", "2026-10-02"], False),
        (["2026-10-01", ""], False),
        (["2026-10-01", "x"], False),
    ],
)
def test_a_canonical_snapshot_is_complete_when_all_rows_are_of_one_day(
    load: Load,
    days: list[str],
    complete: bool,  # noqa: FBT001  # an expected value
) -> None:
    body = "".join(f"I{n},C1,5.00,{day}\n" for n, day in enumerate(days))
    result = load("document_id,customer_id,amount,snapshot_date\n" + body)
    assert result.reading.complete is complete


def test_a_profile_says_whether_its_snapshot_is_complete(load: Load) -> None:
    columns = {name: (name,) for name in ("document_id", "customer_id", "amount", "snapshot_date")}
    content = "document_id,customer_id,amount,snapshot_date\nI1,C1,5.00,2026-10-01\n"
    for complete in (True, False, None):
        profile = Profile("p", "open_items", columns=columns, complete=complete)
        assert load(content, [profile]).reading.complete is complete
    assert load(f"{NEEDED}\n{ROW}\n").reading.complete is None


def test_rows_come_in_chunks_with_their_lines(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "BLOCK", 7)
    body = "".join(f"I{n},C1,2026-10-01,{n}.50\n" for n in range(50))
    result = load(f"{NEEDED}\n{body}")
    assert result.column("file_line") == list(range(2, 52))
    assert result.column("amount") == [n * 100 + 50 for n in range(50)]


@given(
    st.binary(max_size=200)
    | st.text(alphabet='I1C,;"\n\r-/. 2026x\t', max_size=80).map(
        lambda body: f"{NEEDED},disputed,sent_at\n{ROW},yes,\n{body}".encode()
    )
)
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300, deadline=None
)
def test_whatever_is_dropped_is_read_or_refused(load: Load, content: bytes) -> None:
    with suppress(refusal.RefusedError):
        load(content)


def test_the_last_row_of_a_text_that_does_not_end_is_rejected(load: Load) -> None:
    cut = f"{NEEDED}\n{ROW}\nI2,C1,2026-10-01,12.5"
    result = load(cut)
    assert result.column("invoice_id") == ["I1"]
    reason = "is the last row and its line does not end, so it may be cut off"
    assert reasons(result) == [(3, "", "", reason)]
    assert load(f"{cut}\n").rejects == []
    columns = {name: (name,) for name in NEEDED.split(",")}
    allowed = load(cut, [Profile("p", "invoices", columns=columns, final_newline=False)])
    assert (len(allowed.rows), allowed.reading.warnings) == (2, ())
