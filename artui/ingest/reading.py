"""A file read: what it is at once, its rows as they are asked for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from artui.ingest import refusal
from artui.ingest.convention import decide
from artui.ingest.digest import digests
from artui.ingest.duplicates import Duplicates
from artui.ingest.folding import Folding
from artui.ingest.header import find_header
from artui.ingest.layout import is_lines
from artui.ingest.printed import Printed
from artui.ingest.rows import Converter, fields
from artui.ingest.selection import selection
from artui.ingest.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from artui.ingest.classes import Class
    from artui.ingest.convention import Conventions
    from artui.ingest.convert import Defaults
    from artui.ingest.grid import Grid
    from artui.ingest.header import Found
    from artui.ingest.kinds import Kind
    from artui.ingest.layout import Layout
    from artui.ingest.profile import Profile
    from artui.ingest.repeats import Repeats
    from artui.ingest.rows import Converted
    from artui.ingest.table import Reject, Rows

_MOST_NAMES = 20
NO_TOTAL = "the grand total this export ends in is missing, so the file may be cut off"


@dataclass(slots=True)
class Counts:
    """What became of a file's rows; rows = loaded + rejected + duplicates + repeated.

    Attributes:
        rows: rows that hold facts, or should.
        loaded: rows passed on and not withdrawn.
        rejected: rows with a fault, or contradicting another.
        duplicates: exact repetitions of an earlier row.
        repeated: rows that say what the snapshot before said, which are not passed on.
        classes: how many rows there are of each other class: headers, sums, blank ones.
    """

    rows: int = 0
    loaded: int = 0
    rejected: int = 0
    duplicates: int = 0
    repeated: int = 0
    classes: Counter[Class] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some thousand rows of a file.

    Attributes:
        rows: good rows, each a tuple in the order of `Reading.fields`.
        rejects: the bad ones; the last chunk also has those of withdrawn rows.
        withdrawn: lines of rows of this or earlier chunks that a later row contradicts. They are
            rejected after all and must not be used. Only the last chunk has any.
    """

    rows: Sequence[tuple[Any, ...]]
    rejects: Sequence[Reject] = ()
    withdrawn: Sequence[int] = ()


@dataclass(slots=True)
class Reading:
    """A file whose kind and conventions are known.

    Attributes:
        table: the file as a table.
        layout: what its columns are.
        conventions: how its dates and amounts are written.
        defaults: what rows leave out.
        counts: what became of the rows; complete once `chunks` is through.
        snapshots: the days its rows say they were taken on (None: a row does not say), where its
            kind has such a column; complete once `chunks` is through.
        repeats: tells the rows that repeat a known one, which are then not passed on.
        printed: what came of the sums it prints, where it does.
    """

    table: Table
    layout: Layout
    conventions: Conventions
    defaults: Defaults
    counts: Counts = field(default_factory=Counts)
    snapshots: set[int | None] = field(default_factory=set)
    repeats: Repeats | None = None
    printed: Printed | None = None

    @property
    def part(self) -> str:
        """Which part of the file it is; blank for all of it."""
        return self.table.grid.part

    @property
    def kind(self) -> Kind:
        """What kind of export it is."""
        return self.layout.kind

    @property
    def profile(self) -> str | None:
        """The name of the profile that fits; None for a canonical file."""
        return self.layout.profile.name or None

    @property
    def encoding(self) -> str:
        """The codec that reads its text."""
        return self.table.grid.encoding

    @property
    def delimiter(self) -> str:
        """What stands between its cells."""
        return self.table.grid.delimiter

    @property
    def header_line(self) -> int:
        """The physical line of the header."""
        return self.table.header_line

    @property
    def columns(self) -> tuple[str, ...]:
        """The canonical columns the file has."""
        return tuple(each.name for each in self.kind.columns if each.name in self.layout.columns)

    @property
    def fields(self) -> tuple[str, ...]:
        """What each row holds, in order: the kind's fields of which the file speaks."""
        told = fields(self.layout, self.conventions)
        return told if self.repeats is None else (*told, "raw")

    @property
    def has_final_newline(self) -> bool:
        """False where the last line may be cut off."""
        return self.table.ends_whole

    @property
    def complete(self) -> bool | None:
        """Whether the file lists everything open; None where neither it nor its profile says.

        A file without a profile does when every row carries the same snapshot date, which is
        known once `chunks` is through.
        """
        if self.layout.profile.complete is not None or not self.kind.snapshot or self.profile:
            return self.layout.profile.complete
        return len(self.snapshots) == 1 and None not in self.snapshots

    @property
    def warnings(self) -> tuple[str, ...]:
        """What looks wrong without hindering; quoted text is safe to print."""
        found = list(self.table.grid.notes)
        if self.layout.unexpected:
            found.append(f"Unknown columns are kept with their rows: {self.unknown}.")
        if not self.has_final_newline:
            found.append("The last line does not end, so the file may be cut off.")
        if self.printed is not None:
            found += self.printed.warnings
        if self.lacks_total and not (self.kind.snapshot and self.complete):
            found.append(f"{NO_TOTAL.capitalize()}.")
        return tuple(found)

    @property
    def unknown(self) -> str:
        """The columns the profile does not speak of, the first of them by name."""
        names = self.layout.unexpected
        shown = ", ".join(map(refusal.quoted, names[:_MOST_NAMES]))
        more = len(names) - _MOST_NAMES
        return f"{shown} and {more:,} more" if more > 0 else shown

    @property
    def lacks_total(self) -> bool:
        """Whether the total it always ends in is missing; known once `chunks` is through."""
        if not self.layout.profile.totals.expected:
            return False
        if self.printed is None:
            return not self.table.has_sums
        return not self.printed.ended

    def chunks(self) -> Iterator[Chunk]:
        """The rows, read as they are asked for; a second call reads the file again.

        Raises:
            ChangedError: the file is no longer the one that was looked at.
        """
        self.counts, self.snapshots = Counts(), set()
        converter = Converter(self.table, self.layout, self.conventions, self.defaults)
        duplicates = Duplicates(self.table, self.layout)
        checked = self.table.has_sums and not self.says_again
        self.printed = Printed(converter, self.layout) if checked else None
        folding = Folding(self.table) if self.adds_up else None
        blocks = self.table.blocks()
        for block in blocks if folding is None else folding.whole(blocks):
            yield self.chunk(block, converter, duplicates, folding)
        withdrawn = tuple(duplicates.withdrawn)
        if withdrawn:
            self.counts.loaded -= len(withdrawn)
            self.counts.rejected += len(withdrawn)
            yield Chunk((), tuple(duplicates.rejects()), withdrawn)

    def chunk(
        self, block: Rows, converter: Converter, duplicates: Duplicates, folding: Folding | None
    ) -> Chunk:
        """Convert a block and count it."""
        if self.printed is not None:
            self.printed.take(block)
        if self.repeats is not None:
            block = self.sift(block, converter, self.repeats)
        converted = converter.convert(block)
        if folding is not None:
            converted = folding.fold(block, converted)
            self.lines(folding.take())
        converted.columns["digest"] = digests(converted.columns, self.digested())
        before = duplicates.collapsed
        converted = duplicates.remove(converted, self.told(converted))
        self.note_snapshots(converted)
        columns = converted.columns
        rows = list(zip(*[columns[name] for name in self.fields], strict=True))
        rejects = (*block.rejects, *converted.rejects)
        again = duplicates.collapsed - before
        if self.says_again:
            self.lines(again)
            again = 0
        self.count(block, len(rows), len(rejects), again)
        return Chunk(rows, rejects)

    def sift(self, block: Rows, converter: Converter, repeats: Repeats) -> Rows:
        """The rows of a block that repeat nothing; the others are counted."""
        size = len(block.rows)
        fresh, days = repeats.sift(block, converter)
        self.snapshots.update(days)
        self.counts.rows += size - len(fresh.rows)
        self.counts.repeated += size - len(fresh.rows)
        return fresh

    @property
    def adds_up(self) -> bool:
        """Whether the amounts of a document's rows are added up."""
        return self.layout.profile.lines == "summed" and not is_lines(self.kind.name)

    @property
    def says_again(self) -> bool:
        """Whether each row of a document says again what the first says of it."""
        return self.layout.profile.lines == "repeated" and not is_lines(self.kind.name)

    def told(self, converted: Converted) -> Sequence[int]:
        """What must be the same of rows that say the same thing again, as a digest."""
        if not self.says_again:
            return list(converted.columns["digest"])
        return digests(converted.columns, [each for each in self.digested() if each != "extra"])

    def lines(self, number: int) -> None:
        """Count further lines of documents, which are no rows of their own."""
        self.counts.rows -= number
        self.counts.classes["line"] += number

    def digested(self) -> tuple[str, ...]:
        """The fields a digest is made of: ids in canonical form, no snapshot date, no line."""
        without = {*self.kind.ids, self.kind.snapshot, "file_line", "digest"}
        return tuple(name for name in self.kind.fields if name not in without)

    def note_snapshots(self, converted: Converted) -> None:
        """Remember which snapshot dates there are; a rejected one counts as none."""
        if name := self.kind.snapshot:
            values = converted.columns.get(name) or [None] * len(converted.rows)
            self.snapshots.update(values)
            label = self.layout.label(name)
            self.snapshots.update(None for each in converted.rejects if each.column == label)

    def count(self, block: Rows, loaded: int, rejected: int, duplicates: int) -> None:
        """Add a block to the counts."""
        counts = self.counts
        counts.rows += len(block.rows) + len(block.rejects)
        counts.loaded += loaded
        counts.rejected += rejected
        counts.duplicates += duplicates
        counts.classes.update(block.classes)


def read(
    grids: Sequence[Grid],
    *,
    profiles: Sequence[Profile],
    defaults: Defaults,
    only: bool = False,
) -> list[Reading]:
    """Find out what a part of a file is and how it writes dates and amounts.

    The whole part is read, so that whatever refuses it does so before its first row is used; its
    rows come from `chunks`. There are several readings where several profiles share its rows.

    Args:
        grids: how the part may be cut, the likeliest first.
        profiles: the profiles it may fit; canonical parts need none.
        defaults: the company and currency of rows that name none.
        only: whether it must fit one of the profiles.

    Raises:
        RefusedError: the part is refused whole; the class and sentence say why and where.
    """
    path = grids[0].path
    try:
        found = find_header(grids, profiles, only=only)
    except refusal.RefusedError as error:
        # A header that no line of the file holds, as that of JSON, is said to stand on line 0.
        raise error.at(f"{path}:{error.where}" if error.where not in ("", "0") else path) from None
    tables = _tables(found)
    return [Reading(each, each.layout, decide(each, each.layout), defaults) for each in tables]


def _tables(found: Found) -> list[Table]:
    """The grid as each of the profiles that share it reads it; one rejects what none knows."""
    layouts = found.layouts
    leading = next((each for each in layouts if each.kind.snapshot), layouts[0])
    return [
        Table(
            found.grid,
            layout,
            found.line,
            tuple(selection(each) for each in layouts if each is not layout),
            leads=layout is leading,
        )
        for layout in layouts
    ]
