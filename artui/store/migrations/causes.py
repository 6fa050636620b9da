"""0011: why invoices are late, as a frozen week keeps it, and cases and plans on the desk.

A row of `frozen_late` says beside its reason what the rules alone said (`ruled`), which other
reasons its evidence meets (`contributing`, codes with a blank between), and where the invoice came
from, as known when the week was frozen. On the desk a `waiver` lets a failed check of a job or an
invoice pass; a `dispute` is a case opened by a person, or what a person did to one that exports
tell of (`exported`, its canonical id), where NULL leaves what the export says; promises of one plan
carry the number of its first.
"""

from __future__ import annotations

MAIN: tuple[str, ...] = tuple(
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
    )
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
