"""Small random ledgers: what is open on a day, whoever writes it down."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

DAY = dt.date(2026, 10, 31)
#: Some of them look like what exports print between their rows.
CUSTOMERS = ("100234", "C117", "Total", "Sum", "Current", "A.117")
_STEMS = ("INV-{}", "14000{}", "RE/26.{}", "CM {}", "{}", "00{}A", "Total-{}", "{},000")
_BILLED = st.dates(dt.date(2025, 11, 1), dt.date(2026, 10, 27))
_CENTS = st.one_of(
    st.sampled_from((1, 99, 100_000, 123_456, 12_345_678)), st.integers(1, 99_999_999)
)


class Item(NamedTuple):
    """A document of which something is open: in cents, a credit below 0."""

    number: str
    customer: str
    billed: dt.date
    due: dt.date | None
    cents: int
    currency: str

    @property
    def type(self) -> str:
        """What it is, in canonical words."""
        return "invoice" if self.cents > 0 else "credit_note"


@st.composite
def ledgers(draw: st.DrawFn, currencies: Sequence[str] = ("USD",)) -> list[Item]:
    """A few items of a few customers, each with a number of its own."""
    items: list[Item] = []
    for place in range(draw(st.integers(1, 7))):
        billed = draw(_BILLED)
        items.append(
            Item(
                draw(st.sampled_from(_STEMS)).format(place + 11),
                draw(st.sampled_from(CUSTOMERS)),
                billed,
                draw(st.none() | st.integers(0, 90).map(dt.timedelta).map(billed.__add__)),
                draw(_CENTS) * draw(st.sampled_from((1, 1, 1, -1))),
                draw(st.sampled_from(currencies)),
            )
        )
    return items


def totals(items: Iterable[Item]) -> dict[str, int]:
    """What is open, by currency."""
    found: dict[str, int] = {}
    for item in items:
        found[item.currency] = found.get(item.currency, 0) + item.cents
    return found
