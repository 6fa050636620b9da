"""Figures of months as bars."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from artui.tui.trend import Chart, line

_VALUES = st.lists(st.none() | st.fractions(-1000, 10**9), max_size=24)


def _fractions(*values: float | None) -> list[Fraction | None]:
    return [None if value is None else Fraction(value) for value in values]


def test_a_line_goes_from_the_least_to_the_greatest_with_gaps_as_blanks() -> None:
    assert line(_fractions(10, None, 16, 24)) == "▁ ▄█"
    assert line(_fractions(5, 5)) == "▄▄"
    assert line(_fractions(None, None)) == ""


def test_a_chart_has_bars_values_months_and_a_line_at_the_target() -> None:
    values = _fractions(20, None, 40)
    months = ("2026-08", "2026-09", "2026-10")
    chart = Chart(months, values, ("20.0", "", "40.0"), Fraction(30))
    assert chart.lines(21, 4) == [
        "              █████",
        "──────────────█████──",
        "█████         █████",
        "█████         █████",
        " 20.0          40.0",
        "            2026-10",
    ]


def test_where_it_is_narrow_the_last_months_stay_and_some_values_are_left_out() -> None:
    months = [f"2026-{n:02d}" for n in range(1, 13)]
    values = _fractions(*range(1, 13))
    lines = Chart(months, values, [f"{n}.0" for n in range(1, 13)]).lines(36, 2)
    assert lines[2].split() == ["2.0", "4.0", "6.0", "8.0", "10.0", "12.0"]
    assert lines[3].split() == ["2026-03", "2026-06", "2026-09", "2026-12"]
    assert [len(each) for each in lines if len(each) > 36] == []
    few = Chart(months, values, [""] * 12).lines(8, 2)
    assert few[3].split() == ["2026-12"]


def test_what_is_zero_or_less_has_no_bar_and_what_is_above_zero_is_seen() -> None:
    chart = Chart(("a", "b", "c"), _fractions(0, 1e-6, -5), ("", "", ""), Fraction(9))
    assert chart.lines(21, 2)[1] == "       ▁▁▁▁▁"


@given(_VALUES, st.integers(1, 160), st.integers(1, 9))
def test_a_chart_has_its_height_and_never_more_than_its_width(
    values: list[Fraction | None], width: int, height: int
) -> None:
    texts = ["" if value is None else f"{float(value):.1f}" for value in values]
    chart = Chart([f"2026-{n:02d}" for n in range(len(values))], values, texts, Fraction(7))
    lines = chart.lines(width, height)
    assert len(lines) == height + 2
    assert max(map(len, lines)) <= max(width, 2)


@given(_VALUES)
def test_a_line_has_a_cell_a_month(values: list[Fraction | None]) -> None:
    known = [value for value in values if value is not None]
    assert len(line(values)) == (len(values) if known else 0)
