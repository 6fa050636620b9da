"""The ledger's rows: what a set of documents is known by, and the entries that follow."""

from __future__ import annotations

from artui.store.ledger.batch import Batch
from artui.store.ledger.rows import (
    ATTRIBUTES,
    CARRIED,
    AdjustmentRow,
    ApplicationRow,
    CaseRow,
    DisputeRow,
    DocumentRow,
    FactRow,
    ItemRow,
    Part,
    PaymentRow,
)

__all__ = [
    "ATTRIBUTES",
    "CARRIED",
    "AdjustmentRow",
    "ApplicationRow",
    "Batch",
    "CaseRow",
    "DisputeRow",
    "DocumentRow",
    "FactRow",
    "ItemRow",
    "Part",
    "PaymentRow",
]
