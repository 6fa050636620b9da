"""Mean, median and percentile out of counts."""

from __future__ import annotations

import statistics
from collections import Counter
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from artui.domain.quantiles import mean, median, percentile


def test_nothing_has_no_middle() -> None:
    assert mean({}) is None
    assert median({}) is None
    assert percentile({}, 90) is None


def test_percentiles_are_by_nearest_rank() -> None:
    ten = dict.fromkeys(range(1, 11), 1)
    assert [percentile(ten, each) for each in (1, 10, 11, 90, 91, 100)] == [1, 1, 2, 9, 10, 10]


@given(st.lists(st.integers(-50, 50), min_size=1, max_size=40), st.integers(1, 100))
def test_they_are_those_of_the_values_one_by_one(values: list[int], percent: int) -> None:
    counts, ordered = Counter(values), sorted(values)
    assert mean(counts) == Fraction(sum(values), len(values))
    assert median(counts) == Fraction(statistics.median(map(Fraction, values)))
    least = next(v for v in ordered if sum(o <= v for o in ordered) * 100 >= percent * len(values))
    assert percentile(counts, percent) == least
