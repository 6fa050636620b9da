"""0010: what a file's parts and rows were, and the facts of five more kinds of export.

Of an import `part` names the part of the file it is about, blank for all of it; `parts` says how
many there were, `classes` as JSON how many rows of each class. The kinds are lines of invoices and
quotes, orders, promises that another system keeps, and people to talk to.

Each row holds what the newest fact of it says, and the day it was first recorded. Quantities,
prices and the amounts of lines are decimal text: no currency has to be known to read them. Of an
order `said_on` is the day, and `said_by` the import, of the newest export that tells of it.
"""

from __future__ import annotations

from artui.store.views import decimal

_IMPORTS = (
    "ALTER TABLE import ADD COLUMN part TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE import ADD COLUMN parts INTEGER NOT NULL DEFAULT 1",
    "ALTER TABLE import ADD COLUMN classes TEXT NOT NULL DEFAULT '{}'",
    "ALTER TABLE open_item_fact ADD COLUMN raw INTEGER",
)


def _tables(name: str, identity: str, unique: str, said: str, joined: str = "") -> tuple[str, ...]:
    """The rows of a kind, and the facts about them."""
    return (
        f"""CREATE TABLE {name} (
        id INTEGER PRIMARY KEY, company_id INTEGER NOT NULL REFERENCES company,
        key TEXT NOT NULL, number TEXT NOT NULL, {identity} {said}, {joined}
        import_id INTEGER NOT NULL, line INTEGER NOT NULL, recorded_on INTEGER NOT NULL,
        UNIQUE ({unique})) STRICT""",
        f"""CREATE TABLE {name}_fact (
        id INTEGER PRIMARY KEY, {name}_id INTEGER NOT NULL REFERENCES {name},
        import_id INTEGER NOT NULL REFERENCES import, line INTEGER NOT NULL,
        as_of INTEGER NOT NULL, digest INTEGER NOT NULL, {said}, extra TEXT) STRICT""",
        f"CREATE INDEX {name}_fact_of ON {name}_fact ({name}_id, as_of)",
    )


_CUSTOMER = "customer_id INTEGER NOT NULL REFERENCES customer"
_DOCUMENT = "document_id INTEGER REFERENCES document,"

_LINES = (
    *_tables(
        "invoice_line",
        "invoice_key TEXT NOT NULL,",
        "company_id, invoice_key, key",
        """invoice_number TEXT NOT NULL, description TEXT, quantity TEXT, unit_price TEXT,
        amount TEXT, quote_line TEXT, completion_code TEXT""",
        _DOCUMENT,
    ),
    "CREATE INDEX invoice_line_document ON invoice_line (document_id)",
    """CREATE INDEX invoice_line_waiting ON invoice_line (company_id)
        WHERE document_id IS NULL AND invoice_key <> ''""",
    *_tables(
        "quote_line",
        "quote_key TEXT NOT NULL,",
        "company_id, quote_key, key",
        """quote_number TEXT NOT NULL, description TEXT, amount TEXT, status TEXT,
        approved_on INTEGER""",
    ),
)
_ORDERS = (
    *_tables(
        "sales_order",
        "said_on INTEGER NOT NULL DEFAULT 0, said_by INTEGER NOT NULL DEFAULT 0,",
        "company_id, key",
        f"""{_CUSTOMER}, ordered_on INTEGER, amount INTEGER NOT NULL, open_amount INTEGER,
        currency TEXT NOT NULL, status TEXT, job_key TEXT, job_number TEXT""",
    ),
    "CREATE INDEX sales_order_customer ON sales_order (customer_id)",
    "CREATE INDEX sales_order_job ON sales_order (job_key) WHERE job_key IS NOT NULL",
    "ALTER TABLE credit_standings_of ADD COLUMN last_order_import INTEGER NOT NULL DEFAULT 0",
)
_PROMISES = (
    *_tables(
        "promised",
        "",
        "company_id, key",
        f"""{_CUSTOMER}, invoice_key TEXT NOT NULL, invoice_number TEXT NOT NULL,
        promised_on INTEGER NOT NULL, due_on INTEGER NOT NULL, amount INTEGER NOT NULL,
        currency TEXT NOT NULL""",
        _DOCUMENT,
    ),
    "ALTER TABLE credit_standings_of ADD COLUMN last_promised_fact INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX promised_customer ON promised (customer_id, currency)",
    "CREATE INDEX promised_due ON promised (due_on)",
    """CREATE INDEX promised_invoice ON promised (company_id, invoice_key)
        WHERE invoice_key <> ''""",
    """CREATE INDEX promised_waiting ON promised (company_id)
        WHERE document_id IS NULL AND invoice_key <> ''""",
)
#: The key of a person is an e-mail address, else a telephone number, else a name.
_PEOPLE = _tables(
    "person",
    f"{_CUSTOMER},",
    "company_id, customer_id, key",
    "name TEXT, role TEXT, email TEXT, phone TEXT, language TEXT",
)
_PEOPLE_INDEX = ("CREATE INDEX person_customer ON person (customer_id)",)


def _date(column: str) -> str:
    return f"date({column} * 86400, 'unixepoch')"


_VIEWS = (
    """CREATE VIEW invoice_lines AS
    SELECT m.code AS company, l.invoice_number AS invoice_id, d.number AS document,
        l.number AS line, l.description, l.quantity, l.unit_price, l.amount, l.quote_line,
        l.completion_code, n.file, l.line AS file_line
    FROM invoice_line AS l JOIN company AS m ON m.id = l.company_id
    JOIN import AS n ON n.id = l.import_id LEFT JOIN document AS d ON d.id = l.document_id""",
    f"""CREATE VIEW quote_lines AS
    SELECT m.code AS company, l.quote_number AS quote_id, l.number AS line, l.description,
        l.amount, l.status, {_date("l.approved_on")} AS approved_on, n.file, l.line AS file_line
    FROM quote_line AS l JOIN company AS m ON m.id = l.company_id
    JOIN import AS n ON n.id = l.import_id""",
    f"""CREATE VIEW orders AS
    SELECT m.code AS company, o.number AS order_id, c.number AS customer_id, c.name AS customer,
        {_date("o.ordered_on")} AS date, {decimal("o.amount", "o.currency")} AS amount,
        {decimal("o.open_amount", "o.currency")} AS open_amount, o.currency, o.status,
        o.job_number AS job_id, n.file, o.line
    FROM sales_order AS o JOIN company AS m ON m.id = o.company_id
    JOIN customer AS c ON c.id = o.customer_id JOIN import AS n ON n.id = o.import_id""",
    f"""CREATE VIEW promises AS
    SELECT m.code AS company, p.number AS promise_id, c.number AS customer_id,
        c.name AS customer, nullif(p.invoice_number, '') AS invoice_id, d.number AS document,
        {_date("p.promised_on")} AS promised_on, {_date("p.due_on")} AS due_on,
        {decimal("p.amount", "p.currency")} AS amount, p.currency, n.file, p.line
    FROM promised AS p JOIN company AS m ON m.id = p.company_id
    JOIN customer AS c ON c.id = p.customer_id JOIN import AS n ON n.id = p.import_id
    LEFT JOIN document AS d ON d.id = p.document_id""",
    """CREATE VIEW contacts AS
    SELECT m.code AS company, c.number AS customer_id, c.name AS customer, p.name, p.role,
        p.email, p.phone, p.language, n.file, p.line
    FROM person AS p JOIN company AS m ON m.id = p.company_id
    JOIN customer AS c ON c.id = p.customer_id JOIN import AS n ON n.id = p.import_id""",
)

MAIN: tuple[str, ...] = (
    *_IMPORTS,
    *_LINES,
    *_ORDERS,
    *_PROMISES,
    *_PEOPLE,
    *_PEOPLE_INDEX,
    *_VIEWS,
)
