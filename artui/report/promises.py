"""Promises to pay, what became of each, and how many of those due were kept.

JSON: `rows` have promise_id, plan (the number of its first promise), part ("2/3"), plan_state,
customer_id, name, company, collector, invoice_id, currency, amount, received, promised_on, due_on,
until (the last day on which money counts), state, days_late (of the last of what came, 0 where that
was early), source (desk or export), who, file and line. By customer or collector a row is of those
in one currency: key, name, company, currency, promises, amount, received, how many are in each
state, and the ratios of `kept`. `summary` has the same by state, the plans by theirs, and `kept`:
of those due in the period whose time is over, but for those withdrawn, how many were kept and what
came in time.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

from artui.books.kpis.asked import Asked
from artui.books.kpis.counted import window
from artui.books.kpis.table import compute
from artui.books.promises import in_plans, judged
from artui.domain import money
from artui.domain.check import COUNT, Check
from artui.domain.days import iso
from artui.domain.figure import Period
from artui.domain.promises import State
from artui.report import amounts, checks, promises_sections
from artui.report.table import Report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from artui.books.promises import Kept, Part
    from artui.report.request import Request, Source

    Row = dict[str, Any]

By = Literal["none", "customer", "collector"]
STATES: tuple[State, ...] = get_args(State)
#: Without a period, those due in so many days up to the day, and all that are still open.
_DAYS = 90
_KPI = "promise_kept"


@dataclass(frozen=True, slots=True)
class Wish:
    """Which promises are asked for.

    Attributes:
        status: a state; all for every one.
        period: those due in these days; None for the last 90 days and all that are open.
        by: what a row is of; none for one promise.
    """

    status: State | Literal["all"] = "all"
    period: Period | None = None
    by: By = "none"


class _Told(NamedTuple):
    """A promise as it is reported; `over` where its time is over and it was not withdrawn."""

    kept: Kept
    part: Part | None
    over: bool


def report(source: Source, request: Request, wish: Wish | None = None) -> Report:
    """The promises asked for, and a summary; the check holds it against the KPI."""
    wish = wish or Wish()
    asked = _asked(source, request, wish)
    everything = _everything(asked)
    due = [each for each in everything if _is_due(each, asked.period)]
    listed = [each for each in everything if _is_wanted(each, asked.period, wish)]
    rows = _grouped(listed, wish.by) if wish.by != "none" else list(map(_row, listed))
    data: Row = {
        "report": "promises",
        "as_of": iso(window(asked).scope.as_of),
        "known_on": iso(asked.known_on),
        "from": iso(asked.period.first),
        "to": iso(asked.period.last),
        "status": wish.status,
        "by": wish.by,
        "policy": source.force.revision,
        "rows": rows[: request.limit],
        "summary": _summary(listed, due),
        "checks": checks.plain(*_checks(asked, due)),
    }
    about = promises_sections.about(data, len(rows), period=wish.period is not None)
    ok = checks.hold(data["checks"])
    return Report("promises", data, about, promises_sections.of(data), ok)


def _asked(source: Source, request: Request, wish: Wish) -> Asked:
    """The question as the KPI asks it: judged by the last day that anything is known of."""
    scope = request.scope(source.home.today())
    return Asked(
        source.reader,
        source.home,
        source.force.policy,
        wish.period or Period(scope.as_of - _DAYS + 1, scope.as_of),
        scope.known_on,
        "",
        scope.company,
        scope.customer,
        scope.collector,
        request.as_of,
    )


def _everything(asked: Asked) -> list[_Told]:
    """All promises made by the day, first due first."""
    scope = window(asked).scope
    found = judged(asked.reader, scope, asked.policy.escalation.quiet)
    parts = in_plans(found)
    told = (
        _Told(each, parts.get(each.judged.promise.id), over)
        for each in found
        for over in [each.judged.until < scope.as_of and each.judged.state != "withdrawn"]
    )
    return sorted(told, key=_first_due)


def _first_due(each: _Told) -> tuple[object, ...]:
    pledge, promise = each.kept.pledge, each.kept.judged.promise
    return promise.due_on, pledge.customer, pledge.company, promise.id < 0, abs(promise.id)


def _is_due(each: _Told, period: Period) -> bool:
    return period.first <= each.kept.judged.promise.due_on <= period.last


def _is_wanted(each: _Told, period: Period, wish: Wish) -> bool:
    state = each.kept.judged.state
    if wish.status not in ("all", state):
        return False
    return _is_due(each, period) or (wish.period is None and state == "open")


def _row(each: _Told) -> Row:
    pledge, found, part = each.kept.pledge, each.kept.judged, each.part
    promise, currency = found.promise, pledge.account[1]
    return {
        "promise_id": pledge.number,
        "plan": None if part is None else str(promise.plan),
        "part": None if part is None else str(part),
        "plan_state": None if part is None else part.state,
        "customer_id": pledge.customer,
        "name": pledge.name,
        "company": pledge.company,
        "collector": pledge.collector or None,
        "invoice_id": pledge.document or None,
        "currency": currency,
        "amount": money.plain(promise.amount, currency),
        "received": money.plain(found.received, currency),
        "promised_on": iso(promise.promised_on),
        "due_on": iso(promise.due_on),
        "until": iso(found.until),
        "state": found.state,
        "days_late": found.days_late,
        "source": "desk" if pledge.is_entered else "export",
        "who": pledge.who or None,
        "file": pledge.file or None,
        "line": pledge.line,
    }


#: What a group is of: key, name, and a customer's company, since two may use one number.
_KEYS: Mapping[str, Callable[[_Told], tuple[str, str, str]]] = {
    "customer": lambda each: (
        each.kept.pledge.customer,
        each.kept.pledge.name,
        each.kept.pledge.company,
    ),
    "collector": lambda each: (each.kept.pledge.collector, each.kept.pledge.collector, ""),
}


def _grouped(listed: Iterable[_Told], by: str) -> list[Row]:
    """A row for each customer or collector and currency; those of no collector come first."""
    groups: dict[tuple[str, str, str, str], list[_Told]] = defaultdict(list)
    for each in listed:
        groups[(*_KEYS[by](each), each.kept.pledge.account[1])].append(each)
    return [
        {
            "key": key or None,
            "name": name or None,
            "company": company or None,
            "currency": currency,
            "promises": len(found),
            "amount": _sums(found, _promised)[currency],
            "received": _sums(found, _received)[currency],
            **_counts(each.kept.judged.state for each in found),
            **_ratios(found, currency),
        }
        for (key, name, company, currency), found in sorted(groups.items())
    ]


def _ratios(found: Sequence[_Told], currency: str) -> Row:
    over = [each for each in found if each.over]
    kept = _kept(over)
    return {
        "due": kept["due"],
        "kept_ratio": kept["ratio"],
        "amount_ratio": next(
            (e["ratio"] for e in kept["amounts"] if e["currency"] == currency), None
        ),
    }


def _counts(states: Iterable[State]) -> dict[str, int]:
    counted = Counter(states)
    return {state: counted[state] for state in STATES}


def _promised(each: _Told) -> int:
    return each.kept.judged.promise.amount


def _received(each: _Told) -> int:
    return each.kept.judged.received


def _minor(found: Iterable[_Told], of: Callable[[_Told], int]) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for each in found:
        sums[each.kept.pledge.account[1]] += of(each)
    return sums


def _sums(found: Iterable[_Told], of: Callable[[_Told], int]) -> dict[str, str]:
    return amounts.plain(_minor(found, of))


def _summary(listed: Sequence[_Told], due: Sequence[_Told]) -> Row:
    """What is listed by state; and of what was due in the period, how much was kept."""
    by_state = {
        state: [each for each in listed if each.kept.judged.state == state] for state in STATES
    }
    plans = {each.kept.judged.promise.plan: each.part.state for each in listed if each.part}
    return {
        "states": [
            {
                "state": state,
                "promises": len(found),
                "amount": _sums(found, _promised),
                "received": _sums(found, _received),
            }
            for state, found in by_state.items()
        ],
        "plans": _counts(plans.values()),
        "kept": _kept([each for each in due if each.over]),
    }


def _kept(over: Sequence[_Told]) -> Row:
    """Of promises whose time is over, the share kept, by number and by amount."""
    kept = sum(each.kept.judged.state == "kept" for each in over)
    promised, received = _minor(over, _promised), _minor(over, _received)
    return {
        "due": len(over),
        "kept": kept,
        "ratio": amounts.share(kept, len(over)),
        "amounts": [
            {
                "currency": currency,
                **amounts.named(currency, promised=whole, received=received[currency]),
                "ratio": amounts.share(received[currency], whole),
            }
            for currency, whole in sorted(promised.items())
        ],
    }


def _checks(asked: Asked, due: Sequence[_Told]) -> tuple[Check, Check]:
    """What was kept, and what was due, against the KPI of the same period."""
    over = [each for each in due if each.over]
    kept = {COUNT: sum(each.kept.judged.state == "kept" for each in over)}
    above: dict[str, int] = {}
    below: dict[str, int] = {}
    for figure in compute(asked, (_KPI,)):
        if figure.variant in {"count", "amount"} and figure.denominator:
            above[figure.currency] = int(figure.numerator or 0)
            below[figure.currency] = int(figure.denominator)
    of = f"of the KPI {_KPI}"
    return (
        Check(f"kept, and received = that {of}", {**kept, **_minor(over, _received)}, above),
        Check(
            f"due, and promised = that {of}", {COUNT: len(over), **_minor(over, _promised)}, below
        ),
    )
