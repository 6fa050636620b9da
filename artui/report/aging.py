"""The aged receivables: buckets by any grouping, with the line that proves them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from artui.books.rates import latest
from artui.domain import money
from artui.domain.aging_conventions import OWN
from artui.domain.days import iso
from artui.report import aging_base, aging_later, aging_sections, aging_totals
from artui.report.table import Report
from artui.store import accounts, named, records
from artui.store import aging as store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from artui.policy.aging import AgingPolicy, Unapplied
    from artui.report.request import Request, Source

    Names = Callable[["_Group"], tuple[str | None, str | None]]


@dataclass(frozen=True, slots=True)
class Wish:
    """What aging is asked for beyond what every report is.

    `convention`, `buckets` (one's own bounds) and `unapplied` stand in for the policy's; `later`
    adds what takes effect after the day.
    """

    by: str = "customer"
    basis: str = ""
    exclude_disputed: bool = False
    convention: str = ""
    buckets: tuple[int, ...] = ()
    unapplied: Unapplied | None = None
    later: bool = False

    def over(self, policy: AgingPolicy) -> AgingPolicy:
        """The policy with what is asked for in its place."""
        if self.buckets:
            policy = replace(policy, convention=OWN, buckets=self.buckets)
        elif self.convention:
            policy = replace(policy, convention=self.convention)
        return replace(policy, unapplied=self.unapplied or policy.unapplied)


def report(source: Source, request: Request, wish: Wish | None = None) -> Report:
    """The aging, with totals and checks per currency."""
    wish = wish or Wish()
    scope = request.scope(source.home.today())
    policy = wish.over(source.force.policy.aging)
    question = store.Question(scope, policy, wish.by, wish.basis, wish.exclude_disputed)
    groups = _groups(source, question)
    named = _names(source, wish.by, groups)
    rows = [group.row(scope.as_of, named) for group in groups if group.standing]
    labels = question.buckets.labels
    totals = aging_totals.of(source.reader, question, [group.raw for group in groups])
    data: dict[str, Any] = {
        "report": "aging",
        "as_of": iso(scope.as_of),
        "known_on": iso(scope.known_on),
        "basis": question.age_basis,
        "by": wish.by,
        "preset": policy.convention,
        "convention": question.buckets.convention,
        "buckets": list(labels),
        "unapplied": policy.unapplied,
        "exclude_disputed": wish.exclude_disputed,
        "policy": source.force.revision,
        "rows": rows[: request.limit],
        "totals": [
            {"currency": currency, **_figures(total, labels), "shares": totals.shares(currency)}
            for currency, total in totals.by_currency.items()
        ],
        "base": _base(source, scope, totals, labels),
        "checks": totals.checks(),
        "data_as_of": {
            code: iso(day)
            for code, day in records.data_as_of(source.reader, scope.known_on).items()
        },
    }
    if wish.later:
        aging_later.add(source.reader, scope, wish.by, data)
    adds_up = data["base"]["ok"] and all(check["ok"] for check in data["checks"])
    sections = (*aging_sections.of(data), *aging_later.sections(data))
    return Report("aging", data, _about(data, len(rows)), sections, adds_up)


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
            **_figures(self.raw, self.labels),
            "oldest_days": max(0, as_of - oldest) if oldest is not None else 0,
        }


def _figures(raw: Mapping[str, Any], labels: tuple[str, ...]) -> dict[str, Any]:
    """Buckets, unapplied, total and disputed as machine amounts."""

    def plain(column: str) -> str:
        return money.plain(raw[column], raw["currency"])

    def by_bucket(prefix: str) -> dict[str, str]:
        return {label: plain(f"{prefix}{n}") for n, label in enumerate(labels)}

    return {
        "buckets": by_bucket("b"),
        "unapplied": plain("unapplied"),
        "total": plain("outstanding"),
        "disputed": plain("disputed"),
        "disputed_buckets": by_bucket("d"),
    }


def _base(
    source: Source, scope: store.Scope, totals: aging_totals.Totals, labels: tuple[str, ...]
) -> dict[str, Any]:
    """The totals in the base currency, at the latest rates on or before the day."""
    base = source.home.settings.base_currency
    rates = latest(source.reader, base, scope.as_of, scope.known_on)
    return aging_base.of(rates, totals.by_currency, totals.expected, labels)


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


def _about(data: dict[str, Any], found: int) -> tuple[str, ...]:
    as_of = f"Aging as of {data['as_of']}"
    known = f", as known on {data['known_on']}" if data["known_on"] else ""
    without = ", without what is disputed" if data["exclude_disputed"] else ""
    shown = "" if len(data["rows"]) == found else f" The first {len(data['rows'])} of {found} rows."
    days = ", ".join(f"{code} {day}" for code, day in data["data_as_of"].items())
    basis, unapplied = (data[key].replace("_", " ") for key in ("basis", "unapplied"))
    edges = f"convention {data['preset']}: {data['convention']}"
    return (
        f"{as_of}{known}, by {data['by']}, on the {basis}{without}.{shown}",
        f"Days past due, {edges}. Unapplied: {unapplied}. Policy {data['policy']}.",
        f"Data as of: {days or 'nothing loaded yet'}.",
        *_unstated(data),
    )


def _unstated(data: dict[str, Any]) -> Iterator[str]:
    """Why there is no total in the base currency."""
    base = data["base"]
    if base["missing"]:
        codes = ", ".join(base["missing"])
        yield f"No total in {base['currency']}: no rate of {codes} on or before {data['as_of']}."
