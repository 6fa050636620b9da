"""Rows of a snapshot whose text is known from the one before: in TEMP table `repeated`.

Each is the fact that its run began with, which goes on; nothing of it has to be staged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

#: Facts of runs that go on. Those of documents that share their number with another are left out:
#: which of them a row means may have changed since.
_RUNNING = """FROM open_item_fact AS f
    WHERE f.listed = 1 AND f.last_on IS NULL AND f.raw IS NOT NULL
    AND f.item_id NOT IN (SELECT item_id FROM shared)"""
_SHARED = """SELECT i.id AS item_id FROM (SELECT company_id, key FROM document
        GROUP BY company_id, key HAVING count(*) > 1) AS x
    JOIN document AS d ON d.company_id = x.company_id AND d.key = x.key
    JOIN item AS i ON i.document_id = d.id"""


def known(connection: sqlite3.Connection) -> set[int]:
    """The digests of the texts of rows that stand; the stage is made."""
    connection.execute(f"CREATE TEMP TABLE shared AS {_SHARED}")
    return {raw for (raw,) in connection.execute(f"SELECT f.raw {_RUNNING}")}


def keep(connection: sqlite3.Connection, missing: Iterable[int]) -> None:
    """Fill `repeated` with the facts that were said again: all that stand but the missing ones.

    Args:
        connection: with the file staged, after what was `known` was asked for.
        missing: digests of rows that stand and are not in the file.
    """
    connection.execute("CREATE TEMP TABLE missing (raw INTEGER PRIMARY KEY)")
    connection.executemany(
        "INSERT OR IGNORE INTO missing VALUES (?)", ((each,) for each in missing)
    )
    connection.execute(
        f"""INSERT INTO repeated SELECT f.id, f.item_id,
            CASE i.label WHEN '' THEN i.document_id END, f.company_id, f.customer_id, f.currency
        FROM (SELECT f.id, f.item_id, f.company_id, f.customer_id, f.currency {_RUNNING}
            AND f.raw NOT IN (SELECT raw FROM missing)) AS f
        CROSS JOIN item AS i ON i.id = f.item_id"""
    )
    connection.execute("DROP TABLE missing")


class Unsure(Exception):  # noqa: N818 - no error: the file is to be read in full instead
    """What a repeated row means may have changed since."""


def check(connection: sqlite3.Connection, day: int | None) -> None:
    """Make sure that the repeated rows may stand for themselves.

    Args:
        connection: with the other rows staged and their items found.
        day: of the snapshot; None where it is none that is complete.

    Raises:
        Unsure: where they may not, since a run began later, the file lists an item twice, or each
            of its rows has a day of its own.
    """
    (sure,) = connection.execute(
        """SELECT NOT EXISTS (SELECT 1 FROM repeated AS r JOIN open_item_fact AS f
                ON f.id = r.fact_id WHERE :day IS NULL OR f.as_of > :day)
            AND NOT EXISTS (SELECT 1 FROM stage WHERE item_id IN (SELECT item_id FROM repeated))""",
        {"day": day},
    ).fetchone()
    if not sure:
        raise Unsure


def refresh(connection: sqlite3.Connection) -> None:
    """Remember the texts of unchanged rows that are written otherwise than before."""
    connection.execute(
        """UPDATE open_item_fact SET raw = s.raw FROM stage AS s
        WHERE s.state = 'unchanged' AND s.fact_id = open_item_fact.id
        AND s.raw IS NOT open_item_fact.raw"""
    )
