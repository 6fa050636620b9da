"""A frozen week beside today's view of it: what has come since, row by row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from artui.books import ranked
from artui.domain import money
from artui.tui.topten import UNEXPLAINED, aligned, called, key_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from artui.books.ranked import View, Week
    from artui.domain.reasons import Ranking, Tally
    from artui.tui.topten import TopTen


@dataclass(frozen=True, slots=True)
class Compared:
    """Two views of one week.

    Attributes:
        today: the week as it is seen today.
        rows: in the order of `weekly.COMPARED`, with the amounts at the end.
        amounts: what stands above the amounts.
        differing: how many rows differ.
    """

    today: Week
    rows: Sequence[tuple[object, ...]]
    amounts: Sequence[str]
    differing: int

    @property
    def sentence(self) -> str:
        """Whether they differ, and in how many rows."""
        if not self.differing:
            return "today's view is the same"
        rows = "1 row" if self.differing == 1 else f"{self.differing} rows"
        return f"today's view differs in {rows}"


def recomputed(view: View, found: TopTen) -> Week:
    """A frozen week as it is seen today, asked for the same."""
    return ranked.week(view, found.week.week, found.wish, recompute=True)


def compared(found: TopTen, today: Week) -> Compared:
    """The rows of either view, in the order they were frozen in, the unexplained last."""
    today = ranked.again(today, found.wish)
    kept, now = found.ranking, today.ranking
    pairs = [(each, now.tally(each.key)) for each in kept.tallies]
    pairs += [(kept.tally(each.key), each) for each in now.tallies if not kept.position(each.key)]
    names = called(today, found.wish, [each for _, each in pairs])
    names |= called(found.week, found.wish, kept.tallies)
    heads = [
        (*_placed(kept, now, pair), *names[pair[0].key], *_counts(pair), n)
        for n, pair in enumerate(pairs, 1)
    ]
    if kept.unexplained.invoices or now.unexplained.invoices:
        pair = (kept.unexplained, now.unexplained)
        last = (
            UNEXPLAINED,
            None,
            None,
            UNEXPLAINED.strip("()"),
            "",
            *_counts(pair),
            len(heads) + 1,
        )
        heads.append(last)
        pairs.append(pair)
    headings, amounts = _amounts(pairs)
    rows = [(*head, *texts) for head, texts in zip(heads, amounts, strict=True)]
    return Compared(today, rows, headings, _differing(kept, now))


def _differing(kept: Ranking, now: Ranking) -> int:
    apart = (now.unexplained.documents, now.unexplained.amount_days)
    was = (kept.unexplained.documents, kept.unexplained.amount_days)
    return len(ranked.changes(now, kept)) + (apart != was)


def _placed(
    kept: Ranking, now: Ranking, pair: tuple[Tally, Tally]
) -> tuple[str, int | None, int | None]:
    """A row's key, and its places as frozen and as seen today."""
    key = pair[0].key
    return key_of(pair[0]), kept.position(key), now.position(key)


def _counts(pair: tuple[Tally, Tally]) -> tuple[int, int, str]:
    kept, now = (each.invoices for each in pair)
    return kept, now, f"{now - kept:+,}" if now != kept else ""


def _amounts(pairs: Sequence[tuple[Tally, Tally]]) -> tuple[list[str], list[tuple[str, ...]]]:
    """By currency the amounts x days as frozen, as seen today, and the difference."""
    columns = list(_columns(pairs))
    lines = list(zip(*columns, strict=True)) or [()] * (len(pairs) + 1)
    return list(lines[0]), lines[1:]


def _columns(pairs: Sequence[tuple[Tally, Tally]]) -> Iterator[list[str]]:
    currencies = sorted({code for pair in pairs for each in pair for code in each.amount_days})
    for currency in currencies:
        values = [tuple(each.amount_days.get(currency, 0) for each in pair) for pair in pairs]
        for heading, of in (
            (f"{currency}·days", [kept for kept, _ in values]),
            ("today", [now for _, now in values]),
        ):
            yield aligned(heading, [money.grouped(each, currency) for each in of])
        signs = [_signed(now - kept, currency) for kept, now in values]
        yield aligned("differs", signs)


def _signed(amount: int, currency: str) -> str:
    plain = money.grouped(amount, currency)
    return f"+{plain}" if amount > 0 else plain if amount else ""
