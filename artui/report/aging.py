"""The aged receivables: buckets by any grouping, with the line that proves them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from artui.domain import money
from artui.domain.days import iso
from artui.report.amounts import grouped
from artui.report.table import Column, Report, Section
from artui.store import aging as store
from artui.store import records

if TYPE_CHECKING:
    from collections.abc import Mapping

    from artui.report.request import Request, Source


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
    cursor = store.ask(source.reader, question)
    names = [column[0] for column in cursor.description]
    labels = question.buckets.labels
    groups = [_Group(dict(zip(names, row, strict=True)), labels) for row in cursor]
    groups.sort(key=lambda group: (-group.raw["outstanding"], str(group.raw["group_key"])))
    said = _names(source, wish.by, groups)
    rows = [group.row(scope.as_of, said) for group in groups if group.standing]
    totals = _totals(groups, labels)
    checks = _checks(source, question, groups)
    data = {
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
        "totals": totals,
        "checks": checks,
        "data_as_of": {code: iso(day) for code, day in records.data_as_of(source.reader).items()},
    }
    return Report(
        "aging",
        data,
        _about(data, len(rows)),
        (_rows_section(data), _totals_section(data), _checks_section(data)),
        all(check["ok"] for check in checks),
    )


class _Group:
    """One group and currency as the store gave it."""

    def __init__(self, raw: dict[str, Any], labels: tuple[str, ...]) -> None:
        self.raw = raw
        self.labels = labels

    @property
    def standing(self) -> bool:
        """Whether anything stands in it."""
        return any(self.raw[f"b{n}"] for n in range(len(self.labels))) or bool(
            self.raw["unapplied"]
        )

    def amounts(self, prefix: str) -> dict[str, int]:
        """Minor units by bucket."""
        return {label: self.raw[f"{prefix}{n}"] for n, label in enumerate(self.labels)}

    def row(self, as_of: int, said: Mapping[int, tuple[str | None, str]]) -> dict[str, Any]:
        """The row as JSON has it."""
        currency, oldest = self.raw["currency"], self.raw["oldest_due"]
        name, company = said.get(self.raw["customer_id"], (None, ""))
        key = self.raw["group_key"]
        return {
            "key": key,
            "name": name if name is not None else key,
            **({"company": company} if company else {}),
            "currency": currency,
            "buckets": _plain(self.amounts("b"), currency),
            "unapplied": money.plain(self.raw["unapplied"], currency),
            "total": money.plain(self.raw["outstanding"], currency),
            "disputed": money.plain(self.raw["disputed"], currency),
            "disputed_buckets": _plain(self.amounts("d"), currency),
            "oldest_days": max(0, as_of - oldest) if oldest is not None else 0,
        }


def _plain(amounts: Mapping[str, int], currency: str) -> dict[str, str]:
    return {label: money.plain(amount, currency) for label, amount in amounts.items()}


def _names(source: Source, by: str, groups: list[_Group]) -> dict[int, tuple[str | None, str]]:
    """Name and company of customers, where customers are what is grouped by."""
    if by != "customer":
        return {}
    return store.names(source.reader, [group.raw["customer_id"] for group in groups])


def _totals(groups: list[_Group], labels: tuple[str, ...]) -> list[dict[str, Any]]:
    """Per currency; currencies are never added."""
    by_currency: dict[str, list[_Group]] = defaultdict(list)
    for group in groups:
        by_currency[group.raw["currency"]].append(group)
    return [_total(currency, each, labels) for currency, each in sorted(by_currency.items())]


def _total(currency: str, groups: list[_Group], labels: tuple[str, ...]) -> dict[str, Any]:
    def summed(key: str) -> int:
        return sum(group.raw[key] for group in groups)

    numbered = list(enumerate(labels))
    return {
        "currency": currency,
        "buckets": {label: money.plain(summed(f"b{n}"), currency) for n, label in numbered},
        "unapplied": money.plain(summed("unapplied"), currency),
        "total": money.plain(summed("outstanding"), currency),
        "disputed": money.plain(summed("disputed"), currency),
        "disputed_buckets": {
            label: money.plain(summed(f"d{n}"), currency) for n, label in numbered
        },
    }


def _checks(source: Source, question: store.Question, groups: list[_Group]) -> list[dict[str, Any]]:
    """What the entries alone say is outstanding, against buckets plus unapplied.

    Where disputed parts are left out, they are added back before the comparison.
    """
    outstanding = store.outstanding(source.reader, question.scope)
    found: dict[str, int] = defaultdict(int, dict.fromkeys(outstanding, 0))
    for group in groups:
        left_out = group.raw["disputed"] if question.exclude_disputed else 0
        found[group.raw["currency"]] += group.raw["outstanding"] + left_out
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
    shown = "" if len(data["rows"]) == found else f" The first {len(data['rows'])} of {found} rows."
    days = ", ".join(f"{code} {day}" for code, day in data["data_as_of"].items())
    return (
        f"{as_of}{known}, by {data['by']}, on the {data['basis'].replace('_', ' ')}.{shown}",
        f"Days past due: {data['convention']}. Policy {data['policy']}.",
        f"Data as of: {days or 'nothing loaded yet'}.",
    )


_KEY = (Column("key", "Key"), Column("name", "Name"), Column("company", "Company"))
_LAST = (
    Column("unapplied", "Unapplied", number=True),
    Column("total", "Total", number=True),
    Column("disputed", "of which disputed", number=True),
)


def _bucket_columns(data: dict[str, Any]) -> tuple[Column, ...]:
    return tuple(Column(label, label, number=True) for label in data["buckets"])


def _flat(row: dict[str, Any]) -> dict[str, str | None]:
    amounts = {**row["buckets"], **{c.key: row[c.key] for c in _LAST}}
    sums = {key: grouped(amount) for key, amount in amounts.items()}
    disputed = {f"disputed {k}": grouped(v) for k, v in row["disputed_buckets"].items()}
    said = {key: row.get(key) for key in ("key", "name", "company", "currency")}
    days = {"oldest_days": str(row["oldest_days"])} if "oldest_days" in row else {}
    return {**said, **sums, **disputed, **days}


def _rows_section(data: dict[str, Any]) -> Section:
    columns = (
        *_KEY,
        Column("currency", "Currency"),
        *_bucket_columns(data),
        *_LAST,
        Column("oldest_days", "Oldest days", number=True),
    )
    return Section("rows", _used(columns, data["rows"]), tuple(map(_flat, data["rows"])))


def _used(columns: tuple[Column, ...], rows: list[dict[str, Any]]) -> tuple[Column, ...]:
    """The company stands beside customers alone."""
    return tuple(c for c in columns if c.key != "company" or any("company" in row for row in rows))


def _totals_section(data: dict[str, Any]) -> Section:
    disputed = tuple(
        Column(f"disputed {label}", f"disputed {label}", number=True) for label in data["buckets"]
    )
    has_disputes = any(float(total["disputed"]) for total in data["totals"])
    columns = (Column("currency", "Currency"), *_bucket_columns(data), *_LAST)
    rows = tuple(map(_flat, data["totals"]))
    return Section("totals", (*columns, *(disputed if has_disputes else ())), rows)


def _checks_section(data: dict[str, Any]) -> Section:
    rows = tuple(
        {
            "currency": check["currency"],
            "outstanding": grouped(check["outstanding"]),
            "buckets_plus_unapplied": grouped(check["buckets_plus_unapplied"]),
            "ok": "yes" if check["ok"] else "NO, THE FIGURES DO NOT ADD UP",
        }
        for check in data["checks"]
    )
    columns = (
        Column("currency", "Currency"),
        Column("buckets_plus_unapplied", "Buckets + unapplied", number=True),
        Column("outstanding", "Outstanding", number=True),
        Column("ok", "Equal"),
    )
    return Section("checks", columns, rows)
