"""The parts of formulas, summed by group and currency, and in the base currency where it can be.

A part is a sum in minor units with a name that formulas and inputs use. Where a group has several
currencies and every one has a rate, there is one group more: all of them in the base currency, at
one rate each, the latest on or before the last day of the period.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from artui.books import rates
from artui.domain import money
from artui.domain.days import iso
from artui.domain.figure import Input
from artui.store.aging import Scope

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from artui.books.kpis.asked import Asked
    from artui.books.rates import Rates
    from artui.store.kpis.grouping import Part

#: What the name of a variant ends with where its amounts are stated in the base currency.
IN_BASE = "in_base"

Parts = dict[str, int]


class Group(NamedTuple):
    """What a figure is of: a key and a currency; `base` where that stands for all of them."""

    key: str
    currency: str
    base: bool = False

    def variant(self, name: str) -> str:
        """The name of a variant of a figure of this group."""
        return in_base(name) if self.base else name


def in_base(variant: str) -> str:
    """The name of a variant over all currencies, stated in the base currency."""
    return f"{variant}_{IN_BASE}" if variant else IN_BASE


def without_base(variant: str) -> str:
    """The name of a variant wherever its amounts are stated."""
    return variant.removesuffix(IN_BASE).removesuffix("_")


def with_base(formulas: Mapping[str, str]) -> dict[str, str]:
    """Sentences by variant, and those of the same variants in the base currency."""
    more = "; all currencies at one rate each, the latest by the last day"
    return dict(formulas) | {in_base(name): text + more for name, text in formulas.items()}


def scope_at(asked: Asked, day: int) -> Scope:
    """The scope of a question at the end of a day."""
    return Scope(day, asked.known_on, asked.company, asked.customer, asked.collector)


class Sums:
    """Parts by group."""

    def __init__(self, by: str) -> None:
        """Nothing is added up yet."""
        self._by = by
        self.groups: dict[Group, Parts] = defaultdict(lambda: defaultdict(int))

    def add(self, part: Part, currency: str, amounts: Mapping[str, int]) -> None:
        """Add amounts of one part of the company to its group."""
        found = self.groups[Group(part.key(self._by), currency)]
        for name, amount in amounts.items():
            found[name] += amount

    def sorted(self) -> dict[Group, Parts]:
        """The groups by key and currency."""
        return {group: self.groups[group] for group in sorted(self.groups)}


def stated(asked: Asked) -> Rates:
    """The rates of the last day of the period."""

    def find() -> Rates:
        base = asked.home.settings.base_currency
        return rates.latest(asked.reader, base, asked.period.last, asked.known_on)

    return asked.once("rates", find)


def also_in_base(asked: Asked, groups: Mapping[Group, Parts]) -> dict[Group, Parts]:
    """The groups, and of each key with several currencies all of them in the base currency."""
    by_key: dict[str, dict[str, Parts]] = defaultdict(dict)
    for group, parts in groups.items():
        by_key[group.key][group.currency] = parts
    found: dict[Group, Parts] = {}
    for key, of in by_key.items():
        found |= {Group(key, currency): parts for currency, parts in of.items()}
        if len(of) > 1 and not stated(asked).conversion.missing(of):
            names = sorted({name for parts in of.values() for name in parts})
            rows = {name: _converted(asked, of, name) for name in names}
            base = Group(key, stated(asked).base, base=True)
            found[base] = {name: sum(each.values()) for name, each in rows.items()}
    return found


def _converted(asked: Asked, of: Mapping[str, Parts], name: str) -> dict[str, int]:
    """By currency, what a part comes to in the base currency, each rounded half up."""
    conversion = stated(asked).conversion
    return {code: conversion.rounded({code: parts.get(name, 0)}) for code, parts in of.items()}


def currencies(
    asked: Asked, groups: Mapping[Group, Parts], key: str, names: Iterable[str]
) -> Iterator[Input]:
    """The rows behind a figure in the base currency: a part of each currency, converted."""
    of = {g.currency: parts for g, parts in groups.items() if g.key == key and not g.base}
    for name in names:
        for code, amount in _converted(asked, of, name).items():
            yield Input(name, code, "", asked.period.last, amount, _rate(asked, code, of, name))


def _rate(asked: Asked, code: str, of: Mapping[str, Parts], name: str) -> str:
    amount = f"{money.grouped(of[code].get(name, 0), code)} {code}"
    rate = stated(asked).stated.get(code)
    return amount if rate is None else f"{amount} at {rate.rate:f} of {iso(rate.day)}"


def missing_rates(asked: Asked, currencies: Collection[str]) -> tuple[str, ...]:
    """The currencies for want of which several are not stated in the base currency."""
    return stated(asked).conversion.missing(currencies) if len(currencies) > 1 else ()
