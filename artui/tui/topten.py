"""The weekly top ten as a screen shows it: bars for shares, sparks for four weeks."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from textual.content import Content

from artui.books import ranked
from artui.domain import money
from artui.domain.days import iso
from artui.tui.pareto import Pareto

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from artui.books.ranked import View, Week, Wish
    from artui.books.weeks import Shown
    from artui.domain.reasons import Late, Rank, Ranking, Tally

TOP = 10
#: Keys of the rows below the ten; those of the ten begin with another sign.
OTHERS, UNEXPLAINED = "(others)", "(unexplained)"
_RANKED = "="
_MOST_LEADING = 2
_BAR_CELLS = 6
_EIGHTHS = " ▏▎▍▌▋▊▉█"
_SPARKS = "▁▂▃▄▅▆▇█"
RANKS: Mapping[Rank, str] = {
    "amount_days": "money × days",  # noqa: RUF001 - the sign for times
    "invoices": "invoices",
    "amount": "money",
}


@dataclass(frozen=True, slots=True)
class TopTen:
    """A ranked week.

    Attributes:
        wish: what it was asked for.
        week: the week.
        trend: the weeks up to it, itself the last; None where one cannot stand beside it.
        rows: in the order of `weekly.RANKED`, with the amounts at the end.
        amounts: what stands above the amounts at the end of each row.
        known_on: what it goes by was known then; None for now.
    """

    wish: Wish
    week: Week
    trend: Sequence[Week | None]
    rows: Sequence[tuple[object, ...]]
    amounts: Sequence[str]
    known_on: int | None

    @property
    def ranking(self) -> Ranking:
        """The rows in order."""
        return self.week.ranking

    @property
    def shown(self) -> Shown:
        """The week as it prints."""
        return self.week.shown

    def invoices(self, key: str) -> list[Late]:
        """The late invoices behind a row."""
        if key == UNEXPLAINED:
            return ranked.of_row(self.week, self.wish, None)
        if key == OTHERS:
            beyond = self.ranking.tallies[TOP:]
            return [
                late for each in beyond for late in ranked.of_row(self.week, self.wish, each.key)
            ]
        return ranked.of_row(self.week, self.wish, named(key))

    def tally(self, key: str) -> Tally:
        """What a row comes to."""
        if key == UNEXPLAINED:
            return self.ranking.unexplained
        return self.ranking.others(TOP) if key == OTHERS else self.ranking.tally(named(key))

    @property
    def title(self) -> Content:
        """What week, how many late, how many explained, what it is ranked by."""
        wish, now = self.wish, self.ranking
        explained, late = now.explained
        share = f"{explained / late:.0%} explained" if late else "nothing to explain"
        known = "now" if self.known_on is None else f"on {iso(self.known_on)}"
        state = "frozen" if self.shown.frozen else f"as known {known}"
        by = "" if wish.by == "reason" else f" by {wish.by}"
        noun = "late invoices" if wish.scope == "all" else "newly late invoices"
        return Content.assemble(
            (f"Week {self.week.week}{by}", "bold"),
            f", {state} · {late:,} {noun} · {share} · ranked by {RANKS[now.rank]}",
        )

    @property
    def truth(self) -> str:
        """What it is ranked by, and why."""
        now, rates = self.ranking, self.week.rates
        if now.rank != now.asked:
            return "ranked by invoices: several currencies cannot be added without rates"
        by = f"ranked by {RANKS[now.rank]}"
        if now.conversion is None:
            return by
        said = ", ".join(
            f"{r['currency']} {r['rate']} of {r['date']}" for r in rates.said(now.amounts())
        )
        return f"{by} in {rates.base} at {said}"

    @property
    def pareto(self) -> Pareto | None:
        """The ten, the others and the unexplained as bars; None where nothing was late."""
        now, whole = self.ranking, self.ranking.whole
        if not whole:
            return None
        rows = [(str(n), each) for n, each in enumerate(now.tallies[:TOP], 1)]
        rows += [("others", now.others(TOP)), ("unexpl.", now.unexplained)]
        told = [(name, Fraction(now.measure(each)) / whole) for name, each in rows if each.invoices]
        return Pareto([share for _, share in told], [name for name, _ in told])


def named(key: str) -> str | None:
    """What a ranked row is of; None of one that is not ranked."""
    return key.removeprefix(_RANKED) if key.startswith(_RANKED) else None


def key_of(tally: Tally) -> str:
    """The key of a ranked row."""
    return f"{_RANKED}{tally.key}"


def top_ten(view: View, week: str, wish: Wish) -> TopTen:
    """Rank a week, with the three before it that may stand beside it."""
    last = ranked.week(view, week, wish)
    return _drawn(ranked.trend(view, last, wish), last, wish, view.known_on)


def again(found: TopTen, wish: Wish) -> TopTen:
    """The same weeks ranked as another wish has it."""
    last = ranked.again(found.week, wish)
    before = [each and ranked.again(each, wish) for each in found.trend[:-1]]
    return _drawn([*before, last], last, wish, found.known_on)


def _drawn(trend: Sequence[Week | None], week: Week, wish: Wish, known_on: int | None) -> TopTen:
    shown = list(_shown(trend, week, wish))
    headings, amounts = past_due([tally for _, tally in shown])
    rows = [(*head, *texts) for (head, _), texts in zip(shown, amounts, strict=True)]
    return TopTen(wish, week, trend, rows, headings, known_on)


def _shown(
    trend: Sequence[Week | None], week: Week, wish: Wish
) -> Iterator[tuple[tuple[object, ...], Tally]]:
    """Every row as `weekly.RANKED` has it, with what it comes to: the ten, others, unexplained."""
    now, before = week.ranking, trend[-2] and trend[-2].ranking
    apart = ((OTHERS, now.others(TOP)), (UNEXPLAINED, now.unexplained))
    every = (*now.tallies[:TOP], *(tally for _, tally in apart))
    most = max(_share(now, now.measure(each)) for each in every)
    names = called(week, wish, now.tallies[:TOP])
    so_far: Fraction | int = 0
    for place, tally in enumerate(now.tallies[:TOP], 1):
        so_far += now.measure(tally)
        counts = [each and each.ranking.invoices(tally.key) for each in trend]
        was = before.position(tally.key) if before else None
        head = (key_of(tally), place, was, *names[tally.key])
        shares = (_bar(_share(now, now.measure(tally)), most), f"{_share(now, so_far):>4.0%}")
        yield (*head, tally.invoices, *shares, _sparks(counts)), tally
    for key, tally in apart:
        if tally.invoices:
            share = _bar(_share(now, now.measure(tally)), most)
            yield (key, None, None, key.strip("()"), "", tally.invoices, share, "", ""), tally


def called(week: Week, wish: Wish, tallies: Sequence[Tally]) -> dict[str | None, tuple[str, str]]:
    """What people call rows, and their owners; where they are of something else, top reasons."""
    if wish.by == "reason":
        known = {reason.code: (reason.label, reason.owner) for reason in week.shown.reasons.reasons}
        return {each.key: known.get(each.key or "", (each.key or "", "")) for each in tallies}
    within = ranked.leading(week, wish, [each.key for each in tallies])
    return {key: (key, _leading(reasons)) for key, reasons in within.items()}


def _leading(reasons: Sequence[Tally]) -> str:
    return ", ".join(f"{each.key} {each.invoices}" for each in reasons[:_MOST_LEADING])


def _share(now: Ranking, part: Fraction | int) -> float:
    """A part of the week, in what it is ranked by."""
    return float(part / now.whole) if now.whole else 0


def _bar(share: float, most: float) -> str:
    """A share as a bar, the greatest one all of its cells, and a figure in its place."""
    full, rest = divmod(round(share / most * _BAR_CELLS * 8) if most else 0, 8)
    bar = "█" * full + (_EIGHTHS[rest] if rest else "")
    return f"{bar:<{_BAR_CELLS}}{share:>4.0%}"


def past_due(tallies: Sequence[Tally]) -> tuple[list[str], list[tuple[str, ...]]]:
    """Headings and texts of the amounts by currency, each column as wide as its widest text."""
    currencies = sorted({currency for tally in tallies for currency in tally.amount})
    columns = []
    for currency in currencies:
        for heading, of in (
            (f"Past due {currency}", [tally.amount for tally in tallies]),
            (f"{currency}·days", [tally.amount_days for tally in tallies]),
        ):
            texts = [money.grouped(each.get(currency, 0), currency) for each in of]
            columns.append(aligned(heading, texts))
    lines = list(zip(*columns, strict=True)) or [()] * (len(tallies) + 1)
    return list(lines[0]), lines[1:]


def aligned(heading: str, texts: Sequence[str]) -> list[str]:
    """A heading and what stands below it, all of one width."""
    width = max(map(len, (heading, *texts)))
    return [text.rjust(width) for text in (heading, *texts)]


def _sparks(counts: Sequence[int | None]) -> str:
    """Counts as columns, the greatest one the highest; `?` for what cannot stand beside them."""
    most = max(count or 0 for count in counts)
    if most == 0:
        return ""
    highest = len(_SPARKS) - 1
    return "".join("?" if n is None else _SPARKS[round(n / most * highest)] for n in counts)
