"""The weekly late-pay reasons: which invoices were late, why each, and what is frozen."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from artui.books import evidence
from artui.domain.days import week_bounds
from artui.domain.reasons import CHOICE, DISPUTE, ERP_CODE, RULE, UNEXPLAINED, Late
from artui.policy.policy import Policy
from artui.store import desk, records
from artui.store import late as store
from artui.store.connection import transaction
from artui.store.desk import InvoiceIdentity

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from artui.books.force import InForce
    from artui.policy.reasons import ReasonsPolicy
    from artui.store.aging import Scope
    from artui.store.late import LateRow


def late_invoices(
    reader: sqlite3.Connection, reasons: ReasonsPolicy, week: str, today: int
) -> list[Late]:
    """A week's late invoices, each with one reason, computed from what is known now.

    Args:
        reader: the main database with the desk attached.
        reasons: the catalogue.
        week: an ISO week as 2026-W46.
        today: days after it do not count.
    """
    monday, sunday = week_bounds(week)
    last = min(sunday, today)
    rows = store.find(reader, range(monday, last + 1))
    if not rows:
        return []
    cause = _Causes(reader, reasons, rows, monday, last)
    return [
        Late(
            row.document_id,
            row.customer_id,
            row.currency,
            row.amount,
            row.amount_days,
            *cause.of(row),
            bool(row.is_new),
        )
        for row in rows
    ]


class _Causes:
    """One reason for each late invoice, by the precedence of the catalogue's contract."""

    def __init__(
        self,
        reader: sqlite3.Connection,
        reasons: ReasonsPolicy,
        rows: Sequence[LateRow],
        first: int,
        last: int,
    ) -> None:
        self._reasons = reasons
        self._codes: dict[str, str | None] = {}
        self._known = {reason.code for reason in reasons.reasons}
        self._choices = desk.choices(reader)
        disputes = store.disputes(reader, first, last)
        self._disputed = {document for document, *_ in disputes}
        self._disputes = self._by_document(disputes, rows)
        restated = [row.document_id for row in rows if row.restated]
        self._evidence = evidence.gather(reader, {row.document_id for row in rows}, restated, last)

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

    def of(self, row: LateRow) -> tuple[str | None, str]:
        """An invoice's reason, and how it came to it."""
        identity = InvoiceIdentity(row.company, row.document_class, row.fiscal_year, row.key)
        chosen = self._choices.get(identity)
        if chosen in self._known:
            return chosen, CHOICE
        if row.document_id in self._disputes:
            return self._disputes[row.document_id], DISPUTE
        record = self._evidence.get(row.document_id, {})
        code = self._code(record.get("reason"))
        if code is not None:
            return code, ERP_CODE
        disputed = row.document_id in self._disputed
        shown = self._reasons.shown_by({**record, "disputed": disputed})
        return (shown.code, RULE) if shown else (None, UNEXPLAINED)


class Shown(NamedTuple):
    """A week as it prints: its late invoices, and the catalogue and revision they were found by."""

    late: list[Late]
    frozen: bool
    reasons: ReasonsPolicy
    revision: str


def shown(reader: sqlite3.Connection, force: InForce, week: str, today: int) -> Shown:
    """A week as it was frozen, under the policy of that day; computed now where it is not."""
    rows = store.frozen(reader, week)
    if rows is None:
        return computed(reader, force, week, today)
    kept = records.policy_of_week(reader, week)
    late = [Late(*row[:7], bool(row[7])) for row in rows]
    if kept is None:
        return Shown(late, True, force.policy.reasons, force.revision)  # noqa: FBT003 - a tuple
    return Shown(late, True, Policy.from_json(kept.body).reasons, kept.revision)  # noqa: FBT003


def computed(reader: sqlite3.Connection, force: InForce, week: str, today: int) -> Shown:
    """A week as it is known now, frozen or not."""
    late = late_invoices(reader, force.policy.reasons, week, today)
    return Shown(late, False, force.policy.reasons, force.revision)  # noqa: FBT003 - a tuple


def freeze(
    connection: sqlite3.Connection,
    reader: sqlite3.Connection,
    force: InForce,
    week: str,
    *,
    today: int,
    at: str,
) -> bool:
    """Freeze a complete week as it is known now; false where it was frozen before.

    Args:
        connection: the main database, for writing.
        reader: the same with the desk attached.
        force: the policy in force.
        week: a week whose Sunday lies before `today`.
        today: the home's today.
        at: the time the record carries.
    """
    if store.frozen(reader, week) is not None:
        return False
    late = late_invoices(reader, force.policy.reasons, week, today)
    with transaction(connection):
        store.freeze(connection, week, at, force.id, late)
    return True


def customers(reader: sqlite3.Connection, scope: Scope) -> set[int] | None:
    """The customers a scope names; None where it names none in particular."""
    if scope.company is scope.customer is scope.collector is None:
        return None
    return store.customers(reader, scope)
