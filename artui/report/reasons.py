"""The weekly top ten of late-pay reasons: ranked, owned, each with last week's rank."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from artui.books import weeks
from artui.domain.days import iso, last_complete_week, week_bounds, week_of
from artui.domain.reasons import Rank, Ranking, Scope, Tally, ranking
from artui.report import amounts
from artui.report.table import Column, Report, Section

if TYPE_CHECKING:
    from artui.books.weeks import Shown
    from artui.domain.reasons import Late
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


def week_before(week: str) -> str:
    """The ISO week before another."""
    return week_of(week_bounds(week)[0] - 1)


def ranked(source: Source, request: Request, wish: Wish) -> Week:
    """A week as it prints, with the one before."""
    today = request.scope(source.home.today()).as_of
    week = wish.week or last_complete_week(today)
    found = _found(source, request, week, recompute=wish.recompute)
    return Week(
        week,
        ranking(found.late, wish.rank, wish.scope),
        ranking(_late_before(source, request, week, found), wish.rank, wish.scope),
        found,
    )


def _late_before(source: Source, request: Request, week: str, found: Shown) -> list[Late]:
    """The week before; beside a frozen week only if it is frozen too, so that neither changes."""
    before = _found(source, request, week_before(week), recompute=False)
    return [] if found.frozen and not before.frozen else before.late


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
        "others": _tally(week.ranking.others(top)),
        "unexplained": _tally(week.ranking.unexplained),
        "note": _note(week.ranking),
        "policy": week.shown.revision,
    }
    if wish.recompute:
        data["difference"] = _difference(source, request, wish, week)
    return Report("reasons", data, _about(data), (_section(data),))


def _tally(tally: Tally) -> dict[str, Any]:
    return {
        "invoices": tally.invoices,
        "amount": amounts.plain(tally.amount),
        "amount_days": amounts.plain(tally.amount_days),
    }


def _row(number: int, tally: Tally, week: Week, catalogue: dict[str, Reason]) -> dict[str, Any]:
    known = catalogue.get(tally.reason or "")
    return {
        "rank": number,
        "reason": tally.reason,
        "label": known.label if known else tally.reason,
        "owner": known.owner if known else None,
        **_tally(tally),
        "previous_rank": week.previous.position(tally.reason),
        "previous_invoices": week.previous.invoices(tally.reason),
    }


def _note(found: Ranking) -> str | None:
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
    kept = ranking(before.late, wish.rank, wish.scope)
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
    return Section("rows", (*_COLUMNS, *sums), tuple(map(_shown, rows)))


def _shown(row: dict[str, Any]) -> dict[str, str | None]:
    said = amounts.texts(row, *(column.key for column in _COLUMNS))
    return (
        said
        | amounts.spread("amount", row["amount"])
        | amounts.spread("amount_days", row["amount_days"])
    )
