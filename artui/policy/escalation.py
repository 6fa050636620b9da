"""escalation.yaml: the tiers of collection, what keeps them quiet, and what lateness costs."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from artui.domain import conditions
from artui.domain.days import iso, parse_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from artui.domain.conditions import Condition

Action = Literal["letter", "call", "task", "credit_hold", "agency"]
Channel = Literal["", "email", "post", "phone", "sms", "portal"]
Disputed = Literal["part", "item", "none"]
PlanBroken = Literal["ends", "runs"]
DayCount = Literal["actual/365", "actual/360"]

GRACE_DAYS = 3
KEPT_PERCENT = Decimal(99)


@dataclass(frozen=True, slots=True)
class Fee:
    """What a tier adds to the claim.

    Attributes:
        percent: of what may be claimed of the invoices alone, never of earlier fees.
        amounts: fixed, by currency; a currency that is not named bears none.
    """

    percent: Decimal = Decimal(0)
    amounts: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tier:
    """One step of escalation.

    Attributes:
        tier: its number, counted from 1 without gaps.
        name: what people call it.
        from_days: days past due of the oldest item it begins at; negative before the due date.
        action: what is to be done.
        owner: who does it.
        channel: how the customer is reached, empty where the action says it.
        template: the letter, by its file name in letters/, empty for none.
        tone: how it should sound, empty for unsaid.
        when: for which accounts, None for all; `amount` is what is past due.
        respond_within_days: days the owner has from the day the tier is due, None for no limit.
        respond_within_business_days: the same in Mondays to Fridays; one of the two at the most.
        after_previous_days: days that lie between the step before and this one at the least.
        repeat_days: of the last tier, after how many days it is due again, None for never.
        fee: what it adds to the claim, None for nothing.
    """

    tier: int
    name: str
    from_days: int
    action: Action
    owner: str
    channel: Channel = ""
    template: str = ""
    tone: str = ""
    when: Condition | None = None
    respond_within_days: int | None = None
    respond_within_business_days: int | None = None
    after_previous_days: int = 1
    repeat_days: int | None = None
    fee: Fee | None = None


@dataclass(frozen=True, slots=True)
class QuietRule:
    """Accounts that are left alone.

    Attributes:
        reason: why, as the worklist shows it.
        when: which accounts.
        until: the last day it holds, None for as long as it stands here.
    """

    reason: str
    when: Condition
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Quiet:
    """What does not count while it lasts.

    Attributes:
        disputed: leave out the disputed part, the whole item, or nothing.
        promise: whether items under a running promise are left out.
        grace_days: Mondays to Fridays a promise still runs after the day it was due.
        kept_percent: the share of the promised amount that keeps a promise.
        plan_broken: what becomes of the parts to come of a plan of which one was not kept and not
            made good since: they end, or run on.
        rules: accounts that are left alone; the first that holds gives the reason.
    """

    disputed: Disputed = "part"
    promise: bool = True
    grace_days: int = GRACE_DAYS
    kept_percent: Decimal = KEPT_PERCENT
    plan_broken: PlanBroken = "ends"
    rules: tuple[QuietRule, ...] = ()


@dataclass(frozen=True, slots=True)
class Interest:
    """Interest on what is past due: simple, never on fees or earlier interest.

    Attributes:
        percent: a year.
        from_days: days past due an item bears interest from; it counts from the due date.
        day_count: the days of a year.
        when: for which accounts, None for all.
    """

    percent: Decimal
    from_days: int = 1
    day_count: DayCount = "actual/365"
    when: Condition | None = None

    @property
    def year(self) -> int:
        """The days of a year."""
        return int(self.day_count.partition("/")[2])


@dataclass(frozen=True, slots=True)
class EscalationPolicy:
    """The tiers of collection, mildest first.

    Attributes:
        tiers: mildest first.
        quiet: what does not count.
        minimum: by currency, what must be past due for anybody to be chased.
        interest: None for none.
        waive_on_principal: whether fees and interest are given up once the invoices are paid.
    """

    tiers: tuple[Tier, ...] = ()
    quiet: Quiet = field(default_factory=Quiet)
    minimum: Mapping[str, Decimal] = field(default_factory=dict)
    interest: Interest | None = None
    waive_on_principal: bool = False


def from_data(data: Any) -> EscalationPolicy:
    """The policy of checked data."""
    interest = data.get("interest")
    return EscalationPolicy(
        tuple(_tier(tier) for tier in data.get("tiers", [])),
        _quiet(data.get("quiet", {})),
        _amounts(data.get("minimum", {})),
        None if interest is None else _interest(interest),
        data.get("waive_on_principal", False),
    )


def _tier(data: Any) -> Tier:
    fee = data.get("fee")
    return Tier(**{**data, "when": _when(data), "fee": None if fee is None else _fee(fee)})


def _when(data: Any) -> Condition | None:
    when = data.get("when")
    return None if when is None else conditions.from_data(when)


def _fee(data: Any) -> Fee:
    return Fee(Decimal(data.get("percent", 0)), _amounts(data.get("amounts", {})))


def _amounts(data: Any) -> dict[str, Decimal]:
    return {currency: Decimal(amount) for currency, amount in data.items()}


def _quiet(data: Any) -> Quiet:
    rules = tuple(_rule(rule) for rule in data.get("rules", []))
    percent = Decimal(data.get("kept_percent", KEPT_PERCENT))
    return Quiet(**{**data, "kept_percent": percent, "rules": rules})


def _rule(data: Any) -> QuietRule:
    until = data.get("until")
    day = None if until is None else parse_day(until)
    return QuietRule(data["reason"], conditions.from_data(data["when"]), day)


def _interest(data: Any) -> Interest:
    return Interest(**{**data, "percent": Decimal(data["percent"]), "when": _when(data)})


def to_data(policy: EscalationPolicy) -> dict[str, Any]:
    """Plain data that `from_data` reads back, and JSON can carry."""
    interest = {} if policy.interest is None else {"interest": _interest_data(policy.interest)}
    return {
        "tiers": [_tier_data(tier) for tier in policy.tiers],
        "quiet": _quiet_data(policy.quiet),
        "minimum": _amounts_data(policy.minimum),
        **interest,
        "waive_on_principal": policy.waive_on_principal,
    }


_OPTIONAL = (
    "channel",
    "template",
    "tone",
    "respond_within_days",
    "respond_within_business_days",
    "repeat_days",
)


def _tier_data(tier: Tier) -> dict[str, Any]:
    optional = {name: each for name in _OPTIONAL if (each := getattr(tier, name)) not in ("", None)}
    fee = {} if tier.fee is None else {"fee": _fee_data(tier.fee)}
    return {
        "tier": tier.tier,
        "name": tier.name,
        "from_days": tier.from_days,
        "action": tier.action,
        "owner": tier.owner,
        **optional,
        "after_previous_days": tier.after_previous_days,
        **fee,
        **_when_data(tier.when),
    }


def _when_data(when: Condition | None) -> dict[str, Any]:
    return {} if when is None else {"when": conditions.to_data(when)}


def _fee_data(fee: Fee) -> dict[str, Any]:
    return {"percent": format(fee.percent, "f"), "amounts": _amounts_data(fee.amounts)}


def _amounts_data(amounts: Mapping[str, Decimal]) -> dict[str, str]:
    return {currency: format(amount, "f") for currency, amount in amounts.items()}


def _quiet_data(quiet: Quiet) -> dict[str, Any]:
    return {
        "disputed": quiet.disputed,
        "promise": quiet.promise,
        "grace_days": quiet.grace_days,
        "kept_percent": format(quiet.kept_percent, "f"),
        "plan_broken": quiet.plan_broken,
        "rules": [_rule_data(rule) for rule in quiet.rules],
    }


def _rule_data(rule: QuietRule) -> dict[str, Any]:
    until = {} if rule.until is None else {"until": iso(rule.until)}
    return {"reason": rule.reason, **until, **_when_data(rule.when)}


def _interest_data(interest: Interest) -> dict[str, Any]:
    return {
        "percent": format(interest.percent, "f"),
        "from_days": interest.from_days,
        "day_count": interest.day_count,
        **_when_data(interest.when),
    }
