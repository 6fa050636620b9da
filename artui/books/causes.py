"""Why invoices were late: one reason for each, the strongest that there is."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from artui.books import evidence
from artui.domain.reasons import CHOICE, DISPUTE, ERP_CODE, RULE, UNEXPLAINED
from artui.store import desk
from artui.store import late as store
from artui.store.desk import InvoiceIdentity

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from artui.policy.reasons import ReasonsPolicy
    from artui.store.late import LateRow


class Causes:
    """One reason for each late invoice of a week.

    A person's choice; else the reason of the largest, then latest dispute open in the week; else
    the export's code; else the first rule its evidence meets.
    """

    def __init__(
        self,
        reader: sqlite3.Connection,
        reasons: ReasonsPolicy,
        rows: Sequence[LateRow],
        days: range,
        known_on: int | None,
    ) -> None:
        self._reasons = reasons
        self._codes: dict[str, str | None] = {}
        self._known = {reason.code for reason in reasons.reasons}
        self._choices = desk.choices(reader, known_on)
        disputes = store.disputes(reader, days[0], days[-1], known_on)
        self._disputed = {document for document, *_ in disputes}
        self._disputes = self._by_document(disputes, rows)
        self._told = {row.document_id: told for row in rows if (told := self._said(row))}
        open_to_rules = [row for row in rows if row.document_id not in self._told]
        restated = {r.document_id for r in open_to_rules if r.restated or known_on is not None}
        wanted = {row.document_id for row in open_to_rules}
        rules = [reason.when for reason in reasons.reasons if reason.when is not None]
        until = evidence.Until(days[-1], known_on)
        self._evidence = evidence.gather(reader, wanted, sorted(restated), rules, until)

    def _by_document(
        self,
        disputes: Sequence[tuple[int, str | None, int | None, int]],
        rows: Sequence[LateRow],
    ) -> Mapping[int, str]:
        """The reason of each invoice's largest, then latest, dispute; blank amounts mean all."""
        amounts = {row.document_id: row.amount for row in rows}
        found: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
        for document, reason, amount, opened_on in disputes:
            code = self._code(reason)
            if code is not None and document in amounts:
                whole = amounts[document] if amount is None else amount
                found[document].append((whole, opened_on, code))
        return {document: max(each)[2] for document, each in found.items()}

    def _code(self, name: object) -> str | None:
        if not name:
            return None
        text = str(name)
        if text not in self._codes:
            self._codes[text] = self._reasons.code(text)
        return self._codes[text]

    def _said(self, row: LateRow) -> tuple[str | None, str] | None:
        """What a person or a dispute says, None where neither does."""
        identity = InvoiceIdentity(row.company, row.document_class, row.fiscal_year, row.key)
        chosen = self._choices.get(identity)
        if chosen in self._known:
            return chosen, CHOICE
        disputed = self._disputes.get(row.document_id)
        return None if disputed is None else (disputed, DISPUTE)

    def of(self, row: LateRow) -> tuple[str | None, str]:
        """An invoice's reason, and how it came to it."""
        told = self._told.get(row.document_id)
        if told is not None:
            return told
        record = self._evidence.get(row.document_id, {})
        code = self._code(record.get("reason"))
        if code is not None:
            return code, ERP_CODE
        disputed = row.document_id in self._disputed
        shown = self._reasons.shown_by({**record, "disputed": disputed})
        return (shown.code, RULE) if shown else (None, UNEXPLAINED)
