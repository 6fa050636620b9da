"""Items as another policy would have them, over the database as it is, without writing to it.

TEMP tables hold what would differ, and a TEMP view named `item` stands before the real one: every
statement of the store then answers as if the other policy were in force. All of it belongs to one
connection and goes with it.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

#: The policy compared with, and the edited one: as TEMP table `answer` calls their due days.
Side = Literal["was", "will"]


class NewItem(NamedTuple):
    """An instalment that is not there yet, in place of the items of its document."""

    document_id: int
    label: str
    due_on: int
    amount: int
    open_amount: int


def customers(
    connection: sqlite3.Connection, ids: Iterable[int]
) -> dict[int, tuple[str, str, str]]:
    """Number, name and company code of customers, by id."""
    _fill(connection, "named", ids)
    return {
        each: (number, name, company)
        for each, number, name, company in connection.execute(
            """SELECT c.id, c.number, coalesce(c.name, c.number), m.code FROM temp.named AS a
            JOIN customer AS c ON c.id = a.id JOIN company AS m ON m.id = c.company_id"""
        )
    }


def look_at(connection: sqlite3.Connection, ids: Iterable[int] | None) -> None:
    """Say whose items are looked at: of these customers alone, or of all."""
    every = () if ids is not None else connection.execute("SELECT id FROM customer")
    _fill(connection, "looked", (each for (each,) in every) if ids is None else ids)


def put(
    connection: sqlite3.Connection, side: Side, gone: Iterable[int], new: Iterable[NewItem]
) -> bool:
    """Keep what would differ on one side, of the customers looked at; whether anything does.

    Args:
        connection: a reader of the main database, where `dues.answer` and `look_at` were told.
        side: under which policy.
        gone: ids of items that are not there.
        new: items that stand in their document's place.
    """
    _fill(connection, f"{side}_moved", (), "due_on INTEGER")
    connection.execute(
        f"""INSERT INTO temp.{side}_moved SELECT q.id, a.{side}
        FROM temp.asked_item AS q JOIN temp.answer AS a ON a.number = q.number
        WHERE NOT a.apart AND a.{side} <> a.due_on AND q.customer_id IN (SELECT id FROM looked)"""
    )
    _fill(connection, f"{side}_gone", gone)
    _put_new(connection, side, new)
    return any(_count(connection, f"{side}_{each}") for each in ("moved", "gone"))


def _put_new(connection: sqlite3.Connection, side: Side, new: Iterable[NewItem]) -> None:
    """A new item has what its document's first item has, but for what is its own."""
    own = {name: f"n.{name}" for name in NewItem._fields}
    own |= {"id": "-n.id", "void": "0", "computed": "1"}
    values = ", ".join(f"{own.get(name, f'i.{name}')} AS {name}" for name in _columns(connection))
    connection.execute("DROP TABLE IF EXISTS temp.new_part")
    connection.execute(
        """CREATE TEMP TABLE new_part (id INTEGER PRIMARY KEY, document_id INTEGER, label TEXT,
        due_on INTEGER, amount INTEGER, open_amount INTEGER)"""
    )
    connection.executemany(
        f"INSERT INTO temp.new_part ({', '.join(NewItem._fields)}) VALUES (?, ?, ?, ?, ?)", new
    )
    connection.execute(f"DROP TABLE IF EXISTS temp.{side}_new")
    connection.execute(
        f"""CREATE TEMP TABLE {side}_new AS SELECT {values}
        FROM temp.new_part AS n CROSS JOIN main.item AS i
        WHERE i.id = (SELECT min(f.id) FROM main.item AS f WHERE f.document_id = n.document_id)
            AND i.customer_id IN (SELECT id FROM looked)"""
    )


@contextmanager
def standing_in(connection: sqlite3.Connection, side: Side) -> Iterator[None]:
    """Let every statement on this connection see other items while the context lasts.

    Args:
        connection: where `put` was told what differs.
        side: under which policy.
    """
    connection.execute(_view(connection, side))
    try:
        yield
    finally:
        connection.execute("DROP VIEW temp.item")


def _view(connection: sqlite3.Connection, side: Side) -> str:
    """The items; what nothing stands in for is left out, since a plain view costs no copy."""
    columns = _columns(connection)
    seen = ", ".join(
        "coalesce(p.due_on, i.due_on) AS due_on" if name == "due_on" else f"i.{name}"
        for name in columns
    )
    view = f"""CREATE TEMP VIEW item AS SELECT {seen}
        FROM main.item AS i LEFT JOIN temp.{side}_moved AS p ON p.id = i.id"""
    if not _count(connection, f"{side}_gone"):
        return view
    return f"""{view} WHERE i.id NOT IN (SELECT id FROM temp.{side}_gone)
        UNION ALL SELECT {", ".join(columns)} FROM temp.{side}_new"""


def _columns(connection: sqlite3.Connection) -> Sequence[str]:
    return [str(row[1]) for row in connection.execute("PRAGMA main.table_info(item)")]


def _fill(connection: sqlite3.Connection, name: str, ids: Iterable[int], more: str = "") -> None:
    """A TEMP table of ids."""
    column = f", {more}" if more else ""
    connection.execute(f"DROP TABLE IF EXISTS temp.{name}")
    connection.execute(f"CREATE TEMP TABLE {name} (id INTEGER PRIMARY KEY{column})")
    connection.executemany(f"INSERT INTO temp.{name} (id) VALUES (?)", ((each,) for each in ids))


def _count(connection: sqlite3.Connection, name: str) -> int:
    (number,) = connection.execute(f"SELECT count(*) FROM temp.{name}").fetchone()
    return int(number)
