"""KPIs of disputes: how many invoices are disputed, how long it takes, and complaints."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from artui.books.kpis import complaints
from artui.books.kpis.counted import Listed, Selected
from artui.books.kpis.counts import Counts
from artui.books.kpis.variants import Middle, Share, Total
from artui.domain.quantiles import median, percentile
from artui.store.kpis.disputes import cycles, disputed, disputed_amounts

if TYPE_CHECKING:
    from artui.books.kpis.asked import Measure

_NONE = "no invoice is dated in the period"
_CYCLE = "of the days from opening to resolution, over disputes resolved in the period"
_NINETY = 90

_RATE = Counts(
    "dispute_rate",
    {
        "count": Share(
            "invoices dated in the period that were ever disputed / all of them",
            Selected(disputed),
            ("disputed", "invoices"),
            _NONE,
        ),
        "amount": Share(
            "what was ever disputed of the invoices dated in the period / their amount",
            Selected(disputed_amounts),
            ("disputed", "invoices"),
            _NONE,
        ),
    },
)
_DAYS = Counts(
    "dispute_cycle_days",
    {
        name: Middle(
            f"{word} {_CYCLE}",
            Selected(cycles),
            ("days",),
            "no dispute whose opening is known was resolved in the period",
            "disputes",
            of,
        )
        for name, word, of in (
            ("median", "median", median),
            ("p90", "90th percentile (nearest rank)", partial(percentile, percent=_NINETY)),
        )
    },
)
_COMPLAINTS = Counts(
    "complaints",
    {
        "": Total(
            "disputes opened in the period and talks the customer began in it, whose reason is"
            " marked as a complaint or not known; a talk about an invoice that is disputed in the"
            " period is no second one",
            Listed("complaints", complaints.found),
            ("complaints",),
        )
    },
)

MEASURES: tuple[Measure, ...] = (
    _RATE.measure("Dispute rate"),
    _DAYS.measure("Days to resolve a dispute"),
    _COMPLAINTS.measure("Complaints"),
)
