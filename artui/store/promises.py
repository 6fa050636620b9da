"""Promises to pay, of the desk and of exports, and what came in since they were made. In SQL."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from artui.domain.promises import Payment, Promise, less_taken_back
from artui.store.aging import standing
from artui.store.promised import DESK, LAID, made
from artui.store.recorded import known

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from artui.store import entered
    from artui.store.aging import Scope

#: A customer's row number and a currency.
Account = tuple[int, str]


#: Where in a row of `pledges` the promise begins, with its id.
_BEFORE_ID = 13
#: The last day whose entries on the desk are seen.
_SEEN = "min(:as_of, coalesce(:known_on, :as_of))"


class Pledge(NamedTuple):
    """A promise and whose it is.

    Attributes:
        account: whose.
        key: the group it is asked for by.
        customer: the customer's number.
        document: the number of the invoice it is about; empty for the whole account.
        number: its own, as people know it.
        name: the customer's; its number where it has none.
        company: the company's code.
        collector: the customer's; empty where it has none.
        who: who noted it; empty of exports.
        file: of the export that tells of it; empty of the desk.
        import_id: of that file; None of the desk.
        line: of that file; None of the desk.
        promise: what was promised; its document is the invoice's row number. Of promises that
            exports tell of the ids are below 0.
    """

    account: Account
    key: str
    customer: str
    document: str
    number: str
    name: str
    company: str
    collector: str
    who: str
    file: str
    import_id: int | None
    line: int | None
    promise: Promise

    @property
    def document_id(self) -> int | None:
        """The invoice's row number; None for the whole account."""
        return self.promise.document

    @property
    def is_entered(self) -> bool:
        """Whether it stands on the desk, where people may withdraw it."""
        return self.promise.id > 0


def lay(connection: sqlite3.Connection, promises: Iterable[entered.Promise]) -> None:
    """Put promises into a TEMP table, for a connection that has no desk attached."""
    connection.execute(
        f"""CREATE TABLE IF NOT EXISTS {LAID} (id INTEGER PRIMARY KEY, company TEXT, customer TEXT,
        currency TEXT, class TEXT, fiscal_year TEXT, document TEXT, amount INTEGER,
        promised_on INTEGER, due_on INTEGER, withdrawn_on INTEGER, plan INTEGER, who TEXT)"""
    )
    connection.execute(f"DELETE FROM {LAID}")
    connection.executemany(f"INSERT INTO {LAID} VALUES ({', '.join('?' * 13)})", promises)


def pledges(
    connection: sqlite3.Connection, scope: Scope, group: str = "''", table: str = DESK
) -> list[Pledge]:
    """The promises made by the scope's day, withdrawn ones too, in the order they were entered.

    Those that only exports tell of come after them, by their numbers. One about an invoice that
    nobody knows is left out: nothing tells whether it was paid.

    Args:
        connection: a reader with the desk attached, or one on which promises were laid.
        scope: whose, and up to when; entered after its `known_on` are left out.
        group: an expression over document d (which may be missing), customer c and company m.
        table: DESK or LAID.
    """
    only = "AND c.id IN (SELECT customer_id FROM moved)" if scope.moved else ""
    if scope.customer_id is not None:
        only = "AND c.id = :customer_id"
    rows = connection.execute(
        f"""SELECT c.id, p.currency, {group}, c.number, coalesce(d.number, ''), p.number,
            coalesce(c.name, c.number), m.code, coalesce(c.collector, ''), coalesce(p.who, ''),
            coalesce(n.file, ''), p.import_id, p.line, p.id, p.amount, p.promised_on, p.due_on,
            CASE WHEN p.withdrawn_on <= coalesce(:known_on, p.withdrawn_on) THEN p.withdrawn_on END,
            d.id, p.plan
        FROM ({made(scope.known_on, table, _SEEN)}) AS p JOIN customer AS c ON c.id = p.customer_id
        JOIN company AS m ON m.id = c.company_id LEFT JOIN document AS d ON d.id = p.document_id
        LEFT JOIN import AS n ON n.id = p.import_id
        WHERE p.promised_on <= {_SEEN}
            AND (NOT p.named OR d.id IS NOT NULL) AND {scope.filters()} {only}
        ORDER BY p.id < 0, max(p.id, 0), m.key, p.key""",
        scope.parameters(),
    )
    return [_pledge(place, row) for place, row in enumerate(rows, 1)]


def _pledge(place: int, row: Sequence[Any]) -> Pledge:
    """A row as a pledge; ids of what exports tell of go by place, whatever their arrival."""
    customer, currency, *told = row[:_BEFORE_ID]
    entered, *said = row[_BEFORE_ID:]
    promise = Promise(entered if entered > 0 else -place, *said)
    return Pledge._make(((customer, currency), *told, promise))


def received(
    connection: sqlite3.Connection, scope: Scope, customers: Iterable[int], since: int
) -> dict[Account, list[Payment]]:
    """What came in after a day, by account: payments by their own date, less what was taken back.

    A payment counts for the invoices it was applied to, whenever that was done, and what is left
    of it for none; where exports only show that an invoice was settled or is no longer open, that
    counts on the day they say. Credit notes and adjustments are no payments.

    Args:
        connection: a reader; a TEMP table is made on it.
        scope: up to when, and as known when.
        customers: row numbers.
        since: the day after which payments count.
    """
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS pledged (customer_id INTEGER PRIMARY KEY)")
    connection.execute("DELETE FROM temp.pledged")
    connection.executemany(
        "INSERT INTO temp.pledged VALUES (?)", ((customer,) for customer in sorted(set(customers)))
    )
    moves: dict[Account, list[Payment]] = defaultdict(list)
    for customer, currency, *payment in connection.execute(
        _received(scope), scope.parameters() | {"since": since}
    ):
        moves[customer, currency].append(Payment(*payment))
    return {account: less_taken_back(each) for account, each in moves.items()}


def _received(scope: Scope) -> str:
    return f"""WITH moved AS MATERIALIZED (SELECT i.id AS item_id, i.customer_id, i.currency,
                i.document_id, i.billed_on, d.family, e.kind, e.effective_on, e.amount,
                e.counter_item_id
            FROM entry AS e JOIN item AS i ON i.id = e.item_id
            JOIN document AS d ON d.id = i.document_id
            WHERE e.effective_on > :since AND e.effective_on <= :as_of AND {known(scope.known_on)}
                AND i.customer_id IN (SELECT customer_id FROM temp.pledged))
        SELECT v.customer_id, v.currency, t.billed_on, -sum(v.amount) AS amount, v.document_id
        FROM moved AS v JOIN item AS t ON t.id = v.counter_item_id
        JOIN document AS p ON p.id = t.document_id AND p.family = 'payment'
        WHERE v.family = 'invoice' AND v.kind IN ('payment', 'reversed')
        GROUP BY v.customer_id, v.currency, t.document_id, t.billed_on, v.document_id
        HAVING sum(v.amount) < 0
        UNION ALL SELECT v.customer_id, v.currency, v.billed_on, -sum(e.amount), NULL
        FROM moved AS v JOIN entry AS e ON e.item_id = v.item_id
        WHERE v.family = 'payment' AND v.kind = 'billed' AND e.effective_on <= :as_of
            AND {known(scope.known_on)}
        GROUP BY v.item_id, v.customer_id, v.currency, v.billed_on HAVING sum(e.amount) < 0
        UNION ALL SELECT v.customer_id, v.currency, v.effective_on, -sum(v.amount), v.document_id
        FROM moved AS v WHERE v.family = 'invoice' AND v.kind IN ('settled', 'inferred')
        GROUP BY v.customer_id, v.currency, v.document_id, v.effective_on
        HAVING sum(v.amount) <> 0"""


def open_amount(
    connection: sqlite3.Connection, scope: Scope, currency: str, document_id: int | None
) -> int:
    """What the scope's customer owes in a currency, of one document or of all; minor units.

    Credits and cash that reduce no invoice are left out: they are no invoice to be paid.
    """
    (owed,) = connection.execute(
        f"""SELECT coalesce(sum(s.open_amount), 0) FROM ({standing(scope)}) AS s
        WHERE s.open_amount > 0 AND s.currency = :currency
            AND (:document_id IS NULL OR s.document_id = :document_id)""",
        {**scope.parameters(), "currency": currency, "document_id": document_id},
    ).fetchone()
    return int(owed)
