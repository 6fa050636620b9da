"""Which documents must be derived together, in batches."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

BATCH = 4000

_LINKS = (
    """SELECT a.invoice_document_id FROM application AS a
        JOIN touched AS t ON t.document_id = a.payment_document_id
        WHERE a.invoice_document_id IS NOT NULL""",
    """SELECT a.payment_document_id FROM application AS a
        JOIN touched AS t ON t.document_id = a.invoice_document_id
        WHERE a.payment_document_id IS NOT NULL""",
    """SELECT o.id FROM touched AS t JOIN document AS d ON d.id = t.document_id
        JOIN item AS i ON i.document_id = d.id JOIN invoice_fact AS f ON f.item_id = i.id
        JOIN document AS o ON o.company_id = d.company_id AND o.key = f.credits_invoice
        WHERE f.credits_invoice IS NOT NULL AND o.family = 'invoice'""",
    """SELECT i.document_id FROM touched AS t JOIN document AS d ON d.id = t.document_id
        JOIN invoice_fact AS f ON f.credits_invoice = d.key
        JOIN item AS i ON i.id = f.item_id JOIN document AS o ON o.id = i.document_id
        WHERE o.company_id = d.company_id AND d.family = 'invoice'""",
)


def close_over_links(connection: sqlite3.Connection) -> None:
    """Touch every document that an application or a credit joins to a touched one."""
    grown = True
    while grown:
        before = connection.total_changes
        for link in _LINKS:
            connection.execute(f"INSERT OR IGNORE INTO touched {link}")
        grown = connection.total_changes > before


def batches(connection: sqlite3.Connection) -> list[list[int]]:
    """The touched documents in batches, linked ones together."""
    leader: dict[int, int] = {}

    def find(document: int) -> int:
        while leader.setdefault(document, document) != document:
            leader[document] = document = leader[leader[document]]
        return document

    for one, other in connection.execute(
        """SELECT a.payment_document_id, a.invoice_document_id FROM touched AS t
        JOIN application AS a ON a.payment_document_id = t.document_id
        WHERE a.invoice_document_id IS NOT NULL
        UNION ALL SELECT i.document_id, o.id FROM touched AS t
        JOIN item AS i ON i.document_id = t.document_id
        JOIN document AS d ON d.id = t.document_id
        JOIN invoice_fact AS f ON f.item_id = i.id
        JOIN document AS o ON o.company_id = d.company_id AND o.key = f.credits_invoice
        WHERE f.credits_invoice IS NOT NULL AND o.family = 'invoice'"""
    ):
        leader[find(one)] = find(other)
    groups: dict[int, list[int]] = defaultdict(list)
    for (document,) in connection.execute("SELECT document_id FROM touched ORDER BY document_id"):
        groups[find(document)].append(document)
    return _packed(groups.values())


def _packed(groups: Iterable[list[int]]) -> list[list[int]]:
    packed: list[list[int]] = []
    batch: list[int] = []
    for group in groups:
        batch += group
        if len(batch) >= BATCH:
            packed.append(batch)
            batch = []
    return [*packed, batch] if batch else packed
