"""Every KPI there is, in the order of the contract, and what a question comes to."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from artui.books.kpis import (
    contacts,
    disputes,
    invoices,
    jobs,
    payments,
    promises,
    receivables,
    standing,
)
from artui.domain.kpis import NAMES

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from artui.books.kpis.asked import Asked, Measure
    from artui.domain.figure import Figure

_KNOWN = chain(
    receivables.MEASURES,
    payments.MEASURES,
    standing.MEASURES,
    invoices.MEASURES,
    jobs.MEASURES,
    disputes.MEASURES,
    promises.MEASURES,
    contacts.MEASURES,
)

#: The measures, in the order they are printed in.
MEASURES: tuple[Measure, ...] = tuple(sorted(_KNOWN, key=lambda each: NAMES.index(each.kpi)))
#: The same by their names.
BY_NAME: Mapping[str, Measure] = {each.kpi: each for each in MEASURES}


def compute(asked: Asked, kpis: Collection[str] | None = None) -> list[Figure]:
    """The figures of a question, by KPI, variant, group and currency.

    Args:
        asked: the period, and what figures are grouped by.
        kpis: only these, by name; None for all.
    """
    wanted = [each for each in MEASURES if kpis is None or each.kpi in kpis]
    return [figure for measure in wanted for figure in measure.figures(asked)]
