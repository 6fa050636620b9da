"""0007: completed work, talks with customers, and currency rates.

A row of `job` and of `activity` holds what the newest fact of it says; a rate is decimal text,
base units for one unit, and the newest fact of a currency and day counts.
"""

from __future__ import annotations

_JOB = """site TEXT, project TEXT, template TEXT, dispatcher TEXT, asset TEXT, status TEXT,
        completion TEXT, completed_at TEXT, verified_at TEXT, completion_code TEXT, evidence TEXT,
        approver TEXT, po_number TEXT, bill_to TEXT, tax_code TEXT, change_order TEXT,
        quote_id TEXT, amount INTEGER, currency TEXT NOT NULL"""
_ACTIVITY = """at TEXT NOT NULL, activity_on INTEGER NOT NULL, direction TEXT, channel TEXT,
        subject TEXT, outcome TEXT, next_on INTEGER, note TEXT"""

MAIN: tuple[str, ...] = (
    f"""CREATE TABLE job (
        id INTEGER PRIMARY KEY, company_id INTEGER NOT NULL REFERENCES company,
        key TEXT NOT NULL, number TEXT NOT NULL,
        customer_id INTEGER NOT NULL REFERENCES customer, {_JOB}, completed_on INTEGER,
        import_id INTEGER NOT NULL, line INTEGER NOT NULL, recorded_on INTEGER NOT NULL,
        UNIQUE (company_id, key)) STRICT""",
    "CREATE INDEX job_completed ON job (completed_on)",
    "CREATE INDEX job_customer ON job (customer_id)",
    f"""CREATE TABLE job_fact (
        id INTEGER PRIMARY KEY, job_id INTEGER NOT NULL REFERENCES job,
        customer_id INTEGER NOT NULL REFERENCES customer,
        import_id INTEGER NOT NULL REFERENCES import, line INTEGER NOT NULL,
        as_of INTEGER NOT NULL, digest INTEGER NOT NULL, {_JOB}, extra TEXT) STRICT""",
    "CREATE INDEX job_fact_of ON job_fact (job_id, as_of)",
    f"""CREATE TABLE activity (
        id INTEGER PRIMARY KEY, company_id INTEGER NOT NULL REFERENCES company,
        key TEXT NOT NULL, number TEXT NOT NULL,
        customer_id INTEGER NOT NULL REFERENCES customer, invoice_key TEXT NOT NULL,
        invoice_number TEXT NOT NULL, document_id INTEGER REFERENCES document, {_ACTIVITY},
        import_id INTEGER NOT NULL, line INTEGER NOT NULL, recorded_on INTEGER NOT NULL,
        UNIQUE (company_id, key)) STRICT""",
    "CREATE INDEX activity_of ON activity (customer_id, activity_on)",
    "CREATE INDEX activity_document ON activity (document_id)",
    f"""CREATE TABLE activity_fact (
        id INTEGER PRIMARY KEY, activity_id INTEGER NOT NULL REFERENCES activity,
        customer_id INTEGER NOT NULL REFERENCES customer,
        import_id INTEGER NOT NULL REFERENCES import, line INTEGER NOT NULL,
        as_of INTEGER NOT NULL, digest INTEGER NOT NULL, {_ACTIVITY}, extra TEXT) STRICT""",
    "CREATE INDEX activity_fact_of ON activity_fact (activity_id, as_of)",
    """CREATE TABLE fx_rate (
        id INTEGER PRIMARY KEY, currency TEXT NOT NULL, day INTEGER NOT NULL,
        UNIQUE (currency, day)) STRICT""",
    """CREATE TABLE fx_rate_fact (
        id INTEGER PRIMARY KEY, fx_rate_id INTEGER NOT NULL REFERENCES fx_rate,
        import_id INTEGER NOT NULL REFERENCES import, line INTEGER NOT NULL,
        as_of INTEGER NOT NULL, digest INTEGER NOT NULL, rate TEXT NOT NULL, extra TEXT)
        STRICT""",
    "CREATE INDEX fx_rate_fact_of ON fx_rate_fact (fx_rate_id, as_of)",
)
