"""The cases of the desk as they were taken over into the main database."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

_COLUMNS = (
    "id company customer currency class fiscal_year document item exported reason amount owner"
    " state next_on opened_on closed_on outcome credit who at"
).split()
_NAMES = ", ".join(_COLUMNS)
#: The cases that are on the desk and not as they are here; those here that left the desk.
_NEW = f"SELECT {_NAMES} FROM desk.dispute EXCEPT SELECT {_NAMES} FROM main.desk_case"
_GONE = "SELECT id FROM main.desk_case EXCEPT SELECT id FROM desk.dispute"


def differ(reader: sqlite3.Connection) -> bool:
    """Whether anything on the desk has not been taken over, through a reader with the desk."""
    (found,) = reader.execute(f"SELECT EXISTS ({_NEW}) OR EXISTS ({_GONE})").fetchone()
    return bool(found)


def copy(connection: sqlite3.Connection, reader: sqlite3.Connection) -> set[int]:
    """Let the cases here be those of the desk; the documents of those that changed.

    Must run inside the write transaction: whoever writes meanwhile has to wait, so that nothing
    older is written over what is newer.
    """
    changed = reader.execute(_NEW).fetchall()
    gone = [int(number) for (number,) in reader.execute(_GONE)]
    numbers = [*gone, *(int(row[0]) for row in changed)]
    before = documents(connection, numbers)
    marks = ", ".join("?" * len(_COLUMNS))
    connection.executemany("DELETE FROM desk_case WHERE id = ?", ((each,) for each in numbers))
    connection.executemany(f"INSERT INTO desk_case ({_NAMES}) VALUES ({marks})", changed)
    return before | documents(connection, numbers)


def documents(connection: sqlite3.Connection, numbers: list[int] | None = None) -> set[int]:
    """The documents of the cases taken over that are known, of all of them or of some."""
    select = """SELECT d.id FROM desk_case AS k JOIN company AS m ON m.key = k.company
        JOIN document AS d ON d.company_id = m.id AND d.key = k.document
            AND d.family = 'invoice' AND d.class_key = k.class AND d.fiscal_year = k.fiscal_year"""
    if numbers is None:
        return {int(document) for (document,) in connection.execute(select)}
    one = f"{select} WHERE k.id = ?"
    return {int(document) for each in numbers for (document,) in connection.execute(one, (each,))}
