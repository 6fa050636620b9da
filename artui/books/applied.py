"""The policy of one customer: what applies to it, by which rule, and where that stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from artui.domain.conditions import FIELDS, words
from artui.domain.conditions.reach import certain, impossible
from artui.domain.days import iso
from artui.policy.calendar import written
from artui.policy.precedence import by_precedence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from artui.books.force import InForce
    from artui.domain.conditions import Condition
    from artui.policy.calendar import Closed
    from artui.policy.credit import CeilingRule, InsuredRule
    from artui.policy.escalation import Fee, Interest, QuietRule, Tier
    from artui.policy.policy import Policy
    from artui.policy.reasons import Reason


class Applied(NamedTuple):
    """Something that applies to a customer.

    Attributes:
        subject: the policy file that says so, without its suffix.
        what: what is settled: terms, limit, tier 1, ...
        value: what it is, with the condition that is left to ask, if any.
        place: file:line of the rule; empty for the customer's own record and built-in defaults.
    """

    subject: str
    what: str
    value: str
    place: str


class Rule(Protocol):
    """Something decided where a condition holds; without one, everywhere."""

    @property
    def when(self) -> Condition | None:
        """The condition."""


R = TypeVar("R", bound=Rule)


def applied(
    force: InForce, customer: Mapping[str, object], reached: Mapping[str, int] | None = None
) -> list[Applied]:
    """What applies to a customer, in the order of the files.

    What a rule asks of the customer is settled; what it asks of the single invoice or of the
    account's standing is left as its condition. Rules that cannot apply are left out.

    Args:
        force: the policy in force.
        customer: the customer's own row: the fields conditions know of a customer, and
            `customer_terms` and `credit_limit` as its export gives them.
        reached: by currency, the highest tier whose conditions hold, where that is to be said.
    """
    about = (name for name, field in FIELDS.items() if "customer" in field.about)
    known = {name: customer.get(name) for name in about}
    if known["currency"] is None:
        del known["currency"]  # each of its accounts has its own
    rules = _Rules(force.policy, known)
    return [
        *_terms(rules, customer),
        *_calendar(rules),
        *_credit(rules, customer),
        *_escalation(rules, reached or {}),
        *_reasons(rules),
    ]


class _Rules:
    """The rules of a policy, asked about one customer."""

    def __init__(self, policy: Policy, known: Mapping[str, object]) -> None:
        self.policy = policy
        self._known = known

    def row(self, what: str, value: str, subject: str, *path: str | int) -> Applied:
        """A value and its place."""
        return Applied(subject, what, value, self.policy.places.of(subject, *path))

    def all_of(
        self, what: str, rules: Sequence[R], say: Callable[[R], str], subject: str, *path: str | int
    ) -> Iterator[Applied]:
        """Every rule of a list that may apply."""
        for index, rule in enumerate(rules):
            if rule.when is None or not impossible(rule.when, self._known):
                yield self.row(what, self._told(say(rule), rule), subject, *path, index)

    def last_of(
        self, what: str, rules: Sequence[R], say: Callable[[R], str], subject: str, *path: str | int
    ) -> tuple[list[Applied], bool]:
        """The rules of which the last decides, in the order they are tried; whether one does."""
        found: list[Applied] = []
        indexes = {id(rule): index for index, rule in enumerate(rules)}
        for rule in by_precedence(rules):
            if rule.when is not None and impossible(rule.when, self._known):
                continue
            value = self._told(say(rule), rule)
            found.append(self.row(what, value, subject, *path, indexes[id(rule)]))
            if certain(rule.when, self._known):
                return found, True
        return found, False

    def _told(self, value: str, rule: Rule) -> str:
        """A value with what is left to ask of its rule."""
        if rule.when is None or certain(rule.when, self._known):
            return value
        return f"{value}, where {words(rule.when)}"


def _terms(rules: _Rules, customer: Mapping[str, object]) -> Iterator[Applied]:
    terms = rules.policy.terms
    assigned, settled = rules.last_of(
        "assigned terms", terms.assign, lambda rule: rule.terms, "terms", "assign"
    )
    yield from assigned
    own = customer.get("customer_terms")
    code = terms.code(str(own)) if own else None
    if settled:
        return
    if code is not None:
        said = code if code == own else f"{code}, which the export calls {own}"
        yield rules.row("customer's terms", said, "terms", "terms", code)
    else:
        value = terms.default or "none: due on the invoice date"
        yield rules.row("default terms", value, "terms", "default")


def _calendar(rules: _Rules) -> Iterator[Applied]:
    calendar = rules.policy.calendar
    assigned, settled = rules.last_of(
        "calendar", calendar.assign, lambda rule: rule.calendar, "calendar", "assign"
    )
    yield from assigned
    if not settled:
        name = calendar.default or "weekends alone"
        yield rules.row("calendar", name, "calendar", "default")
    yield _business_days(rules, assigned[-1].value if settled else calendar.default)
    yield from rules.all_of("closed", calendar.closings, _span, "calendar", "closings")


def _business_days(rules: _Rules, calendar: str | None) -> Applied:
    """How due dates move off closed days, where the term does not say: by calendar, then terms."""
    policy = rules.policy
    own = None if calendar is None else policy.calendar.calendars[calendar].business_days
    terms = policy.terms.terms.values()
    but = ", where the term says nothing else" if any(t.business_days for t in terms) else ""
    if own is not None:
        path = ("calendar", "calendars", str(calendar), "business_days")
        return rules.row("business days", f"{own}{but}", *path)
    return rules.row(
        "business days", f"{policy.terms.business_days}{but}", "terms", "business_days"
    )


def _span(closed: Closed) -> str:
    closing = closed.closing
    span = f"{written(closing.first)} to {written(closing.last)}"
    return f"{closing.name}: {span}" if closing.name else span


def _credit(rules: _Rules, customer: Mapping[str, object]) -> Iterator[Applied]:
    credit = rules.policy.credit

    def amount(value: Decimal | None, currency: str | None) -> str:
        named = currency or credit.default_currency
        return "unlimited" if value is None else " ".join(filter(None, (f"{value:f}", named)))

    limits, settled = rules.last_of(
        "limit", credit.limits, lambda rule: amount(rule.limit, rule.currency), "credit", "limits"
    )
    yield from limits
    if not settled and customer.get("credit_limit") is not None:
        yield Applied("credit", "limit", "as the export says", "")
    elif not settled:
        yield rules.row("limit", amount(credit.default_limit, None), "credit", "default_limit")

    def covered(rule: CeilingRule | InsuredRule) -> str:
        return amount(rule.amount, rule.currency)

    at = "overdue_ceilings"
    yield from rules.last_of("overdue ceiling", credit.overdue_ceilings, covered, "credit", at)[0]
    yield from rules.last_of("insured", credit.insured, covered, "credit", "insured")[0]
    every = (lambda rule: f"every {rule.every_days} days", "credit", "reviews")
    yield from rules.last_of("review", credit.reviews, *every)[0]
    yield from rules.all_of("hold", credit.holds, lambda rule: rule.rule, "credit", "holds")


def _escalation(rules: _Rules, reached: Mapping[str, int]) -> Iterator[Applied]:
    escalation = rules.policy.escalation

    def step(tier: Tier) -> str:
        where = ", ".join(key for key, highest in reached.items() if highest == tier.tier)
        return _step(tier) + (f", reached in {where}" if where else "")

    yield from rules.all_of("tier", escalation.tiers, step, "escalation", "tiers")
    if escalation.minimum:
        amounts = _amounts(escalation.minimum)
        yield rules.row("minimum past due", amounts, "escalation", "minimum")
    yield from _quiet(rules)
    yield from _interest(rules)


def _step(tier: Tier) -> str:
    says = f"{tier.tier} {tier.name}: {tier.action} by {tier.owner} from day {tier.from_days}"
    return f"{says}, fee {_fee(tier.fee)}" if tier.fee else says


def _fee(fee: Fee) -> str:
    percent = f"{fee.percent:f} %" if fee.percent else ""
    return " and ".join(filter(None, (percent, _amounts(fee.amounts))))


def _amounts(amounts: Mapping[str, Decimal]) -> str:
    return ", ".join(f"{amount:f} {currency}" for currency, amount in amounts.items())


_DISPUTED = {
    "part": "the disputed part of an item",
    "item": "an item of which a part is disputed",
    "none": "nothing disputed",
}


def _quiet(rules: _Rules) -> Iterator[Applied]:
    """What is left out while it lasts, and the rules that leave this customer alone."""
    quiet, at = rules.policy.escalation.quiet, ("escalation", "quiet")
    yield rules.row("quiet", _DISPUTED[quiet.disputed], *at, "disputed")
    promised = f"what is promised, and {quiet.grace_days} Mondays to Fridays more"
    if quiet.plan_broken == "ends":
        promised += "; of a plan until a part of it is not kept"
    yield rules.row("quiet", promised if quiet.promise else "nothing promised", *at, "promise")
    yield from rules.all_of("quiet", quiet.rules, _left_alone, *at, "rules")


def _left_alone(rule: QuietRule) -> str:
    return rule.reason if rule.until is None else f"{rule.reason}, until {iso(rule.until)}"


def _interest(rules: _Rules) -> Iterator[Applied]:
    """Interest and what becomes of it, where the customer can bear any."""
    escalation = rules.policy.escalation
    interest = [] if escalation.interest is None else [escalation.interest]
    for row in rules.all_of("interest", interest, _rate, "escalation"):
        yield row._replace(place=rules.policy.places.of("escalation", "interest"))
    if escalation.waive_on_principal:
        said = "given up once the invoices are paid"
        yield rules.row("fees and interest", said, "escalation", "waive_on_principal")


def _rate(interest: Interest) -> str:
    return (
        f"{interest.percent:f} % a year on what is {interest.from_days} days past due or more,"
        f" {interest.day_count}"
    )


def _reasons(rules: _Rules) -> Iterator[Applied]:
    shown = [reason for reason in rules.policy.reasons.reasons if reason.when is not None]
    for reason in shown:
        for row in rules.all_of("reason", [reason], _owned, "reasons"):
            yield row._replace(place=rules.policy.places.of("reasons", "reasons", reason.code))


def _owned(reason: Reason) -> str:
    return f"{reason.label}: {reason.owner}"
