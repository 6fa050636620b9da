"""Random conditions over all the fields there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from artui.domain.conditions import (
    FIELDS,
    MISSING,
    ORDERED,
    PRESENT,
    AllOf,
    AnyOf,
    Condition,
    Kind,
    Not,
    Test,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

Values = dict[Kind, st.SearchStrategy[Any]]


@st.composite
def a_test(draw: st.DrawFn, values: Mapping[Kind, st.SearchStrategy[Any]], field: str) -> Test:
    """A test of a field, of any operator its kind has."""
    kind = FIELDS[field].kind
    usable = [MISSING, PRESENT, "eq", "ne"]
    usable += ["in", "not_in"] if kind != "bool" else []
    usable += ["lt", "le", "gt", "ge"] if kind in ORDERED else []
    operator = draw(st.sampled_from(usable))
    if operator in (MISSING, PRESENT):
        return Test(field, operator)
    if operator in ("in", "not_in"):
        return Test(field, operator, tuple(draw(st.lists(values[kind], min_size=1, max_size=3))))
    return Test(field, operator, draw(values[kind]))


def _groups(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(parts, min_size=1, max_size=3).map(tuple)
    return st.one_of(st.builds(AllOf, several), st.builds(AnyOf, several), st.builds(Not, parts))


def trees(
    values: Mapping[Kind, st.SearchStrategy[Any]], fields: Collection[str] = tuple(FIELDS)
) -> st.SearchStrategy[Condition]:
    """Conditions of up to six tests."""
    tests = st.sampled_from(sorted(fields)).flatmap(lambda field: a_test(values, field))
    return st.recursive(tests, _groups, max_leaves=6)
