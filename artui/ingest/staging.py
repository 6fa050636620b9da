"""A reading into the stage: which columns, and the day the file speaks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from artui.domain import money
from artui.domain.identity import canonical
from artui.ingest.repeats import Repeats, are_told_alone
from artui.store.facts import repeated, stage

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from artui.ingest.kinds import Kind
    from artui.ingest.reading import Reading
    from artui.ingest.table import Reject

BY_SNAPSHOT, BY_NAME, BY_ARRIVAL = "snapshot_date", "file name", "arrival"

_TYPES = dict.fromkeys(("id", "text", "timestamp", "currency", "choice", "rate", "number"), "TEXT")


class Dated(NamedTuple):
    """The day a file speaks for, what told it, and whether it is a complete snapshot."""

    day: int
    by: str
    complete: bool


def stage_columns(kind: Kind) -> list[tuple[str, str]]:
    """The stage's columns: ids as given (`_text`) and canonical (`_key`), others by their name.

    A file need not speak of all of them; a part of an identity it leaves out is the blank one.
    """
    columns: list[tuple[str, str]] = []
    for column in kind.columns:
        if column.type == "id":
            blank = " DEFAULT ''" if column.name in ("item", "class") else ""
            columns += [(f"{column.name}_text", "TEXT"), (f"{column.name}_key", f"TEXT{blank}")]
        elif column.type == "money" and not kind.own_currency:
            columns.append((column.name, "TEXT"))
        else:
            columns.append((column.name, _TYPES.get(column.type, "INTEGER")))
    if kind.column("disputed"):
        columns.append(("disputed_amount", "INTEGER"))
    if kind.snapshot:
        columns.append(("raw", "INTEGER"))
    if kind.either:
        columns += [("either_text", "TEXT"), ("either_key", "TEXT")]
    if not kind.column("item"):
        columns.append(("item_key", "TEXT DEFAULT ''"))
    return columns


def fill(
    connection: sqlite3.Connection,
    reading: Reading,
    told: Callable[[int], None] | None = None,
    *,
    sift: bool = True,
) -> list[Reject]:
    """Stage every good row of a file; the rejected ones.

    Args:
        connection: the main database.
        reading: the file.
        told: hears after some thousand rows how many were read.
        sift: whether to spare the rows of a snapshot that repeat the one before letter by letter.
    """
    kind = reading.kind
    stage.make(connection, stage_columns(kind))
    if are_told_alone(reading.layout):
        known = repeated.known(connection) if sift else set()
        reading.repeats = Repeats(reading.layout, reading.conventions, reading.defaults, known)
    names = [_staged(name, kind) for name in reading.fields]
    amount = kind.column("amount")
    borrows = amount and amount.type == "money" and not kind.own_currency
    rejects: list[Reject] = []
    for chunk in reading.chunks():
        rows = _decimals(reading, chunk.rows) if borrows else chunk.rows
        stage.fill(connection, names, rows)
        stage.forget(connection, chunk.withdrawn)
        rejects += chunk.rejects
        if told is not None:
            told(reading.counts.rows)
    if reading.repeats is not None and reading.counts.repeated:
        repeated.keep(connection, reading.repeats.known)
    if kind.snapshot:
        stage.keep_illegible(connection, _named(reading, rejects))
    return rejects


def _staged(name: str, kind: Kind) -> str:
    """The stage's column of a field."""
    if name == "file_line":
        return "line"
    return f"{name}_text" if name in kind.ids else name


def _named(reading: Reading, rejects: Iterable[Reject]) -> Iterator[tuple[str, str]]:
    """The company and document that rejected rows of a snapshot name, as far as can be told."""
    places = reading.layout.columns
    column, company = places[reading.kind.required[0]], places.get("company")
    for reject in rejects:
        cells = reject.raw.split(reading.delimiter)
        if column < len(cells) and cells[column].strip():
            given = cells[company].strip() if company is not None and company < len(cells) else ""
            yield canonical(given or reading.defaults.company), canonical(cells[column])


def _decimals(reading: Reading, rows: Sequence[tuple[object, ...]]) -> Iterator[tuple[object, ...]]:
    """Amounts as decimal text, for kinds whose rows take the currency of another document."""
    fields = reading.fields
    amount, currency, company = (fields.index(n) for n in ("amount", "currency", "company"))
    for row in rows:
        minor = row[amount]
        scale = row[currency] or reading.defaults.currency(str(row[company]))
        text = money.plain(minor, str(scale)) if isinstance(minor, int) else None
        yield (*row[:amount], text, *row[amount + 1 :])


def dated(reading: Reading, named: int | None, today: int) -> Dated:
    """The day a staged file speaks for: its snapshot date, that in its name, or today."""
    complete = bool(reading.complete)
    days = reading.snapshots
    if len(days) == 1 and (day := next(iter(days))) is not None:
        return Dated(day, BY_SNAPSHOT, complete)
    if named is not None:
        return Dated(named, BY_NAME, complete)
    return Dated(today, BY_ARRIVAL, complete)
