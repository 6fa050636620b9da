"""Adjustments in the ledger: what changes an item without a payment, and what takes that back.

An adjustment closes what is open, first due first, and no more than that; one with the other sign
reopens what adjustments of its kind closed before, latest first. What goes beyond stays a fact and
moves nothing. Amounts have the sign of what is owed: on a payment or a credit note, whose rest is
negative, everything is the other way round.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from artui.domain.posting import Adjustment, Document, Item, Source


class Post(Protocol):
    """Changes what is open on an item."""

    def __call__(
        self, item: Item, kind: str, day: int, amount: int, source: Source, counter: int | None
    ) -> None:
        """Post an entry of `amount` minor units, effective on `day`."""


class _Closed(NamedTuple):
    item: Item
    amount: int


class Adjusting:
    """The adjustments of one ledger, as its days pass."""

    def __init__(self, opened: Mapping[int, int], post: Post) -> None:
        """Nothing is adjusted yet.

        Args:
            opened: what is open by item, as it stands at any moment.
            post: changes it.
        """
        self._open = opened
        self._post = post
        self._closed: dict[tuple[int, str], list[_Closed]] = defaultdict(list)
        self._returning: dict[tuple[int, str, int], int] = defaultdict(int)

    def take_back(self, document: Document, day: int, one: Adjustment) -> None:
        """Reopen what was closed on earlier days; the rest cancels what is closed on this one."""
        sign = _sign(document)
        left = -sign * one.amount
        closed = self._closed[document.id, one.kind]
        while left > 0 and closed:
            item, amount = closed.pop()
            part = min(left, amount)
            left -= part
            self._post(item, one.kind, day, sign * part, one.source, None)
            if amount > part:
                closed.append(_Closed(item, amount - part))
        self._returning[document.id, one.kind, day] += left

    def close(self, document: Document, day: int, one: Adjustment) -> None:
        """Close what is open, first due first."""
        sign, returning = _sign(document), (document.id, one.kind, day)
        left = sign * one.amount
        cancelled = min(left, self._returning[returning])
        self._returning[returning] -= cancelled
        left -= cancelled
        for item in document.items:
            part = min(left, max(0, sign * self._open[item.id]))
            if part:
                left -= part
                self._post(item, one.kind, day, -sign * part, one.source, None)
                self._closed[document.id, one.kind].append(_Closed(item, part))


def takes_back(document: Document, one: Adjustment) -> bool:
    """Whether an adjustment takes back what others did."""
    return _sign(document) * one.amount < 0


def _sign(document: Document) -> int:
    return -1 if sum(item.amount for item in document.items) < 0 else 1
