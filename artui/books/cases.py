"""The cases of the desk on their way into the disputes that everything else reads."""

from __future__ import annotations

from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from artui import lock
from artui.books import casework, escalation, standings
from artui.books.disputes import Exported
from artui.books.force import bring_up, in_force
from artui.errors import ArtuiError
from artui.store import desk_cases
from artui.store.connection import beside, open_main, open_reader, transaction
from artui.store.ledger import Batch, writing
from artui.store.ledger.closure import BATCH

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterator, Sequence

    from artui.books.casework import Code, Dispute
    from artui.books.force import InForce
    from artui.home import Home


def lay_over(
    connection: sqlite3.Connection,
    batch: Batch,
    said: Sequence[Exported],
    blank: Collection[int],
    code: Code,
    today: int,
) -> set[int]:
    """Lay the cases of the desk over what exports say, and keep it; the documents that changed.

    A dispute that changed stays recorded on the day it first was; one of the blank item is the
    same as one of the document, which that item stops standing for once its items are known apart.
    Must run inside the write transaction.

    Args:
        connection: the main database.
        batch: the documents.
        said: what exports say of all their disputes.
        blank: their blank items.
        code: the code of the reason an export names.
        today: the day the figures are recorded on.
    """
    found = batch.cases()
    parts = batch.parts() if found else []
    made = casework.by_document(said, found, parts, code)

    def same(one: Sequence[object]) -> tuple[object, ...]:
        return (*one[:3], None if one[3] in blank else one[3])

    standing: dict[tuple[object, ...], int] = {}
    recorded: dict[tuple[object, ...], int] = {}
    for number, dispute, recorded_on in batch.standing_disputes():
        standing[dispute] = number
        recorded[same(dispute)] = recorded_on
    fresh: list[Dispute] = [one for one in made if standing.pop(tuple(one), None) is None]
    rows = [(*one, recorded.get(same(one), today)) for one in fresh]
    writing.write_disputes(connection, standing.values(), rows, today)
    return {one.document_id for one in fresh} | {
        gone[2] for gone in standing if isinstance(gone[2], int)
    }


def derive(
    connection: sqlite3.Connection, documents: Collection[int], code: Code, today: int
) -> set[int]:
    """Derive the disputes of some documents anew, and nothing else; whose figures moved.

    Must run inside the write transaction.
    """
    wanted, customers = sorted(documents), set[int]()
    for start in range(0, len(wanted), BATCH):
        batch = Batch(connection, wanted[start : start + BATCH])
        said = [Exported(*row) for row in batch.exported_disputes()]
        parts = batch.parts()
        blank = {part.item_id for part in parts if not part.label}
        changed = lay_over(connection, batch, said, blank, code, today)
        customers |= {part.customer_id for part in parts if part.document_id in changed}
    return customers


def derive_all(connection: sqlite3.Connection, force: InForce, today: int) -> set[int]:
    """Derive the disputes of every case anew, as after another catalogue; whose figures moved.

    Must run inside the write transaction.
    """
    return derive(connection, desk_cases.documents(connection), force.policy.reasons.code, today)


def take_over(
    connection: sqlite3.Connection, reader: sqlite3.Connection, force: InForce, home: Home
) -> int:
    """Take over what people have entered of disputes since, in a short transaction of its own.

    Figures and tiers move together: who looks on sees both, and a crash leaves neither.

    Args:
        connection: the main database, for writing.
        reader: the same, with the desk attached.
        force: the policy in force.
        home: whose day it is.

    Returns:
        How many customers' disputes changed.
    """
    if not desk_cases.differ(reader):
        return 0
    today = home.today()
    with beside(connection, home.desk), transaction(connection):
        documents = desk_cases.copy(connection, reader)
        customers = derive(connection, documents, force.policy.reasons.code, today)
        bring_up(connection, force, today, customers)
        standings.refresh(connection, force, home)
        escalation.decide_again(connection, force, today, customers)
    return len(customers)


def follow(home: Home) -> bool:
    """Take over what was entered where no agent is there to do it; whether all of it is.

    Where the database belongs to somebody else, or is being written, whoever has it does it.
    """
    try:
        if not _waits(home):
            return True
        with _alone(home) as alone:
            if alone:
                with closing(open_main(home.main)) as connection:
                    _take_over(connection, home)
        return not _waits(home)
    except (ArtuiError, OSError):
        return False


def _waits(home: Home) -> bool:
    with closing(open_reader(home.main, home.desk)) as reader:
        return desk_cases.differ(reader)


@contextmanager
def _alone(home: Home) -> Iterator[bool]:
    """Whether neither an agent nor a load is at work, for as long as it lasts."""
    with lock.at_once(home.agent_lock) as served:
        if not served:
            yield False
            return
        with lock.at_once(home.loading_lock) as free:
            yield free


def _take_over(connection: sqlite3.Connection, home: Home) -> None:
    force = in_force(connection)
    if force is not None:
        with closing(open_reader(home.main, home.desk)) as reader:
            take_over(connection, reader, force, home)
