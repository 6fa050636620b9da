"""The weekly top ten as a screen shows it: bars for shares, sparks for four weeks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from artui.books import weeks
from artui.domain import money
from artui.domain.days import iso, week_bounds, week_of
from artui.domain.reasons import Ranking, Tally, ranking

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

    from artui.books.force import InForce
    from artui.books.rates import Rates
    from artui.books.weeks import Shown
    from artui.domain.reasons import Late
    from artui.tui.moment import Moment

TOP = 10
#: Keys of the rows below the ten; in brackets, which no reason's code has.
OTHERS, UNEXPLAINED = "(others)", "(unexplained)"
_WEEKS = 4
_BAR_CELLS = 16
_SPARKS = "▁▂▃▄▅▆▇█"


@dataclass(frozen=True, slots=True)
class TopTen:
    """A ranked week.

    Attributes:
        rows: in the order of `weekly.ranked_columns`.
        amounts: what stands above the amounts at the end of each row.
        title: what week, how many late, how many explained.
        truth: what it is ranked by, and why.
        late: the late invoices.
        ranking: the reasons in order.
        shown: the week as it prints.
    """

    rows: list[tuple[object, ...]]
    amounts: list[str]
    title: Content
    truth: str
    late: list[Late]
    ranking: Ranking
    shown: Shown

    def invoices(self, key: str) -> list[Late]:
        """The late invoices behind a row."""
        if key == UNEXPLAINED:
            return [each for each in self.late if each.reason is None]
        ranked = [tally.reason for tally in self.ranking.tallies[:TOP]]
        if key == OTHERS:
            return [each for each in self.late if each.reason and each.reason not in ranked]
        return [each for each in self.late if each.reason == key]

    def tally(self, key: str) -> Tally:
        """What a row comes to."""
        if key == UNEXPLAINED:
            return self.ranking.unexplained
        if key == OTHERS:
            return self.ranking.others(TOP)
        return next((each for each in self.ranking.tallies if each.reason == key), Tally(key))


def top_ten(
    reader: sqlite3.Connection, force: InForce, week: str, moment: Moment, base: str
) -> TopTen:
    """Rank a week and the three before it (frozen ones as they were frozen).

    Args:
        reader: the main database with the desk attached.
        force: the policy in force.
        week: an ISO week.
        moment: the day after which nothing counts, and what was known.
        base: the home's base currency, in which amounts of several are added.
    """
    monday, _ = week_bounds(week)
    names = [week_of(monday - 7 * back) for back in range(_WEEKS)]
    today, known_on = moment.as_of, moment.known_on
    found = [weeks.shown(reader, force, name, today, known_on) for name in names]
    rates = [
        weeks.rates(reader, base, name, today, known_on, is_frozen=each.frozen)
        for name, each in zip(names, found, strict=True)
    ]
    ranked = [
        ranking(each.late, conversion=at.conversion) for each, at in zip(found, rates, strict=True)
    ]
    labels = {r.code: (r.label, r.owner) for r in found[0].reasons.reasons}
    shown = list(_shown(ranked, labels))
    headings, amounts = _amounts([tally for _, tally in shown])
    rows = [(*head, *texts) for (head, _), texts in zip(shown, amounts, strict=True)]
    title = _title(week, ranked[0], known_on, frozen=found[0].frozen)
    truth = _truth(ranked[0], rates[0])
    return TopTen(rows, headings, title, truth, found[0].late, ranked[0], found[0])


def _shown(
    ranked: Sequence[Ranking], labels: Mapping[str, tuple[str, str]]
) -> Iterator[tuple[tuple[object, ...], Tally]]:
    """Every row as `weekly.RANKED` has it, with what it comes to: the ten, others, unexplained."""
    now, before, *_ = ranked
    for place, tally in enumerate(now.tallies[:TOP], 1):
        code = tally.reason or ""
        named = labels.get(code, (code, ""))
        trend = _sparks([each.invoices(code) for each in reversed(ranked)])
        head = (code, place, before.position(code), *named, tally.invoices)
        yield (*head, _share(tally, now), trend), tally
    for key, tally in ((OTHERS, now.others(TOP)), (UNEXPLAINED, now.unexplained)):
        if tally.invoices:
            name = key.strip("()")
            yield (key, None, None, name, "", tally.invoices, _share(tally, now), ""), tally


def _share(tally: Tally, now: Ranking) -> str:
    """A part of the week, in what it is ranked by, as a bar and a figure."""
    whole = sum(now.measure(each) for each in (*now.tallies, now.unexplained))
    share = float(now.measure(tally) / whole) if whole else 0
    return f"{'█' * round(share * _BAR_CELLS)} {share:.0%}"


def _amounts(tallies: Sequence[Tally]) -> tuple[list[str], list[tuple[str, ...]]]:
    """Headings and texts of the amounts by currency, each column as wide as its widest text."""
    currencies = sorted({currency for tally in tallies for currency in tally.amount})
    columns = []
    for currency in currencies:
        for heading, of in (
            (f"Past due {currency}", [tally.amount for tally in tallies]),
            (f"{currency}·days", [tally.amount_days for tally in tallies]),
        ):
            texts = [money.grouped(each.get(currency, 0), currency) for each in of]
            width = max(map(len, (heading, *texts)))
            columns.append([text.rjust(width) for text in (heading, *texts)])
    lines = list(zip(*columns, strict=True)) or [()] * (len(tallies) + 1)
    return list(lines[0]), lines[1:]


def _sparks(counts: Sequence[int]) -> str:
    most = max(counts)
    if most == 0:
        return ""
    return "".join(_SPARKS[round(count / most * (len(_SPARKS) - 1))] for count in counts)


def _title(week: str, now: Ranking, known_on: int | None, *, frozen: bool) -> Content:
    explained, late = now.explained
    share = f"{explained / late:.0%} explained" if late else "nothing to explain"
    known = "now" if known_on is None else f"on {iso(known_on)}"
    state = "frozen" if frozen else f"as known {known}"
    return Content.assemble(
        (f"Week {week}", "bold"), f", {state} · {late:,} late invoices · {share}"
    )


def _truth(now: Ranking, rates: Rates) -> str:
    if now.rank != now.asked:
        return "ranked by invoices: several currencies cannot be added without rates"
    by = f"ranked by {now.rank.replace('_', ' × ')}"  # noqa: RUF001 - the sign for times
    if now.conversion is None:
        return by
    used = {currency for each in (*now.tallies, now.unexplained) for currency in each.amount}
    said = ", ".join(f"{r['currency']} {r['rate']} of {r['date']}" for r in rates.said(used))
    return f"{by} in {rates.base} at {said}"
