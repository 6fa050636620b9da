"""What an export prints of itself is held against its rows, and values against their columns."""

from __future__ import annotations

import os
import re
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, assume, given, note, settings
from hypothesis import strategies as st

from artui.domain import money
from artui.ingest.reading import NO_TOTAL
from artui.store.records import FAILED, HELD, LOADED, WITH_REJECTS
from tests.ingest.agings import desktop, erpnext, netsuite, online
from tests.ingest.homes import drop, figures, home
from tests.ingest.ledgers import ledgers
from tests.ingest.listings import canonical
from tests.ingest.programs import Style

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from artui.ingest.load import Outcome
    from tests.homes import Books
    from tests.ingest.ledgers import Item
    from tests.ingest.programs import Export

    Writer = Callable[[Sequence[Item], Style], Export]

SUMMING = (netsuite, online, desktop, erpnext)
ENDING = (netsuite, online)
few = settings(
    max_examples=int(os.environ.get("ARTUI_EXAMPLES", "6")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
#: Columns of days, which may change places.
DAYS = {(2, 3), (2, 6), (3, 6)}
SUM = re.compile(r"[^\t]*\t+([^\t]*\t+)?(-?\d+\.\d\d)\t*")
names = pytest.mark.parametrize("write", SUMMING, ids=lambda each: str(each.__name__))
ending = pytest.mark.parametrize("write", ENDING, ids=lambda each: str(each.__name__))


def lines_of(write: Writer, items: Sequence[Item]) -> tuple[list[str], Export]:
    """What a program writes, line by line, with tabs between its cells."""
    export = write(items, Style(delimiter="\t"))
    return export.content.decode().split("\n"), export


def sums(lines: Sequence[str]) -> list[int]:
    """The lines that print a sum."""
    return [number for number, line in enumerate(lines) if SUM.fullmatch(line)]


def ordered(write: Writer, items: Sequence[Item]) -> list[Item]:
    """The items in the order in which a program writes them."""
    lines, _ = lines_of(write, items)
    where = {number: place for place, line in enumerate(lines) for number in line.split("\t")}
    return sorted(items, key=lambda item: where[item.number])


def runs(cents: Sequence[int]) -> set[int]:
    """What any rows that follow each other come to: sums of them are right wherever they stand."""
    return {sum(cents[i:j]) for i in range(len(cents)) for j in range(i, len(cents) + 1)}


def load(books: Books, lines: Sequence[str], export: Export) -> Outcome:
    """Load the lines."""
    note("\n".join(lines))
    return books.load(drop(books, export._replace(content="\n".join(lines).encode())))


@names
@few
@given(items=ledgers(), data=st.data())
def test_a_sum_that_is_printed_wrong_is_told_with_both_figures(
    write: Writer, items: list[Item], data: st.DataObject
) -> None:
    lines, export = lines_of(write, items)
    place = data.draw(st.sampled_from(sums(lines)))
    right = lines[place].split()[-1]
    wrong = round(float(right) * 100) + data.draw(st.integers(1, 10**9))
    assume(wrong not in runs([item.cents for item in ordered(write, items)]))
    lines[place] = lines[place].replace(right, f"{wrong / 100:.2f}")
    with home() as books:
        outcome = load(books, lines, export)
        assert outcome.state == LOADED
        (warning,) = outcome.warnings
        assert warning == (
            f"Line {place + 1}: the printed total {money.grouped(wrong, 'USD')} USD is not the sum"
            f" of its rows, {money.grouped(round(float(right) * 100), 'USD')}."
        )


@ending
@few
@given(items=ledgers())
def test_an_export_without_the_grand_total_it_ends_in_is_held(
    write: Writer, items: list[Item]
) -> None:
    lines, export = lines_of(write, items)
    del lines[sums(lines)[-1] :]
    with home() as books:
        outcome = load(books, [*lines, ""], export)
        assert outcome.state == HELD
        assert NO_TOTAL in str(outcome.reason)
        assert figures(books) == {}


@few
@given(items=ledgers(("USD", "EUR")), data=st.data())
def test_a_value_in_a_column_of_another_type_is_never_loaded(
    items: list[Item], data: st.DataObject
) -> None:
    lines, export = lines_of(canonical, items)
    place = data.draw(st.integers(1, len(items)))
    cells = lines[place].split("\t")
    one, other = data.draw(st.sampled_from(list(combinations(range(2, 7), 2))))
    assume((one, other) not in DAYS)
    cells[one], cells[other] = cells[other], cells[one]
    lines[place] = "\t".join(cells)
    with home() as books:
        outcome = load(books, lines, export)
        assert outcome.state in (FAILED, HELD, WITH_REJECTS)
        kept = {item.number: item for item in items}
        del kept[items[place - 1].number]
        assert figures(books).keys() <= kept.keys()
        for number, row in figures(books).items():
            assert (row[1], row[4]) == (kept[number].currency, kept[number].cents)
