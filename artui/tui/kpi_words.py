"""KPIs in words: names, values with their units, what they are compared to; rows of the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.books.kpis.groups import without_base
from artui.books.kpis.judged import quarter_of
from artui.books.kpis.table import BY_NAME
from artui.domain import money
from artui.domain.figure import month, month_of
from artui.report.kpis_values import UNITS, Said, shown
from artui.text import fit
from artui.tui import trend
from artui.tui.kpis import is_base

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from artui.domain.figure import Figure
    from artui.tui.kpis import Board, Line, Question

_SHORT = {"dso": "DSO", "bpdso": "BPDSO", "add": "ADD", "cei": "CEI", "ar": "AR", "pct": "%"}
#: Cells of the lines that come first, and of the trend that is worth a second line.
_ROLE_CELLS, _NAME_CELLS, _VALUE_CELLS, _LEAST_TREND = 12, 18, 10, 8


def name(figure: Figure) -> str:
    """A figure's KPI and variant in few words: `DSO countback undisputed`."""
    said = f"{figure.kpi}_{without_base(figure.variant)}".strip("_")
    words = said.replace("excluding_disputed", "undisputed").split("_")
    words = [_SHORT.get(word, word) for word in words]
    return " ".join([words[0][:1].upper() + words[0][1:], *words[1:]])


def group(figure: Figure) -> str:
    """The group; figures that come in none stand under (none)."""
    return figure.key or "(none)"


def currency(figure: Figure) -> str:
    """The currency; all where it stands for every one of them."""
    return "all" if is_base(figure) else figure.currency


def title(line: Line, by: str) -> str:
    """What people call a figure: label, variant, group and currency."""
    figure = line.figure
    variant = without_base(figure.variant).replace("_", " ")
    said = f"all in {figure.currency}" if is_base(figure) else figure.currency
    parts = (BY_NAME[figure.kpi].label, variant, f"{by} {group(figure)}" if by else "", said)
    return " · ".join(part for part in parts if part)


def value(figure: Figure, amount: Fraction | None) -> str:
    """A value in the unit of a figure, rounded for people; blank where it is undefined."""
    text = shown(Said(figure.unit, figure.currency).value(amount), figure.unit)
    return "" if text is None else f"{text} {UNITS[figure.unit]}".rstrip()


def own(figure: Figure) -> str:
    """A figure's value; after > where it is more than that; or `undefined`."""
    return (">" if figure.bound else "") + (value(figure, figure.value) or "undefined")


def change(line: Line, before: str) -> str:
    """What a value is above that of the month before, in its own unit; of shares in points."""
    now, then = line.figure.value, line.past.get(before)
    if now is None or then is None:
        return ""
    said = Said(line.figure.unit, line.figure.currency)
    text = shown(said.value(abs(now - then)), line.figure.unit)
    return f"{'+' if now >= then else '-'}{text}"


def notes(line: Line) -> Iterator[str]:
    """What a reader must know: what it comes to now, why it is undefined, that it may change."""
    figure = line.figure
    if line.differs and line.today is not None:
        yield f"≠ recomputed {own(line.today)}"
    if figure.note:
        yield figure.note
    if figure.provisional and "provisional" not in figure.note:
        yield "provisional"


def rows(board: Board) -> list[tuple[object, ...]]:
    """The lines of a board, in the order of `kpi_listing.OFFERED`."""
    months, before = seen(board.lines, board.question), board.question.before
    values = _aligned([own(line.figure) for line in board.lines])
    targets = _aligned([value(line.figure, line.judged.target) for line in board.lines])
    changes = _aligned([change(line, before) for line in board.lines])
    return [
        (
            row_key(line),
            place,
            name(line.figure),
            group(line.figure),
            currency(line.figure),
            values[place],
            targets[place],
            line.judged.status or "",
            changes[place],
            trend.line(line.values(months)),
            "; ".join(notes(line)),
            f"{line.figure.kpi} {BY_NAME[line.figure.kpi].label}",
        )
        for place, line in enumerate(board.lines)
    ]


def row_key(line: Line) -> str:
    """What names the line's row; the group's name, which may have any characters, ends it."""
    figure = line.figure
    return f"{figure.kpi}\t{figure.variant}\t{figure.currency}\t{figure.key}"


def seen(lines: Sequence[Line], question: Question) -> tuple[str, ...]:
    """The months of the trend, from the first of which anything is known."""
    known = {name for line in lines for name in line.past}
    months = question.months
    first = next((at for at, name in enumerate(months) if name in known), len(months))
    return months[first:]


def _aligned(texts: Sequence[str]) -> list[str]:
    width = max(map(len, texts), default=0)
    return [text.rjust(width) for text in texts]


def verdicts(board: Board) -> Iterator[str]:
    """What holds of a board's figures, and what does not."""
    if not board.held:
        yield f"being held against {board.question.view} …"
        return
    recorded = [line for line in board.lines if line.recorded_on is not None]
    if differ := [line for line in recorded if line.differs]:
        yield f"recorded ≠ recomputed in {len(differ)} of {len(recorded)}"
    elif recorded:
        yield "recorded = recomputed ✓"
    if board.apart:
        first = board.apart[0]
        yield f"groups ≠ whole of {name(first)} {first.currency} ✗ THE FIGURES DO NOT ADD UP"
    elif board.question.by:
        yield "numerators of groups = whole ✓"


# The two that come first.


def lead(line: Line, question: Question, width: int) -> list[str]:
    """One of the quarter's two: value, target, comparison, and what of its trend has room.

    It takes one line, or where that is too narrow a second one for the comparison.
    """
    figure, aim = line.figure, value(line.figure, line.judged.target)
    status = f", {line.judged.status}" if line.judged.status else ""
    parts = [fit(name(figure), _NAME_CELLS), own(figure).rjust(_VALUE_CELLS)]
    said = f"{(line.role or '').capitalize():<{_ROLE_CELLS}}{'  '.join(parts)}"
    said += f"  target {aim}{status}" if aim else ""
    compared = comparisons(line, question)
    whole = f"{said}  {compared}".rstrip()
    bars = len(seen([line], question))
    if len(whole) + 2 + min(bars, _LEAST_TREND) <= width or not compared:
        return [_with_trend(whole, line, question, width)]
    return [_with_trend(said, line, question, width), " " * _ROLE_CELLS + compared]


def _with_trend(said: str, line: Line, question: Question, width: int) -> str:
    room = width - len(said) - 2
    bars = trend.line(line.values(seen([line], question)))
    return f"{said}  {bars[-room:]}" if room > 0 else said


def comparisons(line: Line, question: Question) -> str:
    """`worse than 2026-Q3 (84.3) and the baseline (84.3)`; empty where there is neither."""
    figure, before = line.figure, _quarter_before(question.month)
    compared = (
        (quarter_of(month(before).last), line.past.get(before)),
        ("the baseline", line.judged.baseline),
    )
    found: dict[str, list[str]] = {}
    for what, other in compared:
        if other is not None and figure.value is not None:
            said = f"{what} ({short(figure, other)})"
            found.setdefault(_compared(figure, other), []).append(said)
    return ", ".join(f"{how} {' and '.join(each)}" for how, each in found.items())


def _quarter_before(name: str) -> str:
    """The last month of the quarter before that of a month."""
    day = month(name).first
    quarter = quarter_of(day)
    while quarter_of(day) == quarter:
        day = month(month_of(day)).first - 1
    return month_of(day)


def _compared(figure: Figure, other: Fraction) -> str:
    """`better than`, where less is better and this is less."""
    better, more = BY_NAME[figure.kpi].better, (figure.value or 0) > other
    if figure.value == other:
        return "the same as"
    if better is None:
        return "more than" if more else "less than"
    return "better than" if more == (better == "more") else "worse than"


def held_against(line: Line, question: Question) -> str:
    """Target and status, then what it is compared to."""
    aim = value(line.figure, line.judged.target)
    status = f": {line.judged.status}" if line.judged.status else ""
    said = (f"target {aim}{status}" if aim else "no target", comparisons(line, question))
    return "   ".join(part for part in said if part)


def others(line: Line) -> Iterator[str]:
    """What others come to, by the name of the benchmark."""
    if line.judged.benchmarks:
        said = (f"{name} {value(line.figure, each)}" for name, each in line.judged.benchmarks)
        yield f"others: {', '.join(said)}"


def short(figure: Figure, amount: Fraction) -> str:
    """A value in few cells: without its unit, great amounts in thousands or millions."""
    if figure.unit == "money":
        return _rough(amount / 10 ** money.exponent(figure.currency))
    return shown(Said(figure.unit, figure.currency).value(amount), figure.unit) or ""


def _rough(amount: Fraction) -> str:
    for power, letter in ((9, "G"), (6, "M"), (3, "k")):
        if abs(amount) >= 10**power:
            return f"{float(amount / 10**power):.3g}{letter}"
    return f"{float(amount):.0f}"
