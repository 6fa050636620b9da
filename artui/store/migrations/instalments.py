"""0002: instalments that terms make of an invoice, and the dates that stand beside a due date.

Of an item:
    contractual_on: the due date agreed, where a business-day rule moved the one it ages on.
    export_due_on: the due date its export gives, where the policy's was taken instead.
    computed: 1 for an instalment that no export lists; one that no longer follows is void.
    policy_id: the policy under which its due date was decided; none decided an export's own.
"""

from __future__ import annotations

from artui.store import views

_ITEM = (
    "contractual_on INTEGER",
    "export_due_on INTEGER",
    "computed INTEGER NOT NULL DEFAULT 0",
    "policy_id INTEGER REFERENCES policy",
)
_VERSION = ("contractual_on INTEGER", "policy_id INTEGER")

MAIN: tuple[str, ...] = (
    *(f"ALTER TABLE item ADD COLUMN {column}" for column in _ITEM),
    *(f"ALTER TABLE item_version ADD COLUMN {column}" for column in _VERSION),
    *views.WITH_INSTALMENTS,
)
