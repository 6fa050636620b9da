"""One row for each dispute: what exports say of it, with the case of the desk laid over.

The desk wins where it says something, and the export stands where it does not; an import never
takes anything back. A case that names the exported dispute it takes up is laid over that one. One
of its own is laid over an exported dispute about the same part that ran at the same time, where
neither names another reason than the other: who disputes in the program what a person has noted
here disputes it once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from artui.books.conflict import conflict
from artui.domain.disputes import CLOSED, OVER, is_over, state_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from artui.books.disputes import Exported
    from artui.store.ledger import CaseRow, Part

    #: The code of the reason that a name in an export stands for.
    Code = Callable[[str], str | None]

DESK = "desk"
#: An amount of the desk that says all of it.
_ALL = -1


class Dispute(NamedTuple):
    """One dispute, in the order of the columns of `dispute`.

    `amount` None means all that is open; `dated` is false where the day it was opened is only
    supposed, which keeps it out of cycle times. `state` is one of `artui.domain.disputes.STATES`,
    or closed where an export does not say how it ended. `desk_id` is the case of the desk, None
    where nobody has taken it up; `conflict` says where both sides differ.
    """

    number: str
    source: str
    document_id: int
    item_id: int | None
    customer_id: int
    currency: str
    reason: str | None
    amount: int | None
    opened_on: int
    resolved_on: int | None
    dated: bool
    owner: str | None
    status: str | None
    outcome: str | None
    note: str | None
    import_id: int
    line: int
    state: str
    next_on: int | None = None
    desk_id: int | None = None
    credit: str | None = None
    conflict: str | None = None


def state_said(said: Exported) -> str:
    """The state an export gives a dispute, by its status or, once it is over, its outcome."""
    state = state_of(said.status)
    if said.resolved_on is None:
        return state
    if state in OVER:
        return state
    ended = state_of(said.outcome)
    return ended if ended in OVER else CLOSED


def merged(
    document: Sequence[Exported], cases: Sequence[CaseRow], parts: Sequence[Part], code: Code
) -> Iterator[Dispute]:
    """The disputes of one document.

    Args:
        document: what exports say of it.
        cases: those of the desk about it, oldest first.
        parts: its items; a document of which nothing counts has no disputes.
        code: the code of the reason an export names.
    """
    listed = [part for part in parts if part.label] or list(parts)
    if all(part.void for part in listed):
        return
    placed = _Placed(listed)
    taken = dict(_taken_up(document, cases, placed, code))
    for said in document:
        case = next((each for each in cases if taken.get(each.id) is said), None)
        yield _exported(said) if case is None else _over(said, case, placed, code)
    for case in cases:
        if case.id not in taken:
            yield _own(case, placed)


class _Placed:
    """The items of a document, by which a case and an export are about the same part."""

    def __init__(self, listed: Sequence[Part]) -> None:
        self.first = listed[0]
        self._ids = {part.label: part.item_id for part in listed}

    def item(self, case: CaseRow) -> int | None:
        """The item a case is about, None for all of the document."""
        return None if case.item is None or len(self._ids) == 1 else self._ids.get(case.item)

    def same(self, case: CaseRow, said: Exported) -> bool:
        """Whether both are about the same part."""
        whole = said.item_id if len(self._ids) > 1 else None
        return self.item(case) == whole


def _taken_up(
    document: Sequence[Exported], cases: Sequence[CaseRow], placed: _Placed, code: Code
) -> Iterator[tuple[int, Exported]]:
    """Each case that is about an exported dispute, and that; those that name one first.

    The flags of an invoice's instalments have one id, so that a case names the instalment too.
    """
    free = sorted(document, key=lambda said: (said.opened_on, said.key))
    keys = {said.key for said in document}
    for case in sorted(cases, key=lambda each: (each.exported not in keys, each.id)):
        about = [
            said
            for said in free
            if (
                case.exported == said.key
                if case.exported in keys
                else _is_about(case, said, placed, code)
            )
        ]
        if about:
            meant = next((said for said in about if placed.same(case, said)), about[0])
            free.remove(meant)
            yield case.id, meant


def _is_about(case: CaseRow, said: Exported, placed: _Placed, code: Code) -> bool:
    """Whether a case that names no exported dispute there is, is about one none the less."""
    if not placed.same(case, said) or not _at_once(case, said):
        return False
    reason = code(said.reason) or said.reason if said.reason else None
    return reason is None or case.reason is None or reason == case.reason


def _at_once(case: CaseRow, said: Exported) -> bool:
    """Whether a case ran while an exported dispute did."""
    opened = case.opened_on
    begun = opened is None or said.resolved_on is None or opened < said.resolved_on
    return begun and (case.closed_on is None or case.closed_on >= said.opened_on)


def _exported(said: Exported) -> Dispute:
    return Dispute(*said[:-2], state=state_said(said))


def _own(case: CaseRow, placed: _Placed) -> Dispute:
    """A dispute that the desk alone tells of."""
    state = case.state or state_of(None)
    opened = case.entered_on if case.opened_on is None else case.opened_on
    return Dispute(
        f"desk-{case.id}",
        DESK,
        case.document_id,
        placed.item(case),
        placed.first.customer_id,
        placed.first.currency,
        case.reason,
        None if case.amount == _ALL else case.amount,
        opened,
        max(opened, case.closed_on or opened) if is_over(state) else None,
        dated=True,
        owner=case.owner,
        status=None,
        outcome=case.outcome,
        note=None,
        import_id=0,
        line=0,
        state=state,
        next_on=case.next_on,
        desk_id=case.id,
        credit=case.credit,
    )


def _over(said: Exported, case: CaseRow, placed: _Placed, code: Code) -> Dispute:
    """An exported dispute with the case of the desk laid over it."""
    exported = _exported(said)
    opened = said.opened_on if case.opened_on is None else case.opened_on
    laid = exported._replace(
        item_id=said.item_id if case.item is None else placed.item(case),
        reason=case.reason or said.reason,
        amount=_amount(said, case),
        opened_on=opened,
        dated=said.dated or case.opened_on is not None,
        owner=case.owner or said.owner,
        outcome=case.outcome or said.outcome,
        next_on=case.next_on,
        desk_id=case.id,
        credit=case.credit,
    )
    return _stated(laid, case)._replace(conflict=conflict(said, exported.state, case, code))


def _stated(laid: Dispute, case: CaseRow) -> Dispute:
    """With the state of the desk, and the day it was closed; else that of the export."""
    if case.state is None:
        closed = laid.resolved_on
        return laid._replace(resolved_on=None if closed is None else max(laid.opened_on, closed))
    if not is_over(case.state):
        return laid._replace(state=case.state, resolved_on=None, outcome=case.outcome)
    closed = case.closed_on if case.closed_on is not None else laid.resolved_on
    resolved = max(laid.opened_on, laid.opened_on if closed is None else closed)
    return laid._replace(state=case.state, resolved_on=resolved)


def _amount(said: Exported, case: CaseRow) -> int | None:
    """One of the desk's own says all of it where it names no amount."""
    if case.amount is None:
        return said.amount if case.exported is not None else None
    return None if case.amount == _ALL else case.amount


def by_document(
    said: Iterable[Exported], cases: Iterable[CaseRow], parts: Iterable[Part], code: Code
) -> list[Dispute]:
    """The disputes of several documents, as `merged` has those of one."""
    exported: dict[int, list[Exported]] = {}
    for each in said:
        exported.setdefault(each.document_id, []).append(each)
    work: dict[int, list[CaseRow]] = {}
    for case in cases:
        work.setdefault(case.document_id, []).append(case)
    items: dict[int, list[Part]] = {}
    for part in parts:
        items.setdefault(part.document_id, []).append(part)
    made: list[Dispute] = []
    for document in dict.fromkeys((*exported, *work)):
        if document not in work:
            made += map(_exported, exported[document])
        elif document in items:
            about = exported.get(document, [])
            made += merged(about, work[document], items[document], code)
    return made
