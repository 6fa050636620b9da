"""A connection that looks back: customers and disputes as they were known on a day.

Entries and items carry the days they were recorded and superseded, and every statement about them
says so itself. Customers and disputes stand in their tables as they are now; here TEMP views of
the same names stand before those, so that whatever is asked on the connection is answered as if
it were asked on that day. All of it belongs to one connection and goes with it.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from artui.store import standings
from artui.store.aging import select
from artui.store.facts.customers import ATTRIBUTES, newest
from artui.store.ledger.rows import DISPUTE
from artui.store.tiers import TierRow

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from artui.store.aging import Question

#: The facts that name customers; a customer's row is made with the first of them.
_NAMING = (
    "customer_fact",
    "invoice_fact",
    "open_item_fact",
    "payment_fact",
    "job_fact",
    "activity_fact",
)
_VIEWS = ("customer", "dispute")


@contextmanager
def looking_back(connection: sqlite3.Connection, known_on: int | None) -> Iterator[None]:
    """Let a reader see customers and disputes as known on a day while the context lasts.

    Args:
        connection: a reader of the main database.
        known_on: the day; None for as known now, which changes nothing.
    """
    if known_on is not None:
        look_back(connection, known_on)
    try:
        yield
    finally:
        for view in _VIEWS:
            connection.execute(f"DROP VIEW IF EXISTS temp.{view}")


def look_back(connection: sqlite3.Connection, known_on: int) -> None:
    """Let a reader see customers and disputes as known on a day for as long as it is open."""
    if recorded_since(connection, known_on):
        _put_customers(connection, known_on)
    connection.execute(_disputes(known_on))


def recorded_since(connection: sqlite3.Connection, known_on: int) -> bool:
    """Whether any file was recorded after a day."""
    (found,) = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM import WHERE recorded_on > ?)", (known_on,)
    ).fetchone()
    return bool(found)


def _put_customers(connection: sqlite3.Connection, known_on: int) -> None:
    """TEMP view `customer`: those there were, each as what was recorded by then has it.

    Rows are made in the order in which files come, so those of later customers have later ids.
    """
    (last_import,) = connection.execute(
        "SELECT coalesce(max(id), 0) FROM import WHERE recorded_on <= ?", (known_on,)
    ).fetchone()
    asked = {"known_on": known_on, "last_import": last_import}
    _put(connection, "name_listed_then", _NAMES_LISTED, asked)
    said = {name: f"({newest(name, known=True)})" for name in ATTRIBUTES}
    said["name"] = f"""coalesce({said["name"]}, (SELECT l.name FROM temp.name_listed_then AS l
        WHERE l.id = customer.id))"""
    values = ", ".join(f"{said[name]} AS {name}" for name in ATTRIBUTES)
    select = f"SELECT customer.id, {values} FROM main.customer WHERE customer.id IN ({_SAID_SINCE})"
    _put(connection, "customer_said_then", select, asked)
    (last,) = connection.execute(
        f"SELECT coalesce(max(last), 0) FROM ({_LAST_NAMED})", asked
    ).fetchone()
    seen = ", ".join(
        f"CASE WHEN p.id IS NULL THEN c.{name} ELSE p.{name} END AS {name}" for name in ATTRIBUTES
    )
    connection.execute(
        f"""CREATE TEMP VIEW customer AS SELECT c.id, c.company_id, c.key, c.number, {seen}
        FROM main.customer AS c LEFT JOIN temp.customer_said_then AS p ON p.id = c.id
        WHERE c.id <= {last:d}"""
    )


def _put(
    connection: sqlite3.Connection, table: str, select: str, asked: Mapping[str, object]
) -> None:
    """Put rows, each with an id of its own, into a TEMP table."""
    connection.execute(f"DROP TABLE IF EXISTS temp.{table}")
    connection.execute(f"CREATE TEMP TABLE {table} AS {select}", asked)
    connection.execute(f"CREATE UNIQUE INDEX temp.{table}_id ON {table} (id)")


#: What open items call customers that no row of customers named: the first name counts.
_NAMES_LISTED = """SELECT customer_id AS id, customer_name AS name, min(id) FROM open_item_fact
    WHERE customer_name IS NOT NULL AND import_id <= :last_import GROUP BY customer_id"""


#: Customers of whom something was said after the day: anew, or again where it had been replaced.
_SAID_SINCE = """SELECT f.customer_id FROM customer_fact AS f JOIN import AS n
        ON n.id = f.import_id WHERE n.recorded_on > :known_on
    UNION SELECT f.customer_id FROM sighting AS g JOIN customer_fact AS f ON f.id = g.fact_id
        JOIN import AS n ON n.id = g.import_id
        WHERE g.kind = 'customers' AND n.recorded_on > :known_on AND EXISTS (
            SELECT 1 FROM customer_fact AS o
            WHERE o.customer_id = f.customer_id AND o.id <> f.id)
    UNION SELECT customer_id FROM open_item_fact
        WHERE customer_name IS NOT NULL AND import_id > :last_import"""
_LAST_NAMED = " UNION ALL ".join(
    f"SELECT max(customer_id) AS last FROM {table} WHERE import_id <= :last_import"
    for table in _NAMING
)


def _disputes(known_on: int) -> str:
    """TEMP view `dispute`: what stood on the day, among it what has been superseded since.

    The ids of the latter are negative, so that no two are equal.
    """
    columns = ", ".join((*DISPUTE, "recorded_on"))
    stated = "coalesce(stated_on, recorded_on)"
    return f"""CREATE TEMP VIEW dispute AS
        SELECT id, {columns}, {stated} AS stated_on FROM main.dispute
        WHERE {stated} <= {known_on:d}
        UNION ALL SELECT -id, {columns}, stated_on FROM dispute_version
        WHERE stated_on <= {known_on:d} AND superseded_on > {known_on:d}"""


@contextmanager
def standing_in(connection: sqlite3.Connection, rows: Iterable[Sequence[object]]) -> Iterator[None]:
    """Let a reader see other credit standings than the kept ones while the context lasts.

    Args:
        connection: a reader of the main database.
        rows: values in the order of `standings.COLUMNS`.
    """
    put_standings(connection, rows)
    try:
        yield
    finally:
        connection.execute("DROP TABLE temp.credit_standing")


def put_standings(connection: sqlite3.Connection, rows: Iterable[Sequence[object]]) -> None:
    """Put credit standings into a TEMP table that stands before the kept ones."""
    _put_accounts(connection, "credit_standing", standings.COLUMNS, rows)


def put_tiers(connection: sqlite3.Connection, rows: Iterable[TierRow]) -> None:
    """Put decided accounts into a TEMP table that stands before those of the last run."""
    _put_accounts(connection, "account_tier", TierRow._fields, rows)


def _put_accounts(
    connection: sqlite3.Connection,
    table: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
) -> None:
    """Put a row for each account into a TEMP table of the name of a kept one."""
    names, marks = ", ".join(columns), ", ".join("?" for _ in columns)
    connection.execute(
        f"""CREATE TEMP TABLE {table} (id INTEGER PRIMARY KEY, {names},
        UNIQUE (customer_id, currency))"""
    )
    connection.execute("SAVEPOINT put")
    connection.executemany(f"INSERT INTO temp.{table} ({names}) VALUES ({marks})", rows)
    connection.execute("RELEASE put")


def put_positions(connection: sqlite3.Connection, question: Question) -> None:
    """Put the aging of a day into a TEMP table that stands before the kept positions."""
    connection.execute(
        f"""CREATE TEMP TABLE position AS SELECT row_number() OVER () AS id, *
        FROM ({select(question)})""",
        question.parameters(),
    )
    connection.execute("CREATE INDEX temp.position_of ON position (customer_id, currency)")
