"""KPIs of promises to pay: how many were kept, and how much of what was promised came in time.

Each part of a plan counts by itself, in the period in which it is due.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.books.kpis.counted import Listed, seen, window
from artui.books.kpis.counts import Counts
from artui.books.kpis.variants import Share
from artui.books.promises import judged
from artui.domain import money
from artui.domain.days import iso
from artui.domain.escalation import after_business_days
from artui.store.kpis.counting import Counted

if TYPE_CHECKING:
    from artui.books.kpis.asked import Asked, Measure
    from artui.books.promises import Kept

_STATES = {
    "kept": "kept",
    "partly_kept": "partly kept",
    "broken": "broken",
    "withdrawn": "withdrawn",
}
_RUNNING = "still running"


def _due(asked: Asked) -> list[Kept]:
    """The promises due in the period."""
    at, quiet = window(asked), asked.policy.escalation.quiet
    return judged(asked.reader, at.scope, quiet, asked.period, at.group)


def _counted(asked: Asked) -> list[Counted]:
    return [_row(asked, kept, "", 1, int(kept.judged.state == "kept")) for kept in _of(asked)]


def _amounts(asked: Asked) -> list[Counted]:
    return [
        _row(asked, kept, kept.pledge.account[1], promise.amount, received)
        for kept in _of(asked)
        for promise, received in [(kept.judged.promise, kept.judged.received)]
    ]


def _of(asked: Asked) -> list[Kept]:
    return asked.once(f"promises due by {asked.by}", lambda: _due(asked))


def _row(asked: Asked, kept: Kept, currency: str, weight: int, hit: int) -> Counted:
    """One that is withdrawn, or whose time is not over, is left out of both."""
    pledge, found = kept
    why = _STATES.get(found.state, _RUNNING)
    running = seen(asked) <= found.until
    counts = not running and found.state != "withdrawn"
    about = (_RUNNING if found.state != "withdrawn" else why) if not counts else _words(kept)
    return Counted(
        pledge.key,
        currency,
        f"promise {pledge.number}",
        pledge.customer,
        found.promise.due_on,
        weight if counts else None,
        hit if counts else 0,
        about=about,
        import_id=pledge.import_id,
        line=pledge.line,
    )


def _words(kept: Kept) -> str:
    pledge, found = kept
    code = pledge.account[1]
    came = f"{money.grouped(found.received, code)} of {money.grouped(found.promise.amount, code)}"
    of = f" for {pledge.document}" if pledge.document else ""
    return f"{_STATES[found.state]}{of}: {came} {code} by {iso(found.until)}"


def _until(asked: Asked) -> str:
    """Provisional while a promise of the period can still be kept."""
    grace = asked.policy.escalation.quiet.grace_days
    last = after_business_days(asked.period.last, grace)
    return f"provisional until {iso(last)}" if seen(asked) <= last else ""


_NONE = "no promise was due in the period whose time is over"
_BY = "paid after it was made and by the day and the grace of escalation.yaml"
_KEPT = Counts(
    "promise_kept",
    {
        "count": Share(
            f"promises due in the period that were kept ({_BY}) / all of them but those withdrawn",
            Listed("promises counted", _counted),
            ("kept", "due"),
            _NONE,
        ),
        "amount": Share(
            f"what came of the promises due in the period ({_BY}) / what was promised",
            Listed("promises in amounts", _amounts),
            ("received in time", "promised"),
            _NONE,
        ),
    },
    _until,
)

MEASURES: tuple[Measure, ...] = (_KEPT.measure("Promises kept"),)
