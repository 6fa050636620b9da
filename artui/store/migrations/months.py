"""0008: what was recorded when a month closed: its aging, and its KPIs."""

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
)
