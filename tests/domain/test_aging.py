"""Aging buckets: the published edges, and that nothing falls between two of them."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.domain.aging import FIRST_DAY, LAST_DAY, MOST_BUCKETS, Buckets
from artui.domain.aging_conventions import CONVENTIONS, OWN

DEFAULT = Buckets()
CASES = json.loads(
    (Path(__file__).parents[1] / "cases" / "boundary.json").read_text(encoding="utf-8")
)["cases"]

own_bounds = st.lists(st.integers(-400, 400), unique=True, max_size=10).map(
    lambda bounds: Buckets.of(sorted(bounds))
)
all_buckets = st.one_of(own_bounds, st.sampled_from(list(CONVENTIONS.values())))
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


@pytest.mark.parametrize(
    ("buckets", "convention"),
    [
        (DEFAULT, "current <= 0 days past due; 1-30; 31-60; 61-90; 91+; {}"),
        (Buckets.of(()), "current <= 0 days past due; 1+; {}"),
        (
            Buckets.of((-30, 30)),
            "due in 30+ <= -30 days past due; due in 0-29; 1-30; 31+; {}",
        ),
        (
            CONVENTIONS["tryton"],
            "not due <= -1 days past due; Now = 0 to 29; 30 = 30-59; 60 = 60-89; 90 = 90+; {}",
        ),
        (
            CONVENTIONS["ledgersmb"],
            "Current <= 29 days past due; 30 = 30-59; 60 = 60-89; 90 = 90+; {}",
        ),
        (Buckets(()), "all every day; {}"),
    ],
)
def test_the_convention_is_printed_in_full(buckets: Buckets, convention: str) -> None:
    assert buckets.convention == convention.format("upper bound inclusive")


@pytest.mark.parametrize(
    ("bounds", "labels"),
    [
        ((), ("current", "1+")),
        ((0,), ("current", "1+")),
        ((1,), ("current", "1", "2+")),
        ((7, 14, 30, 31), ("current", "1-7", "8-14", "15-30", "31", "32+")),
        ((-14, -7, -6), ("due in 14+", "due in 7-13", "due in 6", "due in 0-5", "1+")),
    ],
)
def test_labels_of_ones_own_bounds(bounds: tuple[int, ...], labels: tuple[str, ...]) -> None:
    assert Buckets.of(bounds).labels == labels


@pytest.mark.parametrize("bounds", [(30, 30), (60, 30), (0, 5, 5), (1, -1)])
def test_bounds_that_leave_a_bucket_empty_are_refused(bounds: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="must increase"):
        Buckets(bounds)


@pytest.mark.parametrize("labels", [("a", "b"), ("a", "b", "a"), ("a", "b", "c", "d")])
def test_every_bucket_has_a_name_of_its_own(labels: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="name of its own"):
        Buckets((0, 30), labels)


@given(all_buckets, days)
def test_buckets_partition_the_days(buckets: Buckets, day: int) -> None:
    lowest, highest = (float("-inf"), *buckets.bounds), (*buckets.bounds, float("inf"))
    inside = [low < day <= high for low, high in zip(lowest, highest, strict=True)]
    assert inside.count(True) == 1
    assert inside.index(True) == buckets.index(day)
    assert len(buckets.labels) == len(inside) == len(set(buckets.labels))


@given(own_bounds, days)
def test_due_and_past_due_never_share_a_bucket_of_ones_own(buckets: Buckets, day: int) -> None:
    assert (buckets.index(day) <= buckets.index(0)) == (day <= 0)


@given(all_buckets, as_of_days, days)
def test_edges_agree_with_the_index(buckets: Buckets, as_of: int, due: int) -> None:
    inside = [low < due <= high for low, high in buckets.edges(as_of)]
    assert [place for place, found in enumerate(inside) if found] == [buckets.index(as_of - due)]


@given(all_buckets, as_of_days, days)
def test_the_next_change_is_the_first(buckets: Buckets, as_of: int, due: int) -> None:
    change = buckets.next_change_on(due, as_of)
    here = buckets.index(as_of - due)
    if change is None:
        assert here == len(buckets.bounds)
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


@pytest.mark.parametrize("name", CONVENTIONS)
def test_every_convention_fits_its_columns_and_has_a_published_case(name: str) -> None:
    assert len(CONVENTIONS[name].labels) <= MOST_BUCKETS
    told = {case["convention"] for case in CASES if "convention" in case}
    assert name in (*told, OWN, "odoo")
    assert CONVENTIONS["odoo"].bounds == CONVENTIONS["oca"].bounds
