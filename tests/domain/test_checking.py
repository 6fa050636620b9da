"""Conditions made ready for many records answer as they do one by one."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from artui.domain.conditions import FIELDS, Condition, asked, checker, from_data, holds, to_data
from artui.domain.conditions.reading import operators

_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "id": st.sampled_from(["C1", "c01", "C2", " "]),
    "text": st.sampled_from(["a", "A", "b", ""]),
    "money": st.decimals(-5, 5, places=2),
    "number": st.decimals(-5, 5, places=1),
    "int": st.integers(-3, 3),
    "bool": st.booleans() | st.integers(0, 1),
    "date": st.integers(20_000, 20_003),
}
_DATA: dict[str, st.SearchStrategy[Any]] = {
    **_VALUES,
    "id": st.sampled_from(["C1", "c01", "C2"]),
    "text": st.sampled_from(["a", "A", "b"]),
    "bool": st.booleans(),
    "date": st.sampled_from(["2024-10-04", "2024-10-05"]),
}


@st.composite
def comparisons(draw: st.DrawFn) -> dict[str, Any]:
    """One field compared, as data."""
    field = draw(st.sampled_from(sorted(FIELDS)))
    kind = FIELDS[field].kind
    operator = draw(st.sampled_from([*operators(kind), "missing", "present"]))
    if operator in ("missing", "present"):
        return {field: operator}
    value = _DATA[kind]
    many = operator in ("in", "not_in")
    return {field: {operator: draw(st.lists(value, min_size=1, max_size=3) if many else value)}}


conditions = st.recursive(
    comparisons(),
    lambda part: st.one_of(
        st.builds(lambda one: {"not": one}, part),
        st.builds(lambda each: {"all": each}, st.lists(part, min_size=1, max_size=3)),
        st.builds(lambda each: {"any": each}, st.lists(part, min_size=1, max_size=3)),
    ),
    max_leaves=6,
).map(from_data)


@given(condition=conditions, data=st.data())
def test_it_answers_as_one_by_one(condition: Condition, data: st.DataObject) -> None:
    record = {
        field: data.draw(st.none() | _VALUES[FIELDS[field].kind])
        for field in sorted(asked(condition))
        if data.draw(st.booleans())
    }
    assert checker(condition)(record) == holds(condition, record)


@given(condition=conditions)
def test_what_it_asks_about_are_the_fields_it_names(condition: Condition) -> None:
    named: set[str] = set()

    def walk(data: Any) -> None:
        for key, value in data.items():
            if key in ("all", "any"):
                for part in value:
                    walk(part)
            elif key == "not":
                walk(value)
            else:
                named.add(key)

    walk(to_data(condition))
    assert asked(condition) == named


def test_nothing_asks_about_nothing() -> None:
    assert asked(None) == frozenset()
    assert checker(from_data({"amount": {"gt": 5}}))({"amount": Decimal("5.01")})
