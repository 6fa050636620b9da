"""The plan: what edited policies would change, for whom, and which line of them says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.books.plan.effects import KINDS, sums
from artui.domain import money
from artui.policy.policy import SUBJECTS
from artui.report import amounts
from artui.report.table import Column, Report, Section
from artui.store.planned import customers

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

    from artui.books.plan.effects import Effect, Effects, Sum, Week
    from artui.books.plan.planning import Compared
    from artui.policy.policy import Policy
    from artui.store.policies import ChangeRow

#: So many lines a person reads in a review; `--limit` asks for others.
USUAL = 200
_WEEKS_ARE = "Weeks are those of the due dates of what is open and moves; both sides are shown."
_LABELS = {
    "due_date": "Due dates",
    "tier": "Tiers",
    "limit": "Limits",
    "hold": "Holds",
    "reason": "Reasons",
}


def report(
    reader: sqlite3.Connection, found: Effects, compared: Compared, limit: int | None = USUAL
) -> Report:
    """Every effect in sum, by week, and account by account.

    Args:
        reader: the main database.
        found: the effects.
        compared: the policies that have them.
        limit: how many lines of accounts; None for all.
    """
    shown = _ordered(found.effects)[:limit]
    known = customers(reader, {each.customer_id for each in shown})
    rows = [_row(each, known) for each in shown]
    data = {
        "report": "plan",
        "before": compared.before.revision,
        "after": compared.after.revision,
        "changed": differing(compared.before.policy, compared.after.policy),
        "effects": len(found.effects),
        "sums": [summed(each) for each in sums(found.effects)],
        "weeks": [_week(each) for each in found.weeks],
        "rows": rows,
    }
    sections = (_summed(data), *_by_week(data), *_by_account(data)) if found.effects else ()
    return Report("policy plan", data, _about(data, found), sections)


def _ordered(effects: Iterable[Effect]) -> list[Effect]:
    """By what changes, the largest amounts first."""
    return sorted(
        effects, key=lambda e: (KINDS.index(e.kind), e.currency, -e.amount, e.customer_id, e.change)
    )


def _about(data: dict[str, Any], found: Effects) -> tuple[str, ...]:
    compared = f"{data['after']} against {data['before']}"
    changed = (f"What differs: {', '.join(data['changed'])}.",) if data["changed"] else ()
    if not found.effects:
        return f"{compared}: nothing would change for anybody.", *changed
    whom = len({each.customer_id for each in found.effects})
    noun = "customer" if whom == 1 else "customers"
    shown = len(data["rows"])
    more = "" if shown == data["effects"] else f" The first {shown} lines; --limit shows others."
    return (
        f"{compared}: {data['effects']} effects for {whom} {noun}.{more}",
        *changed,
        *((_WEEKS_ARE,) if data["weeks"] else ()),
    )


def differing(before: Policy, after: Policy) -> list[str]:
    """The policy files that say something else, by their names."""
    return [f"{name}.yaml" for name in SUBJECTS if getattr(before, name) != getattr(after, name)]


def summed(each: Sum | ChangeRow) -> dict[str, Any]:
    """A sum as JSON has it."""
    return {**each._asdict(), "amount": money.plain(each.amount, each.currency)}


def _week(week: Week) -> dict[str, Any]:
    before, after = (money.plain(each, week.currency) for each in (week.before, week.after))
    difference = money.plain(week.after - week.before, week.currency)
    return {
        "week": week.week,
        "currency": week.currency,
        "before": before,
        "after": after,
        "difference": difference,
    }


def _row(effect: Effect, known: Mapping[int, tuple[str, str, str]]) -> dict[str, Any]:
    number, name, company = known[effect.customer_id]
    return {
        "kind": effect.kind,
        "direction": effect.direction,
        "customer_id": number,
        "name": name,
        "company": company,
        "currency": effect.currency,
        "change": effect.change,
        "items": effect.items,
        "amount": money.plain(effect.amount, effect.currency),
        "rule": effect.rule,
    }


_SUMS = (
    Column("kind", "What"),
    Column("direction", "Which way"),
    Column("customers", "Customers", number=True),
    Column("items", "Items", number=True),
    Column("amount", "Amount", number=True),
    Column("currency", "Currency"),
)
_WEEKS = (
    Column("week", "Falls due in"),
    Column("before", "Before", number=True),
    Column("after", "After", number=True),
    Column("difference", "Difference", number=True),
    Column("currency", "Currency"),
)
_ROWS = (
    Column("kind", "What"),
    Column("direction", "Which way"),
    Column("customer_id", "Customer"),
    Column("name", "Name"),
    Column("company", "Company"),
    Column("change", "Change"),
    Column("items", "Items", number=True),
    Column("amount", "Amount", number=True),
    Column("currency", "Currency"),
    Column("rule", "Because of"),
)
_MONEY = ("amount", "before", "after", "difference")


def _section(name: str, columns: tuple[Column, ...], rows: list[dict[str, Any]]) -> Section:
    return Section(name, columns, tuple(_shown(columns, row) for row in rows))


def _shown(columns: tuple[Column, ...], row: dict[str, Any]) -> dict[str, str | None]:
    text = amounts.texts(row, *(column.key for column in columns))
    sums = {key: amounts.grouped(row[key]) for key in _MONEY if key in row}
    kind = {"kind": _LABELS[row["kind"]]} if "kind" in row else {}
    return {**text, **sums, **kind}


def _summed(data: dict[str, Any]) -> Section:
    return _section("sums", _SUMS, data["sums"])


def _by_week(data: dict[str, Any]) -> tuple[Section, ...]:
    return (_section("weeks", _WEEKS, data["weeks"]),) if data["weeks"] else ()


def _by_account(data: dict[str, Any]) -> tuple[Section, ...]:
    return (_section("rows", _ROWS, data["rows"]),) if data["rows"] else ()
