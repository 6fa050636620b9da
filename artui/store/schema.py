"""The tables of both databases, as numbered migrations that are never edited once released.

Four truths, never mixed: *facts* are what the exports said, *records* are what happened,
*derived* rows follow from both and can be dropped and rebuilt, and the *desk* (its own file) is
what people entered. Money is minor units, days count from 1970-01-01, ids are integers.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from artui.store.migrations import (
    adjustments,
    causes,
    credit,
    escalation,
    exports,
    imports,
    instalments,
    jobs,
    ledger,
    months,
    moves,
    policies,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

#: name -> statements, in order; a released migration is never edited, a new one is appended.
MAIN: dict[str, tuple[str, ...]] = {
    "0001_ledger": ledger.MAIN,
    "0002_instalments": instalments.MAIN,
    "0003_escalation": escalation.MAIN,
    "0004_credit": credit.MAIN,
    "0005_policies": policies.MAIN,
    "0006_adjustments": adjustments.MAIN,
    "0007_jobs": jobs.MAIN,
    "0008_months": months.MAIN,
    "0009_moves": moves.MAIN,
    "0010_exports": (*exports.MAIN, *imports.MAIN),
    "0011_causes": causes.MAIN,
}
DESK: dict[str, tuple[str, ...]] = {
    "0001_desk": ledger.DESK,
    "0002_escalation": escalation.DESK,
    "0003_credit": credit.DESK,
    "0004_imports": imports.DESK,
    "0005_causes": causes.DESK,
}


def every(migrations: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Every statement of some migrations, in order."""
    return tuple(chain.from_iterable(migrations.values()))
