"""Rows of one file that speak of the same thing: the same said twice, or two things said."""

from __future__ import annotations

from array import array
from itertools import count
from typing import TYPE_CHECKING

from artui.ingest.layout import is_lines
from artui.ingest.rows import selected
from artui.ingest.table import Reject

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from artui.ingest.kinds import Kind
    from artui.ingest.layout import Layout
    from artui.ingest.rows import Converted
    from artui.ingest.table import Table


class Duplicates:
    """The identities seen so far in a file.

    Of each only a 64-bit hash, the digest and the line are kept, as bare numbers.

    Attributes:
        collapsed: how many rows repeated another exactly.
        withdrawn: lines of rows passed on before a later row contradicted them, each with the
            later line.
    """

    def __init__(self, table: Table, layout: Layout) -> None:
        self.table = table
        self.layout = layout
        self.seen: dict[int, int] = {}
        self.digests = array("q")
        self.lines = array("q")
        self.collapsed = 0
        self.withdrawn: dict[int, int] = {}
        self.apart = layout.profile.lines == "summed" and not is_lines(layout.kind.name)

    def remove(self, converted: Converted, digests: Sequence[int]) -> Converted:
        """A block without the rows that repeat or contradict an earlier one.

        Args:
            converted: the block.
            digests: of each row, what is the same where it says the same.
        """
        hashes = identities(self.layout.kind, converted)
        lines = converted.columns["file_line"]
        if len(set(hashes)) == len(hashes) and self.seen.keys().isdisjoint(hashes):
            self.seen.update(zip(hashes, count(len(self.lines))))
            self.digests.extend(digests)
            self.lines.extend(lines)
            return converted
        good, rejects = [True] * len(hashes), []
        for index, identity in enumerate(hashes):
            first = self.first(identity, digests[index], lines[index])
            if first is None:
                continue
            good[index] = False
            if self.digests[first] == digests[index] and not self.apart:
                self.collapsed += 1
            else:
                line = self.lines[first]
                self.withdrawn.setdefault(line, lines[index])
                rejects.append(self.reject(converted.rows[index], lines[index], line))
        return selected(converted, good, rejects)

    def first(self, identity: int, digest: int, line: int) -> int | None:
        """The place of the earlier row of an identity; None where this row is its first."""
        if identity in self.seen:
            return self.seen[identity]
        self.seen[identity] = len(self.lines)
        self.digests.append(digest)
        self.lines.append(line)
        return None

    def reject(self, row: Sequence[str], line: int, other: int) -> Reject:
        """The reject of a row that says otherwise than the row on another line."""
        name = self.layout.kind.required[0]
        index = self.layout.columns.get(name)
        how = "apart from its other lines" if self.apart else "saying otherwise"
        return Reject(
            line,
            self.layout.label(name),
            "" if index is None else row[index],
            f"stands on line {other} too, {how}",
            self.table.raw(row),
        )

    def rejects(self) -> Iterator[Reject]:
        """The rejects of the rows that were passed on; reads the file again if there are any."""
        if not self.withdrawn:
            return
        for block in self.table.blocks():
            for row, line in zip(block.rows, block.lines, strict=True):
                if line in self.withdrawn:
                    yield self.reject(row, line, self.withdrawn[line])


def identities(kind: Kind, converted: Converted) -> list[int]:
    """A hash of each row's identity; only good within one process."""
    columns = converted.columns
    names = [f"{name}_key" if name in kind.ids else name for name in kind.identity]
    parts = [columns[name] for name in names if name in columns]
    if kind.either:
        keys = [columns[f"{name}_key"] for name in kind.either if f"{name}_key" in columns]
        parts.append([next(filter(None, row), None) for row in zip(*keys, strict=True)])
    if kind.signed:
        parts.append([amount < 0 for amount in columns[kind.signed]])
    return list(map(hash, zip(*parts, strict=True)))
