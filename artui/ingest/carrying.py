"""What rows carry from those above: the name of their group, what a label said, their number."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from artui.ingest.layout import Carried, Layout, Source


class Carrying:
    """What the rows of one table carry besides their own cells.

    Attributes:
        values: what they carry now, by the index where they get it.
    """

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.values = {each.index: "" for each in layout.carried}
        self.numbers: Counter[str] = Counter()

    def give(self, source: Source, value: str) -> None:
        """Let the rows below carry a value."""
        for each in self.layout.carried:
            if each.source == source:
                self.values[each.index] = value

    def forget(self, source: Source, column: str) -> None:
        """Let the rows below carry nothing in a canonical column that has its value from there."""
        for each in self.layout.carried:
            if each.source == source and self.layout.columns.get(column) == each.index:
                self.values[each.index] = ""

    def row(self, row: list[str], *, begins: bool = True) -> list[str]:
        """A row with what it carries besides its own cells.

        Args:
            row: its own cells.
            begins: whether rows below it may carry what it says itself.
        """
        more: list[str] = []
        for each in self.layout.carried:
            if each.source == "number":
                more.append(self.number([*row, *more], each) if begins else "")
                continue
            own = "" if each.own is None else row[each.own].strip()
            if own and begins and each.source == "above":
                self.values[each.index] = own
            more.append(own or self.values[each.index])
        return [*row, *more] if more else row

    def number(self, row: list[str], each: Carried) -> str:
        """Which row of its document a row is, counted from 1."""
        document = "" if each.own is None else row[each.own].strip()
        self.numbers[document] += 1
        return str(self.numbers[document])
