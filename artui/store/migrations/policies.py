"""0005: what each policy changed when it came into force."""

from __future__ import annotations

MAIN: tuple[str, ...] = (
    "ALTER TABLE policy ADD COLUMN adopted_by TEXT",
    """CREATE TABLE policy_change (
        policy_id INTEGER NOT NULL REFERENCES policy, kind TEXT NOT NULL, direction TEXT NOT NULL,
        currency TEXT NOT NULL, customers INTEGER NOT NULL, items INTEGER NOT NULL,
        amount INTEGER NOT NULL, PRIMARY KEY (policy_id, kind, direction, currency))
        STRICT, WITHOUT ROWID""",
)
