"""KPIs of invoices: how many had to be put right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.books.kpis.counted import Selected, seen
from artui.books.kpis.counts import Counts
from artui.books.kpis.variants import Share
from artui.domain.days import iso
from artui.store.kpis.corrections import DEFECT_DAYS, defects

if TYPE_CHECKING:
    from artui.books.kpis.asked import Asked, Measure


def _until(asked: Asked) -> str:
    """Provisional while an invoice of the period can still be corrected in time."""
    last = asked.period.last + DEFECT_DAYS
    return f"provisional until {iso(last)}" if seen(asked) <= last else ""


_DEFECTS = Counts(
    "invoice_defect_rate",
    {
        "": Share(
            "invoices first sent in the period (where that is not told, dated in it; reissues"
            f" included) that were credited or issued again within {DEFECT_DAYS} days"
            " / all of them",
            Selected(defects),
            ("credited or issued again", "first sent"),
            "no invoice was first sent in the period",
        )
    },
    _until,
)

MEASURES: tuple[Measure, ...] = (_DEFECTS.measure("Invoice defect rate"),)
