"""When an item is due, and by what: its own date, its terms, a rule, its customer's terms."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from artui.domain.terms import due_on

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from artui.policy.terms import TermsPolicy

OWN, TERMS, ASSIGNED, CUSTOMER, DEFAULT, INVOICE_DATE = (
    "own date",
    "terms",
    "assigned terms",
    "customer's terms",
    "default terms",
    "invoice date",
)


class Due(NamedTuple):
    """A due day, what gave it, and the term's code or the name the export has for it."""

    day: int
    by: str
    terms: str | None


class DueDates:
    """Due dates under one set of terms."""

    def __init__(self, policy: TermsPolicy) -> None:
        self._policy = policy
        self._code: Callable[[str], str | None] = lru_cache(maxsize=4096)(policy.code)
        self._day: Callable[[int, str], int] = lru_cache(maxsize=65_536)(self._computed)

    def _computed(self, billed_on: int, code: str) -> int:
        return due_on(billed_on, self._policy.terms[code].steps)

    def of(
        self,
        billed_on: int,
        own: int | None,
        terms: str | None,
        record: Callable[[], Mapping[str, object]],
    ) -> Due:
        """The due day of an item.

        Args:
            billed_on: the invoice date.
            own: the due date its export gives.
            terms: the term its export names.
            record: what assignment rules may ask about, made only where one is consulted.
        """
        if own is not None and not (self._policy.recompute and terms and self._code(terms)):
            return Due(own, OWN, terms)
        code = self._code(terms) if terms else None
        if code is not None:
            return Due(self._day(billed_on, code), TERMS, terms)
        return self._without_own(billed_on, terms, record())

    def _without_own(self, billed_on: int, terms: str | None, record: Mapping[str, object]) -> Due:
        named = record.get("customer_terms")
        for code, by in (
            (self._policy.assigned(record), ASSIGNED),
            (self._code(str(named)) if named else None, CUSTOMER),
            (self._policy.default, DEFAULT),
        ):
            if code is not None:
                return Due(self._day(billed_on, code), by, terms or code)
        return Due(billed_on, INVOICE_DATE, terms)
