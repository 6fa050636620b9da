"""The aged receivables: buckets by any grouping, with the line that proves them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from artui.domain import money
from artui.domain.days import iso
from artui.report import aging_sections
from artui.report.table import Report
from artui.store import accounts, named, records
from artui.store import aging as store

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from artui.report.request import Request, Source

    Names = Callable[["_Group"], tuple[str | None, str | None]]


@dataclass(frozen=True, slots=True)
class Wish:
    """What aging is asked for beyond what every report is."""

    by: str = "customer"
    basis: str = ""
    exclude_disputed: bool = False


def report(source: Source, request: Request, wish: Wish | None = None) -> Report:
    """The aging, with totals and checks per currency."""
    wish = wish or Wish()
    scope = request.scope(source.home.today())
    policy = source.force.policy.aging
    question = store.Question(scope, policy, wish.by, wish.basis, wish.exclude_disputed)
    groups = _groups(source, question)
    named = _names(source, wish.by, groups)
    rows = [group.row(scope.as_of, named) for group in groups if group.standing]
    labels = question.buckets.labels
    data: dict[str, Any] = {
        "report": "aging",
        "as_of": iso(scope.as_of),
        "known_on": iso(scope.known_on),
        "basis": question.age_basis,
        "by": wish.by,
        "convention": question.buckets.convention,
        "buckets": list(labels),
        "unapplied": policy.unapplied,
        "exclude_disputed": wish.exclude_disputed,
        "policy": source.force.revision,
        "rows": rows[: request.limit],
        "totals": _totals(groups, labels),
        "checks": _checks(source, question, groups),
        "data_as_of": {code: iso(day) for code, day in records.data_as_of(source.reader).items()},
    }
    adds_up = all(check["ok"] for check in data["checks"])
    return Report("aging", data, _about(data, len(rows)), aging_sections.of(data), adds_up)


class _Group:
    """One group and currency as the store gave it."""

    def __init__(self, raw: dict[str, Any], labels: tuple[str, ...]) -> None:
        self.raw = raw
        self.labels = labels

    @property
    def standing(self) -> bool:
        """Whether anything stands in it."""
        columns = (*(f"{prefix}{n}" for prefix in "bd" for n in range(len(self.labels))),)
        return any(self.raw[column] for column in (*columns, "unapplied"))

    def amounts(self, prefix: str) -> dict[str, int]:
        """Minor units by bucket."""
        return {label: self.raw[f"{prefix}{n}"] for n, label in enumerate(self.labels)}

    def row(self, as_of: int, named: Names) -> dict[str, Any]:
        """The row as JSON has it."""
        currency, oldest = self.raw["currency"], self.raw["oldest_due"]
        name, company = named(self)
        key = self.raw["group_key"]
        return {
            "key": key,
            "name": name or key,
            **({"company": company} if company else {}),
            "currency": currency,
            **_figures(self.amounts, self.raw, currency),
            "oldest_days": max(0, as_of - oldest) if oldest is not None else 0,
        }


def _figures(
    amounts: Callable[[str], Mapping[str, int]], raw: Mapping[str, int], currency: str
) -> dict[str, Any]:
    """Buckets, unapplied, total and disputed as machine amounts."""

    def plain(by_bucket: Mapping[str, int]) -> dict[str, str]:
        return {label: money.plain(amount, currency) for label, amount in by_bucket.items()}

    return {
        "buckets": plain(amounts("b")),
        "unapplied": money.plain(raw["unapplied"], currency),
        "total": money.plain(raw["outstanding"], currency),
        "disputed": money.plain(raw["disputed"], currency),
        "disputed_buckets": plain(amounts("d")),
    }


def _groups(source: Source, question: store.Question) -> list[_Group]:
    """The groups, most outstanding first within a currency."""
    labels = question.buckets.labels
    groups = [_Group(raw, labels) for raw in named.rows(store.ask(source.reader, question))]
    return sorted(groups, key=lambda g: (-g.raw["outstanding"], str(g.raw["group_key"])))


def _names(source: Source, by: str, groups: list[_Group]) -> Names:
    """Gives a group its name, and its company where customers are what is grouped by."""
    if by == "customer":
        said = store.names(source.reader, [group.raw["customer_id"] for group in groups])
        return lambda group: said.get(group.raw["customer_id"], (None, None))
    parents = accounts.names(source.reader) if by == "parent" else {}
    return lambda group: (parents.get(group.raw["group_key"]), None)


def _totals(groups: list[_Group], labels: tuple[str, ...]) -> list[dict[str, Any]]:
    """Per currency; currencies are never added."""
    by_currency: dict[str, list[_Group]] = defaultdict(list)
    for group in groups:
        by_currency[group.raw["currency"]].append(group)
    return [_total(currency, each, labels) for currency, each in sorted(by_currency.items())]


def _total(currency: str, groups: list[_Group], labels: tuple[str, ...]) -> dict[str, Any]:
    columns = [f"{prefix}{n}" for prefix in "bd" for n in range(len(labels))]
    columns += ["unapplied", "outstanding", "disputed"]
    total = _Group({key: sum(group.raw[key] for group in groups) for key in columns}, labels)
    return {"currency": currency, **_figures(total.amounts, total.raw, currency)}


def _checks(source: Source, question: store.Question, groups: list[_Group]) -> list[dict[str, Any]]:
    """What the entries alone say is outstanding, against buckets plus unapplied.

    Where disputed parts are left out, they are added back before the comparison.
    """
    outstanding = store.outstanding(source.reader, question.scope)
    found: dict[str, int] = defaultdict(int, dict.fromkeys(outstanding, 0))
    for group in groups:
        left_out = group.raw["disputed"] if question.exclude_disputed else 0
        parts = sum(group.amounts("b").values()) + group.raw["unapplied"]
        found[group.raw["currency"]] += parts + left_out
    return [
        {
            "currency": currency,
            "outstanding": money.plain(outstanding.get(currency, 0), currency),
            "buckets_plus_unapplied": money.plain(amount, currency),
            "ok": amount == outstanding.get(currency, 0),
        }
        for currency, amount in sorted(found.items())
    ]


def _about(data: dict[str, Any], found: int) -> tuple[str, ...]:
    as_of = f"Aging as of {data['as_of']}"
    known = f", as known on {data['known_on']}" if data["known_on"] else ""
    without = ", without what is disputed" if data["exclude_disputed"] else ""
    shown = "" if len(data["rows"]) == found else f" The first {len(data['rows'])} of {found} rows."
    days = ", ".join(f"{code} {day}" for code, day in data["data_as_of"].items())
    basis, unapplied = (data[key].replace("_", " ") for key in ("basis", "unapplied"))
    return (
        f"{as_of}{known}, by {data['by']}, on the {basis}{without}.{shown}",
        f"Days past due: {data['convention']}. Unapplied: {unapplied}. Policy {data['policy']}.",
        f"Data as of: {days or 'nothing loaded yet'}.",
    )
