"""Foreign invoices in base: open at the invoice's rate, the rest of the cash a gain or a loss."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.domain import money
from artui.domain.exchange import Foreign, Part, settled

CASES = json.loads((Path(__file__).parents[1] / "cases" / "fx.json").read_text(encoding="utf-8"))[
    "cases"
]


def _minor(text: str) -> int:
    return money.to_minor(Decimal(text), "USD")


def _settled(case: dict[str, Any]) -> dict[str, Any]:
    billed = case["input"]["invoice"]
    invoice = Foreign(_minor(billed["total"]), "USD", Decimal(billed["rate"]), "INR")
    parts = [
        Part(_minor(part["amount"]), _minor(part["received"]) if "received" in part else None)
        for part in case["parts"]
    ]
    found = settled(invoice, parts)
    return {
        "open": money.plain(found.open, "USD"),
        "open_base": money.plain(found.open_base, "INR"),
        "difference": money.plain(found.difference, "INR"),
        "reduced_base": [money.plain(part, "INR") for part in found.reduced_base],
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_it_is_what_is_published(case: dict[str, Any]) -> None:
    found = _settled(case)
    assert {name: found[name] for name in case["result"]} == case["result"]


def test_the_published_rest_in_base_is_debt_and_loss_together() -> None:
    """What ERPNext shows open in base is what we keep apart."""
    for case in CASES:
        published = case["expected"].get("base")
        if isinstance(published, dict):
            found = _settled(case)
            both = Decimal(found["open_base"]) - Decimal(found["difference"])
            assert both == Decimal(published["remaining_balance"])


def test_a_discount_and_an_exchange_loss_are_two_things() -> None:
    (case,) = (case for case in CASES if case["id"] == "DSC-10")
    found, published = _settled(case), case["expected"]
    assert found["reduced_base"][0] == published["discount_base"]
    assert found["difference"] == f"-{published['exchange_loss']}"


_RATES = st.decimals("0.0001", "200", places=4)


@given(rate=_RATES, amount=st.integers(1, 10**8), data=st.data())
def test_what_is_paid_to_the_end_leaves_nothing_in_base(
    rate: Decimal, amount: int, data: st.DataObject
) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, amount), max_size=4)))
    parts = [Part(b - a, 0) for a, b in zip([0, *cuts], [*cuts, amount], strict=True)]
    invoice = Foreign(amount, "USD", rate, "JPY")
    found = settled(invoice, parts)
    assert (found.open, found.open_base) == (0, 0)
    assert sum(found.reduced_base) == invoice.base_amount == -found.difference


def test_a_case_whose_answer_is_ours_says_why() -> None:
    differing = {case["id"] for case in CASES if "ours" in case}
    assert differing == {"ERP-AR-20", "ERP-AR-21"}
    assert all(case["why"] for case in CASES if "ours" in case)
