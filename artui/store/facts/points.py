"""Comparing rows that speak for one day with what is known, and adding what is new.

A fact is in force from its file's date on, until a newer one; the same row in a newer file is a
sighting of the fact, kept so that a file arriving late in between cannot win.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping


class Kind(NamedTuple):
    """How a kind's facts are kept.

    Attributes:
        name: the kind.
        table: of its facts.
        subject: the table's column with what a fact is about.
        copies: each further column of the table with the stage's expression for it.
        staged: the stage's column with the subject.
        same: narrows which earlier facts of the subject a row can repeat.
    """

    name: str
    table: str
    subject: str
    copies: Mapping[str, str]
    staged: str = "subject_id"
    same: str = "1"


def compare(connection: sqlite3.Connection, kind: Kind, as_of: int | None) -> None:
    """Mark each staged row as new, or as unchanged against the fact in force on `as_of`.

    Sightings are looked up from the fact: of the kind there are as many as rows ever repeated.
    """
    connection.execute(
        f"UPDATE stage SET state = 'new' WHERE state IS NULL AND {kind.staged} IS NULL"
    )
    connection.execute(
        f"""UPDATE stage SET fact_id = x.fact_id,
            state = CASE WHEN f.digest = stage.digest THEN 'unchanged' ELSE 'new' END
        FROM (SELECT stage.line, (SELECT f.id FROM (
                SELECT f.id, f.as_of, f.import_id FROM {kind.table} AS f
                WHERE f.{kind.subject} = stage.{kind.staged} AND f.as_of <= :as_of AND {kind.same}
                UNION ALL
                SELECT f.id, m.as_of, m.id FROM {kind.table} AS f
                CROSS JOIN sighting AS g ON g.kind = :kind AND g.fact_id = f.id
                CROSS JOIN import AS m ON m.id = g.import_id
                WHERE f.{kind.subject} = stage.{kind.staged} AND m.as_of <= :as_of
                AND {kind.same}
            ) AS f ORDER BY f.as_of DESC, f.import_id DESC LIMIT 1) AS fact_id
            FROM stage WHERE state IS NULL) AS x
        LEFT JOIN {kind.table} AS f ON f.id = x.fact_id WHERE x.line = stage.line""",
        {"as_of": as_of, "kind": kind.name},
    )


def add(connection: sqlite3.Connection, kind: Kind, import_id: int, as_of: int | None) -> None:
    """Write the new rows as facts, and a sighting of each unchanged row seen on a newer date."""
    columns = ", ".join(kind.copies)
    values = ", ".join(kind.copies.values())
    connection.execute(
        f"""INSERT INTO {kind.table}
            ({kind.subject}, import_id, line, as_of, digest, extra, {columns})
        SELECT {kind.staged}, :import_id, line, :as_of, digest, extra, {values}
        FROM stage WHERE state = 'new'""",
        {"import_id": import_id, "as_of": as_of},
    )
    connection.execute(
        f"""INSERT OR IGNORE INTO sighting (kind, fact_id, import_id, line)
        SELECT :kind, s.fact_id, :import_id, s.line FROM stage AS s
        JOIN {kind.table} AS f ON f.id = s.fact_id
        WHERE s.state = 'unchanged' AND f.as_of < :as_of""",
        {"kind": kind.name, "import_id": import_id, "as_of": as_of},
    )
