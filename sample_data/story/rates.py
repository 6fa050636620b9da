"""What a euro was worth in US dollars on each working day, invented."""

from __future__ import annotations

import datetime as dt

from sample_data.story import weeks
from sample_data.story.columns import HEADERS
from sample_data.story.dice import Dice
from sample_data.story.styles import PLAIN, Row

_FIRST = dt.date(2026, 8, 3)
#: In ten thousandths of a dollar.
_START, _LOWEST, _HIGHEST = 1_1320, 1_0800, 1_1700
_LARGEST_MOVE = 55


def files() -> dict[str, bytes]:
    """The rates since the last file, by file name."""
    dice = Dice("fx_rates")
    rows: dict[dt.date, list[Row]] = {day: [] for day in weeks.DAILY}
    rate = _START
    for day in weeks.working_days(_FIRST, weeks.LAST_DAY):
        move = dice.between(-_LARGEST_MOVE, _LARGEST_MOVE)
        rate = min(_HIGHEST, max(_LOWEST, rate + move))
        told = rows[weeks.exported_on(day, weeks.DAILY)]
        told.append({"date": PLAIN.day(day), "currency": "EUR", "rate": f"{rate / 10_000:.4f}"})
    return {f"fx_rates_{day}.csv": PLAIN.text(HEADERS["fx_rates"], rows[day]) for day in rows}
