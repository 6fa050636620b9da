"""The desk: what people enter. Every write is journalled with its inverse, for audit and undo.

Each kind of entry has a module: its functions to write, and its kind for the journal. A writer
opens the desk by itself; a reader has it attached to the main database as `desk`.
"""

from __future__ import annotations

from artui.store.desk.contacts import Contact, log_contact
from artui.store.desk.decisions import decide
from artui.store.desk.disputes import Case, change_dispute, note_dispute, open_dispute
from artui.store.desk.holds import hold, release_hold
from artui.store.desk.identity import (
    AccountIdentity,
    Entry,
    FileIdentity,
    InvoiceIdentity,
    MarkIdentity,
)
from artui.store.desk.journal import JournalRow, NothingToUndo, UndoOvertaken
from artui.store.desk.kinds import retold, undo
from artui.store.desk.marks import mark_done
from artui.store.desk.promises import promise, promise_plan, withdraw_promise
from artui.store.desk.reasons import CHOOSE_REASON, choices, choose_reason, reason_of
from artui.store.desk.reviews import review_credit
from artui.store.desk.waivers import NoReason, waive, withdraw_waiver

__all__ = [
    "CHOOSE_REASON",
    "AccountIdentity",
    "Case",
    "Contact",
    "Entry",
    "FileIdentity",
    "InvoiceIdentity",
    "JournalRow",
    "MarkIdentity",
    "NoReason",
    "NothingToUndo",
    "UndoOvertaken",
    "change_dispute",
    "choices",
    "choose_reason",
    "decide",
    "hold",
    "log_contact",
    "mark_done",
    "note_dispute",
    "open_dispute",
    "promise",
    "promise_plan",
    "reason_of",
    "release_hold",
    "retold",
    "review_credit",
    "undo",
    "waive",
    "withdraw_promise",
    "withdraw_waiver",
]
