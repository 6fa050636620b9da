"""0009: what spares the past its sums, and where a row was seen again.

An item keeps the days of its first and last entry in force. One whose last entry lies on or before
a day stood open on that day with what stands open now; only those that changed on both sides of it
are summed from their entries. A sighting keeps the line of the file that repeats a row.
"""

from __future__ import annotations

MAIN: tuple[str, ...] = (
    "ALTER TABLE item ADD COLUMN first_entry_on INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE item ADD COLUMN last_entry_on INTEGER NOT NULL DEFAULT 0",
    """UPDATE item SET first_entry_on = x.first, last_entry_on = x.last FROM (
        SELECT item_id, min(effective_on) AS first, max(effective_on) AS last FROM entry
        WHERE superseded_on IS NULL GROUP BY item_id) AS x WHERE x.item_id = item.id""",
    "CREATE INDEX item_moves ON item (last_entry_on, first_entry_on)",
    "DROP INDEX item_open",
    """CREATE INDEX item_open ON item (customer_id, currency, due_on, open_amount, document_id,
        billed_on, last_entry_on) WHERE open_amount <> 0""",
    "CREATE INDEX position_outstanding ON position (outstanding DESC)",
    "ALTER TABLE sighting ADD COLUMN line INTEGER",
)
