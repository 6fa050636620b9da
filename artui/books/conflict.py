"""Where a person and an export say different things of one dispute, as a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.books.disputes import FLAG
from artui.domain import money
from artui.domain.days import iso
from artui.domain.disputes import CLOSED, LABELS, OPEN, is_over

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from artui.books.disputes import Exported
    from artui.store.ledger import CaseRow

_ALL = -1


def conflict(
    said: Exported, state: str, case: CaseRow, code: Callable[[str], str | None]
) -> str | None:
    """`the export of 2026-11-20 says resolved, the desk says waiting for us`, or None.

    Args:
        said: the export's side; its day is that of the first export that says so.
        state: what its words come to.
        case: the desk's side; what is None there says nothing.
        code: the code of the reason an export names.
    """
    differences = [*_states(said, state, case), *_others(said, case, code)]
    if not differences:
        return None
    exports, desks = (" and ".join(side) for side in zip(*differences, strict=True))
    return f"the export of {iso(said.said_on)} says {exports}, the desk says {desks}"


def _states(said: Exported, state: str, case: CaseRow) -> Iterator[tuple[str, str]]:
    """The state, where both name one; else the day closed, where both name that."""
    if case.state is None:
        return
    ended, closed = is_over(state), is_over(case.state)
    vague = CLOSED if ended else OPEN
    if ended != closed or (state != case.state and vague not in (state, case.state)):
        yield _word(said, ended=ended), LABELS[case.state]
    elif ended and _says_day(said) and case.closed_on not in (None, said.resolved_on):
        yield f"closed on {iso(said.resolved_on)}", f"closed on {iso(case.closed_on)}"


def _says_day(said: Exported) -> bool:
    """Whether an export names the day; else it is that of the first export to show the end."""
    return said.source != FLAG and said.resolved_on != said.said_on


def _word(said: Exported, *, ended: bool) -> str:
    """What the export says of the state, in its own word where it has one."""
    if said.source == FLAG:
        return "not disputed any more" if ended else "disputed"
    return (said.status or "").strip() or ("resolved" if ended else "open")


def _others(
    said: Exported, case: CaseRow, code: Callable[[str], str | None]
) -> Iterator[tuple[str, str]]:
    """Amount, reason and owner, where both name one."""
    whole = _ALL if said.amount is None else said.amount
    wanted = _ALL if case.amount is None and case.exported is None else case.amount
    if wanted is not None and wanted != whole:
        yield _money(whole, said.currency), _money(wanted, said.currency)
    reason = code(said.reason) or said.reason if said.reason else None
    if reason and case.reason and reason != case.reason:
        yield f"reason {reason}", f"reason {case.reason}"
    if said.owner and case.owner and said.owner.casefold() != case.owner.casefold():
        yield f"owner {said.owner}", f"owner {case.owner}"


def _money(amount: int, currency: str) -> str:
    return "all of it" if amount == _ALL else f"{money.grouped(amount, currency)} {currency}"
