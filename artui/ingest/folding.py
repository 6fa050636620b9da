"""Documents whose amounts stand on several lines that follow one another: the lines added up."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from artui.domain.identity import canonical
from artui.ingest.block import Reject, Rows
from artui.ingest.classes import UNKNOWN
from artui.ingest.rows import selected

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from artui.ingest.rows import Converted
    from artui.ingest.table import Table

#: What one line of a document may say of it and another not, besides its amounts.
_OWN = ("extra", "file_line", "digest", "raw")
#: A document of more lines is none.
_MOST = 65_536


class Folding:
    """Puts the lines of the documents of one table together.

    A document of which a line was rejected, or may have been, is rejected whole: the sum of the
    lines that are left would be wrong.
    """

    def __init__(self, table: Table) -> None:
        self.table = table
        self.kind = table.layout.kind
        self.places = [
            table.layout.columns[name]
            for name in self.kind.identity
            if name in self.kind.ids and name in table.layout.columns
        ]
        self.own = frozenset((*_OWN, *self.kind.ids))
        self.folded = 0
        self.lost: dict[int, tuple[str, ...]] = {}
        self.held = Rows()

    def whole(self, blocks: Iterable[Rows]) -> Iterator[Rows]:
        """The same rows in blocks none of which ends within a document."""
        for block in blocks:
            joined = _joined(self.held, block)
            self.held = self.last(joined)
            yield joined
        rest, self.held = self.held, Rows()
        if rest.rows:
            yield rest

    def last(self, block: Rows) -> Rows:
        """Take the last document out of a block, unless something else stands after it."""
        if not block.rows:
            return Rows()
        key = self.key(block.rows[-1])
        start = len(block.rows)
        while start and self.key(block.rows[start - 1]) == key:
            start -= 1
        if len(block.rows) - start > _MOST or any(each.before > start for each in block.marks):
            return Rows()
        held = Rows(block.rows[start:], list(block.lines[start:]))
        block.rows, block.lines = block.rows[:start], block.lines[:start]
        return held

    def take(self) -> int:
        """How many lines were joined to the first of their document since this was last asked."""
        folded, self.folded = self.folded, 0
        return folded

    def key(self, row: Sequence[str]) -> tuple[str, ...]:
        """The document a row says it is of."""
        return tuple(canonical(row[index].strip()) for index in self.places)

    def fold(self, block: Rows, converted: Converted) -> Converted:
        """One row for each document of a block that was converted.

        Args:
            block: the rows as they were read.
            converted: those of them that are good, without digests.
        """
        documents = self.documents(block)
        bad = {each.line: each.line for each in converted.rejects}
        doubtful = {
            line: next((bad[each] for each in lines if each in bad), 0)
            for lines in documents
            for line in lines
        }
        doubtful |= self.beside(block, documents)
        first = {line: lines[0] for lines in documents for line in lines}
        return self.added(converted, first, doubtful)

    def documents(self, block: Rows) -> list[list[int]]:
        """The lines of each document of a block."""
        pairs = zip(block.rows, block.lines, strict=True)
        runs = groupby(pairs, key=lambda pair: self.key(pair[0]))
        return [[line for _, line in run] for _, run in runs]

    def beside(self, block: Rows, documents: Sequence[Sequence[int]]) -> dict[int, int]:
        """The lines of documents beside a row that may be a further line of them.

        A row that is another profile's, or nobody's, says itself which document it is of.
        """
        found: dict[int, int] = {}
        named = {each.line: self.key(each.row) for each in block.marks if each.what == "other"}
        for each in block.rejects:
            if each.reason != UNKNOWN:
                key = named.get(each.line, ())
                self.lost[each.line] = key if all(key) else ()
        keys = dict(zip(block.lines, map(self.key, block.rows), strict=True)) if self.lost else {}
        later: dict[int, tuple[str, ...]] = {}
        for line, key in self.lost.items():
            if self.held.rows and line > self.held.lines[0]:
                later[line] = key
                continue
            above = [each for each in documents if each[0] < line]
            below = [each for each in documents if each[-1] > line]
            for lines in (*above[-1:], *below[:1]):
                if not key or key == keys[lines[0]]:
                    found |= dict.fromkeys(lines, line)
            if not below:
                later[line] = key
        self.lost = later
        return found

    def added(
        self, converted: Converted, first: dict[int, int], doubtful: dict[int, int]
    ) -> Converted:
        """The good rows with those of one document in one, and rejects for what does not agree."""
        columns, lines = converted.columns, converted.columns["file_line"]
        good, rejects = [False] * len(lines), []
        runs = groupby(range(len(lines)), key=lambda index: first[lines[index]])
        for _, run in runs:
            rows = list(run)
            reason = self.fault(columns, rows, doubtful)
            if reason:
                rejects += [self.reject(converted, index, *reason) for index in rows]
                continue
            good[rows[0]] = True
            self.folded += len(rows) - 1
            for name, values in columns.items() if len(rows) > 1 else ():
                if name not in _OWN:
                    values[rows[0]] = self.together(name, [values[index] for index in rows])
        return selected(converted, good, rejects)

    def fault(
        self, columns: dict[str, list[Any]], rows: Sequence[int], doubtful: dict[int, int]
    ) -> tuple[str, str] | None:
        """Why the lines of a document cannot be put together: the column, and the reason."""
        lines = columns["file_line"]
        if lost := doubtful.get(lines[rows[0]]):
            return self.kind.required[0], f"is of a document that line {lost} may belong to"
        for name in columns if len(rows) > 1 else ():
            if name not in self.own and not self.adds(name):
                said = {columns[name][index] for index in rows} - {None}
                if len(said) > 1:
                    reason = f"is another on lines {lines[rows[0]]} to {lines[rows[-1]]}"
                    return name.removesuffix("_key"), reason
        return None

    def adds(self, name: str) -> bool:
        """Whether a column holds amounts, or says whether there are any."""
        column = self.kind.column(name)
        return name == "disputed_amount" or (
            column is not None and column.type in ("money", "disputed")
        )

    def together(self, name: str, values: Sequence[Any]) -> Any:
        """What the lines of a document say in one column, which agree where they are no amounts."""
        said = [value for value in values if value is not None]
        if not said:
            return None
        if name == "disputed":
            return max(said)
        return sum(said) if self.adds(name) else said[0]

    def reject(self, converted: Converted, index: int, name: str, reason: str) -> Reject:
        """The reject of one line."""
        layout, row = self.table.layout, converted.rows[index]
        place = layout.columns.get(name)
        value = "" if place is None else row[place]
        line = converted.columns["file_line"][index]
        return Reject(line, layout.label(name), value, reason, self.table.raw(row))


def _joined(held: Rows, block: Rows) -> Rows:
    """A block after the rows that were held back from the one before it."""
    if not held.rows:
        return block
    size = len(held.rows)
    marks = [mark._replace(before=mark.before + size) for mark in block.marks]
    rows, lines = [*held.rows, *block.rows], [*held.lines, *block.lines]
    return Rows(rows, lines, block.rejects, block.classes, marks)
