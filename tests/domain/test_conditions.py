"""Conditions: what they accept, what they say about the rest, and when they hold."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.domain import conditions
from artui.domain.conditions import (
    FIELDS,
    AllOf,
    AnyOf,
    Condition,
    Kind,
    Not,
    Problem,
    fields_about,
    from_data,
    holds,
    mentions,
    parse,
    to_data,
)
from artui.domain.days import parse_day
from tests import condition_trees

VALUES: dict[Kind, st.SearchStrategy[Any]] = {
    "id": st.from_regex(r"[A-Z0-9]{1,8}", fullmatch=True),
    "text": st.text(st.characters(exclude_categories=["Z", "C"]), min_size=1, max_size=8),
    "money": st.decimals(-(10**9), 10**9, places=2),
    "number": st.decimals(-(10**6), 10**6, places=4),
    "int": st.integers(-(10**6), 10**6),
    "bool": st.booleans(),
    "date": st.integers(0, 47_000),
}


trees = condition_trees.trees(VALUES)
records = st.fixed_dictionaries(
    {}, optional={name: st.none() | VALUES[known.kind] for name, known in FIELDS.items()}
)


def met(data: Any, **record: object) -> bool:
    condition = parse(data)
    assert not isinstance(condition, tuple), condition
    return holds(condition, record)


def complaint(data: Any) -> Problem:
    found = parse(data, ("when",))
    assert isinstance(found, tuple)
    assert len(found) == 1
    return found[0]


def test_the_example_of_the_manual() -> None:
    when = {"po_number": "missing", "amount": {"ge": 1000}, "segment": {"in": ["strategic"]}}
    assert met(when, amount=Decimal("1000.00"), segment="strategic")
    assert not met(when, amount=Decimal("999.99"), segment="strategic")
    assert not met(when, amount=Decimal(1000), segment="strategic", po_number="4711")


@pytest.mark.parametrize(
    ("when", "record", "expected"),
    [
        ({"segment": "public"}, {"segment": "public"}, True),
        ({"segment": "public"}, {"segment": "Public"}, False),
        ({"segment": {"ne": "public"}}, {"segment": "private"}, True),
        ({"segment": {"not_in": ["public", "private"]}}, {"segment": "public"}, False),
        ({"amount": {"ge": "100.00", "lt": 200}}, {"amount": Decimal(200)}, False),
        ({"amount": {"ge": "100.00", "lt": 200}}, {"amount": Decimal("199.99")}, True),
        ({"send_latency_hours": {"gt": 24}}, {"send_latency_hours": Decimal("24.5")}, True),
        ({"send_latency_hours": {"gt": 24}}, {"send_latency_hours": Decimal(24)}, False),
        ({"po_required": True}, {"po_required": 1}, True),
        ({"po_required": {"ne": True}}, {"po_required": False}, True),
        ({"customer_id": "00417"}, {"customer_id": "417"}, True),
        ({"customer_id": {"in": ["c001"]}}, {"customer_id": "C001"}, True),
        ({"customer_id": 417}, {"customer_id": "000417"}, True),
        ({"sent_at": {"ge": "2026-11-01"}}, {"sent_at": parse_day("2026-11-01")}, True),
        ({"sent_at": {"lt": "2026-11-01"}}, {"sent_at": parse_day("2026-11-01")}, False),
        ({"any": [{"site": "A"}, {"site": "B"}]}, {"site": "B"}, True),
        ({"all": [{"site": "A"}, {"region": "N"}]}, {"site": "A", "region": "S"}, False),
        ({"not": {"site": "A"}}, {"site": "B"}, True),
        ({"site": "present"}, {"site": " "}, False),
        ({"site": {"eq": "missing"}}, {"site": "missing"}, True),
    ],
)
def test_when_a_condition_holds(when: Any, record: dict[str, object], *, expected: bool) -> None:
    assert met(when, **record) is expected


@pytest.mark.parametrize("blank", [{}, {"amount": None}])
@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ({"amount": "missing"}, True),
        ({"amount": "present"}, False),
        ({"amount": 5}, False),
        ({"amount": {"ne": 5}}, True),
        ({"amount": {"in": [5]}}, False),
        ({"amount": {"not_in": [5]}}, True),
        ({"amount": {"lt": 5}}, False),
        ({"amount": {"ge": 5}}, False),
        ({"not": {"amount": {"lt": 5}}}, True),
    ],
)
def test_what_is_missing(when: Any, blank: dict[str, object], *, expected: bool) -> None:
    assert met(when, **blank) is expected


@pytest.mark.parametrize(
    ("when", "path", "message"),
    [
        ({}, (), "A condition names at least one field, as {segment: strategic}."),
        (None, (), "A condition names at least one field, as {segment: strategic}."),
        ({"segmnt": "a"}, ("segmnt",), "Unknown field 'segmnt'."),
        (
            {"segment": None},
            ("segment",),
            "'segment' has no value; write 'missing' to ask for a blank.",
        ),
        ({"segment": ["a"]}, ("segment",), "'segment' takes a list only as {in: [...]}."),
        ({"segment": {}}, ("segment",), "'segment' compares with nothing."),
        ({"segment": True}, ("segment",), "'segment' compares with text, not true."),
        ({"segment": {"ge": "a"}}, ("segment", "ge"), "Unknown operator 'ge' for text."),
        ({"segment": {"in": "a"}}, ("segment", "in"), "'in' takes a list of values."),
        ({"segment": {"in": []}}, ("segment", "in"), "'in' takes a list of values."),
        (
            {"amount": {"in": [1, "x"]}},
            ("amount", "in", 1),
            "'amount' compares with an amount such as \"1000.00\", not 'x'.",
        ),
        (
            {"po_number": {"missing": True}},
            ("po_number", "missing"),
            "Write 'po_number: missing', without braces.",
        ),
        (
            {"po_required": "yes"},
            ("po_required",),
            "'po_required' compares with true or false, not 'yes'.",
        ),
        (
            {"dunning_level": "3"},
            ("dunning_level",),
            "'dunning_level' compares with a whole number, not '3'.",
        ),
        (
            {"sent_at": {"lt": "2026-02-30"}},
            ("sent_at", "lt"),
            "'sent_at' compares with a date such as 2026-01-31, not '2026-02-30'.",
        ),
        ({"any": {"segment": "a"}}, ("any",), "'any' takes a list of conditions."),
        ({"not": []}, ("not",), "A condition names at least one field, as {segment: strategic}."),
        (
            {"all": [{"segment": "a"}, 3]},
            ("all", 1),
            "A condition names at least one field, as {segment: strategic}.",
        ),
    ],
)
def test_what_is_no_condition(when: Any, path: tuple[str | int, ...], message: str) -> None:
    problem = complaint(when)
    assert problem.path == ("when", *path)
    assert problem.message == message


def test_every_problem_is_told_at_once() -> None:
    found = parse({"segmnt": "a", "amount": {"gte": 5}, "not": {"days": 1}})
    assert isinstance(found, tuple)
    assert [problem.word for problem in found] == ["segmnt", "gte", "days"]


def test_a_field_may_be_known_and_out_of_place() -> None:
    found = parse({"overrun": {"gt": 0}}, (), fields_about("customer"))
    assert isinstance(found, tuple)
    assert found[0].message == "The field 'overrun' is not known where this is decided."


@given(trees)
def test_plain_data_says_the_same(tree: Condition) -> None:
    data = to_data(tree)
    assert list(conditions.problems(data)) == []
    assert from_data(data) == tree


@given(trees, records)
def test_negation_turns_every_outcome(tree: Condition, record: dict[str, object]) -> None:
    assert holds(Not(tree), record) is not holds(tree, record)
    assert holds(AllOf((tree, Not(tree))), record) is False
    assert holds(AnyOf((tree, Not(tree))), record) is True


@given(trees, records, st.sampled_from(sorted(FIELDS)))
def test_none_is_the_same_as_no_key(tree: Condition, record: dict[str, object], name: str) -> None:
    without = {key: value for key, value in record.items() if key != name}
    assert holds(tree, {**without, name: None}) is holds(tree, without)


def test_the_values_a_field_is_compared_with() -> None:
    when = {
        "customer_id": {"in": ["C1", "C2"]},
        "any": [{"customer_id": "C3"}, {"not": {"customer_id": {"ne": "C4"}}}],
        "all": [{"customer_id": "present"}],
        "segment": "C5",
    }
    assert list(mentions(when, "customer_id", ("when",))) == [
        (("when", "customer_id", "in", 0), "C1"),
        (("when", "customer_id", "in", 1), "C2"),
        (("when", "any", 0, "customer_id"), "C3"),
        (("when", "any", 1, "not", "customer_id", "ne"), "C4"),
    ]
