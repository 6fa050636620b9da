"""The rule a late invoice meets is the same found in one statement and record by record."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artui.books import conduct, evidence
from artui.books.evidence import Until
from artui.domain.conditions import Condition, Kind, fields_about, from_data, holds
from artui.domain.days import parse_day, week_bounds
from artui.policy.escalation import Quiet
from artui.store import causes, late
from artui.store import evidence as store
from artui.store.causes import Asked
from artui.store.evidence import OF_CUSTOMER
from tests.condition_trees import trees
from tests.report.conftest import asking
from tests.report.small_worlds import LAST, World, worlds
from tests.report.test_random_weeks import _MANY, home, template
from tests.report.test_sample_weeks import TODAY
from tests.report.test_sample_weeks import WEEKS as SAMPLE_WEEKS

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from artui.report.request import Source

__all__ = ["template"]
FIELDS = fields_about("customer", "invoice", "ledger")
_NUMBERS = st.sampled_from([Decimal(text) for text in "0 1 24 24.5 70 100 1000 2500".split()])
_WORDS = st.sampled_from(
    "strategic public P7 C1 c2 1000 2000 USD EUR invoice net30 service".split()
)
VALUES: dict[Kind, st.SearchStrategy[Any]] = {
    "id": _WORDS,
    "text": _WORDS,
    "money": _NUMBERS,
    "number": _NUMBERS,
    "int": st.integers(-5, 100),
    "bool": st.booleans(),
    "date": st.integers(parse_day("2026-08-25"), parse_day("2026-11-20")),
}
RULES = st.lists(trees(VALUES, FIELDS), min_size=1, max_size=5)
#: Every field once, so that none is only drawn by chance.
EACH = [from_data({name: "present"}) for name in FIELDS]
#: And each truth, of which something is always known.
EACH += [from_data({name: True}) for name, field in FIELDS.items() if field.kind == "bool"]


def in_sql(
    reader: sqlite3.Connection, rules: list[Condition], days: range, known_on: int | None
) -> dict[int, tuple[int, ...]]:
    """The places of the rules each late invoice meets."""
    late.find(reader, days, known_on)
    asked = Asked(rules, evidence.fields_of(rules), (), Counter())
    conduct.lay(reader, Quiet(), asked.fields, days[-1], known_on)
    restated = store.restated(reader, days[-1], known_on)
    known = evidence.as_known(reader, restated, OF_CUSTOMER, Until(days[-1], known_on))
    rows = causes.reasons(reader, asked, known, days, known_on)
    return {row.document_id: row.rules for row in rows}


def by_record(
    reader: sqlite3.Connection,
    rules: list[Condition],
    days: range,
    known_on: int | None,
    documents: list[int],
) -> dict[int, tuple[int, ...]]:
    """The same, with every invoice's evidence taken from its exports anew."""
    found = evidence.gather(reader, documents, documents, rules, Until(days[-1], known_on))
    disputed = {document for document, *_ in late.disputes(reader, days[0], days[-1], known_on)}
    records = {
        document: {**found.get(document, {}), "disputed": document in disputed}
        for document in documents
    }
    return {
        document: tuple(n for n, rule in enumerate(rules) if holds(rule, record))
        for document, record in records.items()
    }


def agree(
    reader: sqlite3.Connection, rules: list[Condition], week: str, known_on: int | None
) -> int:
    monday, sunday = week_bounds(week)
    days = range(monday, sunday + 1)
    found = in_sql(reader, rules, days, known_on)
    assert found == by_record(reader, rules, days, known_on, sorted(found))
    return len(found)


@pytest.mark.parametrize("known_on", [None, "2026-11-20", "2026-11-09", "2026-10-20"])
@pytest.mark.parametrize("week", SAMPLE_WEEKS[1::3])
def test_each_field_of_the_sample(sample_source: Source, week: str, known_on: str | None) -> None:
    known = None if known_on is None else parse_day(known_on)
    counted = {agree(sample_source.reader, [rule], week, known) for rule in EACH}
    assert len(counted) == 1
    assert known_on == "2026-10-20" or counted.pop() > 50


@settings(_MANY, max_examples=20)
@given(
    rules=RULES,
    week=st.sampled_from(SAMPLE_WEEKS),
    known_on=st.none() | st.integers(parse_day(str(TODAY)) - 60, parse_day(str(TODAY))),
)
def test_random_rules_over_the_sample(
    sample_source: Source, rules: list[Condition], week: str, known_on: int | None
) -> None:
    agree(sample_source.reader, rules, week, known_on)


@settings(_MANY, max_examples=20)
@given(world=worlds(), rules=RULES, data=st.data())
def test_random_rules_over_random_weeks(
    template: Path, world: World, rules: list[Condition], data: st.DataObject
) -> None:
    """Files come in any order on days of their own; each day's view has its own evidence."""
    order = data.draw(st.permutations(range(len(world.exports))))
    with home(template) as books:
        for turn, index in enumerate(order):
            books.turn(str(LAST + dt.timedelta(days=turn)))
            books.take(world.name(index), *world.exports[index][2])
        last = parse_day(str(LAST)) + len(order)
        known_on = data.draw(st.none() | st.integers(last - len(order), last))
        with asking(books) as source:
            for number in range(37, 44, 2):
                agree(source.reader, [*rules, *EACH], f"2026-W{number}", known_on)
