"""0003: what was done about accounts past due, and what people say of them."""

from __future__ import annotations

from artui.store.views import decimal

_RECORDS = (
    """CREATE TABLE escalation_run (
        day INTEGER PRIMARY KEY, ran_at TEXT NOT NULL, accounts INTEGER NOT NULL,
        policy_id INTEGER NOT NULL REFERENCES policy) STRICT""",
    """CREATE TABLE executed (
        id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customer,
        currency TEXT NOT NULL, tier INTEGER NOT NULL, executed_on INTEGER NOT NULL,
        how TEXT NOT NULL, who TEXT NOT NULL, source TEXT NOT NULL,
        recorded_on INTEGER NOT NULL, superseded_on INTEGER,
        policy_id INTEGER NOT NULL REFERENCES policy,
        UNIQUE (customer_id, currency, tier, executed_on, how, source)) STRICT""",
    """CREATE TABLE account_reset (
        customer_id INTEGER NOT NULL REFERENCES customer, currency TEXT NOT NULL,
        reset_on INTEGER NOT NULL, fee INTEGER NOT NULL, interest INTEGER NOT NULL,
        policy_id INTEGER NOT NULL REFERENCES policy,
        PRIMARY KEY (customer_id, currency, reset_on)) STRICT, WITHOUT ROWID""",
)

_DERIVED = (
    """CREATE TABLE account_tier (
        id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customer,
        currency TEXT NOT NULL, tier INTEGER NOT NULL, tier_reached INTEGER NOT NULL,
        executed INTEGER NOT NULL, executed_on INTEGER, recorded INTEGER NOT NULL,
        past_due INTEGER NOT NULL, broken INTEGER NOT NULL,
        ready INTEGER NOT NULL, since_on INTEGER,
        tier_name TEXT, action TEXT, owner TEXT, items INTEGER NOT NULL, amount INTEGER NOT NULL,
        disputed INTEGER NOT NULL, held INTEGER NOT NULL, promised INTEGER NOT NULL,
        oldest_due INTEGER, fee INTEGER NOT NULL, interest INTEGER NOT NULL, last_dunned INTEGER,
        next_on INTEGER, respond_by INTEGER, quiet TEXT, decided_on INTEGER NOT NULL,
        policy_id INTEGER NOT NULL REFERENCES policy, UNIQUE (customer_id, currency)) STRICT""",
)

_AMOUNTS = ("amount", "disputed", "held", "promised", "fee", "interest")
_DATES = ("oldest_due", "executed_on", "next_on", "respond_by", "decided_on")

_VIEWS = (
    f"""CREATE VIEW account_tiers AS
    SELECT m.code AS company, c.number AS customer_id, c.name AS customer, t.currency, t.tier,
        t.tier_name, t.tier_reached, t.action, t.owner, t.ready, t.items,
        {", ".join(f"{decimal(f't.{name}', 't.currency')} AS {name}" for name in _AMOUNTS)},
        t.executed, t.quiet, p.revision AS policy,
        {", ".join(f"date(t.{name} * 86400, 'unixepoch') AS {name}" for name in _DATES)}
    FROM account_tier AS t JOIN customer AS c ON c.id = t.customer_id
    JOIN company AS m ON m.id = c.company_id JOIN policy AS p ON p.id = t.policy_id""",
    """CREATE VIEW executed_tiers AS
    SELECT m.code AS company, c.number AS customer_id, c.name AS customer, x.currency, x.tier,
        date(x.executed_on * 86400, 'unixepoch') AS executed_on, x.how, x.who,
        date(x.recorded_on * 86400, 'unixepoch') AS recorded_on,
        date(x.superseded_on * 86400, 'unixepoch') AS superseded_on, p.revision AS policy
    FROM executed AS x JOIN customer AS c ON c.id = x.customer_id
    JOIN company AS m ON m.id = c.company_id JOIN policy AS p ON p.id = x.policy_id""",
)

#: The desk names accounts and documents by their own identity, which outlives any import; days
#: are the home's today when something was entered, `at` is the clock's time.
DESK = (
    """CREATE TABLE contact (
        id INTEGER PRIMARY KEY AUTOINCREMENT, company TEXT NOT NULL, customer TEXT NOT NULL,
        currency TEXT, class TEXT, fiscal_year TEXT, document TEXT, contact_on INTEGER NOT NULL,
        at TEXT NOT NULL, who TEXT NOT NULL, channel TEXT NOT NULL, direction TEXT NOT NULL,
        subject TEXT NOT NULL, outcome TEXT NOT NULL, next_on INTEGER, note TEXT NOT NULL)
        STRICT""",
    "CREATE INDEX contact_of ON contact (company, customer, contact_on)",
    """CREATE TABLE task_done (
        company TEXT NOT NULL, customer TEXT NOT NULL, currency TEXT NOT NULL,
        tier INTEGER NOT NULL, done_on INTEGER NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL,
        note TEXT NOT NULL, PRIMARY KEY (company, customer, currency, tier, done_on))
        STRICT, WITHOUT ROWID""",
    """CREATE TABLE hold (
        id INTEGER PRIMARY KEY AUTOINCREMENT, company TEXT NOT NULL, customer TEXT NOT NULL,
        currency TEXT, class TEXT, fiscal_year TEXT, document TEXT, reason TEXT NOT NULL,
        held_on INTEGER NOT NULL, until INTEGER, released_on INTEGER, who TEXT NOT NULL,
        at TEXT NOT NULL) STRICT""",
    "CREATE INDEX hold_of ON hold (company, customer)",
    """CREATE TABLE promise (
        id INTEGER PRIMARY KEY AUTOINCREMENT, company TEXT NOT NULL, customer TEXT NOT NULL,
        currency TEXT NOT NULL, class TEXT, fiscal_year TEXT, document TEXT,
        amount INTEGER NOT NULL, promised_on INTEGER NOT NULL, due_on INTEGER NOT NULL,
        withdrawn_on INTEGER, who TEXT NOT NULL, at TEXT NOT NULL) STRICT""",
    "CREATE INDEX promise_of ON promise (company, customer)",
)

MAIN: tuple[str, ...] = (*_RECORDS, *_DERIVED, *_VIEWS)
