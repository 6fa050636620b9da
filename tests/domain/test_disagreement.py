"""People against rules: counted once an invoice, the most disagreed with first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from artui.domain.disagreement import judged
from artui.domain.reasons import CHOICE, RULE, Late

CODES = ("missing_po", "tax", "portal")


def late(document: int, ruled: str | None, chosen: str | None = None) -> Late:
    reason, because = (chosen, CHOICE) if chosen else (ruled, RULE)
    return Late(document, 1, "USD", 100, 700, reason, because, is_new=False, ruled=ruled)


def test_an_invoice_counts_once_as_its_last_week_has_it() -> None:
    first = [late(1, "tax"), late(2, "tax", "portal")]
    second = [late(1, "tax", "tax"), late(3, None, "portal"), late(4, "portal")]
    found = judged([first, second])
    assert [(each.rule, each.invoices, each.chosen, each.agreed) for each in found] == [
        ("tax", 2, 2, 1),
        (None, 1, 1, 0),
        ("portal", 1, 0, 0),
    ]
    assert [dict(each.instead) for each in found] == [{"portal": 1}, {"portal": 1}, {}]


@given(
    st.lists(
        st.lists(
            st.builds(
                late,
                st.integers(1, 9),
                st.none() | st.sampled_from(CODES),
                st.none() | st.sampled_from(CODES),
            )
        )
    )
)
def test_sums_are_those_of_the_invoices(weeks: list[list[Late]]) -> None:
    found = judged(weeks)
    newest = {each.document_id: each for week in weeks for each in week}
    assert sum(each.invoices for each in found) == len(newest)
    assert sum(each.chosen for each in found) == sum(
        each.because == CHOICE for each in newest.values()
    )
    for each in found:
        assert each.disagreed == sum(each.instead.values()) >= 0
        assert each.rule not in each.instead
    order = [each.disagreed for each in found]
    assert order == sorted(order, reverse=True)
