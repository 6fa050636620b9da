"""Aging buckets: the published edges, and that nothing falls between two of them."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.domain.aging import FIRST_DAY, LAST_DAY, Buckets

DEFAULT = Buckets()

all_bounds = st.lists(st.integers(1, 400), unique=True, max_size=11).map(
    lambda bounds: tuple(sorted(bounds))
)
days = st.integers(-(10**6), 10**6)
as_of_days = st.integers(0, 47_000)


@pytest.mark.parametrize(
    ("days_past_due", "label"),
    [
        (-31, "current"),
        (0, "current"),
        (1, "1-30"),
        (30, "1-30"),
        (31, "31-60"),
        (60, "31-60"),
        (61, "61-90"),
        (90, "61-90"),
        (91, "91+"),
        (9999, "91+"),
    ],
)
def test_the_default_edges(days_past_due: int, label: str) -> None:
    assert DEFAULT.labels[DEFAULT.index(days_past_due)] == label


def test_the_convention_is_printed_in_full() -> None:
    expected = "current <= 0 days past due; 1-30; 31-60; 61-90; 91+; upper bound inclusive"
    assert DEFAULT.convention == expected


@pytest.mark.parametrize(
    ("bounds", "labels"),
    [
        ((), ("current", "1+")),
        ((1,), ("current", "1", "2+")),
        ((7, 14, 30, 31), ("current", "1-7", "8-14", "15-30", "31", "32+")),
    ],
)
def test_labels_of_any_bounds(bounds: tuple[int, ...], labels: tuple[str, ...]) -> None:
    assert Buckets(bounds).labels == labels


@pytest.mark.parametrize("bounds", [(0, 30), (30, 30), (60, 30), (-1,)])
def test_bounds_that_leave_a_bucket_empty_are_refused(bounds: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="must increase"):
        Buckets(bounds)


@given(all_bounds, days)
def test_buckets_partition_the_days(bounds: tuple[int, ...], day: int) -> None:
    buckets = Buckets(bounds)
    lowest, highest = (float("-inf"), 0, *bounds), (0, *bounds, float("inf"))
    inside = [low < day <= high for low, high in zip(lowest, highest, strict=True)]
    assert inside.count(True) == 1
    assert inside.index(True) == buckets.index(day)
    assert len(buckets.labels) == len(inside)


@given(all_bounds, as_of_days, days)
def test_edges_agree_with_the_index(bounds: tuple[int, ...], as_of: int, due: int) -> None:
    buckets = Buckets(bounds)
    inside = [low < due <= high for low, high in buckets.edges(as_of)]
    assert [place for place, found in enumerate(inside) if found] == [buckets.index(as_of - due)]


@given(all_bounds, as_of_days, days)
def test_the_next_change_is_the_first(bounds: tuple[int, ...], as_of: int, due: int) -> None:
    buckets = Buckets(bounds)
    change = buckets.next_change_on(due, as_of)
    here = buckets.index(as_of - due)
    if change is None:
        assert here == len(bounds) + 1
    else:
        assert change > as_of
        assert buckets.index(change - due) == here + 1
        assert buckets.index(change - 1 - due) == here


def test_edges_are_parameters_of_a_statement() -> None:
    edges = DEFAULT.edges(20_778)
    assert edges[0] == (20_777, LAST_DAY)
    assert edges[-1] == (FIRST_DAY, 20_687)
    database = sqlite3.connect(":memory:")
    try:
        found = [
            database.execute("SELECT ? < 20748 AND 20748 <= ?", edge).fetchone()[0]
            for edge in edges
        ]
    finally:
        database.close()
    assert found == [0, 1, 0, 0, 0]
