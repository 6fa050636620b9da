"""The statements of a snapshot: rows frozen or live, put in order, read a page at a time."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from artui.store.listing import matching, order_by, quoted

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from artui.store.listing import Arrangement, Listing

PAGE = 128
PAGES = 64
HEAD = 200
_ROW = "artui_row"
_AT = "artui_at"

Row = tuple[object, ...]
Page = list[Row]


@dataclass(eq=False, slots=True)
class Ordering:
    """One order of a listing's rows: the first of them only, or all.

    Attributes:
        count: how many rows it holds.
        complete: whether that is all.
        position: where the row lies whose key was to be kept; None where it is not among them.
        rows: the select that the order is of.
        table: the TEMP table that holds the order; none where only the first rows are known.
        pages: the pages read, the one used last at the end.
        ticket: which build it came from.
    """

    count: int
    complete: bool
    position: int | None = None
    rows: str = ""
    table: str = ""
    pages: OrderedDict[int, Page] = field(default_factory=OrderedDict)
    ticket: int = 0

    def cached(self, index: int) -> Page | None:
        """A page that is at hand."""
        page = self.pages.get(index)
        if page is not None:
            self.pages.move_to_end(index)
        return page

    def keep(self, index: int, page: Page) -> Page:
        """Remember a page in place of the one not used for longest."""
        self.pages[index] = page
        if len(self.pages) > PAGES:
            self.pages.popitem(last=False)
        return page


class OrderedRows:
    """A listing on one connection. Not for two threads at once: a snapshot sees to that."""

    def __init__(self, listing: Listing, connection: sqlite3.Connection) -> None:
        self._listing = listing
        self._connection = connection
        self._rows = ""
        self._tables: list[str] = []
        self._made = 0

    def refresh(self, *, fresh: bool) -> None:
        """Compute the rows of a frozen listing, at first or where they are to be `fresh`."""
        if not self._listing.frozen:
            self._rows = self._listing.rows_sql
        elif fresh or not self._rows:
            names = ", ".join(quoted(name) for name in self._listing.fields)
            table = self._create("frozen", f"SELECT {names} FROM ({self._listing.rows_sql})", {})
            self._rows = f"SELECT rowid AS {_ROW}, * FROM {table}"

    def head(self, arrangement: Arrangement, keep: object) -> Ordering:
        """The first rows of an order, with their values."""
        sql, values = self._ordered(
            arrangement, self._listing.fields, indexed=not arrangement.words
        )
        rows = self._execute(f"{sql} LIMIT {HEAD}", values).fetchall()
        key = self._listing.fields.index(self._listing.key)
        position = next((i for i, row in enumerate(rows) if row[key] == keep), None)
        ordering = Ordering(len(rows), complete=False, position=position, rows=self._rows)
        ordering.pages.update({0: rows[:PAGE], 1: rows[PAGE:]})
        return ordering

    def whole(self, arrangement: Arrangement, keep: object) -> Ordering:
        """The order of all rows, without their values."""
        sql, values = self._ordered(arrangement, (self._at,), indexed=False)
        table = self._create("ordering", sql, values)
        count = self._number(f"SELECT max(rowid) FROM {table}") or 0
        ordering = Ordering(count, complete=True, rows=self._rows, table=table)
        ordering.position = None if keep is None else self.find(ordering, keep)
        return ordering

    def read(self, ordering: Ordering, index: int) -> Page:
        """One page's rows; a row that has gone since has its key and nothing else."""
        span = {"first": index * PAGE + 1, "last": (index + 1) * PAGE}
        wanted = f"SELECT {_AT} FROM {ordering.table} WHERE rowid BETWEEN :first AND :last"
        names = ", ".join(quoted(name) for name in (self._at, *self._listing.fields))
        sql = f"SELECT {names} FROM ({ordering.rows}) WHERE {quoted(self._at)} IN ({wanted})"
        found = {row[0]: row[1:] for row in self._execute(sql, span)}
        blank = (None,) * (len(self._listing.fields) - 1)
        keys = self._execute(f"{wanted} ORDER BY rowid", span).fetchall()
        return [found.get(at) or (at, *blank) for (at,) in keys]

    def find(self, ordering: Ordering, key: object) -> int | None:
        """Where the row of that key lies in an order; None where it is not in it."""
        at = (
            f"SELECT {quoted(self._at)} FROM ({ordering.rows})"
            f" WHERE {quoted(self._listing.key)} = :artui_key"
        )
        sql = f"SELECT rowid FROM {ordering.table} WHERE {_AT} = ({at})"
        found = self._number(sql, {"artui_key": key})
        return None if found is None else found - 1

    def drop(self, shown: Ordering) -> None:
        """Drop the tables of orders that nobody can be looking at."""
        for table in [*self._tables]:
            if table != shown.table and table not in shown.rows and table not in self._rows:
                self._execute(f"DROP TABLE {table}", {})
                self._tables.remove(table)

    def versions(self) -> tuple[int, ...]:
        """Differs when another connection has committed to the database or an attached one."""
        listed = self._execute("PRAGMA database_list", {}).fetchall()
        names = [quoted(name) for _, name, _ in listed if name != "temp"]
        return tuple(self._number(f"PRAGMA {name}.data_version") or 0 for name in names)

    @property
    def _at(self) -> str:
        """The column by which the order remembers a row."""
        return _ROW if self._listing.frozen else self._listing.key

    def _ordered(
        self, arrangement: Arrangement, names: tuple[str, ...], *, indexed: bool
    ) -> tuple[str, dict[str, object]]:
        condition, values = matching(self._listing, arrangement.words)
        chosen = ", ".join(quoted(name) for name in names)
        if names == (self._at,):
            chosen = f"{chosen} AS {_AT}"
        order = order_by(self._listing, arrangement.order, indexed=indexed)
        return f"SELECT {chosen} FROM ({self._rows}) WHERE {condition} ORDER BY {order}", values

    def _create(self, name: str, select: str, values: Mapping[str, object]) -> str:
        self._made += 1
        table = f"temp.{name}_{self._made}_"
        self._execute(f"CREATE TABLE {table} AS {select}", values)
        self._tables.append(table)
        return table

    def _execute(self, sql: str, values: Mapping[str, object]) -> sqlite3.Cursor:
        return self._connection.execute(sql, {**self._listing.parameters, **values})

    def _number(self, sql: str, values: Mapping[str, object] | None = None) -> int | None:
        row: tuple[Any, ...] | None = self._execute(sql, values or {}).fetchone()
        return None if row is None or row[0] is None else int(row[0])
