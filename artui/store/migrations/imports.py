"""0010, of imports: what a held file would close, and what became of what people decided of files.

A decision is entered on the desk and carried out by the agent; the main database keeps when it was
taken up and how it ended, so that the same decision is never carried out twice.
"""

from __future__ import annotations

MAIN: tuple[str, ...] = (
    """CREATE TABLE held_closing (
        import_id INTEGER NOT NULL REFERENCES import, item_id INTEGER NOT NULL,
        open_amount INTEGER NOT NULL, PRIMARY KEY (import_id, item_id)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE carried_out (
        decision_id INTEGER NOT NULL, sha256 TEXT NOT NULL, at TEXT NOT NULL,
        decision TEXT NOT NULL, who TEXT NOT NULL, taken_at TEXT NOT NULL, ended_at TEXT,
        import_id INTEGER REFERENCES import, error TEXT,
        PRIMARY KEY (decision_id, sha256, at)) STRICT, WITHOUT ROWID""",
    "ALTER TABLE heartbeat ADD COLUMN progress TEXT",
)
#: A file is named by its bytes; `decision` is accept, refuse or again.
DESK: tuple[str, ...] = (
    """CREATE TABLE import_decision (
        id INTEGER PRIMARY KEY AUTOINCREMENT, sha256 TEXT NOT NULL, file TEXT NOT NULL,
        decision TEXT NOT NULL, note TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL) STRICT""",
    "CREATE INDEX import_decision_of ON import_decision (sha256)",
)
