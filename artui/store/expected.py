"""What expected cash is computed from, in SQL: open items, and how long settled ones took.

`gather` puts both into TEMP tables of the connection, of everybody; they are read customer by
customer, so that a million items never lie in memory at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from artui.store import past_due, quiet
from artui.store.aging import standing
from artui.store.recorded import known, of_item, version

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from artui.store.aging import Scope
    from artui.store.quiet import Quieting

#: Every item is looked at, however far ahead it is due.
ALL_ITEMS = -1_000_000
#: What closes an item without any money coming in.
_UNPAID = "'credit', 'write_off'"
_TABLES = ("expected_item", "expected_paid", "expected_account", "expected_since")


class Group(NamedTuple):
    """Items that are alike.

    Attributes:
        company: the company's code.
        segment: the customers'; empty where they have none.
        disputed: whether there was a dispute.
        days: days past due when it was paid, or by now.
        entered: days past due when the records began, where it was billed before.
        number: how many.
    """

    company: str
    segment: str
    disputed: bool
    days: int
    entered: int | None
    number: int


class Late(NamedTuple):
    """Settled items of a customer that are alike; see `Group`."""

    customer_id: int
    disputed: bool
    days: int
    entered: int | None
    number: int


class Open(NamedTuple):
    """What is open on an item; amounts are minor units, positive.

    Attributes:
        customer_id: the customer's row number.
        currency: of the amounts.
        item_id: the item's row number.
        due_on: the day it is due.
        open_amount: what is open.
        disputed: of that, what is in dispute.
        promised: of the rest, what a running promise covers.
        document_id: its document's row number.
        billed_on: the day it was billed.
        quiet: whether it is on hold, by the desk or the ERP.
        tier: the highest tier carried out of its account, 0 for none.
    """

    customer_id: int
    currency: str
    item_id: int
    due_on: int
    open_amount: int
    disputed: int
    promised: int
    document_id: int
    billed_on: int
    quiet: bool
    tier: int


class Whose(NamedTuple):
    """A customer with anything open.

    Attributes:
        customer_id: its row number.
        company: the company's code.
        segment: empty where it has none.
        name: its name, else its number.
        number: its number.
        since: the day on which the company's records of payments begin; None without any.
    """

    customer_id: int
    company: str
    segment: str
    name: str
    number: str
    since: int | None


class Promised(NamedTuple):
    """What is still to come of a running promise: of an account, or of one document of it."""

    customer_id: int
    currency: str
    document_id: int | None
    due_on: int
    amount: int


def gather(
    connection: sqlite3.Connection, scope: Scope, quieting: Quieting, since: int
) -> list[Promised]:
    """Fill the TEMP tables; the promises that run, first due first.

    Args:
        connection: a reader with the desk attached.
        scope: as of when, known when; whose items is asked of `open_items`.
        quieting: which promises run.
        since: settled items due on or before this day are left out.
    """
    for table in _TABLES:
        connection.execute(f"DROP TABLE IF EXISTS temp.{table}")
    named = {**quieting.parameters(scope), "since": since}
    late = quiet.late(scope, quieting)
    connection.execute(
        f"""CREATE TEMP TABLE expected_item AS {late} SELECT customer_id, currency, item_id, due_on,
            open_amount, in_dispute, promised, document_id, billed_on, blocked OR held AS quiet,
            coalesce(dunning_level, 0) AS level
        FROM late ORDER BY customer_id, currency, due_on, item_id""",
        named,
    )
    connection.execute(
        f"""CREATE TEMP TABLE expected_account AS
        SELECT customer_id, currency, max(tier) AS tier FROM (
            SELECT customer_id, currency, tier FROM ({past_due.carried_out(scope)})
            UNION ALL SELECT customer_id, currency, level FROM temp.expected_item WHERE level > 0)
        GROUP BY 1, 2""",
        named,
    )
    connection.execute(
        f"CREATE TEMP TABLE expected_paid AS SELECT * FROM ({_paid(scope)}) ORDER BY customer_id",
        named,
    )
    connection.execute(
        """CREATE TEMP TABLE expected_since AS SELECT c.company_id, min(p.paid_on) AS day
        FROM temp.expected_paid AS p JOIN customer AS c ON c.id = p.customer_id GROUP BY 1"""
    )
    rows = connection.execute(
        f"""{late} SELECT customer_id, currency, document_id, due_on, remaining
        FROM running WHERE runs AND remaining > 0 ORDER BY due_on, id""",
        named,
    )
    return [Promised(*row) for row in rows]


def _paid(scope: Scope) -> str:
    """Settled items: customer, days billed, due and last paid, whether there was a dispute.

    Items that a credit note or a write-off reduced are left out: they tell nothing about paying.
    """
    disputed = f"""EXISTS (SELECT 1 FROM dispute AS x WHERE x.document_id = p.document_id
        AND x.opened_on <= p.paid_on {_known(scope, "x", superseded=False)})"""
    return f"""SELECT p.customer_id, p.billed_on, p.due_on, p.paid_on,
            {disputed} AS disputed
        FROM ({_settled(scope)}) AS p WHERE p.item_id NOT IN (SELECT e.item_id FROM entry AS e
            WHERE e.kind IN ({_UNPAID}) AND +e.effective_on <= :as_of {_known(scope, "e")})"""


def _settled(scope: Scope) -> str:
    """Items on which nothing is left open, with the day since when.

    As known now that is the day of the last entry, but for items that changed since the day asked
    about; those, and all that is as known on a day, are found by their entries.
    """
    due, customer, billed = (
        of_item(scope.known_on, name) for name in ("due_on", "customer_id", "billed_on")
    )
    owed = "i.amount > 0 AND i.void = 0"
    changed = """AND i.id IN (SELECT o.id FROM item AS o
        WHERE o.last_entry_on > :as_of AND o.first_entry_on <= :as_of)"""
    if scope.known_on is not None:
        changed = ""
        # What has become void since was billed then; what was void had no entries.
        owed = "coalesce(v.amount, i.amount) > 0"
    by_entries = f"""SELECT i.id AS item_id, i.document_id, {customer} AS customer_id,
            {due} AS due_on, {billed} AS billed_on, max(e.effective_on) AS paid_on
        FROM item AS i CROSS JOIN entry AS e ON e.item_id = i.id
            {version(scope.known_on)}
        WHERE {owed} AND {due} > :since {changed}
            AND e.effective_on <= :as_of {_known(scope, "e")}
        GROUP BY i.id HAVING sum(e.amount) = 0"""
    if scope.known_on is not None:
        return by_entries
    return f"""SELECT i.id AS item_id, i.document_id, i.customer_id, i.due_on,
            i.billed_on, i.last_entry_on AS paid_on FROM item AS i
        WHERE i.amount > 0 AND i.void = 0 AND i.open_amount = 0 AND i.due_on > :since
            AND +i.last_entry_on BETWEEN 1 AND :as_of
        UNION ALL {by_entries}"""


def _known(scope: Scope, row: str, *, superseded: bool = True) -> str:
    """A further condition on rows that are recorded, and superseded where they ever are."""
    if superseded:
        return f"AND {known(scope.known_on, row)}"
    return "" if scope.known_on is None else f"AND {row}.recorded_on <= :known_on"


_WHOSE = """CROSS JOIN customer AS c ON c.id = o.customer_id
    CROSS JOIN company AS m ON m.id = c.company_id"""
_SINCE = "LEFT JOIN temp.expected_since AS s ON s.company_id = c.company_id"
_ENTERED = "CASE WHEN o.billed_on < s.day THEN s.day - 1 - o.due_on END"
_DISPUTED = {"expected_paid": "o.disputed", "expected_item": "o.in_dispute > 0"}


def _groups(table: str, until: str) -> str:
    """How late items of a table were on a day, of everybody; those of other customers too."""
    return f"""SELECT m.code, coalesce(c.segment, ''), {_DISPUTED[table]}, {until} - o.due_on,
            {_ENTERED}, count(*)
        FROM temp.{table} AS o {_WHOSE} {_SINCE} WHERE o.due_on > :since GROUP BY 1, 2, 3, 4, 5"""


def paid_groups(connection: sqlite3.Connection, since: int) -> Iterator[Group]:
    """How late settled items were paid, of everybody."""
    rows = connection.execute(_groups("expected_paid", "o.paid_on"), {"since": since})
    return (Group(row[0], row[1], bool(row[2]), *row[3:]) for row in rows)


def open_groups(connection: sqlite3.Connection, scope: Scope, since: int) -> Iterator[Group]:
    """How late open items are by now, of everybody; those due on or before `since` are left out."""
    named = {"as_of": scope.as_of, "since": since}
    rows = connection.execute(_groups("expected_item", ":as_of"), named)
    return (Group(row[0], row[1], bool(row[2]), *row[3:]) for row in rows)


def open_items(connection: sqlite3.Connection, scope: Scope) -> Iterator[Open]:
    """Open items of a scope, by customer, currency, due day."""
    one = "" if scope.customer_id is None else "AND c.id = :customer_id"
    rows = connection.execute(
        f"""SELECT o.customer_id, o.currency, o.item_id, o.due_on, o.open_amount, o.in_dispute,
            o.promised, o.document_id, o.billed_on, o.quiet, coalesce(a.tier, 0)
        FROM temp.expected_item AS o {_WHOSE}
        LEFT JOIN temp.expected_account AS a ON a.customer_id = o.customer_id
            AND a.currency = o.currency
        WHERE {scope.filters()} {one} ORDER BY o.rowid""",
        scope.parameters(),
    )
    return (Open(*row) for row in rows)


def paid_days(connection: sqlite3.Connection) -> Iterator[Late]:
    """How late each customer's settled items were paid, by customer."""
    rows = connection.execute(
        f"""SELECT o.customer_id, o.disputed, o.paid_on - o.due_on, {_ENTERED}, count(*)
        FROM temp.expected_paid AS o {_WHOSE} {_SINCE} GROUP BY 1, 2, 3, 4 ORDER BY 1"""
    )
    return (Late(row[0], bool(row[1]), *row[2:]) for row in rows)


def customers(connection: sqlite3.Connection) -> dict[int, Whose]:
    """Everybody with anything open."""
    rows = connection.execute(
        f"""SELECT c.id, m.code, coalesce(c.segment, ''), coalesce(c.name, c.number), c.number,
            s.day
        FROM customer AS c JOIN company AS m ON m.id = c.company_id {_SINCE}
        WHERE c.id IN (SELECT customer_id FROM temp.expected_item)"""
    )
    return {int(row[0]): Whose(*row) for row in rows}


def documents(connection: sqlite3.Connection) -> dict[int, tuple[str, str]]:
    """The number and the item's label of every item that is open."""
    rows = connection.execute(
        """SELECT o.item_id, d.number, i.label FROM temp.expected_item AS o
        JOIN item AS i ON i.id = o.item_id JOIN document AS d ON d.id = i.document_id"""
    )
    return {int(row[0]): (str(row[1]), str(row[2])) for row in rows}


def unapplied(connection: sqlite3.Connection, scope: Scope) -> dict[tuple[int, str], int]:
    """Cash and credits that reduce no invoice yet, by customer and currency, positive."""
    return {
        (int(customer), str(currency)): int(amount)
        for customer, currency, amount in connection.execute(
            f"""SELECT customer_id, currency, -sum(open_amount) FROM ({standing(scope)})
            WHERE open_amount < 0 GROUP BY 1, 2""",
            scope.parameters(),
        )
    }


def wanted(connection: sqlite3.Connection, scope: Scope) -> set[int] | None:
    """The customers of a scope; None for everybody."""
    if scope.filters() == "1" and scope.customer_id is None:
        return None
    one = "" if scope.customer_id is None else "AND c.id = :customer_id"
    rows = connection.execute(
        "SELECT c.id FROM customer AS c JOIN company AS m ON m.id = c.company_id"
        f" WHERE {scope.filters()} {one}",
        scope.parameters(),
    )
    return {int(number) for (number,) in rows}


def resolution_days(connection: sqlite3.Connection, scope: Scope) -> list[int]:
    """How long each dispute took that was resolved up to the scope's day, ascending."""
    rows = connection.execute(
        f"""SELECT x.resolved_on - x.opened_on FROM dispute AS x
        WHERE x.resolved_on <= :as_of AND x.dated {_known(scope, "x", superseded=False)}
        ORDER BY 1""",
        scope.parameters(),
    )
    return [int(days) for (days,) in rows]
