"""What had happened to invoices and their accounts by a day, as conditions ask about it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from artui.books import conduct
from artui.domain import money
from artui.store import history as store
from artui.store import late

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Mapping, Sequence

    from artui.policy.escalation import Quiet


def gather(
    reader: sqlite3.Connection,
    documents: Sequence[int],
    fields: Collection[str],
    day: int,
    known_on: int | None,
    quiet: Quiet,
) -> dict[int, dict[str, Any]]:
    """By invoice, what had happened to it and its account, as far as it is asked about.

    Args:
        reader: a connection of its own TEMP tables; `late_invoice` is made anew.
        documents: the invoices.
        fields: what is asked about, with what `store.history.needed` adds.
        day: the last day that counts.
        known_on: only what was recorded by then; None: all that is known.
        quiet: when a promise counts as kept.
    """
    if store.WORKED_OUT.isdisjoint(fields):
        return {}
    late.take(reader, documents, day, known_on)
    conduct.lay(reader, quiet, fields, day, known_on)
    return store.values(reader, fields, day, known_on)


def record(
    found: Mapping[str, Any], fields: Collection[str], known: Mapping[str, Any]
) -> dict[str, object]:
    """What conditions are held against: shares and days as numbers, money as Decimal.

    Args:
        found: what `gather` gave of the invoice.
        fields: what is asked about.
        known: of the same invoice amount and open_amount in minor units, days_past_due, currency.
    """
    made = {name: value for name, value in found.items() if name not in _INNER}
    habit = found.get("usual_days_late")
    if "unapplied_amount" in found:
        made["unapplied_amount"] = money.to_decimal(
            found["unapplied_amount"], str(known["currency"])
        )
    if habit is not None:
        made["usual_days_late"] = Decimal(habit) / store.OF_A_DAY
    return made | {
        name: compare(found, known) for name, compare in _COMPARED.items() if name in fields
    }


def _paid_share(found: Mapping[str, Any], known: Mapping[str, Any]) -> Decimal | None:
    if known["amount"] <= 0:
        return None
    return Decimal(max(0, found["paid"]) * store.OF_A_SHARE // known["amount"]) / store.OF_A_SHARE


def _short_paid(found: Mapping[str, Any], known: Mapping[str, Any]) -> bool:
    return bool(found["paid"] > 0 and 0 < 2 * known["open_amount"] < known["amount"])


def _unapplied_covers(found: Mapping[str, Any], known: Mapping[str, Any]) -> bool:
    return bool(0 < known["open_amount"] <= found["unapplied_amount"])


def _unapplied_matches(found: Mapping[str, Any], known: Mapping[str, Any]) -> bool:
    parts = (found["unapplied_each"] or "").strip(",").split(",")
    return known["open_amount"] > 0 and str(known["open_amount"]) in parts


def _within_habit(found: Mapping[str, Any], known: Mapping[str, Any]) -> bool | None:
    habit = found["usual_days_late"]
    return None if habit is None else known["days_past_due"] * store.OF_A_DAY <= habit


_COMPARED = {
    "paid_share": _paid_share,
    "short_paid": _short_paid,
    "unapplied_covers": _unapplied_covers,
    "unapplied_matches": _unapplied_matches,
    "within_habit": _within_habit,
}
#: What is gathered only to be compared.
_INNER = ("paid", "unapplied_each")
