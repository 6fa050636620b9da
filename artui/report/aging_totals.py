"""The totals of an aging per currency, their shares, and what proves them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from artui.domain import money
from artui.domain.shares import percentages
from artui.store import aging as store
from artui.store import named

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from artui.store.aging import Question

    Raw = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Totals:
    """Per currency; currencies are never added.

    Attributes:
        labels: of the buckets.
        by_currency: b0.., d0.., unapplied, outstanding and disputed in minor units.
        debits: b0.. of what is owed, before any credit is set against it.
        outstanding: what the entries alone come to.
        expected: the same without what was asked to be left out.
    """

    labels: tuple[str, ...]
    by_currency: Mapping[str, Raw]
    debits: Mapping[str, Raw]
    outstanding: Mapping[str, int]
    expected: Mapping[str, int]

    def shares(self, currency: str) -> dict[str, str] | None:
        """Each bucket's percentage of what is owed in a currency; None where nothing is."""
        debits = self.debits.get(currency)
        owed = [debits[f"b{n}"] if debits else 0 for n in range(len(self.labels))]
        found = percentages(owed)
        return dict(zip(self.labels, map(str, found), strict=True)) if found else None

    def checks(self) -> list[dict[str, Any]]:
        """What the entries alone say is outstanding, against buckets plus unapplied.

        Where disputed parts are left out, they are added back before the comparison.
        """
        return [self._check(code) for code in sorted({*self.by_currency, *self.outstanding})]

    def _check(self, currency: str) -> dict[str, Any]:
        total, owed = self.by_currency.get(currency), self.outstanding.get(currency, 0)
        left_out = owed - self.expected.get(currency, 0)
        columns = [f"b{n}" for n in range(len(self.labels))]
        found = sum(total[each] for each in (*columns, "unapplied")) + left_out if total else 0
        return {
            "currency": currency,
            "outstanding": money.plain(owed, currency),
            "buckets_plus_unapplied": money.plain(found, currency),
            "ok": found == owed,
        }


def of(reader: sqlite3.Connection, question: Question, groups: Sequence[Raw]) -> Totals:
    """The totals of the groups that a question gave."""
    outstanding = store.outstanding(reader, question.scope)
    totals = _summed(groups, len(question.buckets.labels))
    left_out = {code: raw["disputed"] for code, raw in totals.items() if question.exclude_disputed}
    return Totals(
        question.buckets.labels,
        totals,
        totals if question.policy.unapplied == "own_column" else _debits(reader, question),
        outstanding,
        {
            code: outstanding.get(code, 0) - left_out.get(code, 0)
            for code in {*outstanding, *left_out}
        },
    )


def _summed(groups: Sequence[Raw], buckets: int) -> dict[str, Raw]:
    columns = [f"{prefix}{n}" for prefix in "bd" for n in range(buckets)]
    columns += ["unapplied", "outstanding", "disputed"]
    totals: dict[str, dict[str, Any]] = {}
    for currency in sorted({group["currency"] for group in groups}):
        totals[currency] = {"currency": currency, **dict.fromkeys(columns, 0)}
    for group in groups:
        total = totals[group["currency"]]
        for column in columns:
            total[column] += group[column]
    return {**totals}


def _debits(reader: sqlite3.Connection, question: Question) -> dict[str, Raw]:
    """What is owed by bucket where the question mixes credits in."""
    apart = replace(question.policy, unapplied="own_column")
    asked = replace(question, policy=apart, by="currency")
    return {row["currency"]: row for row in named.rows(store.ask(reader, asked))}
