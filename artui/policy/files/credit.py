"""The shape of credit.yaml."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from artui.domain.conditions import FIELDS, Problem, fields_about, from_data, mentions
from artui.domain.conditions.reach import unreached
from artui.policy.currency import unknown_currency
from artui.policy.plain import code
from artui.policy.shadow import overruled
from artui.policy.shape import (
    AMOUNT,
    CODE,
    CURRENCY,
    Flag,
    Key,
    ListOf,
    Nullable,
    Number,
    Record,
    Text,
    When,
    Whole,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from artui.domain.conditions import Path

_MOST_RULES = 10_000
_DAYS = Whole(0, 3650)
_WHO = When(fields_about("customer", "risk"))
_STANDING = When(fields_about("customer", "account", "risk"))
_PAYING = When(
    {name: each for name, each in fields_about("customer", "risk").items() if name != "risk_class"}
    | {name: FIELDS[name] for name in ("oldest_overdue_days", "past_due_amount")}
)
_LIMIT = Record(
    {
        "limit": Key(
            Nullable(AMOUNT), "the amount, null for none, 0 for nothing on credit", required=True
        ),
        "currency": Key(CURRENCY, "the limit's currency"),
        "when": Key(_WHO, "for whom"),
    }
)
_CEILING = Record(
    {
        "amount": Key(
            Nullable(AMOUNT), "how much may be past due, null for any amount", required=True
        ),
        "currency": Key(CURRENCY, "the amount's currency"),
        "margin_days": Key(_DAYS, "items past due for so many days or fewer do not count yet"),
        "when": Key(_WHO, "for whom"),
    }
)
_INSURED = Record(
    {
        "amount": Key(AMOUNT, "the sum insured; a lower limit is lifted to it", required=True),
        "currency": Key(CURRENCY, "the amount's currency"),
        "when": Key(_WHO, "whose debts are insured"),
    }
)
_HOLD = Record(
    {
        "rule": Key(CODE, "the rule's name", required=True),
        "when": Key(_STANDING, "what puts a customer on hold", required=True),
        "reason": Key(Text("a sentence", r"[^\x00-\x1f]{1,200}"), "why, for people"),
        "release": Key(_STANDING, "what ends a hold; as soon as `when` no longer holds if absent"),
        "expected_resolution_days": Key(_DAYS, "days until it should be resolved"),
    }
)
_REVIEW = Record(
    {
        "every_days": Key(Whole(1, 3650), "days from one review to the next", required=True),
        "when": Key(_WHO, "whose credit"),
    }
)
_EXPOSURE = Record(
    {
        "drafts": Key(Flag(), "whether draft invoices count"),
        "unbilled_jobs": Key(Flag(), "whether completed work that is not invoiced yet counts"),
        "open_orders": Key(Flag(), "whether what is ordered and not yet billed counts"),
    },
    later={"horizon_days": "exports of orders give no day of delivery, so it could not count."},
)
_CLASS = Record(
    {
        "class": Key(CODE, "the class's name, as A", required=True),
        "when": Key(_PAYING, "which accounts are of it; all that are left if absent"),
    }
)
_RISK = Record(
    {
        "months": Key(Whole(2, 120), "how far back payments and promises are looked at"),
        "classes": Key(ListOf(_CLASS, least=1), "the first that fits is the account's"),
    }
)
SHAPE = Record(
    {
        "default_limit": Key(Nullable(AMOUNT), "where no rule and no export gives one"),
        "default_currency": Key(Nullable(CURRENCY), "of amounts that name none"),
        "limits": Key(ListOf(_LIMIT, most=_MOST_RULES), "rules; the last that matches wins"),
        "overdue_ceilings": Key(
            ListOf(_CEILING, most=_MOST_RULES), "how much may be past due; the last match wins"
        ),
        "insured": Key(
            ListOf(_INSURED, most=_MOST_RULES), "what an insurer covers; the last match wins"
        ),
        "exposure": Key(_EXPOSURE, "what counts as exposure beside open items"),
        "holds": Key(ListOf(_HOLD), "what puts a customer on hold"),
        "reviews": Key(
            ListOf(_REVIEW, most=_MOST_RULES), "how often credit is reviewed; the last match wins"
        ),
        "risk": Key(Nullable(_RISK), "classes by how customers pay"),
        "watch_utilisation": Key(
            Number("a share from 0 to 1, as 0.9", most=Decimal(1)),
            "exposure / limit from which a customer is watched",
        ),
    }
)

_RULES = ("limits", "overdue_ceilings", "insured", "reviews")


def contradictions(data: Any) -> Iterator[Problem]:
    """What fits the shape of credit.yaml and still cannot be meant."""
    yield from unknown_currency(data, (), "default_currency")
    for name in _RULES:
        for index, rule in enumerate(data.get(name, [])):
            yield from unknown_currency(rule, (name, index))
        yield from overruled(data.get(name, []), (name,))
    yield from _hold_problems(data.get("holds", []))
    risk = data.get("risk") or {}
    yield from _class_problems(risk.get("classes", []))
    yield from _unknown_classes(data, [code(each["class"]) for each in risk.get("classes", [])])


def _hold_problems(holds: list[Any]) -> Iterator[Problem]:
    names: set[str] = set()
    conditions = [from_data(hold["when"]) for hold in holds]
    never = dict(unreached(conditions))
    for index, hold in enumerate(holds):
        name, when = code(hold["rule"]), conditions[index]
        if name in names:
            yield Problem(("holds", index, "rule"), f"There are two holds named '{name}'.")
        elif index in never:
            other = code(holds[never[index]]["rule"])
            does = "asks the same" if conditions[never[index]] == when else "holds wherever it does"
            message = f"This hold never names one: '{other}' before it {does}."
            yield Problem(("holds", index, "when"), message)
        if "release" in hold and from_data(hold["release"]) == when:
            message = "What puts a customer on hold cannot also end the hold."
            yield Problem(("holds", index, "release"), message)
        names.add(name)


def _class_problems(classes: list[Any]) -> Iterator[Problem]:
    """Classes named twice, and those that nothing is left for: the first that fits wins."""
    names: set[str] = set()
    for index, each in enumerate(classes):
        name, path = code(each["class"]), ("risk", "classes", index)
        if name in names:
            yield Problem((*path, "class"), f"There are two risk classes named '{name}'.")
        names.add(name)
    asked = (from_data(each["when"]) if "when" in each else None for each in classes)
    for index, before in unreached(asked):
        some = "all such" if "when" in classes[before] else "all others"
        other = code(classes[before]["class"])
        message = f"No account is left for this class: {some} are '{other}'."
        yield Problem(("risk", "classes", index), message)


def _unknown_classes(data: Any, classes: list[str]) -> Iterator[Problem]:
    for where, condition in _conditions(data):
        for path, name in mentions(condition, "risk_class", where):
            if name not in classes:
                message = f"There is no risk class '{name}'."
                yield Problem(path, message, word=name, known=tuple(classes))


def _conditions(data: Any) -> Iterator[tuple[Path, Any]]:
    """Every condition of the rules, and its path."""
    for name in (*_RULES, "holds"):
        for index, rule in enumerate(data.get(name, [])):
            for key in ("when", "release"):
                if key in rule:
                    yield (name, index, key), rule[key]
