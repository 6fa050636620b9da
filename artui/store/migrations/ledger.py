"""0001: what is known of documents, customers and payments, what happened, what follows."""

from __future__ import annotations

from artui.store import views

_BUCKETS = range(12)
_BUCKET_COLUMNS = ", ".join(f"b{n} INTEGER NOT NULL" for n in _BUCKETS)
_DISPUTED_COLUMNS = ", ".join(f"d{n} INTEGER NOT NULL" for n in _BUCKETS)

_RECORDS = (
    """CREATE TABLE policy (
        id INTEGER PRIMARY KEY, revision TEXT NOT NULL, content TEXT NOT NULL, commit_id TEXT,
        adopted_at TEXT NOT NULL, body TEXT NOT NULL) STRICT""",
    """CREATE TABLE policy_check (
        id INTEGER PRIMARY KEY CHECK (id = 1), checked_at TEXT NOT NULL, revision TEXT NOT NULL,
        content TEXT NOT NULL, errors INTEGER NOT NULL, warnings INTEGER NOT NULL,
        findings TEXT NOT NULL) STRICT""",
    """CREATE TABLE import (
        id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL, file TEXT NOT NULL, size INTEGER NOT NULL,
        profile TEXT, kind TEXT, state TEXT NOT NULL, reason TEXT, as_of INTEGER,
        dated_by TEXT, complete INTEGER NOT NULL DEFAULT 0, columns TEXT NOT NULL DEFAULT '[]',
        recorded_on INTEGER NOT NULL, started_at TEXT NOT NULL, seconds REAL,
        rows_read INTEGER NOT NULL DEFAULT 0, rows_loaded INTEGER NOT NULL DEFAULT 0,
        rows_unchanged INTEGER NOT NULL DEFAULT 0, rows_rejected INTEGER NOT NULL DEFAULT 0,
        warnings TEXT NOT NULL DEFAULT '[]', kept_as TEXT, accepted_by TEXT, policy_id INTEGER
        REFERENCES policy) STRICT""",
    "CREATE INDEX import_sha256 ON import (sha256)",
    """CREATE TABLE reject (
        import_id INTEGER NOT NULL REFERENCES import, line INTEGER NOT NULL, column_name TEXT,
        value TEXT, reason TEXT NOT NULL, raw TEXT) STRICT""",
    "CREATE INDEX reject_import ON reject (import_id)",
    """CREATE TABLE slot (
        job TEXT NOT NULL, slot TEXT NOT NULL, claimed_at TEXT NOT NULL, ended_at TEXT,
        error TEXT, PRIMARY KEY (job, slot)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE heartbeat (
        id INTEGER PRIMARY KEY CHECK (id = 1), pid INTEGER NOT NULL, host TEXT NOT NULL,
        started_at TEXT NOT NULL, beat_at TEXT NOT NULL, watching TEXT NOT NULL,
        working_on TEXT, trouble TEXT) STRICT""",
    """CREATE TABLE frozen_week (
        week TEXT PRIMARY KEY, frozen_at TEXT NOT NULL, policy_id INTEGER REFERENCES policy)
        STRICT, WITHOUT ROWID""",
    """CREATE TABLE frozen_late (
        week TEXT NOT NULL REFERENCES frozen_week, document_id INTEGER NOT NULL,
        customer_id INTEGER NOT NULL, currency TEXT NOT NULL, amount INTEGER NOT NULL,
        amount_days INTEGER NOT NULL, reason TEXT, because TEXT NOT NULL, is_new INTEGER NOT NULL,
        PRIMARY KEY (week, document_id, currency)) STRICT, WITHOUT ROWID""",
)

_FACTS = (
    """CREATE TABLE company (
        id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, code TEXT NOT NULL,
        data_as_of INTEGER) STRICT""",
    """CREATE TABLE customer (
        id INTEGER PRIMARY KEY, company_id INTEGER NOT NULL REFERENCES company,
        key TEXT NOT NULL, number TEXT NOT NULL, name TEXT, parent_key TEXT, segment TEXT,
        collector TEXT, region TEXT, country TEXT, currency TEXT, terms TEXT,
        credit_limit INTEGER, po_required INTEGER, bill_to TEXT, tax_code TEXT, address TEXT,
        email TEXT, phone TEXT, language TEXT, autopay INTEGER,
        UNIQUE (company_id, key)) STRICT""",
    """CREATE TABLE document (
        id INTEGER PRIMARY KEY, company_id INTEGER NOT NULL REFERENCES company,
        key TEXT NOT NULL, family TEXT NOT NULL, class_key TEXT NOT NULL, class TEXT NOT NULL,
        fiscal_year TEXT NOT NULL, number TEXT NOT NULL,
        UNIQUE (company_id, key, family, class_key, fiscal_year)) STRICT""",
    """CREATE TABLE snapshot (
        company_id INTEGER NOT NULL REFERENCES company, day INTEGER NOT NULL,
        import_id INTEGER NOT NULL REFERENCES import, PRIMARY KEY (company_id, day, import_id))
        STRICT, WITHOUT ROWID""",
    """CREATE TABLE sighting (
        kind TEXT NOT NULL, fact_id INTEGER NOT NULL, import_id INTEGER NOT NULL REFERENCES import,
        PRIMARY KEY (kind, fact_id, import_id)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE customer_fact (
        id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customer,
        import_id INTEGER NOT NULL REFERENCES import, line INTEGER NOT NULL,
        as_of INTEGER NOT NULL, digest INTEGER NOT NULL, name TEXT, parent_key TEXT, segment TEXT,
        collector TEXT, region TEXT, country TEXT, currency TEXT, terms TEXT,
        credit_limit INTEGER, po_required INTEGER, bill_to TEXT, tax_code TEXT, address TEXT,
        email TEXT, phone TEXT, language TEXT, autopay INTEGER, extra TEXT) STRICT""",
    "CREATE INDEX customer_fact_of ON customer_fact (customer_id, as_of)",
    """CREATE TABLE invoice_fact (
        id INTEGER PRIMARY KEY, item_id INTEGER NOT NULL REFERENCES item,
        customer_id INTEGER NOT NULL REFERENCES customer,
        import_id INTEGER NOT NULL REFERENCES import, line INTEGER NOT NULL,
        as_of INTEGER NOT NULL, digest INTEGER NOT NULL, type TEXT, status TEXT,
        invoice_date INTEGER, due_date INTEGER, terms TEXT, currency TEXT NOT NULL,
        amount INTEGER NOT NULL, tax_amount INTEGER, open_amount INTEGER, po_number TEXT,
        bill_to TEXT, tax_code TEXT, site TEXT, project TEXT, job_id TEXT, quote_id TEXT,
        completed_at TEXT, sent_at TEXT, settled_on INTEGER, disputed INTEGER, approver TEXT,
        credits_invoice TEXT, reissue_of TEXT, reason TEXT, extra TEXT) STRICT""",
    "CREATE INDEX invoice_fact_of ON invoice_fact (item_id, as_of)",
    """CREATE INDEX invoice_fact_credits ON invoice_fact (credits_invoice)
        WHERE credits_invoice IS NOT NULL""",
    """CREATE TABLE open_item_fact (
        id INTEGER PRIMARY KEY, item_id INTEGER NOT NULL REFERENCES item,
        company_id INTEGER NOT NULL REFERENCES company,
        customer_id INTEGER NOT NULL REFERENCES customer,
        import_id INTEGER NOT NULL REFERENCES import, line INTEGER NOT NULL,
        as_of INTEGER NOT NULL, last_on INTEGER, listed INTEGER NOT NULL, digest INTEGER NOT NULL,
        customer_name TEXT, type TEXT, invoice_date INTEGER, due_date INTEGER, terms TEXT,
        currency TEXT NOT NULL, amount INTEGER NOT NULL, original_amount INTEGER, po_number TEXT,
        reference TEXT, disputed INTEGER, settled_on INTEGER, reason TEXT, dunning_level INTEGER,
        last_dunned INTEGER, dunning_block TEXT, extra TEXT) STRICT""",
    "CREATE INDEX open_item_fact_of ON open_item_fact (item_id, as_of)",
    """CREATE INDEX open_item_fact_running ON open_item_fact (company_id, item_id)
        WHERE listed = 1 AND last_on IS NULL""",
    """CREATE TABLE payment_fact (
        id INTEGER PRIMARY KEY, document_id INTEGER NOT NULL REFERENCES document,
        customer_id INTEGER NOT NULL REFERENCES customer,
        import_id INTEGER NOT NULL REFERENCES import, line INTEGER NOT NULL,
        as_of INTEGER NOT NULL, digest INTEGER NOT NULL, date INTEGER NOT NULL,
        amount INTEGER NOT NULL, currency TEXT NOT NULL, method TEXT, status TEXT,
        reversed_on INTEGER, reference TEXT, extra TEXT) STRICT""",
    "CREATE INDEX payment_fact_of ON payment_fact (document_id, as_of)",
    """CREATE TABLE application (
        id INTEGER PRIMARY KEY, company_id INTEGER NOT NULL REFERENCES company,
        payment_key TEXT NOT NULL, payment_number TEXT NOT NULL, invoice_key TEXT NOT NULL,
        invoice_number TEXT NOT NULL, label TEXT NOT NULL, date INTEGER NOT NULL,
        sign INTEGER NOT NULL, payment_document_id INTEGER REFERENCES document,
        invoice_document_id INTEGER REFERENCES document,
        UNIQUE (company_id, payment_key, invoice_key, label, date, sign)) STRICT""",
    "CREATE INDEX application_payment ON application (payment_document_id)",
    "CREATE INDEX application_invoice ON application (invoice_document_id)",
    """CREATE INDEX application_waiting ON application (company_id)
        WHERE payment_document_id IS NULL OR invoice_document_id IS NULL""",
    """CREATE TABLE application_fact (
        id INTEGER PRIMARY KEY, application_id INTEGER NOT NULL REFERENCES application,
        import_id INTEGER NOT NULL REFERENCES import, line INTEGER NOT NULL,
        as_of INTEGER NOT NULL, digest INTEGER NOT NULL, amount TEXT NOT NULL, extra TEXT)
        STRICT""",
    "CREATE INDEX application_fact_of ON application_fact (application_id, as_of)",
    """CREATE TABLE dispute_case (
        id INTEGER PRIMARY KEY, company_id INTEGER NOT NULL REFERENCES company,
        key TEXT NOT NULL, number TEXT NOT NULL, invoice_key TEXT NOT NULL,
        invoice_number TEXT NOT NULL, document_id INTEGER REFERENCES document,
        UNIQUE (company_id, key)) STRICT""",
    "CREATE INDEX dispute_case_document ON dispute_case (document_id)",
    """CREATE TABLE dispute_fact (
        id INTEGER PRIMARY KEY, dispute_case_id INTEGER NOT NULL REFERENCES dispute_case,
        import_id INTEGER NOT NULL REFERENCES import, line INTEGER NOT NULL,
        as_of INTEGER NOT NULL, digest INTEGER NOT NULL, opened_on INTEGER NOT NULL,
        reason TEXT, amount TEXT, owner TEXT, status TEXT, resolved_on INTEGER, outcome TEXT,
        note TEXT, extra TEXT) STRICT""",
    "CREATE INDEX dispute_fact_of ON dispute_fact (dispute_case_id, as_of)",
)

_DERIVED = (
    """CREATE TABLE item (
        id INTEGER PRIMARY KEY, document_id INTEGER NOT NULL REFERENCES document,
        label TEXT NOT NULL, customer_id INTEGER NOT NULL REFERENCES customer,
        currency TEXT NOT NULL, type TEXT, billed_on INTEGER NOT NULL, due_on INTEGER NOT NULL,
        due_by TEXT NOT NULL, terms TEXT, amount INTEGER NOT NULL, open_amount INTEGER NOT NULL,
        recorded_on INTEGER NOT NULL, import_id INTEGER NOT NULL, line INTEGER NOT NULL,
        void INTEGER NOT NULL, settled_on INTEGER, po_number TEXT, bill_to TEXT, tax_code TEXT,
        site TEXT, project TEXT, job_id TEXT, quote_id TEXT, completed_at TEXT, sent_at TEXT,
        approver TEXT, reference TEXT, reason TEXT, dunning_level INTEGER, last_dunned INTEGER,
        dunning_block TEXT, UNIQUE (document_id, label)) STRICT""",
    """CREATE INDEX item_open ON item (customer_id, currency, due_on, open_amount, document_id)
        WHERE open_amount <> 0""",
    """CREATE TABLE item_version (
        item_id INTEGER NOT NULL REFERENCES item, recorded_on INTEGER NOT NULL,
        superseded_on INTEGER NOT NULL, customer_id INTEGER NOT NULL, currency TEXT NOT NULL,
        billed_on INTEGER NOT NULL, due_on INTEGER NOT NULL, due_by TEXT NOT NULL, terms TEXT,
        amount INTEGER NOT NULL, PRIMARY KEY (item_id, recorded_on)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE entry (
        id INTEGER PRIMARY KEY, item_id INTEGER NOT NULL REFERENCES item, kind TEXT NOT NULL,
        effective_on INTEGER NOT NULL, amount INTEGER NOT NULL, counter_item_id INTEGER,
        import_id INTEGER NOT NULL, line INTEGER, recorded_on INTEGER NOT NULL,
        superseded_on INTEGER) STRICT""",
    """CREATE INDEX entry_item ON entry
        (item_id, effective_on, amount, recorded_on, superseded_on)""",
    "CREATE INDEX entry_effective ON entry (effective_on)",
    """CREATE TABLE dispute (
        id INTEGER PRIMARY KEY, number TEXT NOT NULL, source TEXT NOT NULL,
        document_id INTEGER NOT NULL REFERENCES document, item_id INTEGER,
        customer_id INTEGER NOT NULL REFERENCES customer, currency TEXT NOT NULL, reason TEXT,
        amount INTEGER, opened_on INTEGER NOT NULL, resolved_on INTEGER, dated INTEGER NOT NULL,
        owner TEXT, status TEXT, outcome TEXT, note TEXT, import_id INTEGER NOT NULL,
        line INTEGER NOT NULL, recorded_on INTEGER NOT NULL) STRICT""",
    "CREATE INDEX dispute_document ON dispute (document_id)",
    "CREATE INDEX dispute_customer ON dispute (customer_id)",
    f"""CREATE TABLE position (
        id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customer,
        currency TEXT NOT NULL,
        company_id INTEGER NOT NULL REFERENCES company,
        outstanding INTEGER NOT NULL, unapplied INTEGER NOT NULL, past_due INTEGER NOT NULL,
        disputed INTEGER NOT NULL, oldest_due INTEGER, next_change_on INTEGER,
        items INTEGER NOT NULL, {_BUCKET_COLUMNS}, {_DISPUTED_COLUMNS},
        UNIQUE (customer_id, currency)) STRICT""",
    """CREATE TABLE positions_of (
        id INTEGER PRIMARY KEY CHECK (id = 1), day INTEGER NOT NULL,
        policy_id INTEGER NOT NULL REFERENCES policy) STRICT""",
    "CREATE INDEX position_next_change ON position (next_change_on)",
)

_DESK = (
    """CREATE TABLE reason_choice (
        company TEXT NOT NULL, class TEXT NOT NULL, fiscal_year TEXT NOT NULL,
        document TEXT NOT NULL, reason TEXT NOT NULL, chosen_by TEXT NOT NULL,
        chosen_at TEXT NOT NULL, PRIMARY KEY (company, class, fiscal_year, document))
        STRICT, WITHOUT ROWID""",
    """CREATE TABLE journal (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, action TEXT NOT NULL,
        subject TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL,
        undoes INTEGER UNIQUE REFERENCES journal) STRICT""",
)

MAIN = (*_RECORDS, *_FACTS, *_DERIVED, *views.STATEMENTS)
DESK = _DESK
