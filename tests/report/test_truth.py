"""The reasons found for the sample's late invoices are the true ones, at least as often as this.

Each invoice that is late in any of the twelve weeks counts once. `chain` is what the top ten ranks
by: a choice, a dispute, the ERP's code, the rules; `rules` is what the rules alone make of it. What
no rule finds leaves nothing in the exports: a contract's invoice bills no job, work without a quote
has no line to hold its price against, and that a portal refused an invoice, that it never came,
that it is paid already or that a credit was promised is only ever said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pytest

from tests import truth
from tests.truth import Way

if TYPE_CHECKING:
    from artui.report.request import Source
    from tests.truth import Line

#: Of each way and reason the least precision and recall; the empty code is all of them together.
FLOORS: dict[Way, dict[str, tuple[float, float]]] = {
    "chain": {
        "": (0.99, 0.95),
        "already_paid": (0.99, 0.80),
        "approver": (0.99, 0.99),
        "cash_short": (0.99, 0.95),
        "missing_po": (0.99, 0.99),
        "not_received": (0.99, 0.90),
        "part_completion": (0.99, 0.97),
        "portal": (0.99, 0.90),
        "price_or_quantity": (0.99, 0.95),
        "proof_of_work": (0.99, 0.95),
        "sent_late": (0.99, 0.99),
        "tax": (0.99, 0.99),
        "unapplied_cash": (0.99, 0.90),
        "waiting_credit_note": (0.99, 0.75),
        "wrong_bill_to": (0.99, 0.99),
    },
    "rules": {
        "": (0.97, 0.63),
        "approver": (0.99, 0.99),
        "cash_short": (0.90, 0.40),
        "missing_po": (0.99, 0.92),
        "part_completion": (0.99, 0.68),
        "price_or_quantity": (0.70, 0.09),
        "proof_of_work": (0.99, 0.65),
        "sent_late": (0.95, 0.99),
        "tax": (0.99, 0.99),
        "unapplied_cash": (0.90, 0.90),
        "wrong_bill_to": (0.99, 0.99),
    },
}
#: What only a person, a dispute or an export can tell.
ONLY_SAID = {"already_paid", "not_received", "portal", "waiting_credit_note"}


@pytest.mark.parametrize("way", get_args(Way))
def test_the_reasons_found_are_the_true_ones(sample_source: Source, way: Way) -> None:
    found = truth.lines(truth.said(sample_source, way))
    table = truth.printed(found)
    assert 500 < found[""].late <= len(truth.truth())
    wanted = set(FLOORS[way]) | (ONLY_SAID if way == "rules" else set())
    assert set(found) == wanted, table
    fallen = [
        line for code, line in found.items() if not reaches(line, FLOORS[way].get(code, (1, 0)))
    ]
    assert not fallen, f"{way}: precision or recall fell\n{table}"


def reaches(line: Line, floor: tuple[float, float]) -> bool:
    return line.precision >= floor[0] and line.recall >= floor[1]


def test_what_is_said_falsely_or_not_at_all_is_counted() -> None:
    """Three late for want of a PO: one found, one taken for tax, one not explained."""
    why = {"A": "missing_po", "B": "missing_po", "C": "missing_po", "D": "tax"}
    pairs = dict(zip(why, ("missing_po", "tax", None, "tax"), strict=True))
    found = truth.lines({("1", each): pairs[each] for each in why},
                        {("1", each): why[each] for each in why})  # fmt: skip
    assert (found[""].precision, found[""].recall) == (2 / 3, 2 / 4)
    po, tax = found["missing_po"], found["tax"]
    assert (po.precision, po.recall, dict(po.taken_for)) == (1, 1 / 3, {"tax": 1, None: 1})
    assert (tax.precision, tax.recall, dict(tax.taken_for)) == (1 / 2, 1, {})
    assert "tax 1, nothing 1" in truth.printed(found)
