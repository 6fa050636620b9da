"""The shape of terms.yaml."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any, get_args

from artui.domain.conditions import Problem, fields_about, shown
from artui.domain.terms import DiscountBasis
from artui.policy.plain import code
from artui.policy.shape import (
    CODE,
    NAME,
    Choice,
    DayOfMonth,
    Flag,
    Key,
    ListOf,
    Nullable,
    Number,
    Record,
    Table,
    Text,
    Variant,
    When,
    Whole,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from artui.domain.conditions import Path

_LATER = {
    "instalments": "this release knows no instalments. Give the term one list of 'steps'.",
    "business_days": "this release moves no due date to a business day.",
}
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
_DISCOUNT = Record(
    {
        "days": Key(Whole(0, 3650), "the last day is the invoice date plus these", required=True),
        "percent": Key(
            Number("a percentage up to 100", Decimal("0.0001"), Decimal(100)),
            "what may be taken off",
            required=True,
        ),
    }
)
_TERM = Record(
    {
        "label": Key(Text(), "what people call it"),
        "steps": Key(ListOf(_STEP, most=12), "from the invoice date, in order", required=True),
        "discounts": Key(ListOf(_DISCOUNT, most=5), "for paying early, soonest first"),
        "discount_basis": Key(Choice(get_args(DiscountBasis)), "with or without tax"),
    },
    _LATER,
)
_RULE = Record(
    {
        "terms": Key(CODE, "the term given", required=True),
        "when": Key(When(fields_about("customer", "invoice")), "to whom, or to what"),
    }
)
SHAPE = Record(
    {
        "terms": Key(
            Table(_TERM, Text("a name of letters, digits, '_', '.' and '-'", NAME)),
            "the terms by their code",
        ),
        "erp_codes": Key(Table(CODE, Text("a code")), "what exports call them"),
        "default": Key(Nullable(CODE), "the term where nothing else gives one"),
        "assign": Key(ListOf(_RULE), "who gets which where the invoice has none"),
        "recompute": Key(Flag(), "whether a due date an export gives is computed anew"),
    },
    _LATER,
)


def contradictions(data: Any) -> Iterator[Problem]:
    """What fits the shape of terms.yaml and still cannot be meant."""
    terms = data.get("terms", {})
    for name, term in terms.items():
        yield from _discount_problems(term.get("discounts", []), ("terms", name, "discounts"))
    yield from _erp_code_problems(data.get("erp_codes", {}), terms)
    if data.get("default") is not None:
        yield from unknown_term(data["default"], terms, ("default",))
    for index, rule in enumerate(data.get("assign", [])):
        yield from unknown_term(rule["terms"], terms, ("assign", index, "terms"))


def _discount_problems(discounts: list[Any], where: Path) -> Iterator[Problem]:
    for index, (sooner, later) in enumerate(pairwise(discounts)):
        if later["days"] <= sooner["days"]:
            message = f"Discounts go soonest first: {later['days']} days follow {sooner['days']}."
            yield Problem((*where, index + 1, "days"), message)


def _erp_code_problems(codes: Mapping[str, Any], terms: Mapping[str, Any]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for name, term in codes.items():
        path = ("erp_codes", name)
        first = seen.setdefault(name.casefold(), name)
        if first != name:
            yield Problem(
                path, f"The ERP code '{name}' is mapped twice, first as '{first}'.", on_key=True
            )
        if name in terms and code(term) != name:
            yield Problem(path, f"The ERP code '{name}' is also the code of a term.", on_key=True)
        yield from unknown_term(term, terms, path)


def unknown_term(data: Any, terms: Mapping[str, Any], where: Path) -> Iterator[Problem]:
    """A problem where a code names no term."""
    if code(data) not in terms:
        message = f"There is no term {shown(code(data))}."
        yield Problem(where, message, word=code(data), known=tuple(terms))
