"""0006: write-offs, discounts and whatever else changes an invoice without a payment."""

from __future__ import annotations

MAIN: tuple[str, ...] = (
    """CREATE TABLE adjustment (
        id INTEGER PRIMARY KEY, company_id INTEGER NOT NULL REFERENCES company,
        key TEXT NOT NULL, number TEXT NOT NULL, invoice_key TEXT NOT NULL,
        invoice_number TEXT NOT NULL, document_id INTEGER REFERENCES document,
        UNIQUE (company_id, key)) STRICT""",
    "CREATE INDEX adjustment_document ON adjustment (document_id)",
    """CREATE TABLE adjustment_fact (
        id INTEGER PRIMARY KEY, adjustment_id INTEGER NOT NULL REFERENCES adjustment,
        import_id INTEGER NOT NULL REFERENCES import, line INTEGER NOT NULL,
        as_of INTEGER NOT NULL, digest INTEGER NOT NULL, date INTEGER NOT NULL,
        amount TEXT NOT NULL, kind TEXT NOT NULL, extra TEXT) STRICT""",
    "CREATE INDEX adjustment_fact_of ON adjustment_fact (adjustment_id, as_of)",
)
