"""0011: why invoices are late, as a frozen week keeps it, and cases and plans on the desk.

A row of `frozen_late` says beside its reason what the rules alone said (`ruled`), which other
reasons its evidence meets (`contributing`, codes with a blank between), where the invoice came
from, and what it, its customer and its site were called, as known when the week was frozen; of
weeks frozen before, what they are called now, and `ruled` is empty where it was not kept. A row of
`frozen_week` counts the weeks that were frozen before it (`place`): only those may stand beside it.
On the desk a `waiver` lets a failed check of a job or an invoice pass; a `dispute` is a case opened
by a person, or what a person did to one that exports tell of (`exported`, its canonical id), where
NULL leaves what the export says; promises of one plan carry the number of its first.
"""

from __future__ import annotations

from artui.domain.disputes import CLOSED, OVER, WORDS
from artui.store import views

#: What the desk says of a case, as the agent took it over; the columns of the desk's `dispute`.
_CASES = (
    """CREATE TABLE desk_case (
        id INTEGER PRIMARY KEY, company TEXT NOT NULL, customer TEXT NOT NULL,
        currency TEXT NOT NULL, class TEXT NOT NULL, fiscal_year TEXT NOT NULL,
        document TEXT NOT NULL, item TEXT, exported TEXT, reason TEXT, amount INTEGER,
        owner TEXT, state TEXT, next_on INTEGER, opened_on INTEGER, closed_on INTEGER,
        outcome TEXT, credit TEXT, who TEXT NOT NULL, at TEXT NOT NULL) STRICT""",
    "CREATE INDEX desk_case_of ON desk_case (document, class, fiscal_year, company)",
)
#: The state of a dispute by the words of its export, until it is derived the next time.
_PLAIN = "trim(replace(replace(lower({}), '_', ' '), '-', ' '))"
_WORDS = " ".join(
    f"WHEN '{word}' THEN '{state}'" for word, state in WORDS.items() if state != CLOSED
)
_SAID = f"CASE {_PLAIN.format('status')} {_WORDS} END"
_ENDED = f"CASE {_PLAIN.format('outcome')} {_WORDS} END"
_OVER = ", ".join(f"'{state}'" for state in OVER)
_STATE = f"""CASE WHEN resolved_on IS NULL THEN coalesce({_SAID}, 'open')
    WHEN {_SAID} IN ({_OVER}) THEN {_SAID} WHEN {_ENDED} IN ({_OVER}) THEN {_ENDED}
    ELSE 'closed' END"""
#: What exports alone say of disputes; `dispute` is that with the cases of the desk laid over.
_EXPORTED = (
    """CREATE TABLE exported_dispute (
        id INTEGER PRIMARY KEY, number TEXT NOT NULL, source TEXT NOT NULL,
        document_id INTEGER NOT NULL REFERENCES document, item_id INTEGER,
        customer_id INTEGER NOT NULL REFERENCES customer, currency TEXT NOT NULL, reason TEXT,
        amount INTEGER, opened_on INTEGER NOT NULL, resolved_on INTEGER, dated INTEGER NOT NULL,
        owner TEXT, status TEXT, outcome TEXT, note TEXT, import_id INTEGER NOT NULL,
        line INTEGER NOT NULL, key TEXT NOT NULL, said_on INTEGER NOT NULL) STRICT""",
    """INSERT INTO exported_dispute SELECT x.id, x.number, x.source, x.document_id, x.item_id,
        x.customer_id, x.currency, x.reason, x.amount, x.opened_on, x.resolved_on, x.dated,
        x.owner, x.status, x.outcome, x.note, x.import_id, x.line,
        coalesce((SELECT c.key FROM dispute_case AS c WHERE x.source = 'export'
                AND c.document_id = x.document_id AND c.number = x.number),
            d.key || substr(x.number, length(d.number) + 1)),
        coalesce((SELECT n.as_of FROM import AS n WHERE n.id = x.import_id), x.opened_on)
        FROM dispute AS x JOIN document AS d ON d.id = x.document_id""",
    "CREATE INDEX exported_dispute_document ON exported_dispute (document_id)",
    *(
        f"ALTER TABLE {table} ADD COLUMN {column}"
        for table in ("dispute", "dispute_version")
        for column in (
            "state TEXT",
            "next_on INTEGER",
            "desk_id INTEGER",
            "credit TEXT",
            "conflict TEXT",
        )
    ),
    *(f"UPDATE {table} SET state = {_STATE}" for table in ("dispute", "dispute_version")),
    "CREATE INDEX dispute_step ON dispute (next_on) WHERE next_on IS NOT NULL",
    *views.WITH_CASES,
    "ALTER TABLE account_tier ADD COLUMN disputes_overdue INTEGER NOT NULL DEFAULT 0",
)

MAIN: tuple[str, ...] = (
    *_CASES,
    *_EXPORTED,
    *(
        f"ALTER TABLE frozen_late ADD COLUMN {column}"
        for column in (
            "ruled TEXT",
            "contributing TEXT NOT NULL DEFAULT ''",
            "company TEXT",
            "class TEXT",
            "segment TEXT",
            "dispatcher TEXT",
            "template TEXT",
            "job_id TEXT",
            "number TEXT",
            "customer TEXT",
            "name TEXT",
            "site TEXT",
        )
    ),
    """UPDATE frozen_late SET (number, company, class, customer, name, site) = (
        SELECT d.number, m.code, nullif(d.class, ''), c.number, c.name,
            (SELECT min(i.site) FROM item AS i WHERE i.document_id = d.id AND i.void = 0)
        FROM document AS d JOIN company AS m ON m.id = d.company_id
        JOIN customer AS c ON c.id = frozen_late.customer_id
        WHERE d.id = frozen_late.document_id)""",
    """UPDATE frozen_late SET ruled = CASE because WHEN 'rule' THEN reason
        WHEN 'unexplained' THEN NULL ELSE '' END""",
    "ALTER TABLE frozen_week ADD COLUMN place INTEGER NOT NULL DEFAULT 0",
    """UPDATE frozen_week SET place = (SELECT count(*) FROM frozen_week AS w
        WHERE (w.frozen_at, w.week) < (frozen_week.frozen_at, frozen_week.week))""",
)

DESK: tuple[str, ...] = (
    """CREATE TABLE waiver (
        id INTEGER PRIMARY KEY AUTOINCREMENT, company TEXT NOT NULL, customer TEXT NOT NULL,
        currency TEXT, class TEXT, fiscal_year TEXT, document TEXT, job TEXT,
        check_code TEXT NOT NULL, reason TEXT NOT NULL, waived_on INTEGER NOT NULL,
        withdrawn_on INTEGER, who TEXT NOT NULL, at TEXT NOT NULL) STRICT""",
    "CREATE INDEX waiver_of ON waiver (company, customer)",
    """CREATE TABLE dispute (
        id INTEGER PRIMARY KEY AUTOINCREMENT, company TEXT NOT NULL, customer TEXT NOT NULL,
        currency TEXT NOT NULL, class TEXT NOT NULL, fiscal_year TEXT NOT NULL,
        document TEXT NOT NULL, item TEXT, exported TEXT, reason TEXT, amount INTEGER,
        owner TEXT, state TEXT, next_on INTEGER, opened_on INTEGER, closed_on INTEGER,
        outcome TEXT, credit TEXT, who TEXT NOT NULL, at TEXT NOT NULL) STRICT""",
    "CREATE INDEX dispute_of ON dispute (company, customer)",
    """CREATE TABLE dispute_note (
        id INTEGER PRIMARY KEY AUTOINCREMENT, company TEXT NOT NULL, customer TEXT NOT NULL,
        currency TEXT NOT NULL, dispute INTEGER NOT NULL, noted_on INTEGER NOT NULL,
        note TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL) STRICT""",
    "CREATE INDEX dispute_note_of ON dispute_note (dispute)",
    "ALTER TABLE promise ADD COLUMN plan INTEGER",
)
