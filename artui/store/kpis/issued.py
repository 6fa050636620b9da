"""Invoices of a period: those first sent, or dated, in it. In SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from artui.store.columns import day
from artui.store.recorded import of_item, stands, version

if TYPE_CHECKING:
    from artui.store.aging import Scope
    from artui.store.kpis.counting import Window

#: By which day an invoice belongs to a period: that of its first sending, and where no export
#: tells it the invoice date; or the invoice date.
Dated = Literal["sent", "billed"]


def said(scope: Scope, column: str) -> str:
    """What exports of invoices say of item i in a column of that name, as known on a day."""
    if scope.known_on is None:
        return f"i.{column}"
    return f"""(SELECT f.{column} FROM item AS o
        CROSS JOIN invoice_fact AS f ON f.item_id = o.id
        CROSS JOIN import AS n ON n.id = f.import_id WHERE o.document_id = i.document_id
        AND n.recorded_on <= :known_on AND f.{column} IS NOT NULL
        ORDER BY f.as_of DESC, f.import_id DESC LIMIT 1)"""


def issued(window: Window, dated: Dated) -> str:
    """CTEs up to `issued`: document_id, item_id, customer_id, currency, amount and issued_on.

    One row an invoice, with the first of its items; credit notes are none.
    """
    scope = window.scope
    sent = said(scope, "sent_at") if dated == "sent" else "NULL"
    issued_on = f"coalesce({day('sent')}, billed_on)" if dated == "sent" else "billed_on"
    return f"""picked AS MATERIALIZED ({_picked(scope, dated)}),
        dated AS MATERIALIZED (SELECT i.document_id, min(i.id) AS item_id,
                min({of_item(scope.known_on, "customer_id")}) AS customer_id,
                min({of_item(scope.known_on, "currency")}) AS currency,
                sum({of_item(scope.known_on, "amount")}) AS amount, min({sent}) AS sent,
                min({of_item(scope.known_on, "billed_on")}) AS billed_on
            FROM picked AS p CROSS JOIN item AS i ON i.document_id = p.document_id
            {version(scope.known_on)} JOIN document AS d ON d.id = i.document_id
            WHERE d.family = 'invoice' AND {stands(scope.known_on)} GROUP BY i.document_id),
        issued AS MATERIALIZED (SELECT document_id, item_id, customer_id, currency, amount,
                {issued_on} AS issued_on FROM dated
            WHERE amount > 0 AND {issued_on} BETWEEN :first AND :last)"""


def _picked(scope: Scope, dated: Dated) -> str:
    """The documents that may be of the period; texts of days compare as their days do."""
    billed = """SELECT i.document_id FROM entry AS e JOIN item AS i ON i.id = e.item_id
            WHERE e.effective_on BETWEEN :first AND :last AND e.kind = 'billed'"""
    if dated == "billed":
        return f"SELECT DISTINCT document_id FROM ({billed})"
    source, at = "item AS i", "i.sent_at"
    if scope.known_on is not None:
        source, at = "invoice_fact AS f JOIN item AS i ON i.id = f.item_id", "f.sent_at"
    return f"""{billed} UNION SELECT i.document_id FROM {source}
            WHERE {at} >= :first_text AND {at} < :after_text"""
