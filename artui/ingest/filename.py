"""The date an export's file name carries."""

from __future__ import annotations

import re

from artui.ingest import dates

_DATE = re.compile(
    r"(?<!\d)(?:(\d{4})([-_.]?)(\d{2})\2(\d{2})(?:[0-2]\d[0-5]\d(?:[0-5]\d)?)?"
    r"|(\d{2})\.(\d{2})\.(\d{4}))(?!\d)",
    re.ASCII,
)


def name_date(name: str) -> int | None:
    """The day in a file's name, as a day number.

    Understood are 2026-01-31, 2026_01_31, 2026.01.31, 20260131 (a time may follow it) and
    31.01.2026. None where there is no date, or where two are not the same.
    """
    found = set()
    for match in _DATE.finditer(name):
        year, month, day = match.group(1, 3, 4) if match[1] else match.group(7, 6, 5)
        try:
            found.add(dates.day(f"{year}-{month}-{day}", "ymd"))
        except ValueError:
            continue
    return found.pop() if len(found) == 1 else None
