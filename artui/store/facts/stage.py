"""The stage: one file's converted rows in a TEMP table, outside the write transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from artui.store.facts.references import Doubt

#: A flag is 0 or 1, an amount where the export gives one, -1 for all of it.
DISPUTED = (
    "CASE WHEN disputed_amount IS NOT NULL THEN disputed_amount"
    " WHEN disputed = 1 THEN -1 ELSE disputed END"
)

#: Parts of an identity: a blank one is the blank one.
_NEVER_NULL = ("item_key", "class_key")

#: The facts that unchanged rows say again, those that had to be staged and those that had not.
SAID_AGAIN = (
    "SELECT fact_id FROM stage WHERE state = 'unchanged' UNION ALL SELECT fact_id FROM repeated"
)

#: The companies a file speaks of.
COMPANIES = "SELECT company_id FROM stage UNION SELECT company_id FROM repeated"

#: What the comparison with known facts adds to each staged row.
_MARKS = (
    "company_id INTEGER, customer_id INTEGER, document_id INTEGER, item_id INTEGER, "
    "subject_id INTEGER, fact_id INTEGER, as_of INTEGER, family TEXT, state TEXT"
)


def make(connection: sqlite3.Connection, columns: Sequence[tuple[str, str]]) -> None:
    """An empty stage with `columns` (name, SQLite type), line, digest, extra and the marks."""
    named = ", ".join(f'"{name}" {kind}' for name, kind in columns)
    drop(connection)
    connection.execute("CREATE TEMP TABLE illegible (company_key TEXT, key TEXT)")
    connection.execute(
        "CREATE TEMP TABLE repeated (fact_id INTEGER PRIMARY KEY, item_id INTEGER,"
        " document_id INTEGER, company_id INTEGER, customer_id INTEGER, currency TEXT)"
    )
    connection.execute(
        f"CREATE TEMP TABLE stage (line INTEGER PRIMARY KEY, digest INTEGER, extra TEXT, "
        f"{named}, {_MARKS})"
    )


def fill(
    connection: sqlite3.Connection, names: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    """Add rows whose values stand in the order of `names`."""
    columns = ", ".join(f'"{name}"' for name in names)
    marks = ", ".join("coalesce(?, '')" if name in _NEVER_NULL else "?" for name in names)
    connection.executemany(f"INSERT INTO stage ({columns}) VALUES ({marks})", rows)


def reject(connection: sqlite3.Connection, doubtful: Iterable[Doubt]) -> None:
    """Mark staged rows with a doubtful reference as rejected."""
    connection.executemany(
        "UPDATE stage SET state = 'rejected' WHERE line = ?", ((doubt.line,) for doubt in doubtful)
    )


def forget(connection: sqlite3.Connection, lines: Iterable[int]) -> None:
    """Take rows out of the stage again."""
    connection.executemany("DELETE FROM stage WHERE line = ?", ((line,) for line in lines))


def keep_illegible(connection: sqlite3.Connection, keys: Iterable[tuple[str, str]]) -> None:
    """Remember of rejected rows which documents they name: (company, document)."""
    connection.executemany("INSERT INTO illegible VALUES (?, ?)", keys)


def date_rows(connection: sqlite3.Connection, otherwise: int) -> None:
    """Give each staged open item the day it speaks for: its own, or the file's."""
    connection.execute("UPDATE stage SET as_of = coalesce(snapshot_date, ?)", (otherwise,))


def known_to(connection: sqlite3.Connection, as_of: int, recorded_on: int) -> None:
    """Remember how far the data of the staged rows' companies goes, and since when it does."""
    connection.execute(
        "UPDATE company SET data_as_of = max(coalesce(data_as_of, :as_of), :as_of)"
        f" WHERE id IN ({COMPANIES})",
        {"as_of": as_of},
    )
    connection.execute(
        f"""INSERT OR REPLACE INTO company_data SELECT id, ?, data_as_of FROM company
        WHERE id IN ({COMPANIES})""",
        (recorded_on,),
    )


def count(connection: sqlite3.Connection, state: str) -> int:
    """How many staged rows are in a state: new, unchanged or rejected."""
    (number,) = connection.execute(
        "SELECT count(*) FROM stage WHERE state = ?", (state,)
    ).fetchone()
    return int(number)


def drop(connection: sqlite3.Connection) -> None:
    """Forget the stage."""
    for table in ("stage", "illegible", "repeated", "shared"):
        connection.execute(f"DROP TABLE IF EXISTS temp.{table}")
