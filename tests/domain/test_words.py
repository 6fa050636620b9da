"""Conditions in words."""

from __future__ import annotations

from typing import Any

import pytest

from artui.domain.conditions import called, from_data, words


@pytest.mark.parametrize(
    ("data", "said", "opposite"),
    [
        (
            {"past_due_amount": {"gt": "1000.00"}, "segment": "strategic"},
            "past due above 1,000.00 and segment is strategic",
            "past due at most 1,000.00 or segment is not strategic",
        ),
        ({"po_number": "missing"}, "PO is missing", "PO is given"),
        ({"po_required": True}, "PO required is yes", "PO required is not yes"),
        ({"segment": {"in": ["a", "b"]}}, "segment is one of a, b", "segment is none of a, b"),
        ({"segment": {"not_in": ["a"]}}, "segment is not a", "segment is a"),
        ({"sent_at": {"lt": "2026-01-31"}}, "sent below 2026-01-31", "sent at least 2026-01-31"),
        ({"utilisation": {"ge": "0.90"}}, "utilisation at least 0.90", "utilisation below 0.90"),
        (
            {"any": [{"autopay": False}, {"all": [{"site": "S"}, {"broken_promises": {"le": 1}}]}]},
            "autopay is no or (site is S and broken promises at most 1)",
            "autopay is not no and (site is not S or broken promises above 1)",
        ),
        (
            {"not": {"any": [{"site": "S"}, {"site": "T"}]}, "region": "N"},
            "(site is not S and site is not T) and region is N",
            "(site is S or site is T) or region is not N",
        ),
        ({"all": [{"site": "S"}]}, "site is S", "site is not S"),
    ],
)
def test_a_condition_and_its_opposite(data: dict[str, Any], said: str, opposite: str) -> None:
    condition = from_data(data)
    assert words(condition) == said
    assert words(condition, negated=True) == opposite
    assert words(from_data({"not": data})) == opposite


def test_fields_have_names_people_use() -> None:
    assert called("oldest_overdue_days") == "oldest days past due"
    assert called("risk_class") == "risk class"
