"""Where things that KPIs count come from: a select, or a list of what was found one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from artui.store.aging import Scope
from artui.store.kpis import counting
from artui.store.kpis.counting import Window

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from artui.books.kpis.asked import Asked
    from artui.policy.reasons import ReasonsPolicy
    from artui.store.kpis.counting import Counted, Tally


def seen(asked: Asked) -> int:
    """The last day whose events count: today, the day as of or known on, whichever is earliest."""
    days = (asked.home.today(), asked.as_of, asked.known_on)
    return min(day for day in days if day is not None)


def window(asked: Asked) -> Window:
    """What is looked at."""
    who = (asked.company, asked.customer, asked.collector)
    reasons = tuple(_names(asked.policy.reasons)) if asked.by == "reason" else ()
    return Window(asked.period, Scope(seen(asked), asked.known_on, *who), asked.by, reasons)


def _names(policy: ReasonsPolicy) -> Iterator[tuple[str, str]]:
    """Each name a reason goes by, with its code."""
    for name in policy.labels():
        code = policy.code(name)
        if code is not None:
            yield name, code


class Source(Protocol):
    """Where things that are counted come from."""

    def tallies(self, asked: Asked, *, apart: bool) -> Sequence[Tally]:
        """All of them, summed; `apart` also by what each of them weighs."""

    def rows(self, asked: Asked, key: str, currency: str) -> Iterator[Counted]:
        """Those of one group, one by one."""


class Selected(NamedTuple):
    """Things that a counted select finds."""

    select: Callable[[Window], str]

    def tallies(self, asked: Asked, *, apart: bool) -> Sequence[Tally]:
        """All of them, summed."""
        at = window(asked)
        return asked.once(
            f"{self.select.__module__}.{self.select.__name__} by {asked.by} {apart}",
            lambda: counting.tallies(asked.reader, self.select(at), at, apart=apart),
        )

    def rows(self, asked: Asked, key: str, currency: str) -> Iterator[Counted]:
        """Those of one group, one by one."""
        at = window(asked)
        return counting.rows(asked.reader, self.select(at), at, key, currency)


class Listed(NamedTuple):
    """Things that are found one by one; `name` is what they are remembered by."""

    name: str
    find: Callable[[Asked], Sequence[Counted]]

    def _all(self, asked: Asked) -> Sequence[Counted]:
        return asked.once(f"{self.name} by {asked.by}", lambda: self.find(asked))

    def tallies(self, asked: Asked, *, apart: bool) -> Sequence[Tally]:
        """All of them, summed."""
        return counting.summed(self._all(asked), apart=apart)

    def rows(self, asked: Asked, key: str, currency: str) -> Iterator[Counted]:
        """Those of one group, one by one."""
        found = [each for each in self._all(asked) if each.key == key and each.currency == currency]
        yield from sorted(
            (each for each in found if each.weight is not None),
            key=lambda each: (each.on, each.customer, each.subject),
        )
