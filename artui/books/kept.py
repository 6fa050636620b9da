"""How reliably accounts keep their promises, as the chance that the next one is kept."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from artui.books.promises import judged
from artui.domain.figure import Period
from artui.domain.forecast import kept_share
from artui.store.aging import Scope

if TYPE_CHECKING:
    from artui.books.forecast import Asked
    from artui.domain.habits import Rules
    from artui.store.promises import Account

_OVER = ("kept", "partly_kept", "broken")


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of the promises of the lookback whose time is over.

    Attributes:
        rules: of the forecast.
        came: by account, of each promise the share that came in time, 1 of one that was kept.
    """

    rules: Rules
    came: dict[Account, list[float]] = field(default_factory=lambda: defaultdict(list))

    def of(self, account: Account) -> float:
        """The chance that an account keeps a promise: by its own, leaning on those of all."""
        every = [share for shares in self.came.values() for share in shares]
        weight, mine = self.rules.kept_weight, self.came.get(account, [])
        usual = kept_share(sum(every), len(every), self.rules.kept, weight)
        return kept_share(sum(mine), len(mine), usual, weight)


def shares(asked: Asked) -> Kept:
    """What came of everybody's promises that were due in the lookback, as known on the day."""
    scope = Scope(asked.scope.as_of, asked.scope.known_on)
    due = Period(asked.since + 1, scope.as_of)
    found = Kept(asked.rules)
    for pledge, state in judged(asked.reader, scope, asked.escalation.quiet, due):
        if state.state in _OVER:
            share = 1.0 if state.state == "kept" else state.received / state.promise.amount
            found.came[pledge.account].append(share)
    return found
