"""What is behind a figure of quality that is worse than in the period before: counted, by cause.

What makes a figure worse are its faults: the invoices put right, the jobs sent late, the promises
not kept. They are counted among the same rows the figure is made of, grouped by what may explain
them, in both periods; what rose most comes first. Of a median or a mean a fault is what took longer
than the figure of the period before said.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from artui.books.kpis.table import BY_NAME
from artui.books.kpis.variants import Middle
from artui.domain.figure import preceding

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from artui.books.kpis.asked import Asked, By, Cause, Measure
    from artui.books.kpis.variants import Variant
    from artui.domain.figure import Figure
    from artui.store.kpis.counting import Tally

#: So many causes are named of each sort.
TOP = 3


def _hits(tally: Tally, bound: Fraction) -> int:
    del bound
    return tally.hit


def _misses(tally: Tally, bound: Fraction) -> int:
    del bound
    return tally.weight - tally.hit


def _every(tally: Tally, bound: Fraction) -> int:
    del bound
    return tally.weight


def _slower(tally: Tally, bound: Fraction) -> int:
    return tally.number if (tally.value or 0) > bound else 0


class Sought(NamedTuple):
    """How a KPI is explained.

    Attributes:
        by: what its faults are grouped by.
        faults: what they are called, after a number.
        counts: how many of them a tally has; of a median those beyond a bound.
    """

    by: tuple[By | Cause, ...]
    faults: str
    counts: Callable[[Tally, Fraction], int]


_OF_WORK: tuple[By | Cause, ...] = ("dispatcher", "template", "class")
#: The KPIs of quality.
SOUGHT = {
    "invoice_defect_rate": Sought(("reason",), "credited or issued again", _hits),
    "first_pass_readiness": Sought(("check",), "not ready at first", _misses),
    "sent_within_24h": Sought(_OF_WORK, "not sent within 24 h", _misses),
    "days_to_invoice": Sought(_OF_WORK, "slower than before", _slower),
    "dispute_rate": Sought(("reason",), "disputed", _hits),
    "dispute_cycle_days": Sought(("reason",), "slower than before", _slower),
    "complaints": Sought(("reason",), "complaints", _every),
    "promise_kept": Sought(("customer",), "not kept", _misses),
    "response_hours": Sought(("segment",), "slower than before", _slower),
}


def explains(kpi: str, by: str) -> bool:
    """Whether a KPI's faults are grouped by something."""
    return kpi in SOUGHT and by in SOUGHT[kpi].by


class Rise(NamedTuple):
    """How many faults one cause has; of amounts, minor units.

    Attributes:
        by: what sort of cause it is.
        key: which; empty where nothing tells.
        now: in the period.
        before: in the period before.
    """

    by: By | Cause
    key: str
    now: int
    before: int

    @property
    def rose(self) -> int:
        """By how much."""
        return self.now - self.before


class Behind(NamedTuple):
    """What is behind a figure that is worse than before.

    Attributes:
        figure: of the period.
        before: the same of the period before.
        faults: how many there are, of both periods.
        rises: the causes of each sort that rose most.
    """

    figure: Figure
    before: Figure
    faults: Rise
    rises: tuple[Rise, ...]

    @property
    def worse_by(self) -> Fraction:
        """How much worse it is, in its own unit."""
        return abs((self.figure.value or Fraction(0)) - (self.before.value or Fraction(0)))

    @property
    def words(self) -> str:
        """What its faults are called."""
        return SOUGHT[self.figure.kpi].faults


def before(asked: Asked) -> Asked:
    """The same question of the period before, of everything."""
    return replace(asked, period=preceding(asked.period), by="")


def behind(asked: Asked, kpis: Collection[str] | None = None) -> list[Behind]:
    """What is behind each figure of quality that is worse than before, of everything.

    Args:
        asked: the question; what it is grouped by does not count.
        kpis: only these, by name; None for all.
    """
    wanted = [name for name in BY_NAME if name in SOUGHT and (kpis is None or name in kpis)]
    of_all = replace(asked, by="")
    return [
        found
        for name in wanted
        for figure in BY_NAME[name].figures(of_all)
        if (found := of(of_all, BY_NAME[name], figure)) is not None
    ]


def of(asked: Asked, measure: Measure, figure: Figure) -> Behind | None:
    """What is behind one figure; None where it is not worse, or is of one group alone."""
    variant = (measure.counted or {}).get(figure.variant)
    if figure.kpi not in SOUGHT or variant is None or asked.by:
        return None
    then = before(asked)
    earlier = next((each for each in measure.figures(then) if _alike(each, figure)), None)
    if earlier is None or not _worse(measure, figure, earlier):
        return None
    bound = _bound(variant, earlier)
    rises = [
        rise
        for by in SOUGHT[figure.kpi].by
        for rise in _rises(_count(asked, figure, by, bound), _count(then, figure, by, bound), by)
    ]
    whole = [_count(at, figure, "", bound).total() for at in (asked, then)]
    return Behind(figure, earlier, Rise("", "", *whole), tuple(rises))


def _alike(one: Figure, other: Figure) -> bool:
    return (one.variant, one.key, one.currency) == (other.variant, other.key, other.currency)


def _worse(measure: Measure, figure: Figure, earlier: Figure) -> bool:
    now, then = figure.value, earlier.value
    if now is None or then is None:
        return False
    return now > then if measure.better == "less" else now < then


def _bound(variant: Variant, earlier: Figure) -> Fraction:
    """What took longer than this is a fault; in what rows weigh."""
    scale = variant.scale if isinstance(variant, Middle) else 1
    return (earlier.value or Fraction(0)) * scale


def _count(asked: Asked, figure: Figure, by: By | Cause, bound: Fraction) -> Counter[str]:
    """The faults of a period by cause."""
    variant = (BY_NAME[figure.kpi].counted or {})[figure.variant]
    tallies = variant.source.tallies(replace(asked, by=by), apart=variant.apart)
    found: Counter[str] = Counter()
    for tally in tallies:
        if tally.left_out is None and tally.currency == figure.currency:
            number = SOUGHT[figure.kpi].counts(tally, bound)
            found.update(dict.fromkeys(_keys(asked, by, tally.key), number))
    return found


def _keys(asked: Asked, by: By | Cause, key: str) -> Iterable[str]:
    """The causes a group stands for: a reason by its own code, failed checks one by one."""
    if by == "check":
        return key.split() or [""]
    return [asked.policy.reasons.code(key) or key] if by == "reason" else [key]


def _rises(now: Counter[str], then: Counter[str], by: By | Cause) -> Sequence[Rise]:
    """The causes that rose most, of those that are there."""
    found = [Rise(by, key, number, then[key]) for key, number in now.items() if number]
    return sorted(found, key=lambda each: (-each.rose, -each.now, each.key))[:TOP]
