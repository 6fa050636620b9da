"""The weekly top ten as a screen shows it: bars for shares, sparks for four weeks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from artui.books import weeks
from artui.domain import money
from artui.domain.days import week_bounds, week_of
from artui.domain.reasons import Ranking, Tally, ranking

if TYPE_CHECKING:
    import sqlite3

    from artui.books.force import InForce
    from artui.domain.reasons import Late

TOP = 10
OTHERS, UNEXPLAINED = "others", "unexplained"
_WEEKS = 4
_BAR_CELLS = 8
_SPARKS = "▁▂▃▄▅▆▇█"


@dataclass(frozen=True, slots=True)
class TopTen:
    """A ranked week.

    Attributes:
        rows: in the order of `listings.RANKED`.
        title: what week, how many late, how many explained.
        truth: what it is ranked by, and why.
        late: the late invoices.
        ranking: the reasons in order.
    """

    rows: list[tuple[object, ...]]
    title: Content
    truth: str
    late: list[Late]
    ranking: Ranking

    def invoices(self, key: str) -> list[Late]:
        """The late invoices behind a row."""
        if key == UNEXPLAINED:
            return [each for each in self.late if each.reason is None]
        ranked = [tally.reason for tally in self.ranking.tallies[:TOP]]
        if key == OTHERS:
            return [each for each in self.late if each.reason and each.reason not in ranked]
        return [each for each in self.late if each.reason == key]


def top_ten(reader: sqlite3.Connection, force: InForce, week: str, today: int) -> TopTen:
    """Rank a week and the three before it (frozen ones as they were frozen)."""
    monday, _ = week_bounds(week)
    names = [week_of(monday - 7 * back) for back in range(_WEEKS)]
    found = [weeks.shown(reader, force, name, today) for name in names]
    ranked = [ranking(each.late) for each in found]
    labels = {r.code: (r.label, r.owner) for r in found[0].reasons.reasons}
    now, before = ranked[0], ranked[1]
    rows: list[tuple[object, ...]] = []
    for place, tally in enumerate(now.tallies[:TOP], 1):
        code = tally.reason or ""
        label, owner = labels.get(code, (code, ""))
        was = before.position(code)
        trend = _sparks([each.invoices(code) for each in reversed(ranked)])
        rows.append((code, place, was, label, owner, *_figures(tally, now), trend))
    for key, tally in ((OTHERS, now.others(TOP)), (UNEXPLAINED, now.unexplained)):
        if tally.invoices:
            rows.append((key, None, None, key, "", *_figures(tally, now), ""))
    return TopTen(rows, _title(week, now, frozen=found[0].frozen), _truth(now), found[0].late, now)


def _figures(tally: Tally, now: Ranking) -> tuple[object, ...]:
    share = tally.invoices / now.late_invoices if now.late_invoices else 0
    bar = "█" * round(share * _BAR_CELLS * 2)
    return (
        tally.invoices,
        _listed(tally.amount),
        _listed(tally.amount_days),
        f"{bar} {share:.0%}",
    )


def _listed(amounts: dict[str, int]) -> str:
    return "  ".join(
        f"{money.grouped(amount, currency)} {currency}"
        for currency, amount in sorted(amounts.items())
    )


def _sparks(counts: list[int]) -> str:
    most = max(counts)
    if most == 0:
        return ""
    return "".join(_SPARKS[round(count / most * (len(_SPARKS) - 1))] for count in counts)


def _title(week: str, now: Ranking, *, frozen: bool) -> Content:
    explained, late = now.explained
    share = f"{explained / late:.0%} explained" if late else "nothing to explain"
    state = "frozen" if frozen else "as known now"
    return Content.assemble(
        (f"Week {week}", "bold"), f", {state} · {late:,} late invoices · {share}   [ ] week"
    )


def _truth(now: Ranking) -> str:
    if now.rank == now.asked:
        return f"ranked by {now.rank.replace('_', ' × ')}"  # noqa: RUF001 - the sign for times
    return "ranked by invoices: several currencies cannot be added without rates"
