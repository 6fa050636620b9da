"""Things that facts are about, one row each, which says what the newest fact of it does."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from artui.store import newest
from artui.store.facts import points, registry

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Subject:
    """A table of such rows.

    Attributes:
        table: its name; rows are told apart by company and key.
        id: the stage's column with the id of what a row is about, without `_key` or `_text`.
        kind: how the facts are kept; their copies are columns here too.
        made: further columns, each with its expression over a fact f.
        apart: further columns that tell rows apart, each with its expression over the stage.
    """

    table: str
    id: str
    kind: points.Kind
    made: Mapping[str, str] = field(default_factory=dict)
    apart: Mapping[str, str] = field(default_factory=dict)


def _find(connection: sqlite3.Connection, subject: Subject) -> None:
    """Give the staged rows the subject they speak of."""
    apart = "".join(f" AND x.{name} = {value}" for name, value in subject.apart.items())
    connection.execute(
        f"""UPDATE stage SET subject_id = (SELECT x.id FROM {subject.table} AS x
            WHERE x.company_id = stage.company_id AND x.key = {subject.id}_key{apart})
        WHERE subject_id IS NULL"""
    )


def compare(connection: sqlite3.Connection, subject: Subject, day: int | None) -> None:
    """Mark each staged row as new, or as unchanged against what its subject is known by."""
    _find(connection, subject)
    points.compare(connection, subject.kind, day)


def write(
    connection: sqlite3.Connection,
    subject: Subject,
    import_id: int,
    day: int | None,
    recorded_on: int,
) -> None:
    """Write the new rows as facts, and what the newest fact of each subject now says.

    Args:
        connection: inside the write transaction; a company, or a customer, that the rows name
            for the first time is made.
        subject: which subjects.
        import_id: the import that brought the rows.
        day: what its file speaks for.
        recorded_on: the day it is loaded on.
    """
    last = _last(connection, subject)
    copies = {**subject.apart, **subject.kind.copies}
    registry.make_companies(connection)
    if "customer_id" in copies:
        registry.make_customers(connection)
    connection.execute(
        f"""INSERT INTO {subject.table} (company_id, key, number, {", ".join(copies)}, import_id,
            line, recorded_on)
        SELECT company_id, {subject.id}_key, {subject.id}_text, {", ".join(copies.values())},
            :import_id, line, :recorded_on
        FROM stage WHERE state = 'new' AND subject_id IS NULL""",
        {"import_id": import_id, "recorded_on": recorded_on},
    )
    _find(connection, subject)
    points.add(connection, subject.kind, import_id, day)
    _restate(connection, subject, last)


def _last(connection: sqlite3.Connection, subject: Subject) -> int:
    (last,) = connection.execute(f"SELECT coalesce(max(id), 0) FROM {subject.table}").fetchone()
    return int(last)


def _restate(connection: sqlite3.Connection, subject: Subject, last: int) -> None:
    """Let rows say what their newest facts do: those just made, and those told otherwise now.

    A row of the stage that only repeats what its subject says already moves nothing.
    """
    table, kind = subject.table, subject.kind
    copied = [f"{name} = f.{name}" for name in (*kind.copies, "import_id", "line")]
    made = [f"{name} = {value}" for name, value in subject.made.items()]
    moved = f"""f.{kind.subject} IN (SELECT s.subject_id FROM stage AS s
        JOIN {table} AS x ON x.id = s.subject_id LEFT JOIN {kind.table} AS k ON k.id = s.fact_id
        WHERE s.state <> 'rejected' AND (x.id > :last OR s.state = 'new'
            OR k.import_id <> x.import_id OR k.line <> x.line))"""
    connection.execute(
        f"""UPDATE {table} SET {", ".join((*copied, *made))}
        FROM ({newest.of(kind, only=moved)}) AS n JOIN {kind.table} AS f ON f.id = n.fact_id
        WHERE {table}.id = n.subject""",
        {"last": last},
    )
