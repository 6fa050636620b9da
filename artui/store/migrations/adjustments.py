"""0006: write-offs, discounts and whatever else changes an invoice without a payment.

A row of `adjustment` holds what the newest fact of it says, and the day it was first recorded; its
sign is part of its identity, since what takes an adjustment back may repeat its id. Amounts are
decimal text until the invoice tells the currency.
"""

from __future__ import annotations

_SAID = """invoice_key TEXT NOT NULL, invoice_number TEXT NOT NULL, date INTEGER NOT NULL,
        amount TEXT NOT NULL, kind TEXT NOT NULL"""

MAIN: tuple[str, ...] = (
    f"""CREATE TABLE adjustment (
        id INTEGER PRIMARY KEY, company_id INTEGER NOT NULL REFERENCES company,
        key TEXT NOT NULL, number TEXT NOT NULL, sign INTEGER NOT NULL, {_SAID},
        document_id INTEGER REFERENCES document, import_id INTEGER NOT NULL,
        line INTEGER NOT NULL, recorded_on INTEGER NOT NULL,
        UNIQUE (company_id, key, sign)) STRICT""",
    "CREATE INDEX adjustment_document ON adjustment (document_id)",
    "CREATE INDEX adjustment_invoice ON adjustment (company_id, invoice_key)",
    "CREATE INDEX adjustment_kind ON adjustment (kind, date)",
    f"""CREATE TABLE adjustment_fact (
        id INTEGER PRIMARY KEY, adjustment_id INTEGER NOT NULL REFERENCES adjustment,
        import_id INTEGER NOT NULL REFERENCES import, line INTEGER NOT NULL,
        as_of INTEGER NOT NULL, digest INTEGER NOT NULL, {_SAID}, extra TEXT) STRICT""",
    "CREATE INDEX adjustment_fact_of ON adjustment_fact (adjustment_id, as_of)",
    """CREATE VIEW adjustments AS
    SELECT m.code AS company, a.number AS adjustment_id, a.invoice_number AS invoice_id,
        d.number AS document, a.kind, date(a.date * 86400, 'unixepoch') AS date, a.amount, n.file,
        a.line
    FROM adjustment AS a JOIN company AS m ON m.id = a.company_id
    LEFT JOIN document AS d ON d.id = a.document_id JOIN import AS n ON n.id = a.import_id""",
)
