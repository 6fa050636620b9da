"""When what is owed is due: terms.yaml and calendar.yaml together."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from artui.domain.conditions import FIELDS
from artui.domain.terms import dated, ends, schedule, shares
from artui.policy.precedence import asks_about

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from artui.domain.calendar import Calendar, Rule
    from artui.domain.terms import Part, Share
    from artui.policy.calendar import CalendarPolicy
    from artui.policy.terms import TermsPolicy

_DAYS, _PARTS = 262_144, 65_536


class Days(NamedTuple):
    """What holds for a customer: the open days, and their calendar's own rule, if any."""

    calendar: Calendar
    rule: Rule | None


class DueRule:
    """Due dates under one set of terms and calendars; every answer is kept for the next asker.

    A record is one of the customer and company; where no rule and no closing asks about it, any
    will do.
    """

    def __init__(self, terms: TermsPolicy, calendar: CalendarPolicy) -> None:
        self._terms = terms
        self._calendars = calendar
        conditions = [each.when for each in calendar.assign]
        conditions += [each.when for each in calendar.closings]
        self._asked = tuple(
            name for name in FIELDS if any(asks_about(when, name) for when in conditions)
        )
        self._days: dict[tuple[object, ...], Days] = {}
        self._moved: Callable[[Calendar, Rule, int], int] = lru_cache(_DAYS)(_moved)
        self._parts: Callable[[str, int, int, str, Days], tuple[Part, ...]] = lru_cache(_PARTS)(
            self._computed
        )
        self._ends: dict[tuple[str, int, int], tuple[int, ...]] = {}

    @property
    def moves(self) -> bool:
        """Whether any due date can age on another day than it is contractually due."""
        calendars = self._calendars.calendars.values()
        rules = (
            self._terms.business_days,
            *(term.business_days for term in self._terms.terms.values()),
            *(each.business_days for each in calendars),
        )
        return (
            bool(self._calendars.closings)
            or any(each.postponed for each in calendars)
            or any(rule not in (None, "none") for rule in rules)
        )

    def splits(self, code: str) -> bool:
        """Whether an invoice of a term falls into instalments."""
        return self._terms.terms[code].splits

    def calendar(self, record: Mapping[str, object]) -> Calendar:
        """The open days of a record's customer."""
        return self._of(record).calendar

    def rule(self, code: str | None, record: Mapping[str, object]) -> Rule:
        """How due dates move off closed days: by the term, else the calendar, else all terms."""
        return self._rule(code, self._of(record))

    def moved(self, day: int, record: Mapping[str, object], code: str | None = None) -> int:
        """The day on which what is contractually due on `day` ages, under a term if it has one."""
        days = self._of(record)
        return self._moved(days.calendar, self._rule(code, days), day)

    def parts(
        self, code: str, invoice_day: int, amount: int, currency: str, record: Mapping[str, object]
    ) -> tuple[Part, ...]:
        """What of an invoice under a term is due when; see `domain.terms.schedule`."""
        return self._parts(code, invoice_day, amount, currency, self._of(record))

    def _computed(
        self, code: str, invoice_day: int, amount: int, currency: str, days: Days
    ) -> tuple[Part, ...]:
        rule, term = self._rule(code, days), self._terms.terms[code]

        def moved(day: int) -> int:
            return self._moved(days.calendar, rule, day)

        if not amount:
            return schedule(term, invoice_day, amount, currency, moved)
        parts = shares(term, amount, currency)
        return dated(parts, self._contractual(code, invoice_day, parts), moved)

    def _contractual(self, code: str, invoice_day: int, parts: Sequence[Share]) -> tuple[int, ...]:
        """The agreed days: the amount decides only how many parts there are."""
        key = code, invoice_day, len(parts)
        found = self._ends.get(key)
        if found is None:
            found = ends(invoice_day, [share.instalment for share in parts])
            if len(self._ends) < _PARTS:
                self._ends[key] = found
        return found

    def _rule(self, code: str | None, days: Days) -> Rule:
        term = self._terms.terms.get(code) if code is not None else None
        own = term.business_days if term else None
        return own or days.rule or self._terms.business_days

    def _of(self, record: Mapping[str, object]) -> Days:
        key = tuple(record.get(name) for name in self._asked)
        found = self._days.get(key)
        if found is None:
            working = self._calendars.working_days(record)
            found = Days(self._calendars.for_record(record), working.business_days)
            self._days[key] = found
        return found


def _moved(calendar: Calendar, rule: Rule, day: int) -> int:
    return calendar.moved(day, rule)
