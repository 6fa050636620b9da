"""The shape of escalation.yaml."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any, get_args

from artui.domain.conditions import FIELDS, Problem, fields_about
from artui.domain.days import is_day
from artui.policy.escalation import Action, Channel, DayCount, Disputed, PlanBroken
from artui.policy.shape import (
    AMOUNT,
    CURRENCY,
    NAME,
    Choice,
    Flag,
    Key,
    ListOf,
    Number,
    Record,
    Table,
    Text,
    When,
    Whole,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAME = Text("a name of letters, digits, '_', '.' and '-'", NAME)
_PERCENT = Number("a percentage from 0 to 100", most=Decimal(100))
_ENOUGH = Number("a percentage from 1 to 100", Decimal(1), Decimal(100))
_AMOUNTS = Table(AMOUNT, CURRENCY, "a mapping from currencies to amounts")
#: What is known of an account each day: the risk class, of how it pays nothing else.
_ACCOUNT = When({**fields_about("customer", "account"), "risk_class": FIELDS["risk_class"]})
_DATE = Text("a date such as 2026-01-31", r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FEE = Record(
    {
        "percent": Key(_PERCENT, "of what is past due of the invoices alone, not of other fees"),
        "amounts": Key(_AMOUNTS, "fixed, by currency, as {USD: 10}"),
    }
)
_TIER = Record(
    {
        "tier": Key(Whole(1, 99), "its number, counted from 1", required=True),
        "name": Key(Text(), "what people call it", required=True),
        "from_days": Key(
            Whole(-365, 3650), "days past due it begins at, negative before", required=True
        ),
        "action": Key(Choice(get_args(Action)), "what is to be done", required=True),
        "owner": Key(_NAME, "who does it, as collector", required=True),
        "channel": Key(Choice(get_args(Channel)[1:]), "how the customer is reached"),
        "template": Key(_NAME, "the letter, by its file name in letters/"),
        "when": Key(_ACCOUNT, "for whom; amount is what is past due"),
        "tone": Key(Text(), "how it should sound"),
        "respond_within_days": Key(Whole(0, 365), "days the owner has once the tier is due"),
        "respond_within_business_days": Key(
            Whole(0, 250), "the same, counting Mondays to Fridays only"
        ),
        "after_previous_days": Key(
            Whole(1, 365), "days that lie between the step before and this one at the least"
        ),
        "repeat_days": Key(
            Whole(1, 365), "of the last tier: after how many days it is due once more"
        ),
        "fee": Key(_FEE, "what the step adds to the claim; shown, never posted"),
    }
)
_QUIET_RULE = Record(
    {
        "reason": Key(Text(), "why, as the worklist shows it", required=True),
        "when": Key(_ACCOUNT, "which accounts are left alone", required=True),
        "until": Key(_DATE, "the last day it holds"),
    }
)
_QUIET = Record(
    {
        "disputed": Key(
            Choice(get_args(Disputed)),
            "what a dispute keeps quiet: the disputed part, the whole item, or none of it",
        ),
        "promise": Key(Flag(), "whether items under a running promise are left out"),
        "grace_days": Key(
            Whole(0, 60), "Mondays to Fridays a promise still runs after the day it was due"
        ),
        "kept_percent": Key(_ENOUGH, "of the promised amount that is enough to keep a promise"),
        "plan_broken": Key(
            Choice(get_args(PlanBroken)),
            "a part of a plan was not kept: the quiet of its later parts ends, or runs on",
        ),
        "rules": Key(ListOf(_QUIET_RULE), "accounts that are left alone, with the reason"),
    }
)
_INTEREST = Record(
    {
        "percent": Key(_PERCENT, "a year", required=True),
        "from_days": Key(
            Whole(1, 3650), "days past due it is charged from; it counts from the due date"
        ),
        "day_count": Key(Choice(get_args(DayCount)), "the days of a year"),
        "when": Key(_ACCOUNT, "for whom"),
    }
)
SHAPE = Record(
    {
        "tiers": Key(ListOf(_TIER, most=99), "mildest first"),
        "quiet": Key(_QUIET, "what does not count while it lasts"),
        "minimum": Key(_AMOUNTS, "what must be past due for anybody to be chased, by currency"),
        "interest": Key(_INTEREST, "on what is past due; shown, never posted"),
        "waive_on_principal": Key(
            Flag(), "whether fees and interest are given up once the invoices are paid"
        ),
    }
)


def contradictions(data: Any) -> Iterator[Problem]:
    """What fits the shape of escalation.yaml and still cannot be meant."""
    tiers = data.get("tiers", [])
    misnumbered = [index for index, tier in enumerate(tiers) if tier["tier"] != index + 1]
    if misnumbered:
        yield _misnumbered(tiers, misnumbered[0])
        return
    for index, (milder, firmer) in enumerate(pairwise(tiers)):
        if firmer["from_days"] <= milder["from_days"]:
            days, before = firmer["from_days"], milder["from_days"]
            message = f"Tier {firmer['tier']} must begin later than tier {milder['tier']}: "
            yield Problem(
                ("tiers", index + 1, "from_days"), f"{message}{days} days follow {before}."
            )
    for index, tier in enumerate(tiers):
        yield from _of_tier(tier, index, last=index == len(tiers) - 1)
    yield from _of_quiet(data.get("quiet", {}))


def _misnumbered(tiers: list[Any], index: int) -> Problem:
    number = tiers[index]["tier"]
    path = ("tiers", index, "tier")
    if any(number == tier["tier"] for tier in tiers[:index]):
        return Problem(path, f"There are two tiers with the number {number}.")
    message = f"Tiers are numbered 1, 2, 3 without a gap: {number} stands where {index + 1} must."
    return Problem(path, message)


_DAYS, _BUSINESS_DAYS = "respond_within_days", "respond_within_business_days"


def _of_tier(tier: Any, index: int, *, last: bool) -> Iterator[Problem]:
    where = ("tiers", index)
    if _DAYS in tier and _BUSINESS_DAYS in tier:
        message = f"Give '{_DAYS}' or '{_BUSINESS_DAYS}', not both."
        yield Problem((*where, _BUSINESS_DAYS), message, on_key=True)
    if "repeat_days" in tier and not last:
        message = f"Only the last tier can repeat; tier {tier['tier'] + 1} follows this one."
        yield Problem((*where, "repeat_days"), message, on_key=True)
    if "after_previous_days" in tier and index == 0:
        message = "No step comes before the first tier."
        yield Problem((*where, "after_previous_days"), message, on_key=True)
    fee = tier.get("fee", {"percent": 1})
    if not any(Decimal(each) for each in (fee.get("percent", 0), *fee.get("amounts", {}).values())):
        yield Problem((*where, "fee"), "The fee is nothing. Give a percent or amounts.")


def _of_quiet(quiet: Any) -> Iterator[Problem]:
    for index, rule in enumerate(quiet.get("rules", [])):
        if "until" in rule and not is_day(rule["until"]):
            path = ("quiet", "rules", index, "until")
            yield Problem(path, f"There is no day {rule['until']}.")
