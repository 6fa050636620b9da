"""What people enter about disputes, written to the desk in their name."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from artui.person import person
from artui.store import case_history, invoice
from artui.store import connection as databases
from artui.store.desk import disputes
from artui.tui.cases import Credit

if TYPE_CHECKING:
    from artui.tui.cases import Case
    from artui.tui.screens.settling import Work
    from artui.tui.work import Desk

#: What of a case the desk can say otherwise than an export.
_SAID = ("state", "reason", "amount", "owner", "closed_on", "outcome")


def open_dispute(work: Desk, document_id: int, case: disputes.Case, currency: str) -> int:
    """Open a dispute of an invoice today; its number.

    Args:
        work: the databases.
        document_id: the invoice.
        case: what is disputed.
        currency: of its amount.
    """
    with work.reader() as reader:
        account, document = invoice.account(reader, document_id)
    with closing(databases.open_desk(work.home.desk)) as connection:
        return disputes.open_dispute(
            *(connection, account._replace(currency=currency), document, case),
            *(work.home.today(), person(), work.home.entered_at()),
        )


def enter(work: Desk, case: Case, entered: Work) -> int:
    """Write what was entered about a dispute, which is taken up first where nobody has; its number.

    Args:
        work: the databases.
        case: the dispute.
        entered: what changes, and a note.
    """
    number = _taken_up(work, case) if case.desk_id is None else case.desk_id
    today, now = work.home.today(), work.home.entered_at()
    with closing(databases.open_desk(work.home.desk)) as connection:
        if entered.values:
            disputes.change_dispute(connection, number, entered.values, person(), now)
        if entered.note:
            disputes.note_dispute(connection, number, entered.note, today, person(), now)
    return number


def agree(work: Desk, case: Case) -> None:
    """Let the export say how a dispute stands, wherever the desk says otherwise.

    A case of its own that is about an exported one takes that up, so that it may leave its amount.
    """
    if case.desk_id is not None:
        with closing(databases.open_desk(work.home.desk)) as connection:
            nothing = {**dict.fromkeys(_SAID), "exported": case.exported}
            disputes.change_dispute(
                connection, case.desk_id, nothing, person(), work.home.entered_at()
            )


def _taken_up(work: Desk, case: Case) -> int:
    """Take an exported dispute up as it stands; its number on the desk."""
    as_it_is = disputes.Case(None, None, None, None, item=case.item, exported=case.exported)
    return open_dispute(work, case.document_id, as_it_is, case.currency)


def credits_for(work: Desk, case: Case) -> list[Credit]:
    """The credit notes that may settle a dispute, those of its invoice first, then the latest."""
    with work.reader() as reader:
        return [Credit(*row) for row in case_history.credits_of(reader, case.document_id)]
