"""Columns: which are in view at which width, and that whole figures are."""

from __future__ import annotations

from typing import get_args

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from artui.store.listing import Column, Kind, Listing, Sort
from artui.tui.widgets.columns import CURSOR, EARLIER, GAP, LATER, Columns

KINDS: st.SearchStrategy[Kind] = st.sampled_from(get_args(Kind))
VALUES = st.one_of(st.none(), st.integers(-(2**53), 2**53), st.text(max_size=60))


def _listing(*columns: Column) -> Listing:
    return Listing(columns, rows_sql="", key="id", currency="currency")


NAMED = _listing(
    Column("name", "Customer"), Column("amount", "Amount", "money"), Column("due", "Due", "day")
)
ROW = ("id", "Harbor Cold Storage", 17_020_265, 20_778, "USD")


@st.composite
def tables(draw: st.DrawFn) -> tuple[Columns, list[tuple[object, ...]]]:
    kinds = draw(st.lists(KINDS, min_size=1, max_size=8))
    listing = _listing(*(Column(f"c{n}", f"Label {n}", kind) for n, kind in enumerate(kinds)))
    rows = draw(
        st.lists(
            st.tuples(st.just(1), *(VALUES for _ in kinds), st.sampled_from(["USD", "JPY", None])),
            max_size=5,
        )
    )
    columns = Columns(listing)
    columns.widen(rows, texts=True)
    return columns, rows


@given(tables(), st.integers(0, 320), st.lists(st.sampled_from([-1, 1]), max_size=20))
def test_lines_never_exceed_the_terminal(
    table: tuple[Columns, list[tuple[object, ...]]], width: int, steps: list[int]
) -> None:
    columns, rows = table
    columns.place(width)
    for step in steps:
        columns.scroll(step)
    order = (Sort("c0"),)
    least = len(CURSOR) + 1 + len(LATER)
    assert columns.placed[0].column == 0
    assert cell_len(columns.header(order)) <= max(width, least)
    lines = [CURSOR + columns.line(row) for row in rows]
    assert len({cell_len(line) for line in lines}) <= 1
    assert all(cell_len(line) <= max(width, least) for line in lines)


@given(tables(), st.integers(30, 320))
def test_every_column_can_be_brought_into_view(
    table: tuple[Columns, list[tuple[object, ...]]], width: int
) -> None:
    columns, _ = table
    columns.place(width)
    seen = {placed.column for placed in columns.placed}
    while columns.scroll(1):
        seen |= {placed.column for placed in columns.placed}
    assert seen == set(range(len(columns.listing.columns)))
    while columns.scroll(-1):
        pass
    assert columns.first == 0


def test_the_text_column_takes_what_figures_leave() -> None:
    columns = Columns(NAMED)
    columns.widen([ROW], texts=True)
    columns.place(80)
    assert columns.line(ROW) == "Harbor Cold Storage".ljust(52) + "  170,202.65  2026-11-21"


def test_a_wider_figure_makes_its_column_wider_and_a_longer_text_does_not() -> None:
    columns = Columns(NAMED)
    assert columns.widen([ROW], texts=True)
    assert not columns.widen([(1, "x" * 100, 1, 1, "USD")])
    assert columns.widen([(1, "x", -17_020_265, 1, "USD")])


def test_figures_are_measured_in_the_currency_that_needs_most_room() -> None:
    columns = Columns(NAMED)
    rows: list[tuple[object, ...]] = [(1, "x", 1_000_000, 1, "KWD"), (2, "x", 1_000_001, 1, "JPY")]
    columns.widen(rows)
    columns.place(60)
    assert "1,000,001" in columns.line(rows[1])
    assert "1,000.000" in columns.line(rows[0])


def test_columns_out_of_view_are_marked_on_both_sides() -> None:
    columns = Columns(NAMED)
    columns.widen([ROW], texts=True)
    columns.place(32)
    assert columns.header(()) == "  Customer      " + GAP + "      Amount" + LATER
    assert columns.scroll(1)
    assert columns.header(()) == f"{EARLIER} Customer        " + GAP + "Due       "
    assert not columns.scroll(1)


def test_columns_scrolled_away_come_back_when_there_is_room() -> None:
    columns = Columns(NAMED)
    columns.place(32)
    columns.scroll(1)
    columns.place(100)
    assert columns.first == 0
