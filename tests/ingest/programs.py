"""How programs write exports: values by their style, rows as text or as a workbook."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from tests.ingest.ledgers import DAY
from tests.workbooks import xlsx

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tests.ingest.ledgers import Item

Cell = str | dt.date | Decimal | None
Row = list[Cell]


class Style(NamedTuple):
    """How text writes values.

    Attributes:
        day: the form of dates.
        group: what divides thousands.
        point: what stands before the cents.
        minus: what a negative amount looks like.
        delimiter: what stands between cells.
        encoding: the codec.
        newline: what ends a line.
        on: the day whose end an export speaks of.
    """

    day: str = "%Y-%m-%d"
    group: str = ""
    point: str = "."
    minus: str = "-{}"
    delimiter: str = ","
    encoding: str = "utf-8"
    newline: str = "\n"
    on: dt.date = DAY

    def text(self, cell: Cell) -> str:
        """A cell as text."""
        if isinstance(cell, Decimal):
            whole, cents = f"{abs(cell):,.2f}".split(".")
            digits = whole.replace(",", self.group) + self.point + cents
            return self.minus.format(digits) if cell < 0 else digits
        return cell.strftime(self.day) if isinstance(cell, dt.date) else cell or ""


class Export(NamedTuple):
    """A file: its content, its name, and how many rows it has.

    Rows are lines; of JSON objects, and the members around them, and a header that none holds.
    """

    content: bytes
    name: str
    rows: int


@dataclass(frozen=True)
class Program:
    """What writes exports.

    Attributes:
        profile: the profile that reads them; blank for the canonical form.
        write: makes one.
        several: whether its rows name their currency.
        dues: whether they say when they are due.
        kind: what they are of.
    """

    profile: str
    write: Callable[[Sequence[Item], Style], Export]
    several: bool = True
    dues: bool = True
    kind: str = "open_items"


def amount(cents: int) -> Decimal:
    """An amount of money."""
    return Decimal(cents) / 100


def by_customer(items: Iterable[Item]) -> Iterator[tuple[str, list[Item]]]:
    """The items of each customer."""
    ordered = sorted(items, key=lambda item: item.customer)
    return ((who, list(found)) for who, found in groupby(ordered, lambda item: item.customer))


def dated(style: Style, suffix: str) -> str:
    """A name that carries the day."""
    return f"export_{style.on}{suffix}"


def text(rows: Sequence[Row], style: Style, name: str, *, whole: bool = True) -> Export:
    """Delimited text; its last line ends where it is `whole`."""
    made = io.StringIO()
    writer = csv.writer(made, delimiter=style.delimiter, lineterminator=style.newline)
    writer.writerows([style.text(cell) for cell in row] for row in rows)
    content = made.getvalue()
    if not whole:
        content = content.removesuffix(style.newline)
    return Export(content.encode(style.encoding), name, len(rows))


def workbook(rows: Sequence[Row], name: str) -> Export:
    """A workbook with one sheet; blank rows at its end are none."""
    typed = [[float(cell) if isinstance(cell, Decimal) else cell for cell in row] for row in rows]
    return Export(xlsx({"Sheet1": typed}), name, len(rows))
