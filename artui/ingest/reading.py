"""A file read: what it is at once, its rows as they are asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from artui.ingest import refusal
from artui.ingest.convention import decide
from artui.ingest.duplicates import Duplicates
from artui.ingest.filename import name_date
from artui.ingest.layout import find_header
from artui.ingest.lines import rank_delimiters
from artui.ingest.rows import Converter, digests, fields
from artui.ingest.sniff import sniff
from artui.ingest.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import Any

    from artui.ingest.convention import Conventions
    from artui.ingest.convert import Defaults
    from artui.ingest.kinds import Kind
    from artui.ingest.layout import Layout
    from artui.ingest.profile import Profile
    from artui.ingest.rows import Converted
    from artui.ingest.table import Reject, Rows


@dataclass(slots=True)
class Counts:
    """What became of a file's rows; rows = loaded + rejected + duplicates.

    Attributes:
        rows: rows with content, without repeated headers.
        loaded: rows passed on and not withdrawn.
        rejected: rows with a fault, or contradicting another.
        duplicates: exact repetitions of an earlier row.
        blank: rows without content.
        headers: repetitions of the header.
    """

    rows: int = 0
    loaded: int = 0
    rejected: int = 0
    duplicates: int = 0
    blank: int = 0
    headers: int = 0


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
    """

    table: Table
    layout: Layout
    conventions: Conventions
    defaults: Defaults
    counts: Counts = field(default_factory=Counts)
    snapshots: set[int | None] = field(default_factory=set)

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
        return self.table.file.encoding

    @property
    def delimiter(self) -> str:
        """What stands between its cells."""
        return self.table.delimiter

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
        return fields(self.layout, self.conventions)

    @property
    def has_final_newline(self) -> bool:
        """False where the last line may be cut off."""
        return self.table.file.ends_with_newline

    @property
    def name_day(self) -> int | None:
        """The day the file's name carries."""
        return name_date(self.table.file.path.name)

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
        found = list(self.table.file.notes)
        if self.layout.unexpected:
            names = ", ".join(map(refusal.quoted, self.layout.unexpected))
            found.append(f"Unknown columns are kept with their rows: {names}.")
        if not self.has_final_newline:
            found.append("The last line does not end, so the file may be cut off.")
        return tuple(found)

    def chunks(self) -> Iterator[Chunk]:
        """The rows, read as they are asked for; a second call reads the file again.

        Raises:
            ChangedError: the file is no longer the one that was looked at.
        """
        self.counts, self.snapshots = Counts(), set()
        converter = Converter(self.table, self.layout, self.conventions, self.defaults)
        duplicates = Duplicates(self.table, self.layout)
        for block in self.table.blocks():
            yield self.chunk(block, converter, duplicates)
        withdrawn = tuple(duplicates.withdrawn)
        if withdrawn:
            self.counts.loaded -= len(withdrawn)
            self.counts.rejected += len(withdrawn)
            yield Chunk((), tuple(duplicates.rejects()), withdrawn)

    def chunk(self, block: Rows, converter: Converter, duplicates: Duplicates) -> Chunk:
        """Convert a block and count it."""
        converted = converter.convert(block)
        converted.columns["digest"] = digests(converted.columns, self.digested())
        before = duplicates.collapsed
        converted = duplicates.remove(converted)
        self.note_snapshots(converted)
        columns = converted.columns
        rows = list(zip(*[columns[name] for name in self.fields], strict=True))
        rejects = (*block.rejects, *converted.rejects)
        self.count(block, len(rows), len(rejects), duplicates.collapsed - before)
        return Chunk(rows, rejects)

    def digested(self) -> tuple[str, ...]:
        """The fields a digest is made of: ids in canonical form, no snapshot date, no line."""
        without = {*self.kind.ids, self.kind.snapshot, "line", "digest"}
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
        counts.blank += block.blank
        counts.headers += block.headers


def read(
    path: Path,
    *,
    profiles: Sequence[Profile],
    defaults: Defaults,
    profile: str | None = None,
) -> Reading:
    """Find out what a file is and how it writes dates and amounts; its rows come from `chunks`.

    The whole file is read, so that whatever refuses it does so before its first row is used.

    Args:
        path: a regular file of delimited text.
        profiles: the profiles it may fit; canonical files need none.
        defaults: the company and currency of rows that name none.
        profile: the name of the only profile it may fit.

    Raises:
        RefusedError: the file is refused whole; the class and sentence say why and where.
    """
    file = sniff(path)
    sample = file.sample()
    try:
        candidates = profiles if profile is None else _named(profiles, profile)
        found = find_header(sample, rank_delimiters(sample), candidates, only=profile is not None)
    except refusal.RefusedError as error:
        raise error.at(f"{path}:{error.where}" if error.where else path) from None
    table = Table(file, found.delimiter, found.layout.header, found.line)
    return Reading(table, found.layout, decide(table, found.layout), defaults)


def _named(profiles: Sequence[Profile], name: str) -> Sequence[Profile]:
    wanted = [each for each in profiles if each.name == name]
    if not wanted:
        known = ", ".join(sorted(each.name for each in profiles)) or "none"
        raise refusal.UnknownProfileError(name=refusal.quoted(name), known=known)
    return wanted
