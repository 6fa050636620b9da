"""How each company's ERP writes a file: delimiter, decimals, dates, encoding."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Style:
    """One ERP's habits."""

    delimiter: str
    decimal: str
    date: str
    encoding: str

    def money(self, cents: int | None) -> str:
        """An amount with two decimals; None is blank."""
        if cents is None:
            return ""
        sign = "-" if cents < 0 else ""
        return f"{sign}{abs(cents) // 100}{self.decimal}{abs(cents) % 100:02d}"

    def day(self, day: dt.date | None) -> str:
        """A date; None is blank."""
        return day.strftime(self.date) if day else ""

    def text(self, header: Sequence[str], rows: Sequence[Row]) -> bytes:
        """The bytes of a file."""
        lines = io.StringIO()
        writer = csv.DictWriter(lines, header, delimiter=self.delimiter, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        return lines.getvalue().encode(self.encoding)


#: Company 1000, and the files both companies share.
PLAIN = Style(",", ".", "%Y-%m-%d", "utf-8")
#: Company 2000's own ERP.
CONTINENTAL = Style(";", ",", "%d.%m.%Y", "utf-8-sig")

OF_COMPANY = {"1000": PLAIN, "2000": CONTINENTAL}


def moment(at: dt.datetime | None) -> str:
    """A time to the minute; None is blank."""
    return at.strftime("%Y-%m-%d %H:%M") if at else ""
