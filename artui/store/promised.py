"""Every promise to pay, in SQL: those entered on the desk, and those that exports tell of.

What another system tells of that also stands on the desk, of the same customer, amount and day,
is one promise: the one on the desk, which people may withdraw. Where both name an invoice it has
to be the same one.
"""

from __future__ import annotations

from artui.store import newest
from artui.store.facts.promises import KIND

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
    `number` as people know it, `key`, None on the desk, and `plan`, None of what is no part of one.
    Of exports `import_id` and `line` tell where it stands, of the desk `who` who noted it. Ids of
    promises that exports tell of are below 0, and go by arrival.

    Args:
        known_on: whether only what exports had told by :known_on counts; None for all they told.
        table: DESK or LAID.
        seen: an expression for the last day whose entries on the desk are seen.
    """
    return f"""SELECT p.id, c.id AS customer_id, p.currency, p.amount, p.promised_on, p.due_on,
            p.withdrawn_on, d.id AS document_id, p.document IS NOT NULL AS named,
            CAST(p.id AS TEXT) AS number, NULL AS key, p.plan, p.who, NULL AS import_id,
            NULL AS line
        FROM {table} AS p JOIN company AS m ON m.key = p.company
        JOIN customer AS c ON c.company_id = m.id AND c.key = p.customer
        LEFT JOIN document AS d ON d.company_id = m.id AND d.family = 'invoice'
            AND d.key = p.document AND d.class_key = p.class AND d.fiscal_year = p.fiscal_year
        UNION ALL
        SELECT -x.id, x.customer_id, x.currency, x.amount, x.promised_on, x.due_on, NULL,
            x.document_id, x.invoice_key <> '', x.number, x.key, NULL, NULL, x.import_id, x.line
        FROM {known(known_on)} AS x WHERE NOT {entered(table, seen)}"""


def entered(table: str = DESK, seen: str = ":seen") -> str:
    """Of a promise x that exports tell of, whether it stands on the desk as well, as in `made`."""
    return f"""EXISTS (SELECT 1 FROM customer AS k JOIN company AS n ON n.id = k.company_id
            JOIN {table} AS e ON e.company = n.key AND e.customer = k.key
            WHERE k.id = x.customer_id AND e.currency = x.currency AND e.due_on = x.due_on
                AND e.amount = x.amount AND e.promised_on <= {seen}
                AND (e.document IS NULL OR x.invoice_key IN ('', e.document)))"""
