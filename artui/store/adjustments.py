"""Adjustments in SQL: what exports say was written off, discounted, recovered or rounded.

These are the facts, whole. What of them closed anything is told by the entries of their kind: of a
write-off beyond what was open the rest moved nothing.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from artui.domain import money
from artui.domain.posting import ADJUSTING, EXCHANGE
from artui.store import newest
from artui.store.facts.adjustments import KIND
from artui.store.recorded import known, of_item, version

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator


class Adjusted(NamedTuple):
    """One adjustment of a document that is known.

    Attributes:
        number: its own.
        kind: write_off, discount, rounding, recovery or exchange.
        document_id: what it is of, by row number.
        document: by its number.
        customer: the number of the customer.
        company: its code.
        document_class: empty where none is known.
        segment: the customer's, None where none is known.
        currency: of the document; of an exchange difference the base currency.
        date: the day it is dated.
        amount: minor units; positive reduces what is owed, and of a recovery is cash received.
        import_id: where it was said.
        line: of that file.
    """

    number: str
    kind: str
    document_id: int
    document: str
    customer: str
    company: str
    document_class: str
    segment: str | None
    currency: str
    date: int
    amount: int
    import_id: int
    line: int


def adjusted(
    connection: sqlite3.Connection,
    first: int,
    last: int,
    known_on: int | None,
    base: str | None = None,
) -> Iterator[Adjusted]:
    """Every adjustment dated from one day to another, by day and number.

    Args:
        connection: the main database.
        first: the first day.
        last: the last, inclusive.
        known_on: only what was recorded by then; None for all that is known.
        base: the base currency, in which exchange differences are given; None leaves them out.
    """
    select = f"{_select(known_on)} WHERE f.date BETWEEN :first AND :last {_ORDER}"
    named = {"first": first, "last": last, "known_on": known_on}
    return _made(connection.execute(select, named), base)


def of_document(
    connection: sqlite3.Connection,
    document_id: int,
    last: int,
    known_on: int | None,
    base: str | None = None,
) -> list[Adjusted]:
    """The adjustments of one document dated on or before a day, by day and number.

    Args:
        connection: the main database.
        document_id: of which document.
        last: the day.
        known_on: only what was recorded by then; None for all that is known.
        base: the base currency, in which exchange differences are given; None leaves them out.
    """
    select = f"{_select(known_on)} WHERE d.id = :document AND f.date <= :last {_ORDER}"
    named = {"document": document_id, "last": last, "known_on": known_on}
    return list(_made(connection.execute(select, named), base))


def closed(
    connection: sqlite3.Connection, document_id: int, last: int, known_on: int | None
) -> dict[str, int]:
    """By kind, what adjustments closed of a document up to a day, in minor units."""
    kinds = ", ".join(f"'{kind}'" for kind in ADJUSTING)
    rows = connection.execute(
        f"""SELECT e.kind, -sum(e.amount) FROM item AS i JOIN entry AS e ON e.item_id = i.id
        WHERE i.document_id = :document AND e.kind IN ({kinds}) AND e.effective_on <= :last
            AND {known(known_on)} GROUP BY e.kind""",
        {"document": document_id, "last": last, "known_on": known_on},
    )
    return {str(kind): int(amount) for kind, amount in rows}


def _made(rows: Iterable[tuple[Any, ...]], base: str | None) -> Iterator[Adjusted]:
    for *who, currency, date, amount, import_id, line in rows:
        own = base if who[1] == EXCHANGE else str(currency)
        if own is None:
            continue
        minor = money.to_minor(Decimal(amount), own)
        yield Adjusted._make((*who, own, date, minor, import_id, line))


_ORDER = "ORDER BY f.date, m.code, a.number, a.sign"


def _select(known_on: int | None) -> str:
    """The adjustments of known documents, of those that the facts known on a day name."""
    said, document = "adjustment AS f ON f.id = a.id", "a.document_id"
    if known_on is not None:
        document = """CASE WHEN f.invoice_key = a.invoice_key THEN a.document_id ELSE
            (SELECT CASE count(*) WHEN 1 THEN min(o.id) END FROM document AS o
            WHERE o.company_id = a.company_id AND o.family = 'invoice' AND o.key = f.invoice_key)
            END"""
        said = f"""(SELECT n.subject, k.* FROM ({newest.of(KIND, known_on)}) AS n
                JOIN adjustment_fact AS k ON k.id = n.fact_id) AS f ON f.subject = a.id"""
    return f"""SELECT a.number, f.kind, d.id, d.number, c.number, m.code, d.class, c.segment,
            {of_item(known_on, "currency")}, f.date, f.amount, f.import_id, f.line
        FROM adjustment AS a JOIN {said} JOIN document AS d ON d.id = {document}
        JOIN company AS m ON m.id = d.company_id
        JOIN item AS i ON i.id = (SELECT min(o.id) FROM item AS o WHERE o.document_id = d.id)
        {version(known_on)} JOIN customer AS c ON c.id = {of_item(known_on, "customer_id")}"""
