"""0008: what was recorded when a month closed, and what was known of things before they changed.

Entries and items keep their past already (0001); disputes, the states of imports and how far a
company's data goes keep theirs here.
"""

from __future__ import annotations

MAIN: tuple[str, ...] = (
    """CREATE TABLE closed_month (
        month TEXT PRIMARY KEY, closed_on INTEGER NOT NULL, closed_at TEXT NOT NULL,
        policy_id INTEGER NOT NULL REFERENCES policy) STRICT, WITHOUT ROWID""",
    """CREATE TABLE closed_aging (
        month TEXT NOT NULL REFERENCES closed_month, company_id INTEGER NOT NULL REFERENCES company,
        currency TEXT NOT NULL, figure TEXT NOT NULL, place INTEGER NOT NULL,
        amount INTEGER NOT NULL, PRIMARY KEY (month, company_id, currency, figure))
        STRICT, WITHOUT ROWID""",
    """CREATE TABLE kpi_month (
        month TEXT NOT NULL, kpi TEXT NOT NULL, variant TEXT NOT NULL, grouped_by TEXT NOT NULL,
        group_key TEXT NOT NULL, currency TEXT NOT NULL, value TEXT, unit TEXT NOT NULL,
        numerator TEXT, denominator TEXT, note TEXT, target TEXT, status TEXT,
        provisional INTEGER NOT NULL, recorded_on INTEGER NOT NULL,
        policy_id INTEGER NOT NULL REFERENCES policy,
        PRIMARY KEY (month, kpi, variant, grouped_by, group_key, currency))
        STRICT, WITHOUT ROWID""",
    "ALTER TABLE dispute ADD COLUMN stated_on INTEGER",
    "UPDATE dispute SET stated_on = recorded_on",
    """CREATE TABLE dispute_version (
        id INTEGER PRIMARY KEY, number TEXT NOT NULL, source TEXT NOT NULL,
        document_id INTEGER NOT NULL REFERENCES document, item_id INTEGER,
        customer_id INTEGER NOT NULL REFERENCES customer, currency TEXT NOT NULL, reason TEXT,
        amount INTEGER, opened_on INTEGER NOT NULL, resolved_on INTEGER, dated INTEGER NOT NULL,
        owner TEXT, status TEXT, outcome TEXT, note TEXT, import_id INTEGER NOT NULL,
        line INTEGER NOT NULL, recorded_on INTEGER NOT NULL, stated_on INTEGER NOT NULL,
        superseded_on INTEGER NOT NULL) STRICT""",
    "CREATE INDEX dispute_version_document ON dispute_version (document_id)",
    """CREATE TABLE import_version (
        import_id INTEGER NOT NULL REFERENCES import, superseded_on INTEGER NOT NULL,
        state TEXT NOT NULL, reason TEXT, PRIMARY KEY (import_id, superseded_on))
        STRICT, WITHOUT ROWID""",
    """CREATE TABLE company_data (
        company_id INTEGER NOT NULL REFERENCES company, recorded_on INTEGER NOT NULL,
        data_as_of INTEGER NOT NULL, PRIMARY KEY (company_id, recorded_on))
        STRICT, WITHOUT ROWID""",
    """INSERT INTO company_data SELECT c.id, (SELECT max(n.recorded_on) FROM import AS n),
        c.data_as_of FROM company AS c WHERE c.data_as_of IS NOT NULL""",
)
