"""Views for any SQLite tool: ISO dates, decimal amounts, names instead of numbers.

artui itself never reads them. Amounts are text with the currency's decimals, exact.
"""

from __future__ import annotations

from artui.domain.money import EXPONENTS

_DAY = 86_400


def _date(column: str) -> str:
    return f"date({column} * {_DAY}, 'unixepoch')"


def decimal(column: str, currency: str) -> str:
    """An amount as exact decimal text, never through a floating-point number."""
    turns = [f"WHEN 0 THEN cast({column} AS TEXT)"]
    for places in (2, 3, 4):
        unit = 10**places
        turns.append(
            f"WHEN {places} THEN printf('%s%d.%0{places}d', CASE WHEN {column} < 0 THEN '-'"
            f" ELSE '' END, abs({column}) / {unit}, abs({column}) % {unit})"
        )
    exponent = f"coalesce((SELECT x.exponent FROM currency AS x WHERE x.code = {currency}), 2)"
    return f"CASE WHEN {column} IS NULL THEN NULL ELSE CASE {exponent} {' '.join(turns)} END END"


def _amounts(prefix: str, currency: str, *names: str) -> str:
    return ", ".join(f"{decimal(f'{prefix}.{name}', currency)} AS {name}" for name in names)


def _dates(prefix: str, *names: str) -> str:
    return ", ".join(f"{_date(f'{prefix}.{name}')} AS {name}" for name in names)


_CURRENCIES = ", ".join(f"('{code}', {places})" for code, places in sorted(EXPONENTS.items()))

STATEMENTS = (
    """CREATE TABLE currency (
        code TEXT PRIMARY KEY, exponent INTEGER NOT NULL) STRICT, WITHOUT ROWID""",
    f"INSERT INTO currency VALUES {_CURRENCIES}",
    """CREATE VIEW customers AS
    SELECT m.code AS company, c.number AS customer_id, c.name, c.parent_key AS parent, c.segment,
        c.collector, c.region, c.country, c.currency, c.terms, c.po_required, c.email, c.phone
    FROM customer AS c JOIN company AS m ON m.id = c.company_id""",
    f"""CREATE VIEW items AS
    SELECT m.code AS company, d.number AS document, i.label AS item, d.family, d.class, i.type,
        c.number AS customer_id, c.name AS customer, i.currency,
        {_dates("i", "billed_on", "due_on")}, i.due_by, i.terms,
        {_amounts("i", "i.currency", "amount", "open_amount")}, i.void, i.po_number, i.site,
        i.project, i.job_id, i.reason, n.file, i.line
    FROM item AS i JOIN document AS d ON d.id = i.document_id
    JOIN company AS m ON m.id = d.company_id JOIN customer AS c ON c.id = i.customer_id
    LEFT JOIN import AS n ON n.id = i.import_id""",
    f"""CREATE VIEW entries AS
    SELECT m.code AS company, d.number AS document, i.label AS item, e.kind,
        {_dates("e", "effective_on", "recorded_on", "superseded_on")},
        {_amounts("e", "i.currency", "amount")}, i.currency, o.number AS counter, n.file, e.line
    FROM entry AS e JOIN item AS i ON i.id = e.item_id JOIN document AS d ON d.id = i.document_id
    JOIN company AS m ON m.id = d.company_id JOIN import AS n ON n.id = e.import_id
    LEFT JOIN item AS t ON t.id = e.counter_item_id
    LEFT JOIN document AS o ON o.id = t.document_id""",
    f"""CREATE VIEW disputes AS
    SELECT m.code AS company, x.number AS dispute_id, d.number AS document,
        c.number AS customer_id, x.reason, {_amounts("x", "x.currency", "amount")}, x.currency,
        {_dates("x", "opened_on", "resolved_on")}, x.owner, x.status, x.outcome, x.source,
        n.file, x.line
    FROM dispute AS x JOIN document AS d ON d.id = x.document_id
    JOIN company AS m ON m.id = d.company_id JOIN customer AS c ON c.id = x.customer_id
    JOIN import AS n ON n.id = x.import_id""",
    f"""CREATE VIEW positions AS
    SELECT m.code AS company, c.number AS customer_id, c.name AS customer, p.currency,
        {_amounts("p", "p.currency", "outstanding", "unapplied", "past_due", "disputed")},
        {_dates("p", "oldest_due", "next_change_on")}, p.items, {_date("o.day")} AS day
    FROM position AS p JOIN customer AS c ON c.id = p.customer_id
    JOIN company AS m ON m.id = p.company_id LEFT JOIN positions_of AS o ON o.id = 1""",
    f"""CREATE VIEW imports AS
    SELECT n.id, n.file, n.kind, n.profile, n.state, n.reason, {_dates("n", "as_of")},
        n.rows_read, n.rows_loaded, n.rows_unchanged, n.rows_rejected, n.sha256, n.started_at,
        n.seconds, n.kept_as, p.revision AS policy
    FROM import AS n LEFT JOIN policy AS p ON p.id = n.policy_id""",
    f"""CREATE VIEW late_invoices AS
    SELECT f.week, m.code AS company, d.number AS document, c.number AS customer_id, f.currency,
        {_amounts("f", "f.currency", "amount", "amount_days")}, f.reason, f.because, f.is_new
    FROM frozen_late AS f JOIN document AS d ON d.id = f.document_id
    JOIN company AS m ON m.id = d.company_id JOIN customer AS c ON c.id = f.customer_id""",
)

#: An item that counts: no instalment that was replaced, no whole whose instalments are known.
_STANDS = """NOT (i.computed AND i.void) AND NOT (i.label = '' AND EXISTS (
        SELECT 1 FROM item AS o WHERE o.document_id = i.document_id AND o.label <> ''
        AND NOT (o.computed AND o.void)))"""

#: The items once instalments are computed: each amount once, and the dates beside the due date.
WITH_INSTALMENTS = (
    "DROP VIEW items",
    f"""CREATE VIEW items AS
    SELECT m.code AS company, d.number AS document, i.label AS item, d.family, d.class, i.type,
        c.number AS customer_id, c.name AS customer, i.currency,
        {_dates("i", "billed_on", "due_on")}, i.due_by, i.terms,
        {_date("coalesce(i.contractual_on, i.due_on)")} AS contractual_on,
        {_dates("i", "export_due_on")}, i.due_on - i.export_due_on AS days_after_export,
        {_amounts("i", "i.currency", "amount", "open_amount")}, i.computed, i.void, i.po_number,
        i.site, i.project, i.job_id, i.reason, n.file, i.line, p.revision AS policy
    FROM item AS i JOIN document AS d ON d.id = i.document_id
    JOIN company AS m ON m.id = d.company_id JOIN customer AS c ON c.id = i.customer_id
    LEFT JOIN import AS n ON n.id = i.import_id LEFT JOIN policy AS p ON p.id = i.policy_id
    WHERE {_STANDS}""",
)

#: Disputes once the cases of the desk are laid over them; those of a person have no file.
WITH_CASES = (
    "DROP VIEW disputes",
    f"""CREATE VIEW disputes AS
    SELECT m.code AS company, x.number AS dispute_id, d.number AS document, i.label AS item,
        c.number AS customer_id, x.reason, {_amounts("x", "x.currency", "amount")}, x.currency,
        {_dates("x", "opened_on", "resolved_on", "next_on")}, x.owner, x.state, x.status,
        x.outcome, x.credit, x.source, x.conflict, n.file, x.line
    FROM dispute AS x JOIN document AS d ON d.id = x.document_id
    JOIN company AS m ON m.id = d.company_id JOIN customer AS c ON c.id = x.customer_id
    LEFT JOIN item AS i ON i.id = x.item_id LEFT JOIN import AS n ON n.id = x.import_id""",
)
