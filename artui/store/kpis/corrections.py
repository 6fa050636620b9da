"""Invoices put right soon after they were sent: credited, or issued again. In SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.store.kpis.issued import issued, said
from artui.store.recorded import stands

if TYPE_CHECKING:
    from artui.store.aging import Scope
    from artui.store.kpis.counting import Window

#: How long after it was sent a correction makes an invoice a defective one.
DEFECT_DAYS = 14


def defects(window: Window) -> str:
    """A counted select: the invoices of a period by first sending; a hit is a defective one."""
    return f"""WITH {issued(window, "sent")}, {_corrected(window.scope)},
        worst AS (SELECT document_id, about FROM (SELECT k.document_id, k.about,
                row_number() OVER (PARTITION BY k.document_id ORDER BY k.on_day, k.about) AS place
            FROM corrected AS k) WHERE place = 1)
        SELECT {window.key(reason=_reason(window.scope))} AS key, '' AS currency,
            d.number AS subject, c.number AS customer,
            s.issued_on AS on_day, 1 AS weight, w.about IS NOT NULL AS hit, '' AS mark,
            coalesce(w.about, '') AS about, i.import_id, i.line
        FROM issued AS s JOIN item AS i ON i.id = s.item_id
        JOIN document AS d ON d.id = s.document_id JOIN customer AS c ON c.id = s.customer_id
        JOIN company AS m ON m.id = c.company_id
        LEFT JOIN worst AS w ON w.document_id = s.document_id WHERE {window.scope.filters()}"""


def _reason(scope: Scope) -> str:
    """Why a defective invoice w was wrong: its first dispute, else its credit notes say so."""
    known = "" if scope.known_on is None else "AND x.recorded_on <= :known_on"
    disputed = f"""(SELECT x.reason FROM dispute AS x WHERE x.document_id = w.document_id
        AND x.reason IS NOT NULL AND x.opened_on <= :as_of {known}
        ORDER BY x.opened_on, x.number LIMIT 1)"""
    credited = f"""(SELECT min({said(scope, "reason")}) FROM corrected AS k
        JOIN item AS i ON i.document_id = k.by_document WHERE k.document_id = w.document_id)"""
    return f"coalesce({disputed}, {credited})"


def _corrected(scope: Scope) -> str:
    """CTE `corrected`: invoice, by what, day and words for each correction of those issued.

    A credit or reissue counts from the invoice's own day until so many days after it was sent.
    """
    credited, again = _named(scope, "credits_invoice"), _named(scope, "reissue_of")
    return f"""correction AS MATERIALIZED (SELECT s.document_id, o.id AS by_document,
                'credited by ' AS how
            FROM issued AS s JOIN document AS r ON r.id = s.document_id
            JOIN invoice_fact AS f ON f.credits_invoice = r.key AND f.amount < 0 {credited}
            UNION SELECT s.document_id, o.id, 'issued again as '
            FROM issued AS s JOIN document AS r ON r.id = s.document_id
            JOIN invoice_fact AS f ON f.reissue_of = r.key {again}
            UNION SELECT s.document_id, o.id, 'credited by '
            FROM issued AS s JOIN application AS a ON a.invoice_document_id = s.document_id
            JOIN document AS o ON o.id = a.payment_document_id
            WHERE o.family = 'invoice' AND a.sign > 0 {_applied(scope)}),
        corrected AS (SELECT k.document_id, k.by_document, min(i.billed_on) AS on_day,
                k.how || o.number AS about
            FROM correction AS k JOIN document AS o ON o.id = k.by_document
            JOIN item AS i ON i.document_id = o.id
            JOIN issued AS s ON s.document_id = k.document_id
            JOIN item AS t ON t.id = s.item_id WHERE {stands(scope.known_on)}
            GROUP BY k.document_id, o.id, k.how HAVING min(i.billed_on) BETWEEN min(t.billed_on)
                AND min(min(s.issued_on) + {DEFECT_DAYS}, :as_of))"""


def _named(scope: Scope, column: str) -> str:
    """The document o of fact f, which is the newest that names one; a name for two means none."""
    seen = ""
    if scope.known_on is not None:
        seen = "JOIN import AS n ON n.id = g.import_id AND n.recorded_on <= :known_on"
    return f"""JOIN item AS t ON t.id = f.item_id
            JOIN document AS o ON o.id = t.document_id AND o.company_id = r.company_id
                AND o.id <> r.id
            WHERE f.id = (SELECT g.id FROM invoice_fact AS g {seen}
                    WHERE g.item_id = t.id AND g.{column} IS NOT NULL
                    ORDER BY g.as_of DESC, g.import_id DESC LIMIT 1)
                AND NOT EXISTS (SELECT 1 FROM document AS u WHERE u.company_id = r.company_id
                    AND u.key = r.key AND u.family = 'invoice' AND u.id NOT IN (r.id, o.id))"""


def _applied(scope: Scope) -> str:
    if scope.known_on is None:
        return ""
    return """AND EXISTS (SELECT 1 FROM application_fact AS g JOIN import AS n
                ON n.id = g.import_id WHERE g.application_id = a.id
                AND n.recorded_on <= :known_on)"""
