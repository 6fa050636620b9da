"""What exports say adjusted a document, where its entries do not tell all of it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from artui.books.trace.model import Row, Section, written
from artui.domain.posting import ADJUSTING
from artui.store import adjustments

if TYPE_CHECKING:
    from artui.books.trace.model import View
    from artui.store.adjustments import Adjusted


def section(view: View, document_id: int) -> Section | None:
    """Recoveries, exchange differences, and what was said beyond what was open; None of nothing."""
    who = (view.reader, document_id, view.as_of, view.known_on)
    said = adjustments.of_document(*who, view.base_currency)
    beyond = Counter[str]()
    for each in said:
        if each.kind in ADJUSTING:
            beyond[each.kind] += each.amount
    beyond.subtract(adjustments.closed(*who))
    rows = tuple(_row(each) for each in said if each.kind not in ADJUSTING or beyond[each.kind])
    if not rows:
        return None
    parts = [
        f"{written(amount, each.currency)} of {kind} was not open, and closed nothing"
        for kind, amount in sorted(beyond.items())
        for each in said
        if amount and each.kind == kind
    ]
    apart = {each.kind for each in said} - {*ADJUSTING}
    parts += [f"{kind} changes nothing that is open" for kind in sorted(apart)]
    return Section("adjustments", rows, "; ".join(dict.fromkeys(parts)))


def _row(one: Adjusted) -> Row:
    return Row(
        what=f"{one.kind} {one.number}",
        on=one.date,
        amount=one.amount,
        currency=one.currency,
        import_id=one.import_id,
        line=one.line,
    )
