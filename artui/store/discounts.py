"""Invoices of which a discount was taken or may have been, in SQL.

What an adjustment says was a discount, and what was paid short on terms that give one: few of many
invoices, found before anything is looked at one by one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from artui.store import named, newest
from artui.store.facts.invoices import KIND as INVOICES
from artui.store.ledger.batch import CUSTOMER
from artui.store.recorded import known, of_item, stands, version

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from artui.domain.discount_taken import Means
    from artui.store.aging import Scope

#: What entries are to a discount, by their kind; what closes otherwise is nothing to it.
MEANS: Mapping[str, Means] = {
    "payment": "cash",
    "reversed": "cash",
    "discount": "discount",
    "credit": "credit",
    "write_off": "loss",
    "rounding": "loss",
}
#: What an item may have been otherwise on a day that is looked back to.
_VERSIONED = ("customer_id", "currency", "billed_on", "due_on", "terms", "amount")
#: How many documents are looked at together.
PAGE = 2_000


class Terms(NamedTuple):
    """Which of the names that exports have for terms mean what.

    Attributes:
        giving: those of terms that give a discount.
        others: those of terms that give none.
        by_rule: whether a rule or the default may give one to what names neither.
    """

    giving: Sequence[str]
    others: Sequence[str]
    by_rule: bool


def names(connection: sqlite3.Connection) -> list[str]:
    """What invoices and customers call their terms."""
    rows = connection.execute(
        "SELECT terms FROM main.item WHERE terms IS NOT NULL"
        " UNION SELECT terms FROM customer WHERE terms IS NOT NULL"
    )
    return [str(name) for (name,) in rows]


def candidates(
    connection: sqlite3.Connection, scope: Scope, terms: Terms, *, everything: bool
) -> list[int]:
    """The invoices to be looked at, by row number: discounted, or paid short on giving terms.

    Args:
        connection: a reader of the main database.
        scope: which, as of when.
        terms: what exports' names for terms mean.
        everything: whether those that were paid in full belong to them.
    """
    _tell(connection, terms)
    short = "" if everything else "AND cash < billed - credit"
    rows = connection.execute(
        f"""SELECT document_id FROM (
            SELECT i.document_id, -{_sum("cash")} AS cash, -{_sum("credit")} AS credit,
                sum(CASE WHEN e.kind = 'billed' THEN e.amount ELSE 0 END) AS billed,
                -{_sum("discount")} AS discount
            FROM ({_possible(scope)}) AS o
            CROSS JOIN main.item AS i ON i.document_id = o.document_id
            JOIN customer AS c ON c.id = i.customer_id JOIN company AS m ON m.id = c.company_id
            CROSS JOIN entry AS e ON e.item_id = i.id
            WHERE e.effective_on <= :as_of AND {known(scope.known_on)} AND {scope.filters()}
            GROUP BY i.document_id)
        WHERE billed > 0 AND (discount > 0 OR (cash > 0 {short})) ORDER BY document_id""",
        scope.parameters() | {"by_rule": terms.by_rule},
    )
    return [int(number) for (number,) in rows]


def _sum(means: str) -> str:
    kinds = ", ".join(f"'{kind}'" for kind, each in MEANS.items() if each == means)
    return f"sum(CASE WHEN e.kind IN ({kinds}) THEN e.amount ELSE 0 END)"


def _possible(scope: Scope) -> str:
    """Documents that have been discounted, or of which terms may give a discount.

    Which of them were void on a day that is looked back to, their entries tell.
    """
    return f"""SELECT d.id AS document_id FROM adjustment_fact AS f
            JOIN adjustment AS a ON a.id = f.adjustment_id
            JOIN document AS d ON d.company_id = a.company_id AND d.key = f.invoice_key
            WHERE f.kind = 'discount' AND d.family = 'invoice'
        UNION SELECT i.document_id FROM main.item AS i JOIN customer AS c ON c.id = i.customer_id
            LEFT JOIN temp.term_named AS t ON t.name = i.terms
            LEFT JOIN temp.term_named AS u ON u.name = c.terms
            WHERE {"NOT i.void AND i.amount > 0" if scope.known_on is None else "1"}
                AND coalesce(t.gives, max(:by_rule, coalesce(u.gives, 0)))"""


def _tell(connection: sqlite3.Connection, terms: Terms) -> None:
    connection.execute("DROP TABLE IF EXISTS temp.term_named")
    connection.execute("CREATE TEMP TABLE term_named (name TEXT PRIMARY KEY, gives INTEGER)")
    rows = [(name, 1) for name in terms.giving] + [(name, 0) for name in terms.others]
    connection.executemany("INSERT INTO temp.term_named VALUES (?, ?)", rows)


class Page(NamedTuple):
    """Some of them: items and entries by document, and the customers by row number."""

    items: list[dict[str, Any]]
    entries: list[dict[str, Any]]
    customers: dict[int, dict[str, Any]]


def page(connection: sqlite3.Connection, scope: Scope, documents: Iterable[int]) -> Page:
    """What is known of documents: their items first due first, and what changed what is open.

    `own_tax` is the tax an item's newest row has, `whole_tax` that of its document; `given_by` of
    an entry the family of the document at its other end.
    """
    connection.execute(
        "CREATE TEMP TABLE IF NOT EXISTS looked_at (document_id INTEGER PRIMARY KEY)"
    )
    connection.execute("DELETE FROM temp.looked_at")
    connection.executemany("INSERT INTO temp.looked_at VALUES (?)", ((d,) for d in documents))
    return Page(_items(connection, scope), _entries(connection, scope), _customers(connection))


def _items(connection: sqlite3.Connection, scope: Scope) -> list[dict[str, Any]]:
    own = ", ".join(f"{of_item(scope.known_on, name)} AS {name}" for name in _VERSIONED)
    return named.rows(
        connection.execute(
            f"""SELECT i.*, {own}, d.number, d.class, m.code AS company,
                c.number AS customer_number, coalesce(c.name, c.number) AS customer_name,
                ({_tax(scope, "o.label = i.label")}) AS own_tax,
                ({_tax(scope, "o.label = ''")}) AS whole_tax
            FROM temp.looked_at AS l CROSS JOIN document AS d ON d.id = l.document_id
            CROSS JOIN main.item AS i ON i.document_id = d.id {version(scope.known_on)}
            JOIN company AS m ON m.id = d.company_id
            JOIN customer AS c ON c.id = {of_item(scope.known_on, "customer_id")}
            WHERE {stands(scope.known_on)}
            ORDER BY d.id, {of_item(scope.known_on, "due_on")}, i.label""",
            scope.parameters(),
        )
    )


def _tax(scope: Scope, item: str) -> str:
    taxed = f"""f.tax_amount IS NOT NULL AND f.item_id IN (SELECT o.id FROM main.item AS o
            WHERE o.document_id = i.document_id AND {item})"""
    return f"""SELECT f.tax_amount FROM ({newest.of(INVOICES, scope.known_on, taxed)}) AS k
        JOIN invoice_fact AS f ON f.id = k.fact_id"""


def _entries(connection: sqlite3.Connection, scope: Scope) -> list[dict[str, Any]]:
    return named.rows(
        connection.execute(
            f"""SELECT i.document_id, e.item_id, e.kind, e.effective_on, e.amount,
                o.family AS given_by
            FROM temp.looked_at AS l CROSS JOIN main.item AS i ON i.document_id = l.document_id
            CROSS JOIN entry AS e ON e.item_id = i.id
            LEFT JOIN main.item AS t ON t.id = e.counter_item_id
            LEFT JOIN document AS o ON o.id = t.document_id
            WHERE e.effective_on <= :as_of AND {known(scope.known_on)}
            ORDER BY i.document_id, e.effective_on, e.id""",
            scope.parameters(),
        )
    )


def _customers(connection: sqlite3.Connection) -> dict[int, dict[str, Any]]:
    rows = named.rows(
        connection.execute(
            f"""SELECT c.id, {CUSTOMER} FROM customer AS c JOIN company AS m ON m.id = c.company_id
            WHERE c.id IN (SELECT i.customer_id FROM temp.looked_at AS l
                    CROSS JOIN main.item AS i ON i.document_id = l.document_id
                UNION SELECT v.customer_id FROM temp.looked_at AS l
                    CROSS JOIN main.item AS i ON i.document_id = l.document_id
                    CROSS JOIN item_version AS v ON v.item_id = i.id)"""
        )
    )
    return {int(row.pop("id")): row for row in rows}
