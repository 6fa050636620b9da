"""What stood open at the end of a day: sums, and the items behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from artui.store.aging import disputed
from artui.store.kpis.grouping import APART, Part

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from artui.store.aging import Scope
    from artui.store.kpis.grouping import Slice


class Balance(NamedTuple):
    """What stood open of one part in one currency, in minor units.

    Attributes:
        part: company, class and segment.
        currency: of the amounts.
        total: all of it, net of credits and unapplied cash, disputed included.
        debit: what is owed, without credits.
        current: what of that was not past due.
        past_due: what of it was.
        disputed: what of it was disputed.
    """

    part: Part
    currency: str
    total: int
    debit: int
    current: int
    past_due: int
    disputed: int


#: Amounts of an item of `aged` AS s, by the name of the sum they enter.
AMOUNTS = {
    "total": "s.open_amount",
    "debit": "max(s.open_amount, 0)",
    "current": "CASE WHEN s.due_on >= :as_of THEN max(s.open_amount, 0) ELSE 0 END",
    "past_due": "CASE WHEN s.due_on < :as_of THEN max(s.open_amount, 0) ELSE 0 END",
    "disputed": "s.disputed",
}
_JOINED = """FROM aged AS s JOIN document AS d ON d.id = s.document_id
    JOIN customer AS c ON c.id = s.customer_id JOIN company AS m ON m.id = c.company_id"""


def balances(connection: sqlite3.Connection, scope: Scope) -> list[Balance]:
    """The sums at the end of the scope's day, by company, class, segment and currency."""
    sums = ", ".join(f"sum({amount})" for amount in AMOUNTS.values())
    rows = connection.execute(
        f"""WITH {disputed(scope)} SELECT {APART}, s.currency, {sums} {_JOINED}
        WHERE {scope.filters()} GROUP BY m.code, d.class, coalesce(c.segment, ''), s.currency
        ORDER BY m.code, d.class, coalesce(c.segment, ''), s.currency""",
        scope.parameters(),
    )
    return [Balance(Part(*row[:3]), *row[3:]) for row in rows]


class OpenItem(NamedTuple):
    """An open item, and what it adds to a sum in minor units."""

    document: str
    label: str
    customer: str
    due_on: int
    amount: int
    import_id: int
    line: int | None


def items(
    connection: sqlite3.Connection, scope: Scope, of: Slice, amount: str
) -> Iterator[OpenItem]:
    """The items behind a sum of one group, by customer, document and item.

    Args:
        connection: the main database.
        scope: of whom, as of when.
        of: the group.
        amount: a name of AMOUNTS.
    """
    rows = connection.execute(
        f"""WITH {disputed(scope)} SELECT d.number, i.label, c.number, s.due_on,
            {AMOUNTS[amount]} AS amount, i.import_id, i.line
        {_JOINED} JOIN item AS i ON i.id = s.item_id
        WHERE {scope.filters()} AND {of.condition("s.currency")} AND {AMOUNTS[amount]} <> 0
        ORDER BY m.code, c.number, d.number, d.id, i.label""",
        scope.parameters() | of.parameters(),
    )
    return (OpenItem(*row) for row in rows)


def late_counts(connection: sqlite3.Connection, scope: Scope) -> list[tuple[Part, int]]:
    """How many invoices were past due with anything, by company, class and segment."""
    rows = connection.execute(
        f"""WITH {disputed(scope)} SELECT {APART}, count(DISTINCT d.id) {_JOINED}
        WHERE {scope.filters()} AND s.open_amount > 0 AND s.due_on < :as_of
        GROUP BY m.code, d.class, coalesce(c.segment, '')
        ORDER BY m.code, d.class, coalesce(c.segment, '')""",
        scope.parameters(),
    )
    return [(Part(*row[:3]), int(row[3])) for row in rows]


class LateInvoice(NamedTuple):
    """An invoice past due with anything, since the earliest of its due dates that has passed."""

    document: str
    customer: str
    due_on: int
    import_id: int
    line: int | None


def late_invoices(connection: sqlite3.Connection, scope: Scope, of: Slice) -> Iterator[LateInvoice]:
    """The invoices of one group that are past due, one row each."""
    rows = connection.execute(
        f"""WITH {disputed(scope)} SELECT d.number, c.number, min(s.due_on), i.import_id, i.line
        {_JOINED} JOIN item AS i ON i.id = s.item_id
        WHERE {scope.filters()} AND {of.condition("s.currency")}
            AND s.open_amount > 0 AND s.due_on < :as_of
        GROUP BY d.id ORDER BY m.code, c.number, d.number, d.id""",
        scope.parameters() | of.parameters(),
    )
    return (LateInvoice(*row) for row in rows)
