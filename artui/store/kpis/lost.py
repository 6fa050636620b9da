"""What was written off in a span of days, as it took effect, and what was recovered. In SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from artui.store.adjustments import adjusted
from artui.store.kpis.grouping import APART, Part
from artui.store.recorded import known, of_item, stands, version

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from artui.store.adjustments import Adjusted
    from artui.store.aging import Scope
    from artui.store.kpis.grouping import Slice


class WrittenOff(NamedTuple):
    """What one part wrote off, less what was taken back; minor units."""

    part: Part
    currency: str
    amount: int


def written_off(connection: sqlite3.Connection, scope: Scope, first: int) -> list[WrittenOff]:
    """Write-offs from a day to the scope's, by company, class, segment and currency."""
    rows = connection.execute(
        f"""WITH {_lost(scope)} SELECT {APART}, s.currency, sum(s.amount) {_JOINED}
        WHERE {scope.filters()} GROUP BY m.code, d.class, coalesce(c.segment, ''), s.currency
        ORDER BY m.code, d.class, coalesce(c.segment, ''), s.currency""",
        scope.parameters() | {"first": first},
    )
    return [WrittenOff(Part(*row[:3]), *row[3:]) for row in rows]


class Loss(NamedTuple):
    """What was written off of an item; negative takes it back. Minor units."""

    document: str
    label: str
    customer: str
    on: int
    amount: int
    import_id: int
    line: int | None


def losses(connection: sqlite3.Connection, scope: Scope, first: int, of: Slice) -> Iterator[Loss]:
    """What is behind the write-offs of one group, by day and document."""
    rows = connection.execute(
        f"""WITH {_lost(scope)} SELECT d.number, s.label, c.number, s.effective_on, s.amount,
            s.import_id, s.line {_JOINED}
        WHERE {scope.filters()} AND {of.condition("s.currency")}
        ORDER BY s.effective_on, m.code, d.number, d.id, s.label, s.id""",
        scope.parameters() | {"first": first} | of.parameters(),
    )
    return (Loss(*row) for row in rows)


_JOINED = """FROM lost AS s JOIN document AS d ON d.id = s.document_id
    JOIN customer AS c ON c.id = s.customer_id JOIN company AS m ON m.id = c.company_id"""


def _lost(scope: Scope) -> str:
    own = ", ".join(
        f"{of_item(scope.known_on, name)} AS {name}" for name in ("customer_id", "currency")
    )
    return f"""lost AS (SELECT e.id, e.effective_on, -e.amount AS amount, e.import_id, e.line,
            i.document_id, i.label, {own}
        FROM entry AS e JOIN item AS i ON i.id = e.item_id {version(scope.known_on)}
        WHERE e.kind = 'write_off' AND e.effective_on >= :first AND e.effective_on <= :as_of
            AND {known(scope.known_on)})"""


def recoveries(connection: sqlite3.Connection, scope: Scope, first: int) -> list[Adjusted]:
    """What came in on invoices that were written off, dated from a day to the scope's.

    An invoice that is a draft or void is in no figure, nor is what came in on it.
    """
    rows = adjusted(connection, first, scope.as_of, scope.known_on)
    found = [row for row in rows if row.kind == "recovery"]
    return [row for row in found if _concerns(connection, scope, row.document_id)]


def _concerns(connection: sqlite3.Connection, scope: Scope, document_id: int) -> bool:
    """Whether a document stands, and is of a scope's company, customer and collector."""
    (found,) = connection.execute(
        f"""SELECT EXISTS (SELECT 1 FROM item AS i JOIN customer AS c ON c.id = i.customer_id
            JOIN company AS m ON m.id = c.company_id
            WHERE i.document_id = :document AND {stands(scope.known_on)} AND {scope.filters()})""",
        scope.parameters() | {"document": document_id},
    ).fetchone()
    return bool(found)


def part_of(row: Adjusted) -> Part:
    """What the sums that a recovery enters are kept apart by."""
    return Part(row.company, row.document_class, row.segment or "")
