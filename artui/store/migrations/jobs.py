"""0007: completed work, talks with customers, and currency rates.

A row of `job` and of `activity` holds what the newest fact of it says, and the day it was first
recorded; a rate is decimal text, base units for one unit, and the newest fact of a currency and
day counts. `job_named` has the canonical form of each job id that invoices name, `frozen_rate`
the rates a frozen week is ranked at.
"""

from __future__ import annotations

from artui.store.views import decimal

_JOB = """site TEXT, project TEXT, template TEXT, dispatcher TEXT, asset TEXT, status TEXT,
        completion TEXT, completed_at TEXT, verified_at TEXT, completion_code TEXT, evidence TEXT,
        approver TEXT, po_number TEXT, bill_to TEXT, tax_code TEXT, change_order TEXT,
        quote_id TEXT, amount INTEGER, currency TEXT NOT NULL"""
_ACTIVITY = """at TEXT NOT NULL, activity_on INTEGER NOT NULL, direction TEXT, channel TEXT,
        subject TEXT, outcome TEXT, next_on INTEGER, note TEXT"""
_INVOICE = "invoice_key TEXT NOT NULL, invoice_number TEXT NOT NULL"

_TABLES = (
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
    """CREATE TABLE job_named (
        written TEXT PRIMARY KEY, key TEXT NOT NULL) STRICT, WITHOUT ROWID""",
    "CREATE INDEX job_named_key ON job_named (key)",
    """CREATE INDEX item_job ON item (job_id, currency, customer_id)
        WHERE job_id IS NOT NULL""",
    "CREATE INDEX item_sent ON item (sent_at) WHERE sent_at IS NOT NULL",
    """CREATE INDEX invoice_fact_reissue ON invoice_fact (reissue_of)
        WHERE reissue_of IS NOT NULL""",
    "ALTER TABLE credit_standings_of ADD COLUMN last_job_fact INTEGER NOT NULL DEFAULT 0",
    f"""CREATE TABLE activity (
        id INTEGER PRIMARY KEY, company_id INTEGER NOT NULL REFERENCES company,
        key TEXT NOT NULL, number TEXT NOT NULL,
        customer_id INTEGER NOT NULL REFERENCES customer, {_INVOICE},
        document_id INTEGER REFERENCES document, {_ACTIVITY},
        import_id INTEGER NOT NULL, line INTEGER NOT NULL, recorded_on INTEGER NOT NULL,
        UNIQUE (company_id, key)) STRICT""",
    "CREATE INDEX activity_of ON activity (customer_id, activity_on)",
    "CREATE INDEX activity_document ON activity (document_id) WHERE document_id IS NOT NULL",
    """CREATE INDEX activity_invoice ON activity (company_id, invoice_key)
        WHERE invoice_key <> ''""",
    """CREATE INDEX activity_waiting ON activity (company_id)
        WHERE document_id IS NULL AND invoice_key <> ''""",
    f"""CREATE TABLE activity_fact (
        id INTEGER PRIMARY KEY, activity_id INTEGER NOT NULL REFERENCES activity,
        customer_id INTEGER NOT NULL REFERENCES customer, {_INVOICE},
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
    """CREATE TABLE frozen_rate (
        week TEXT NOT NULL REFERENCES frozen_week, currency TEXT NOT NULL, base TEXT NOT NULL,
        rate TEXT NOT NULL, day INTEGER NOT NULL, PRIMARY KEY (week, currency))
        STRICT, WITHOUT ROWID""",
)

_JOB_TEXTS = (
    "site project template dispatcher asset status completion completed_at verified_at "
    "completion_code evidence approver po_number bill_to tax_code change_order quote_id"
).split()

_VIEWS = (
    f"""CREATE VIEW jobs AS
    SELECT m.code AS company, j.number AS job_id, c.number AS customer_id, c.name AS customer,
        {", ".join(f"j.{name}" for name in _JOB_TEXTS)},
        {decimal("j.amount", "j.currency")} AS amount, j.currency, n.file, j.line
    FROM job AS j JOIN company AS m ON m.id = j.company_id
    JOIN customer AS c ON c.id = j.customer_id JOIN import AS n ON n.id = j.import_id""",
    """CREATE VIEW activities AS
    SELECT m.code AS company, a.number AS activity_id, c.number AS customer_id,
        c.name AS customer, nullif(a.invoice_number, '') AS invoice_id, d.number AS document, a.at,
        a.direction, a.channel, a.subject, a.outcome, date(a.next_on * 86400, 'unixepoch')
            AS next_on, a.note, n.file, a.line
    FROM activity AS a JOIN company AS m ON m.id = a.company_id
    JOIN customer AS c ON c.id = a.customer_id JOIN import AS n ON n.id = a.import_id
    LEFT JOIN document AS d ON d.id = a.document_id""",
    """CREATE VIEW fx_rates AS
    SELECT date(r.day * 86400, 'unixepoch') AS date, r.currency, r.rate, n.file, r.line FROM (
        SELECT r.currency, r.day, f.rate, f.import_id, f.line, row_number() OVER (
            PARTITION BY r.id ORDER BY max(f.as_of, coalesce((SELECT max(g.as_of)
                FROM sighting AS s JOIN import AS g ON g.id = s.import_id
                WHERE s.kind = 'fx_rates' AND s.fact_id = f.id), f.as_of)) DESC,
            f.import_id DESC) AS place
        FROM fx_rate AS r JOIN fx_rate_fact AS f ON f.fx_rate_id = r.id) AS r
    JOIN import AS n ON n.id = r.import_id WHERE r.place = 1""",
)

MAIN: tuple[str, ...] = (*_TABLES, *_VIEWS)
