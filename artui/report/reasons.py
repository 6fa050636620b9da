"""The weekly top ten of late-pay reasons: ranked, owned, each with last week's rank."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from artui.books import weeks
from artui.domain import money
from artui.domain.days import iso, last_complete_week, week_bounds, week_of
from artui.domain.reasons import Rank, Ranking, Scope, Tally, ranking
from artui.report import amounts, checks
from artui.report.table import Column, Report, Section

if TYPE_CHECKING:
    from artui.books.rates import Rates
    from artui.books.weeks import Shown
    from artui.domain.check import Check
    from artui.policy.reasons import Reason
    from artui.report.request import Request, Source


@dataclass(frozen=True, slots=True)
class Wish:
    """What the top ten is asked for; `week` None means the last complete one.

    `recompute` shows a frozen week as it would be seen today, and the difference.
    """

    week: str | None = None
    top: int = 10
    rank: Rank = "amount_days"
    scope: Scope = "all"
    recompute: bool = False


@dataclass(frozen=True, slots=True)
class Week:
    """One week ranked, the week before it, and how it was found."""

    week: str
    ranking: Ranking
    previous: Ranking
    shown: Shown
    rates: Rates


def week_before(week: str) -> str:
    """The ISO week before another."""
    return week_of(week_bounds(week)[0] - 1)


def ranked(source: Source, request: Request, wish: Wish) -> Week:
    """A week as it prints, with the one before."""
    today = request.scope(source.home.today()).as_of
    week = wish.week or last_complete_week(today)
    found = _found(source, request, week, recompute=wish.recompute)
    before = _before(source, request, week, found)
    return Week(
        week,
        _ranking(source, request, wish, week, found),
        _ranking(source, request, wish, week_before(week), before),
        found,
        _rates(source, request, week, found),
    )


def _ranking(source: Source, request: Request, wish: Wish, week: str, found: Shown) -> Ranking:
    rates = _rates(source, request, week, found)
    return ranking(found.late, wish.rank, wish.scope, rates.conversion)


def _rates(source: Source, request: Request, week: str, found: Shown) -> Rates:
    """The rates a week is ranked at."""
    scope = request.scope(source.home.today())
    base = source.home.settings.base_currency
    return weeks.rates(
        source.reader, base, week, scope.as_of, scope.known_on, is_frozen=found.frozen
    )


def _before(source: Source, request: Request, week: str, found: Shown) -> Shown:
    """The week before; beside a frozen week only if it is frozen too, so that neither changes."""
    before = _found(source, request, week_before(week), recompute=False)
    return before._replace(late=[]) if found.frozen and not before.frozen else before


def _found(source: Source, request: Request, week: str, *, recompute: bool) -> Shown:
    scope = request.scope(source.home.today())
    find = weeks.computed if recompute else weeks.shown
    found = find(source.reader, source.force, week, scope.as_of, scope.known_on)
    wanted = weeks.customers(source.reader, scope)
    if wanted is None:
        return found
    return found._replace(late=[each for each in found.late if each.customer_id in wanted])


def report(source: Source, request: Request, wish: Wish | None = None) -> Report:
    """The week's reasons, the others in one row, and the unexplained apart."""
    wish = wish or Wish()
    week = ranked(source, request, wish)
    top = wish.top if request.limit is None else request.limit
    catalogue = {reason.code: reason for reason in week.shown.reasons.reasons}
    explained, late = week.ranking.explained
    data: dict[str, Any] = {
        "report": "reasons",
        "week": week.week,
        "known_on": iso(request.known_on),
        "rank": week.ranking.rank,
        "scope": wish.scope,
        "frozen": week.shown.frozen,
        "late_invoices": late,
        "explained": amounts.share(explained, late),
        "rows": [
            _row(number, tally, week, catalogue)
            for number, tally in enumerate(week.ranking.tallies[:top], 1)
        ],
        "others": _tally(week.ranking.others(top), week),
        "unexplained": _tally(week.ranking.unexplained, week),
        "base": _base(week),
        "note": _note(week),
        "policy": week.shown.revision,
    }
    if wish.recompute:
        data["difference"] = _difference(source, request, wish, week)
    data["checks"] = checks.plain(_check(source, request, wish, week))
    sections = (_section(data), checks.section(data["checks"]))
    return Report("reasons", data, _about(data), sections, checks.hold(data["checks"]))


def _check(source: Source, request: Request, wish: Wish, week: Week) -> Check:
    """The ranking against the entries, or against the record of the frozen week."""
    scope = request.scope(source.home.today())
    return weeks.check(
        source.reader,
        week.ranking,
        week.shown,
        week.week,
        scope.as_of,
        scope.known_on,
        scope=wish.scope,
        of=weeks.customers(source.reader, scope),
    )


def _tally(tally: Tally, week: Week) -> dict[str, Any]:
    said = {
        "invoices": tally.invoices,
        "amount": amounts.plain(tally.amount),
        "amount_days": amounts.plain(tally.amount_days),
    }
    conversion = week.ranking.conversion
    if conversion is None:
        return said
    added = {
        measure: money.plain(conversion.rounded(each), conversion.base)
        for measure, each in (("amount", tally.amount), ("amount_days", tally.amount_days))
    }
    return {**said, "base": added}


def _base(week: Week) -> dict[str, Any] | None:
    """The currency amounts were added in and the rates of that; None where none were needed."""
    if week.ranking.conversion is None:
        return None
    used = {currency for tally in _tallies(week.ranking) for currency in tally.amount}
    return {"currency": week.rates.base, "rates": week.rates.said(used)}


def _tallies(found: Ranking) -> tuple[Tally, ...]:
    return (*found.tallies, found.unexplained)


def _row(number: int, tally: Tally, week: Week, catalogue: dict[str, Reason]) -> dict[str, Any]:
    known = catalogue.get(tally.reason or "")
    return {
        "rank": number,
        "reason": tally.reason,
        "label": known.label if known else tally.reason,
        "owner": known.owner if known else None,
        **_tally(tally, week),
        "previous_rank": week.previous.position(tally.reason),
        "previous_invoices": week.previous.invoices(tally.reason),
    }


def _note(week: Week) -> str | None:
    """At which rates amounts were added, or that they could not be."""
    found, base = week.ranking, _base(week)
    if base:
        rates = ", ".join(f"{r['currency']} {r['rate']} of {r['date']}" for r in base["rates"])
        return f"Amounts are added in {base['currency']} at {rates}."
    if found.rank == found.asked:
        return None
    return (
        f"Ranked by invoices: {found.asked.replace('_', ' x ')} in several currencies cannot be"
        " added without rates."
    )


def _difference(source: Source, request: Request, wish: Wish, week: Week) -> list[dict[str, Any]]:
    """Per reason, how today's view differs from the frozen one."""
    before = _found(source, request, week.week, recompute=False)
    if not before.frozen:
        return []
    kept = _ranking(source, request, wish, week.week, before)
    codes = {tally.reason: None for tally in (*week.ranking.tallies, *kept.tallies)}
    return [
        {
            "reason": code,
            "rank": week.ranking.position(code),
            "frozen_rank": kept.position(code),
            "invoices": week.ranking.invoices(code),
            "frozen_invoices": kept.invoices(code),
        }
        for code in codes
        if (week.ranking.position(code), week.ranking.invoices(code))
        != (kept.position(code), kept.invoices(code))
    ]


def _about(data: dict[str, Any]) -> tuple[str, ...]:
    monday, sunday = (iso(day) for day in week_bounds(data["week"]))
    then = f"on {data['known_on']}" if data["known_on"] else "now"
    state = "frozen" if data["frozen"] else f"as known {then}"
    first = (
        f"Late-pay reasons of {data['week']} ({monday} to {sunday}), {state}, {data['scope']}:"
        f" {data['late_invoices']} late invoices, {amounts.percent(data['explained'])} explained,"
        f" ranked by {data['rank'].replace('_', ' x ')}. Policy {data['policy']}."
    )
    changed = [
        f"Since it was frozen, {each['reason']}: rank {each['frozen_rank']} -> {each['rank']},"
        f" invoices {each['frozen_invoices']} -> {each['invoices']}."
        for each in data.get("difference", [])
    ]
    return tuple(sentence for sentence in (first, data["note"], *changed) if sentence)


_COLUMNS = (
    Column("rank", "#", number=True),
    Column("previous_rank", "was", number=True),
    Column("reason", "Reason"),
    Column("label", "Label"),
    Column("owner", "Owner"),
    Column("invoices", "Invoices", number=True),
    Column("previous_invoices", "last week", number=True),
)
_MEASURES = {"amount": "Amount", "amount_days": "Amount x days"}


def _section(data: dict[str, Any]) -> Section:
    apart = [{"reason": name, **data[name]} for name in ("others", "unexplained")]
    rows = [*data["rows"], *(row for row in apart if row["invoices"])]
    sums = (
        column
        for measure, label in _MEASURES.items()
        for column in amounts.columns(measure, label, [row[measure] for row in rows])
    )
    added = (
        Column(f"{measure} in base", f"{label} in {data['base']['currency']}", number=True)
        for measure, label in _MEASURES.items()
        if data["base"]
    )
    return Section("rows", (*_COLUMNS, *sums, *added), tuple(map(_shown, rows)))


def _shown(row: dict[str, Any]) -> dict[str, str | None]:
    said = amounts.texts(row, *(column.key for column in _COLUMNS))
    for measure in _MEASURES:
        said |= amounts.spread(measure, row[measure])
        if "base" in row:
            said[f"{measure} in base"] = amounts.grouped(row["base"][measure])
    return said
