"""The weekly late-pay reasons: which invoices were late, why each, and what is frozen."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from artui.books import evidence
from artui.domain.days import parse_day, week_bounds
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
    reader: sqlite3.Connection,
    reasons: ReasonsPolicy,
    week: str,
    today: int,
    known_on: int | None = None,
) -> list[Late]:
    """A week's late invoices, each with one reason, computed from what is known now.

    Args:
        reader: the main database with the desk attached.
        reasons: the catalogue.
        week: an ISO week as 2026-W46.
        today: days after it do not count.
        known_on: only what was recorded by then; None: all that is known.
    """
    monday, sunday = week_bounds(week)
    days = range(monday, min(sunday, today) + 1)
    rows = store.find(reader, days, known_on)
    if not rows:
        return []
    cause = _Causes(reader, reasons, rows, days, known_on)
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
        open_to_rules = [row for row in rows if self._said(row) is None]
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
        said = self._said(row)
        if said is not None:
            return said
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


def shown(
    reader: sqlite3.Connection,
    force: InForce,
    week: str,
    today: int,
    known_on: int | None = None,
) -> Shown:
    """A week as it was frozen, under the policy of that day; computed now where it is not.

    What was frozen after `known_on` was not known then.
    """
    at = store.frozen_at(reader, week)
    rows = store.frozen(reader, week)
    if at is None or rows is None or (known_on is not None and parse_day(at[:10]) > known_on):
        return computed(reader, force, week, today, known_on)
    kept = records.policy_of_week(reader, week)
    late = [Late._make((*row[:7], bool(row[7]))) for row in rows]
    if kept is None:
        return Shown(late, True, force.policy.reasons, force.revision)  # noqa: FBT003 - a tuple
    return Shown(late, True, Policy.from_json(kept.body).reasons, kept.revision)  # noqa: FBT003


def computed(
    reader: sqlite3.Connection,
    force: InForce,
    week: str,
    today: int,
    known_on: int | None = None,
) -> Shown:
    """A week as it is known now, or on `known_on`, frozen or not."""
    late = late_invoices(reader, force.policy.reasons, week, today, known_on)
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
    """Freeze a complete week as it is known now; false where it was frozen before, or is not over.

    Args:
        connection: the main database, for writing.
        reader: the same with the desk attached.
        force: the policy in force.
        week: a week whose Sunday lies before `today`.
        today: the home's today.
        at: the time the record carries.
    """
    _, sunday = week_bounds(week)
    if sunday >= today or store.frozen_at(reader, week) is not None:
        return False
    late = late_invoices(reader, force.policy.reasons, week, today)
    with transaction(connection):
        return store.freeze(connection, week, at, force.id, late)


def customers(reader: sqlite3.Connection, scope: Scope) -> set[int] | None:
    """The customers a scope names; None where it names none in particular."""
    if scope.company is scope.customer is scope.collector is None:
        return None
    return store.customers(reader, scope)
