"""The shape of one payment term, and what in it cannot be meant."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any, get_args

from artui.domain.calendar import RULES
from artui.domain.conditions import Problem
from artui.domain.discount import DiscountBasis
from artui.domain.terms import MOST_PARTS
from artui.policy.shape import (
    Choice,
    DayOfMonth,
    Flag,
    Key,
    ListOf,
    Number,
    Record,
    Text,
    Variant,
    Whole,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from artui.domain.conditions import Path

_HUNDRED = Decimal(100)
_PERCENT = Number("a percentage above 0, up to 100", Decimal("0.0001"), _HUNDRED)
_AMOUNT = Number('an amount above 0, as "200.00"', Decimal("0.0001"))
_DAYS = ListOf(DayOfMonth(), least=1, most=31)
_PROXIMO = Record(
    {
        "day": Key(DayOfMonth(), "the day of the month it is due", required=True),
        "months": Key(Whole(0, 120), "how many months on; 1 is the following month"),
        "cutoff": Key(DayOfMonth(), "dated after this day goes one month further"),
    }
)
_STEP = Variant(
    ("end_of_month",),
    {
        "add_days": Key(Whole(0, 3650), "so many days later"),
        "add_weeks": Key(Whole(0, 520), "so many weeks later"),
        "add_months": Key(Whole(0, 120), "the same day so many months later"),
        "on_or_after_day": Key(_DAYS, "the next of these days of a month, today included"),
        "after_day": Key(_DAYS, "the next of these days of a month, today excluded"),
        "proximo": Key(_PROXIMO, "a day of a later month"),
    },
)
_STEPS = ListOf(_STEP, most=12)
_DISCOUNT = Record(
    {
        "days": Key(Whole(0, 3650), "the last day is the invoice date plus these", required=True),
        "percent": Key(_PERCENT, "what may be taken off"),
        "amount": Key(_AMOUNT, "a fixed amount off, tax included, instead of a percentage"),
    }
)
_DISCOUNTS = ListOf(_DISCOUNT, most=5)
_INSTALMENT = Record(
    {
        "percent": Key(_PERCENT, "the share of the invoice"),
        "amount": Key(_AMOUNT, "a fixed amount in the invoice's currency, instead of a share"),
        "rest": Key(Flag(), "whether it is what the others leave; only the last can be"),
        "from": Key(
            Choice(("invoice_date", "previous")),
            "what the steps count from: the invoice date, or the instalment before",
        ),
        "steps": Key(_STEPS, "to its due date, in order", required=True),
        "round_to": Key(_AMOUNT, 'what the share is rounded to, as "1" for whole units'),
        "discounts": Key(_DISCOUNTS, "for paying this part early, soonest first"),
    }
)
_EVERY = Record(
    {
        "months": Key(Whole(1, 120), "from one payment to the next", required=True),
        "amount": Key(_AMOUNT, "of each payment; the last one takes what is left"),
        "parts": Key(Whole(2, MOST_PARTS), "how many equal payments, instead of an amount"),
    }
)
TERM = Record(
    {
        "label": Key(Text(), "what people call it"),
        "steps": Key(_STEPS, "from the invoice date, in order"),
        "instalments": Key(
            ListOf(_INSTALMENT, least=1, most=60), "its parts, where it is not due in one"
        ),
        "every": Key(_EVERY, "equal payments from the due date on"),
        "discounts": Key(_DISCOUNTS, "for paying all of it early, soonest first"),
        "discount_basis": Key(Choice(get_args(DiscountBasis)), "with or without tax"),
        "business_days": Key(Choice(RULES), "how its due dates move off closed days"),
    }
)


def problems(term: Any, where: Path) -> Iterator[Problem]:
    """What fits the shape of a term and still cannot be meant."""
    if "steps" not in term and "instalments" not in term:
        yield Problem(where, "The key 'steps' is missing: from the invoice date, in order.")
    for other in ("steps", "every"):
        if other in term and "instalments" in term:
            message = f"A term has '{other}' or 'instalments', not both."
            yield Problem((*where, "instalments"), message, on_key=True)
    if "every" in term:
        yield from _one_of(term["every"], ("amount", "parts"), (*where, "every"))
    yield from _discount_problems(term, where)
    yield from _instalment_problems(term.get("instalments", []), (*where, "instalments"))


def _one_of(data: Any, keys: tuple[str, ...], where: Path) -> Iterator[Problem]:
    """A problem unless exactly one of some keys is given."""
    given = [key for key in keys if data.get(key) not in (None, False)]
    if len(given) == 1:
        return
    wanted, said = (" and ".join(f"'{key}'" for key in each) for each in (keys, given))
    yield Problem(where, f"Give one of {wanted}; here {f'are {said}' if given else 'is none'}.")


def _discount_problems(holder: Any, where: Path) -> Iterator[Problem]:
    discounts, path = holder.get("discounts", []), (*where, "discounts")
    for index, discount in enumerate(discounts):
        yield from _one_of(discount, ("percent", "amount"), (*path, index))
    for index, (sooner, later) in enumerate(pairwise(discounts)):
        if later["days"] <= sooner["days"]:
            message = f"Discounts go soonest first: {later['days']} days follow {sooner['days']}."
            yield Problem((*path, index + 1, "days"), message)


def _instalment_problems(instalments: list[Any], where: Path) -> Iterator[Problem]:
    if not instalments:
        return
    sound = True
    for index, each in enumerate(instalments):
        path = (*where, index)
        yield from _discount_problems(each, path)
        for problem in _one_of(each, ("percent", "amount", "rest"), path):
            sound = False
            yield problem
    if sound:
        yield from _place_problems(instalments, where)
        yield from _sum_problems(instalments, where)


def _place_problems(instalments: list[Any], where: Path) -> Iterator[Problem]:
    """What stands at the wrong place, or twice."""
    last = len(instalments) - 1
    for index, each in enumerate(instalments):
        path = (*where, index)
        if each.get("rest") and index != last:
            yield Problem((*path, "rest"), "Only the last instalment can be the rest.", on_key=True)
        if index == 0 and each.get("from") == "previous":
            yield Problem((*path, "from"), "The first instalment has none before it.", on_key=True)
        if index == last and "round_to" in each:
            message = "The last instalment takes what is left and cannot be rounded."
            yield Problem((*path, "round_to"), message, on_key=True)
        first = instalments.index(each)
        if first != index and each.get("from") != "previous":
            message = f"Instalments {first + 1} and {index + 1} are the same; make them one."
            yield Problem(path, message)


def _sum_problems(instalments: list[Any], where: Path) -> Iterator[Problem]:
    """What does not come to the whole invoice, or to more."""
    shares = sum((Decimal(each["percent"]) for each in instalments if "percent" in each), Decimal())
    rest, fixed = instalments[-1].get("rest"), any("amount" in each for each in instalments)
    total = f"The percentages total {_digits(shares)} %"
    if shares > _HUNDRED:
        yield Problem(where, f"{total}, more than the whole.")
    elif shares == _HUNDRED and (rest or fixed):
        what = "the rest" if rest else "the fixed amount"
        yield Problem(where, f"{total}, and nothing is left for {what}.")
    elif shares < _HUNDRED and not rest:
        missing = "the last instalment must be {rest: true, ...}"
        said = "Fixed amounts do not make the whole" if fixed else f"{total}, not 100"
        yield Problem(where, f"{said}; {missing}.")


def _digits(number: Decimal) -> str:
    return f"{number.normalize():f}"
