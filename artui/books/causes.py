"""Why invoices were late: one reason for each, the strongest that there is."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from artui.books import evidence
from artui.domain.reasons import CHOICE, DISPUTE, ERP_CODE, RULE, UNEXPLAINED, Late
from artui.store import causes as held
from artui.store import desk
from artui.store import evidence as facts
from artui.store import late as store

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from artui.policy.reasons import ReasonsPolicy
    from artui.store.causes import Evidence

#: The reason somebody gave, by document.
Said = dict[int, str]


class Causes:
    """One reason for each late invoice of a week.

    A person's choice; else the reason of the largest, then latest dispute open in the week; else
    the export's code; else the first rule its evidence meets.
    """

    def __init__(
        self,
        reader: sqlite3.Connection,
        reasons: ReasonsPolicy,
        days: range,
        known_on: int | None,
    ) -> None:
        self._reader = reader
        self._reasons = reasons
        self._days = days
        self._known_on = known_on
        self._codes: dict[str, str | None] = {}

    def late(self) -> list[Late]:
        """The invoices late on any of the days, with their reasons."""
        if not store.find(self._reader, self._days, self._known_on):
            return []
        rows = self._held_against_rules()
        chosen, disputed = self._chosen(), self._disputed(rows)
        return [
            Late(*row[:5], *self._cause(row, chosen, disputed), bool(row.is_new)) for row in rows
        ]

    def _held_against_rules(self) -> list[Evidence]:
        """The late invoices, each with what its export says and the rule it meets."""
        last = self._days[-1]
        rules = [reason.when for reason in self._reasons.reasons]
        fields = evidence.fields_of(rule for rule in rules if rule is not None)
        restated = facts.restated(self._reader, last, self._known_on)
        until = evidence.Until(last, self._known_on)
        known = evidence.as_known(self._reader, restated, fields, until)
        return held.reasons(self._reader, rules, fields, known, self._days, self._known_on)

    def _cause(self, row: Evidence, chosen: Said, disputed: Said) -> tuple[str | None, str]:
        if row.document_id in chosen:
            return chosen[row.document_id], CHOICE
        if row.document_id in disputed:
            return disputed[row.document_id], DISPUTE
        code = self._code(row.said)
        if code is not None:
            return code, ERP_CODE
        if row.rule is None:
            return None, UNEXPLAINED
        return self._reasons.reasons[row.rule].code, RULE

    def _chosen(self) -> Said:
        """The reasons people chose, as far as the catalogue still has them."""
        known = {reason.code for reason in self._reasons.reasons}
        choices = desk.choices(self._reader, self._known_on)
        standing = [identity for identity, code in choices.items() if code in known]
        return {
            document: choices[identity]
            for document, identity in store.documents(self._reader, standing)
        }

    def _disputed(self, rows: Iterable[Evidence]) -> Said:
        """The reason of each invoice's largest, then latest, dispute; blank amounts mean all."""
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
        return {document: max(each)[2] for document, each in found.items()}

    def _code(self, name: str | None) -> str | None:
        if not name:
            return None
        if name not in self._codes:
            self._codes[name] = self._reasons.code(name)
        return self._codes[name]
