"""IIF lists and transactions: declarations, ragged rows, quotes, and what does not add up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from artui.ingest.grids.delimited import Delimited
from artui.ingest.grids.iif import IifList
from artui.ingest.opening import parts
from tests.ingest.grids.told import told

if TYPE_CHECKING:
    from tests.ingest.conftest import Write


TRANSACTIONS = """\
!HDR\tPROD\tVER
HDR\tQuickBooks Pro\t6.0
!TRNS\tTRNSTYPE\tNAME\tAMOUNT\tDOCNUM\t\t
!SPL\tTRNSTYPE\tACCNT\tAMOUNT\t\t\t
!ENDTRNS\t\t\t\t\t\t
TRNS\tINVOICE\t"Andres, Cristina"\t"1,020.00"\t1\t\t
SPL\tINVOICE\tSales\t"-1,000.00"\t\t\t
SPL\tINVOICE\tTax\t-20\t\t\t
ENDTRNS\t\t\t\t\t\t
TRNS\tPAYMENT\tCust: "the 5\\" one"\t500\t321
SPL\tPAYMENT\tAccounts Receivable\t-500
ENDTRNS
"""
OFF = "Line 6: the transaction is 1020.00, and its splits add up to -1019.50, not to -1020.00."


def lists(write: Write, text: str | bytes) -> dict[str, IifList]:
    """The parts of an IIF text by name."""
    path = write(text, name="export.iif")
    found: dict[str, IifList] = {}
    for (grid,) in parts(path, path.parent):
        assert isinstance(grid, IifList)
        found[grid.part] = grid
    return found


def test_transactions_are_rows_and_splits_carry_them(write: Write) -> None:
    found = lists(write, TRANSACTIONS)
    assert list(found) == ["TRNS", "SPL"]
    assert told(found["TRNS"]) == (
        {
            3: ["TRNSTYPE", "NAME", "AMOUNT", "DOCNUM"],
            6: ["INVOICE", "Andres, Cristina", "1,020.00", "1"],
            10: ["PAYMENT", 'Cust: "the 5\\" one"', "500", "321"],
        },
        [],
    )
    rows, broken = told(found["SPL"])
    assert rows[4][:3] == ["TRNSTYPE", "ACCNT", "AMOUNT"]
    assert rows[4][3:] == ["TRNS.TRNSTYPE", "TRNS.NAME", "TRNS.AMOUNT", "TRNS.DOCNUM"]
    assert rows[8] == ["INVOICE", "Tax", "-20", "INVOICE", "Andres, Cristina", "1,020.00", "1"]
    assert (list(rows), broken) == ([4, 7, 8, 11], [])
    assert [each.notes for each in found.values()] == [(), ()]
    assert list(found["SPL"].sample(2))[1][0] == 7


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_line_ends_and_encodings_do_not_matter(write: Write, end: str, encoding: str) -> None:
    text = "!CUST\tNAME\nCUST\tMüller · Söhne\n".replace("\n", end)
    (grid,) = lists(write, text.encode(encoding)).values()
    assert told(grid) == ({1: ["NAME"], 2: ["Müller · Söhne"]}, [])
    assert grid.ends_whole
    assert (grid.delimiter, grid.size) == ("\t", len(text.encode(encoding)))


def test_a_list_declared_again_has_all_columns_of_both(write: Write) -> None:
    text = "!CUST\tNAME\tA\nCUST\tone\t1\n!VEND\tNAME\n!CUST\tB\tNAME\nCUST\t2\ttwo\nVEND\tx\n"
    found = lists(write, text)
    assert told(found["CUST"])[0] == {
        1: ["NAME", "A", "B"],
        2: ["one", "1", ""],
        5: ["two", "", "2"],
    }
    assert told(found["VEND"])[0] == {3: ["NAME"], 6: ["x"]}


def test_columns_may_share_a_name_or_have_none(write: Write) -> None:
    text = "!BUD\tAMOUNT\t\tAMOUNT\t1099\t\t\nBUD\t1\tx\t2\tN\t \t\nBUD\t3\n"
    rows, broken = told(lists(write, text)["BUD"])
    assert rows == {
        1: ["AMOUNT", "", "AMOUNT", "1099"],
        2: ["1", "x", "2", "N"],
        3: ["3", "", "", ""],
    }
    assert not broken


def test_a_value_without_a_column_may_mean_a_shifted_row(write: Write) -> None:
    text = TRANSACTIONS.replace('"\t"1,020.00"\t1\t\t', '"\t"1,020.00"\tN\t1\t')
    found = lists(write, text)
    rows, (broken,) = told(found["TRNS"])
    assert list(rows) == [3, 10]
    assert (broken.line, broken.reason) == (
        6,
        "has a value in field 5, but its list declares 4: its fields may be shifted",
    )
    assert broken.raw == "TRNS\tINVOICE\tAndres, Cristina\t1,020.00\tN\t1"
    rows, splits = told(found["SPL"])
    assert list(rows) == [4, 11]
    assert [each.line for each in splits] == [7, 8]
    assert splits[0].reason == f"is a split of the transaction on line 6, which {broken.reason}"


def test_a_shifted_split_is_broken_alone(write: Write) -> None:
    found = lists(write, TRANSACTIONS.replace("Tax\t-20\t\t", "Tax\t-20\tN\t"))
    assert list(told(found["TRNS"])[0]) == [3, 6, 10]
    rows, broken = told(found["SPL"])
    assert (list(rows), [each.line for each in broken]) == ([4, 7, 11], [8])


@pytest.mark.parametrize("cut", [1, 2])
def test_a_transaction_that_does_not_end_is_broken(write: Write, cut: int) -> None:
    found = lists(write, "".join(TRANSACTIONS.splitlines(keepends=True)[:-cut]))
    rows, (broken,) = told(found["TRNS"])
    assert list(rows) == [3, 6]
    assert broken.reason == "is a transaction without its ENDTRNS, so it may be cut off"
    assert [each.line for each in told(found["SPL"])[1]] == [11][: 2 - cut]


def test_a_transaction_before_which_another_does_not_end(write: Write) -> None:
    text = "".join(
        line for n, line in enumerate(TRANSACTIONS.splitlines(keepends=True), 1) if n != 9
    )
    rows, (broken,) = told(lists(write, text)["TRNS"])
    assert (list(rows), broken.line) == ([3, 9], 6)


def test_splits_of_no_transaction_are_broken(write: Write) -> None:
    found = lists(write, TRANSACTIONS + "SPL\tINVOICE\tSales\t-5\nENDTRNS\n")
    assert not told(found["TRNS"])[1]
    ((line, reason, _),) = [(e.line, e.reason, e.raw) for e in told(found["SPL"])[1]]
    assert (line, reason) == (13, "is a split of no transaction")


def test_rows_above_their_declaration_are_broken(write: Write) -> None:
    rows, (broken,) = told(lists(write, "!HDR\tA\nCUST\tx\n!CUST\tNAME\nCUST\ty\n")["CUST"])
    assert rows == {3: ["NAME"], 4: ["y"]}
    assert (broken.line, broken.reason) == (2, "stands before the declaration of its list")


def test_rows_of_undeclared_lists_are_named(write: Write) -> None:
    text = "!CUST\tNAME\nCUST\tx\nDICT\t1\nDICT\t2\nENDDICT\t\nTERMS\tNet 30\n"
    (grid,) = lists(write, text).values()
    assert grid.notes == (
        "Rows of lists that the file does not declare are not read: 'DICT' (2), 'TERMS' (1).",
    )
    assert told(grid) == ({1: ["NAME"], 2: ["x"]}, [])


@pytest.mark.parametrize(
    ("amount", "note"),
    [
        ("-19.5", OFF),
        ("-20.000", None),
        ("(20.00)", None),
        ("5.00%", None),
    ],
)
def test_a_transaction_that_does_not_balance_is_noted(
    write: Write, amount: str, note: str | None
) -> None:
    found = lists(write, TRANSACTIONS.replace("Tax\t-20\t", f"Tax\t{amount}\t"))
    assert found["TRNS"].notes == ((note,) if note else ())
    assert found["SPL"].notes == ()
    assert len(told(found["TRNS"])[0]) == 3


def test_decimal_commas_balance_too(write: Write) -> None:
    text = TRANSACTIONS.replace("1,020.00", "1.020,50").replace("-1,000.00", "-1.000,50")
    assert lists(write, text)["TRNS"].notes == ()


def test_many_transactions_that_do_not_balance_are_counted(write: Write) -> None:
    one = "TRNS\tINVOICE\tA\t10\t1\nSPL\tINVOICE\tSales\t-9\nENDTRNS\n"
    notes = lists(write, TRANSACTIONS + one * 8)["TRNS"].notes
    assert len(notes) == 6
    assert notes[0].startswith("Line 13: ")
    assert notes[-1] == "3 more transactions do not balance."


def test_an_unended_last_line_is_said_so(write: Write) -> None:
    (grid,) = lists(write, "!CUST\tNAME\nCUST\tx").values()
    assert not grid.ends_whole


@pytest.mark.parametrize("text", ["!important,b\n1,2\n", "invoice_id\t!CUST\n1\t2\n", "! \ta\n"])
def test_other_texts_are_no_iif(write: Write, text: str) -> None:
    path = write(text)
    grid = parts(path, path.parent)[0][0]
    assert not isinstance(grid, IifList)


_LINES = st.lists(
    st.sampled_from(
        [
            "!TRNS\tAMOUNT\tNAME",
            "!SPL\tAMOUNT",
            "!SPL\tNAME\tAMOUNT\t",
            "!ENDTRNS",
            "TRNS\t5\tA",
            "TRNS\t5",
            'TRNS\t"5,000.00"\tA\tx',
            "SPL\t-5",
            "SPL\t-5\t\ty",
            "ENDTRNS\t",
            "!CUST\tNAME",
            "CUST\tA",
            "CUST",
            "",
            "EXTRA\t1",
        ]
    ),
    max_size=25,
)


def declared(text: str, name: str) -> int:
    """The line on which a list is first declared."""
    return next(n for n, line in enumerate(text.split("\n"), 1) if line.startswith(f"!{name}\t"))


@settings(
    deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(body=_LINES)
def test_every_row_of_a_list_is_a_row_or_broken(write: Write, body: list[str]) -> None:
    text = "\n".join(["!HDR\tPROD", *body, "!TERMS\tNAME"]) + "\n"
    for name, grid in lists(write, text).items():
        rows, broken = told(grid)
        numbers = [n for n, line in enumerate(body, 2) if line.split("\t")[0] == name]
        header = rows.pop(declared(text, name))
        assert sorted([*rows, *(each.line for each in broken)]) == numbers
        assert {len(row) for row in rows.values()} <= {len(header)}


def test_a_text_of_one_declaration_is_a_list_without_rows(write: Write) -> None:
    (grid,) = lists(write, "!CUST\tNAME\n").values()
    assert told(grid) == ({1: ["NAME"]}, [])


def test_plain_text_stays_plain(write: Write) -> None:
    path = write("a\tb\n!CUST\tNAME\n")
    assert isinstance(parts(path, path.parent)[0][0], Delimited)
