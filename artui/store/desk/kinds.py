"""Every action of the desk: what kind of entry it writes, and what people call it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.store.desk import journal
from artui.store.desk.contacts import CONTACTS, LOG_CONTACT
from artui.store.desk.decisions import DECIDE, FILES
from artui.store.desk.disputes import (
    CASES,
    CHANGE_DISPUTE,
    NOTE_DISPUTE,
    NOTES,
    OPEN_DISPUTE,
)
from artui.store.desk.holds import HOLD, HOLDS, RELEASE_HOLD
from artui.store.desk.identity import FileIdentity
from artui.store.desk.marks import MARK_DONE, MARKS
from artui.store.desk.promises import (
    PLANS,
    PROMISE,
    PROMISE_PLAN,
    PROMISES,
    WITHDRAW_PLAN,
    WITHDRAW_PROMISE,
)
from artui.store.desk.reasons import CHOOSE_REASON, REASONS
from artui.store.desk.reviews import REVIEW_CREDIT, REVIEWS
from artui.store.desk.waivers import WAIVE, WAIVERS, WITHDRAW_WAIVER

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Container, Mapping

    from artui.store.desk.identity import Subject
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
    PROMISE_PLAN: PLANS,
    WITHDRAW_PLAN: PLANS,
    REVIEW_CREDIT: REVIEWS,
    WAIVE: WAIVERS,
    WITHDRAW_WAIVER: WAIVERS,
    DECIDE: FILES,
    OPEN_DISPUTE: CASES,
    CHANGE_DISPUTE: CASES,
    NOTE_DISPUTE: NOTES,
}

_RETOLD: Mapping[str, str] = {
    LOG_CONTACT: "the contact is taken back",
    MARK_DONE: "not done after all",
    HOLD: "not held any more",
    RELEASE_HOLD: "held again",
    PROMISE: "the promise is taken back",
    WITHDRAW_PROMISE: "the promise stands again",
    PROMISE_PLAN: "the plan is taken back",
    WITHDRAW_PLAN: "the plan stands again",
    REVIEW_CREDIT: "the review is taken back",
    WAIVE: "the waiver is taken back",
    WITHDRAW_WAIVER: "waived again",
    DECIDE: "the decision is taken back",
    OPEN_DISPUTE: "the dispute is taken back",
    CHANGE_DISPUTE: "the dispute is as it was",
    NOTE_DISPUTE: "the note is taken back",
}


_TOO_LATE = "this has been carried out and stays; once more takes back what came before it"


def undo(
    connection: sqlite3.Connection, who: str, at: str, done: Container[int] = frozenset()
) -> JournalRow:
    """Undo this person's last write that still stands; what was undone.

    A decision about a file that has been taken up stands for good: it is journalled as such, and
    the row that comes back has the same before and after.

    Args:
        connection: the desk, for writing.
        who: whose write.
        at: the clock's time.
        done: the numbers of the decisions about files that have been taken up.

    Raises:
        NothingToUndo: where there is none.
        UndoOvertaken: where somebody has changed the subject since.
    """

    def stands(subject: Subject) -> bool:
        return isinstance(subject, FileIdentity) and subject.id in done

    return journal.take_back(connection, KINDS, who, at, stands)


def retold(undone: JournalRow) -> str:
    """What an undone write has come to, as a sentence's end; empty for a chosen reason."""
    if undone.action == DECIDE and undone.before == undone.after:
        return _TOO_LATE
    return _RETOLD.get(undone.action, "")
