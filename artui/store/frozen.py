"""The record of frozen weeks: the late invoices and rates of each, as known when it was frozen."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from artui.domain.reasons import Late, Origin
from artui.store.rates import Rate

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

#: What is kept of a late invoice, in the order of `Late` and `Origin`.
_COLUMNS = (
    "document_id customer_id currency amount amount_days reason because is_new ruled contributing"
    " company class segment dispatcher template job_id"
).split()
_CONTRIBUTING = _COLUMNS.index("contributing")


class Named(NamedTuple):
    """What a late invoice, its customer and its site were called when its week was frozen."""

    number: str | None
    customer: str | None
    name: str | None
    site: str | None


def late_invoices(connection: sqlite3.Connection, week: str) -> list[Late] | None:
    """A frozen week's late invoices; None where it is not frozen."""
    if frozen_at(connection, week) is None:
        return None
    rows = connection.execute(
        f"SELECT {', '.join(_COLUMNS)} FROM frozen_late WHERE week = ?"
        " ORDER BY document_id, currency",
        (week,),
    )
    return [_late(row) for row in rows]


def names(connection: sqlite3.Connection, week: str) -> dict[int, Named]:
    """What a frozen week's invoices were called, by document."""
    rows = connection.execute(
        f"SELECT document_id, {', '.join(Named._fields)} FROM frozen_late WHERE week = ?", (week,)
    )
    return {int(document): Named._make(named) for document, *named in rows}


def _late(row: Sequence[Any]) -> Late:
    contributing, *origin = row[_CONTRIBUTING:]
    late = Late._make((*row[:_CONTRIBUTING], tuple(contributing.split()), Origin(*origin)))
    return late._replace(is_new=bool(late.is_new))


def _row(late: Late) -> tuple[object, ...]:
    return (*late[:_CONTRIBUTING], " ".join(late.contributing), *late.origin)


def frozen_at(connection: sqlite3.Connection, week: str) -> str | None:
    """When a week was frozen, ISO; None where it is not."""
    row = connection.execute("SELECT frozen_at FROM frozen_week WHERE week = ?", (week,)).fetchone()
    return None if row is None else str(row[0])


def is_before(connection: sqlite3.Connection, week: str, other: str) -> bool:
    """Whether a week was frozen before another was."""
    row = connection.execute(
        "SELECT 1 FROM frozen_week AS w JOIN frozen_week AS o ON w.place < o.place"
        " WHERE w.week = ? AND o.week = ?",
        (week, other),
    ).fetchone()
    return row is not None


def rates(connection: sqlite3.Connection, week: str) -> tuple[str | None, dict[str, Rate]]:
    """The base currency of a frozen week's ranking, and by currency the rate it is ranked at.

    None and nothing where it was frozen without rates.
    """
    rows = connection.execute(
        "SELECT base, currency, rate, day FROM frozen_rate WHERE week = ? ORDER BY currency",
        (week,),
    ).fetchall()
    found = {str(row[1]): Rate(Decimal(row[2]), int(row[3])) for row in rows}
    return (str(rows[0][0]) if rows else None), found


def keep_rates(
    connection: sqlite3.Connection, week: str, base: str, stated: Mapping[str, Rate]
) -> None:
    """Record the rates a frozen week is ranked at, in units of `base` for one of each currency."""
    connection.executemany(
        "INSERT INTO frozen_rate VALUES (?, ?, ?, ?, ?)",
        ((week, code, base, f"{each.rate:f}", each.day) for code, each in stated.items()),
    )


def freeze(
    connection: sqlite3.Connection,
    week: str,
    at: str,
    policy_id: int | None,
    late: Iterable[Late],
) -> bool:
    """Freeze a week; a frozen one stays as it is, and False says so."""
    made = connection.execute(
        "INSERT INTO frozen_week (week, frozen_at, policy_id, place)"
        " VALUES (?, ?, ?, (SELECT count(*) FROM frozen_week)) ON CONFLICT DO NOTHING",
        (week, at, policy_id),
    )
    if made.rowcount != 1:
        return False
    names, marks = ", ".join(("week", *_COLUMNS)), ", ".join("?" * (len(_COLUMNS) + 1))
    connection.executemany(
        f"INSERT INTO frozen_late ({names}) VALUES ({marks})",
        ((week, *_row(each)) for each in late),
    )
    connection.execute(_CALLED, (week,))
    return True


_CALLED = """UPDATE frozen_late SET (number, customer, name, site) = (
    SELECT d.number, c.number, c.name,
        (SELECT min(i.site) FROM item AS i WHERE i.document_id = d.id AND i.void = 0)
    FROM document AS d JOIN customer AS c ON c.id = frozen_late.customer_id
    WHERE d.id = frozen_late.document_id) WHERE week = ?"""
