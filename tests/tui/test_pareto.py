"""The Pareto chart: bars on one scale with their running sum, in any room."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from artui.tui.pareto import Pareto


def test_bars_and_their_running_sum_stand_on_one_scale() -> None:
    chart = Pareto([Fraction(1, 2), Fraction(1, 4), Fraction(1, 4)], ["1", "2", "others"])
    assert chart.lines(42, 4) == [
        " 100%                               ●",
        "                        ●",
        "        ████████",
        "   0%   ████████    ████████    ████████",
        "          50%         25%         25%",
        "           1           2         others",
    ]


def test_points_on_one_line_are_joined() -> None:
    chart = Pareto([Fraction(9, 10), Fraction(1, 20), Fraction(1, 20)], ["1", "2", "3"])
    assert chart.lines(42, 2)[0] == " 100%   ▆▆▆▆▆▆▆▆  ╌╌╌╌╌╌●     ╌╌╌╌╌╌●"


@given(
    parts=st.lists(st.integers(0, 50), min_size=1, max_size=14),
    width=st.integers(0, 160),
    height=st.integers(1, 20),
)
def test_it_fits_any_room(parts: list[int], width: int, height: int) -> None:
    whole = sum(parts) or 1
    shares = sorted((Fraction(part, whole) for part in parts), reverse=True)
    lines = Pareto(shares, [str(n) for n in range(len(parts))]).lines(width, height)
    assert all(len(line) <= max(width, 0) for line in lines)
    assert len(lines) in (0, height + 2)
    shown = len(lines[-1].split()) if lines else 0
    assert sum(line.count("●") for line in lines) <= shown
