"""0004: where accounts stand against their limits, and what was put on hold."""

from __future__ import annotations

from artui.store.views import decimal

_RECORDS = (
    """CREATE TABLE credit_hold (
        id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customer,
        currency TEXT NOT NULL, rule TEXT NOT NULL, reason TEXT NOT NULL,
        began_on INTEGER NOT NULL, expected_resolution INTEGER,
        policy_id INTEGER NOT NULL REFERENCES policy) STRICT""",
    "CREATE INDEX credit_hold_of ON credit_hold (customer_id, currency)",
    """CREATE TABLE credit_hold_end (
        hold_id INTEGER PRIMARY KEY REFERENCES credit_hold, ended_on INTEGER NOT NULL,
        policy_id INTEGER NOT NULL REFERENCES policy) STRICT""",
)

_DERIVED = (
    """CREATE TABLE credit_standing (
        id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customer,
        currency TEXT NOT NULL, status TEXT NOT NULL, rank INTEGER NOT NULL,
        limit_amount INTEGER, insured INTEGER NOT NULL, own_risk INTEGER,
        exposure INTEGER NOT NULL, open_items INTEGER NOT NULL, unbilled_jobs INTEGER NOT NULL,
        open_orders INTEGER NOT NULL, drafts INTEGER NOT NULL, overrun INTEGER NOT NULL,
        utilisation INTEGER, oldest_overdue_days INTEGER NOT NULL, past_due INTEGER NOT NULL,
        overdue INTEGER NOT NULL, overdue_ceiling INTEGER, rule TEXT NOT NULL,
        place TEXT NOT NULL, limit_rule TEXT NOT NULL, limit_place TEXT NOT NULL,
        reason TEXT NOT NULL, hold_since INTEGER, expected_resolution INTEGER,
        release TEXT NOT NULL, release_amount INTEGER, risk_class TEXT, risk TEXT NOT NULL,
        reviewed_on INTEGER, known_since INTEGER, review_days INTEGER,
        policy_id INTEGER NOT NULL REFERENCES policy, UNIQUE (customer_id, currency)) STRICT""",
    "CREATE INDEX credit_standing_rank ON credit_standing (rank, currency)",
    """CREATE TABLE credit_standings_of (
        id INTEGER PRIMARY KEY CHECK (id = 1), day INTEGER NOT NULL,
        policy_id INTEGER NOT NULL REFERENCES policy, last_customer_fact INTEGER NOT NULL,
        last_invoice_fact INTEGER NOT NULL) STRICT""",
    "CREATE INDEX invoice_fact_draft ON invoice_fact (customer_id) WHERE lower(status) = 'draft'",
    "CREATE INDEX item_settled ON item (customer_id) WHERE open_amount <> amount",
)

_AMOUNTS = (
    "limit_amount insured own_risk exposure open_items unbilled_jobs open_orders drafts overrun"
    " past_due overdue overdue_ceiling release_amount"
).split()
_DATES = ("hold_since", "expected_resolution", "reviewed_on")

_VIEWS = (
    f"""CREATE VIEW credit_standings AS
    SELECT m.code AS company, c.number AS customer_id, c.name AS customer, s.currency, s.status,
        {", ".join(f"{decimal(f's.{name}', 's.currency')} AS {name}" for name in _AMOUNTS)},
        s.utilisation / 10000.0 AS utilisation, s.oldest_overdue_days, s.rule, s.place, s.reason,
        {", ".join(f"date(s.{name} * 86400, 'unixepoch') AS {name}" for name in _DATES)},
        date((coalesce(s.reviewed_on, s.known_since) + s.review_days) * 86400, 'unixepoch')
            AS review_due_on,
        s.release, s.risk_class, s.risk, p.revision AS policy
    FROM credit_standing AS s JOIN customer AS c ON c.id = s.customer_id
    JOIN company AS m ON m.id = c.company_id JOIN policy AS p ON p.id = s.policy_id""",
    """CREATE VIEW credit_holds AS
    SELECT m.code AS company, c.number AS customer_id, c.name AS customer, h.currency, h.rule,
        h.reason, date(h.began_on * 86400, 'unixepoch') AS began_on,
        date(h.expected_resolution * 86400, 'unixepoch') AS expected_resolution,
        date(e.ended_on * 86400, 'unixepoch') AS ended_on, p.revision AS policy,
        q.revision AS ended_under
    FROM credit_hold AS h JOIN customer AS c ON c.id = h.customer_id
    JOIN company AS m ON m.id = c.company_id JOIN policy AS p ON p.id = h.policy_id
    LEFT JOIN credit_hold_end AS e ON e.hold_id = h.id
    LEFT JOIN policy AS q ON q.id = e.policy_id""",
)

MAIN: tuple[str, ...] = (*_RECORDS, *_DERIVED, *_VIEWS)
#: The desk names a customer by its own identity, which outlives any import.
DESK: tuple[str, ...] = (
    """CREATE TABLE credit_review (
        id INTEGER PRIMARY KEY AUTOINCREMENT, company TEXT NOT NULL, customer TEXT NOT NULL,
        reviewed_on INTEGER NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL) STRICT""",
    "CREATE INDEX credit_review_of ON credit_review (company, customer, reviewed_on)",
)
