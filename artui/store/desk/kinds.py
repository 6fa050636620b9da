"""Every action of the desk: what kind of entry it writes, and what people call it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.store.desk import journal
from artui.store.desk.contacts import CONTACTS, LOG_CONTACT
from artui.store.desk.holds import HOLD, HOLDS, RELEASE_HOLD
from artui.store.desk.marks import MARK_DONE, MARKS
from artui.store.desk.promises import PROMISE, PROMISES, WITHDRAW_PROMISE
from artui.store.desk.reasons import CHOOSE_REASON, REASONS
from artui.store.desk.reviews import REVIEW_CREDIT, REVIEWS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from artui.store.desk.journal import JournalRow, Kind

#: By action.
KINDS: Mapping[str, Kind] = {
    CHOOSE_REASON: REASONS,
    LOG_CONTACT: CONTACTS,
    MARK_DONE: MARKS,
    HOLD: HOLDS,
    RELEASE_HOLD: HOLDS,
    PROMISE: PROMISES,
    WITHDRAW_PROMISE: PROMISES,
    REVIEW_CREDIT: REVIEWS,
}

_RETOLD: Mapping[str, str] = {
    LOG_CONTACT: "the contact is taken back",
    MARK_DONE: "not done after all",
    HOLD: "not held any more",
    RELEASE_HOLD: "held again",
    PROMISE: "the promise is taken back",
    WITHDRAW_PROMISE: "the promise stands again",
    REVIEW_CREDIT: "the review is taken back",
}


def undo(connection: sqlite3.Connection, who: str, at: str) -> JournalRow:
    """Undo this person's last write that still stands; what was undone.

    Raises:
        NothingToUndo: where there is none.
        UndoOvertaken: where somebody has changed the subject since.
    """
    return journal.take_back(connection, KINDS, who, at)


def retold(undone: JournalRow) -> str:
    """What an undone write has come to, as a sentence's end; empty for a chosen reason."""
    return _RETOLD.get(undone.action, "")
