"""Every promise to pay, in SQL: those entered on the desk, and those that exports tell of.

What another system tells of that also stands on the desk, of the same customer, amount and day,
is one promise: the one on the desk, which people may withdraw. Where both name an invoice it has
to be the same one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.store import named, newest
from artui.store.facts.promises import KIND

if TYPE_CHECKING:
    import sqlite3

    from artui.store.aging import Scope

#: Where the promises of people stand: on the desk that is attached, or where they were laid.
DESK, LAID = "desk.promise", "temp.laid_promise"


def known(known_on: int | None) -> str:
    """Table `main.promised`, or a select in brackets of its rows as they were known at :known_on.

    Which document a promise is about is told by what is known of documents now.
    """
    return newest.rows("main.promised", KIND, known_on, newest.OF_INVOICE)


def made(known_on: int | None, table: str = DESK, seen: str = ":seen") -> str:
    """A select of promises: id, customer_id, currency, amount, promised_on, due_on, withdrawn_on.

    Further `document_id`, and `named`, whether it is about an invoice, which nobody may know yet;
    `number` as people know it, and `key`, None on the desk. Ids of promises that exports tell of
    are below 0, and go by arrival.

    Args:
        known_on: whether only what exports had told by :known_on counts; None for all they told.
        table: DESK or LAID.
        seen: an expression for the last day whose entries on the desk are seen.
    """
    return f"""SELECT p.id, c.id AS customer_id, p.currency, p.amount, p.promised_on, p.due_on,
            p.withdrawn_on, d.id AS document_id, p.document IS NOT NULL AS named,
            CAST(p.id AS TEXT) AS number, NULL AS key
        FROM {table} AS p JOIN company AS m ON m.key = p.company
        JOIN customer AS c ON c.company_id = m.id AND c.key = p.customer
        LEFT JOIN document AS d ON d.company_id = m.id AND d.family = 'invoice'
            AND d.key = p.document AND d.class_key = p.class AND d.fiscal_year = p.fiscal_year
        UNION ALL
        SELECT -x.id, x.customer_id, x.currency, x.amount, x.promised_on, x.due_on, NULL,
            x.document_id, x.invoice_key <> '', x.number, x.key
        FROM {known(known_on)} AS x WHERE NOT {entered(table, seen)}"""


def entered(table: str = DESK, seen: str = ":seen") -> str:
    """Of a promise x that exports tell of, whether it stands on the desk as well, as in `made`."""
    return f"""EXISTS (SELECT 1 FROM customer AS k JOIN company AS n ON n.id = k.company_id
            JOIN {table} AS e ON e.company = n.key AND e.customer = k.key
            WHERE k.id = x.customer_id AND e.currency = x.currency AND e.due_on = x.due_on
                AND e.amount = x.amount AND e.promised_on <= {seen}
                AND (e.document IS NULL OR x.invoice_key IN ('', e.document)))"""


def of_account(reader: sqlite3.Connection, scope: Scope, currency: str) -> list[dict[str, Any]]:
    """The promises of the scope's customer that only exports tell of, latest due first.

    As those of the desk; `document` is the invoice as the export names it, `who` the file.
    """
    return named.rows(
        reader.execute(
            f"""SELECT -x.id AS id, x.currency, x.amount, x.promised_on, x.due_on,
                NULL AS withdrawn_on, nullif(x.invoice_number, '') AS document, n.file AS who
            FROM {known(scope.known_on)} AS x JOIN import AS n ON n.id = x.import_id
            WHERE x.customer_id = :customer_id AND x.currency = :currency
                AND x.promised_on <= :seen AND NOT {entered()} ORDER BY x.due_on DESC, x.key""",
            {
                **scope.parameters(),
                "currency": currency,
                "seen": min(scope.as_of, scope.as_of if scope.known_on is None else scope.known_on),
            },
        )
    )
