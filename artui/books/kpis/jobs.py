"""KPIs of completed jobs: how soon they were invoiced, and how many were paid at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.books.kpis.counted import Selected
from artui.books.kpis.counts import Counts
from artui.books.kpis.variants import Middle, Share
from artui.domain.quantiles import mean, median
from artui.store.kpis.jobs import collected, invoicing_days, sent_soon

if TYPE_CHECKING:
    from artui.books.kpis.asked import Measure

_COMPLETED = "jobs completed in the period"
_NONE = "no job was completed in the period"
_INVOICED = "no job completed in the period was invoiced after it"
_DAYS = "calendar days from completion to the first sending of an invoice"
_LEFT = "jobs not invoiced yet or billed in advance left out"

_SENT = Counts(
    "sent_within_24h",
    {
        "": Share(
            f"{_COMPLETED} whose first invoice went out within 24 hours, 24 included"
            " / all of them but those not yet sent and younger",
            Selected(sent_soon),
            ("sent within 24 h", "completed"),
            _NONE,
        )
    },
)
_TO_INVOICE = Counts(
    "days_to_invoice",
    {
        name: Middle(
            f"{word} of the {_DAYS}, over {_COMPLETED}; {_LEFT}",
            Selected(invoicing_days),
            ("days to invoice",),
            _INVOICED,
            "jobs",
            of,
        )
        for name, word, of in (("mean", "mean", mean), ("median", "median", median))
    },
)
_COLLECTED = Counts(
    "collected_at_completion",
    {
        "": Share(
            f"{_COMPLETED} all of whose invoices were paid by the day after / all of them",
            Selected(collected),
            ("paid by the day after", "completed"),
            _NONE,
        )
    },
)

MEASURES: tuple[Measure, ...] = (
    _SENT.measure("Sent within 24 hours of completion"),
    _TO_INVOICE.measure("Days from completion to invoice"),
    _COLLECTED.measure("Collected at completion"),
)
