"""Why an invoice is late, in lines: the reason that counts, its evidence, and what contributes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.domain.days import iso
from artui.domain.reasons import CHOICE, DISPUTE, ERP_CODE, RULE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from artui.books.grounds import Ground, Grounds, Seen

_HOW = {
    CHOICE: "chosen",
    DISPUTE: "by its dispute",
    ERP_CODE: "by the ERP's code",
    RULE: "by the rules in reasons.yaml",
}
#: How many sentences and contributing reasons are told.
_SENTENCES, _ALSO = 6, 4
_UNDER = " " * 15
_MINUTE = len("2026-11-21T08:15")


def lines(grounds: Grounds, chosen: Mapping[str, Any] | None, *, past_due: bool) -> Iterator[str]:
    """The lines of one invoice; none where nothing is known of it.

    Args:
        grounds: its reasons with what shows them.
        chosen: the reason a person chose, with who and when; None where nobody did.
        past_due: whether anything of it is past due.
    """
    if grounds.primary is not None:
        head = "Late because   " if past_due else "Would be late because   "
        yield f"{head}{_called(grounds.primary)}, {_how(grounds, chosen)}   (r: another)"
        yield from _evidence(grounds.primary)
    for number, ground in enumerate(grounds.also[:_ALSO]):
        yield f"{_UNDER if number else '  also         '}{_called(ground)}: {ground.said}"
    if len(grounds.also) > _ALSO:
        yield f"{_UNDER}and {len(grounds.also) - _ALSO} more"


def _called(ground: Ground) -> str:
    """A reason as people call it, with who can end it."""
    return f"{ground.reason.label} ({ground.reason.owner})"


def _how(grounds: Grounds, chosen: Mapping[str, Any] | None) -> str:
    if grounds.late.because == CHOICE and chosen:
        at = str(chosen["chosen_at"])[:_MINUTE].replace("T", " ")
        return f"chosen by {chosen['chosen_by']} {at}"
    return _HOW.get(grounds.late.because, "")


def _evidence(ground: Ground) -> Iterator[str]:
    for number, each in enumerate(ground.seen[:_SENTENCES]):
        yield f"{_UNDER if number else '  evidence     '}{_dated(each)}"
    if len(ground.seen) > _SENTENCES:
        yield f"{_UNDER}and {len(ground.seen) - _SENTENCES} more"


def _dated(seen: Seen) -> str:
    day = iso(seen.on) or ""
    parts = (seen.text, "" if day in seen.text else day, seen.source)
    return "   ".join(part for part in parts if part)
