"""Why invoices were late: one reason for each, the strongest that there is, and the others."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from artui.books import conduct, evidence
from artui.domain.reasons import CHOICE, DISPUTE, ERP_CODE, RULE, UNEXPLAINED, Late
from artui.store import causes as held
from artui.store import desk
from artui.store import evidence as facts
from artui.store import late as store
from artui.store.causes import Asked, AsKnown
from artui.store.evidence import OF_CUSTOMER

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from artui.policy.policy import Policy
    from artui.store.causes import Evidence

#: The reason somebody gave, by document.
Said = dict[int, str]


class Causes:
    """One reason for each late invoice of a week, and what else its evidence meets.

    A person's choice; else the reason of the largest, then latest dispute open in the week; else
    the export's code; else the first rule its evidence meets.
    """

    def __init__(
        self,
        reader: sqlite3.Connection,
        policy: Policy,
        days: range,
        known_on: int | None,
    ) -> None:
        """Ask about some days.

        Args:
            reader: the main database with the desk attached; TEMP tables are made on it.
            policy: the catalogue, the checks, and when a promise counts as kept.
            days: the days of the week that count.
            known_on: only what was recorded by then; None: all that is known.
        """
        self._reader = reader
        self._policy = policy
        self._reasons = policy.reasons
        named = {check for reason in self._reasons.reasons for check in reason.checks}
        asked = policy.readiness.asked_of("invoice")
        self._checks = [check for check in asked if check.code in named]
        self._days = days
        self._known_on = known_on
        self._known = AsKnown({}, {})
        self._codes: dict[str, str | None] = {}
        self._meetings: dict[tuple[tuple[int, ...], tuple[int, ...]], tuple[str, ...]] = {}
        self._order = {reason.code: n for n, reason in enumerate(self._reasons.reasons)}

    def late(self) -> list[Late]:
        """The invoices late on any of the days, with their reasons."""
        return self._found(store.find(self._reader, self._days, self._known_on))

    def of(self, documents: Iterable[int]) -> list[Late]:
        """Why some invoices are late, or would be: as of the last day, whatever is past due."""
        return self._found(store.take(self._reader, documents, self._days[-1], self._known_on))

    def sent(self, fields: Iterable[str]) -> dict[int, dict[str, Any]]:
        """What was said of the invoices found last as they were sent; see `store.sending`."""
        day = self._days[-1]
        return held.sent(self._reader, {*fields}, self._known, day, self._known_on)

    def _found(self, count: int) -> list[Late]:
        if not count:
            return []
        rows = self._held_against_rules()
        chosen, disputed = self._chosen(), self._disputed(rows)
        return [
            self._late(row, chosen.get(row.document_id), disputed.get(row.document_id, ()))
            for row in rows
        ]

    def _held_against_rules(self) -> list[Evidence]:
        """The late invoices, each with what its export says, and what holds of it."""
        last = self._days[-1]
        until = evidence.Until(last, self._known_on)
        asked = self._asked()
        conduct.lay(self._reader, self._policy.escalation.quiet, asked.fields, last, self._known_on)
        restated = facts.restated(self._reader, last, self._known_on)
        self._known = evidence.as_known(self._reader, restated, OF_CUSTOMER, until)
        return held.reasons(self._reader, asked, self._known, self._days, self._known_on)

    def _asked(self) -> Asked:
        """The catalogue's rules, and the checks that its reasons name."""
        rules = [reason.when for reason in self._reasons.reasons]
        checks = [check.fails_when for check in self._checks]
        return Asked(
            rules,
            evidence.fields_of(rule for rule in rules if rule is not None),
            checks,
            evidence.fields_of(checks),
        )

    def _late(self, row: Evidence, chosen: str | None, disputed: Sequence[str]) -> Late:
        """A late invoice with its reasons; `disputed` has the strongest dispute's first."""
        coded, met = self._code(row.said), self._met(row)
        reason, because = None, UNEXPLAINED
        for said, how in (
            (chosen, CHOICE),
            (next(iter(disputed), None), DISPUTE),
            (coded, ERP_CODE),
            (next(iter(met), None), RULE),
        ):
            if said is not None:
                reason, because = said, how
                break
        others = {*disputed, *met, *((coded,) if coded else ())} - {reason}
        contributing = tuple(sorted(others, key=self._order.__getitem__))
        ruled = next(iter(met), None)
        return Late(*row[:5], reason, because, bool(row.is_new), ruled, contributing, row.origin)

    def _met(self, row: Evidence) -> tuple[str, ...]:
        """The reasons whose rule holds, or one of whose checks failed, in order of precedence."""
        key = row.rules, row.checks
        if key not in self._meetings:
            failed = {self._checks[place].code for place in row.checks}
            self._meetings[key] = tuple(
                reason.code
                for place, reason in enumerate(self._reasons.reasons)
                if place in row.rules or not failed.isdisjoint(reason.checks)
            )
        return self._meetings[key]

    def _chosen(self) -> Said:
        """The reasons people chose, as far as the catalogue still has them."""
        known = {reason.code for reason in self._reasons.reasons}
        choices = desk.choices(self._reader, self._known_on)
        standing = [identity for identity, code in choices.items() if code in known]
        return {
            document: choices[identity]
            for document, identity in store.documents(self._reader, standing)
        }

    def _disputed(self, rows: Iterable[Evidence]) -> dict[int, list[str]]:
        """The reasons of each invoice's disputes: of the largest, then the latest, first.

        Blank amounts mean all.
        """
        days = self._days
        disputes = store.disputes(self._reader, days[0], days[-1], self._known_on)
        documents = {document for document, *_ in disputes}
        amounts = {row.document_id: row.amount for row in rows if row.document_id in documents}
        found: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
        for document, reason, amount, opened_on in disputes:
            code = self._code(reason)
            if code is not None and document in amounts:
                whole = amounts[document] if amount is None else amount
                found[document].append((whole, opened_on, code))
        return {
            document: [code for *_, code in sorted(each, reverse=True)]
            for document, each in found.items()
        }

    def _code(self, name: str | None) -> str | None:
        if not name:
            return None
        if name not in self._codes:
            self._codes[name] = self._reasons.code(name)
        return self._codes[name]
