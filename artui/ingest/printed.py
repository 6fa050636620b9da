"""The sums an export prints, checked against the rows they are about."""

from __future__ import annotations

from collections import defaultdict
from itertools import compress
from typing import TYPE_CHECKING

from artui.domain import money
from artui.domain.currencies import CURRENCIES
from artui.ingest import sums
from artui.ingest.block import Rows
from artui.ingest.pattern import plain
from artui.ingest.refusal import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from artui.ingest.block import Mark
    from artui.ingest.layout import Layout
    from artui.ingest.rows import Converter

_CHECKED = ("amount", "open_amount")
_MOST = 10
_SEVERAL = "are not checked, since their rows have several currencies"


class Printed:
    """Adds a file's rows up as they come, and compares what it prints.

    Every row with legible amounts counts, also one that is rejected, left or another profile's:
    whoever printed the sum had them all. Sums of some rows are about those since the sum before,
    or since some earlier sum or heading, where sums are printed within sums.

    Attributes:
        ended: whether the last sum of rows is of them all, and no rows followed it.
    """

    def __init__(self, converter: Converter, layout: Layout) -> None:
        self.converter = converter
        self.layout = layout
        kind = layout.kind
        self.names = [
            name
            for name in _CHECKED
            if name in layout.columns and (column := kind.column(name)) and column.type == "money"
        ]
        self.sums: dict[tuple[str, str], int] = defaultdict(int)
        self.starts: dict[tuple[str, str], set[int]] = defaultdict(set)
        self.near: dict[tuple[str, str], int] = {}
        self.groups: dict[str, dict[tuple[str, str], int]] = {}
        self.currencies: set[str] = set()
        self.since: set[str] = set()
        self.differences: list[str] = []
        self.unchecked: list[int] = []
        self.ended = False

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is printed and not so, each with both figures."""
        found = self.differences[:_MOST]
        if len(self.differences) > _MOST:
            found.append(f"{len(self.differences) - _MOST:,} more printed totals differ.")
        if self.unchecked:
            where = f"line {self.unchecked[0]}"
            found.append(f"Printed totals {_SEVERAL}: the first on {where}.")
        return tuple(found)

    def take(self, block: Rows) -> None:
        """Add a block up and check what it prints."""
        currencies, amounts = self.converter.sums(block, self.names)
        done = 0
        for mark in block.marks:
            self.add(currencies, amounts, done, mark.before)
            self.mark(mark)
            done = mark.before
        self.add(currencies, amounts, done, len(block.rows))

    def add(
        self,
        currencies: Sequence[str | None],
        amounts: Mapping[str, Sequence[int | None]],
        start: int,
        end: int,
    ) -> None:
        """Add some rows up."""
        if start == end:
            return
        self.ended = False
        own = currencies[start:end]
        for each in set(own):
            self.since.add(each or "")
            of = [currency == each for currency in own]
            for name, values in amounts.items():
                added = compress(values[start:end], of)
                self.sums[name, each or ""] += sum(value for value in added if value)
        self.currencies |= self.since

    def mark(self, mark: Mark) -> None:
        """Take a row into account that holds no facts."""
        if mark.what in ("left", "other"):
            currencies, amounts = self.converter.sums(Rows([mark.row], [mark.line]), self.names)
            self.add(currencies, amounts, 0, 1)
            return
        if mark.what in ("subtotal", "total"):
            self.check(mark)
        self.begin()
        if mark.what in ("group", "section"):
            self.groups[plain(_first(mark.row))] = dict(self.sums)

    def begin(self) -> None:
        """Begin a new sum."""
        for key, value in self.sums.items():
            self.starts[key].add(value)
        self.near = dict(self.sums)
        self.since = set()

    def check(self, mark: Mark) -> None:
        """Compare a printed sum with its rows."""
        about = self.since if mark.what == "subtotal" and self.since else self.currencies
        said = self.currency(mark.row)
        currency = said or (next(iter(about)) if len(about) == 1 else None)
        self.ended = mark.what == "total"
        if currency is None:
            if about:
                self.unchecked.append(mark.line)
            return
        scale = currency or self.converter.defaults.currency(self.converter.defaults.company)
        _, amounts = self.converter.sums(Rows([mark.row], [mark.line]), self.names, scale)
        for name in self.names:
            value = amounts[name][0]
            if value is not None:
                self.compare(mark, name, currency, value, scale)

    def currency(self, row: Sequence[str]) -> str | None:
        """The currency a row names itself."""
        index = self.layout.columns.get("currency")
        code = "" if index is None else row[index].strip().upper()
        return code if code in CURRENCIES else None

    def compare(self, mark: Mark, name: str, currency: str, value: int, scale: str) -> None:
        """Compare a printed figure with what the rows come to."""
        key = name, currency
        everything = self.sums[key]
        labelled = sums.told(_first(mark.row), self.layout.profile.totals.labels)
        self.ended = self.ended or (value == everything and labelled is None)
        empty = mark.what == "total" and not self.since  # no rows come to nothing
        starts = self.starts[key] - {everything} if empty else self.starts[key]
        if everything - value in starts or value == everything:
            return
        start = 0
        if mark.what == "subtotal":
            named = self.groups.get(sums.of(_first(mark.row)))
            start = (self.near if named is None else named).get(key, 0)
            if start == everything and not self.since:
                start = 0
        printed, found = (money.grouped(each, scale) for each in (value, everything - start))
        header = self.layout.label(name)
        of = "" if name == self.names[0] else f" of {quoted(header)}"
        self.differences.append(
            f"Line {mark.line}: the printed total{of} {printed} {scale} is not the sum of its rows,"
            f" {found}."
        )


def _first(row: Sequence[str]) -> str:
    return next(filter(None, map(str.strip, row)), "")
