"""How accounts pay, judged by the credit policy."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from artui.books.promises import unkept
from artui.domain import risk
from artui.domain.figure import Period
from artui.domain.risk import Behaviour, Paid
from artui.policy.precedence import Chosen, InTurn, asks_about
from artui.policy.risk import RiskPolicy
from artui.store import paying

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

    from artui.policy.credit import CreditPolicy
    from artui.policy.escalation import Quiet
    from artui.store.aging import Scope
    from artui.store.entered import Promise
    from artui.store.promises import Account

#: The fields that need payments to be looked at.
FIELDS = ("weighted_days_late", "trend_days", "broken_promises", "risk_class")
_NEVER_PAID = Behaviour()


class Judged(NamedTuple):
    """An account's behaviour, its class where the policy has classes, and both in one line."""

    behaviour: Behaviour
    risk_class: str | None
    sentence: str

    def record(self) -> dict[str, object]:
        """The fields that conditions ask about."""
        return {**self.behaviour.record(), "risk_class": self.risk_class}


def is_asked(policy: CreditPolicy) -> bool:
    """Whether a credit policy needs to know how accounts pay."""
    return policy.risk is not None or any(
        asks_about(condition, field) for condition in policy.conditions() for field in FIELDS
    )


class Behaviours:
    """How the accounts of a scope have paid; nothing is read where the policy does not ask."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        scope: Scope,
        policy: CreditPolicy,
        promises: Iterable[Promise],
        quiet: Quiet,
    ) -> None:
        self._asked = is_asked(policy)
        self._policy = policy.risk or RiskPolicy()
        classes = (Chosen(number, each) for number, each in enumerate(self._policy.classes))
        self._classes = InTurn(classes)
        self._found: Mapping[Account, Behaviour] = {}
        if self._asked:
            span = risk.span(scope.as_of, self._policy.months)
            paid = paying.payments(connection, scope, span)
            due = Period(span.before + 1, span.last)
            broken = unkept(connection, scope, quiet, due, promises)
            nothing = paying.Payments(Paid(), Paid())
            self._found = {
                account: risk.behaviour(*paid.get(account, nothing), broken.get(account, 0))
                for account in {*paid, *broken}
            }

    def of(self, account: Account, record: Mapping[str, object]) -> Judged | None:
        """How an account is judged; None where nobody asked.

        Args:
            account: which.
            record: what else the classes' conditions may ask about.
        """
        if not self._asked:
            return None
        found = self._found.get(account, _NEVER_PAID)
        chosen = self._classes.of({**record, **found.record()})
        risk_class = chosen.rule.name if chosen else None
        return Judged(found, risk_class, risk.sentence(risk_class, found))
