"""reasons.md: the week's top ten as one page that people read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.domain.days import iso, week_bounds
from artui.report import amounts
from artui.report.feed_week import counts, grouped, split, sums
from artui.report.formats import markdown, md_table
from artui.report.table import Column, Section

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from artui.domain.reasons import By, Late, Ranking, Tally
    from artui.report.feed_week import FeedWeek

_LEADING, _SHORT = 3, 5
_UPSTREAM: tuple[By, ...] = ("dispatcher", "template")


def page(week: FeedWeek, note: str | None, files: Sequence[str]) -> str:
    """The page.

    Args:
        week: the frozen week.
        note: at which rates amounts were added, or that they could not be; None for nothing.
        files: the owners that have a page of their own.
    """
    parts = [
        f"# Why customers paid late: {week.week}",
        *_headline(week, note),
        "## Top ten",
        _top_ten(week),
        f"## What changed against {week.before}",
        _listed(list(_changes(week))),
        "## New reasons",
        _listed([f"{markdown(week.label(each))}" for each in _new(week)]),
        "## By owner",
        _by_owner(week, files),
        *(part for by in _UPSTREAM for part in _upstream(week, by)),
    ]
    return "\n\n".join(parts) + "\n"


def _listed(lines: Sequence[str]) -> str:
    return "\n".join(f"- {line}" for line in lines) or "None."


def _headline(week: FeedWeek, note: str | None) -> Iterator[str]:
    monday, sunday = (iso(day) for day in week_bounds(week.week))
    made = week.ranking
    explained, late = made.explained
    owed = sums((*made.tallies, made.unexplained))
    yield (
        f"{monday} to {sunday}: **{late:,} late invoices**, {markdown(grouped(owed.amount))}"
        f" past due, {amounts.percent(amounts.share(explained, late))} explained."
        f" Ranked by {made.rank.replace('_', ' x ').replace('_', ' ')}."
    )
    if note:
        yield markdown(note)
    if made.tallies:
        yield _first(week)


def _first(week: FeedWeek) -> str:
    """The reason that costs most, and what the first three come to."""
    made = week.ranking
    first, *_ = made.tallies
    code = first.key or ""
    three = made.tallies[:_LEADING]
    together = amounts.percent(week.share(*three))
    owner = week.owner(code)
    return (
        f"First: **{markdown(week.label(code))}**{f' ({markdown(owner)})' if owner else ''},"
        f" {_invoices(first)}, {amounts.percent(week.share(first))} of it all;"
        f" the first {len(three)} together {together}."
    )


def _invoices(tally: Tally) -> str:
    return f"{tally.invoices:,} invoice" + ("" if tally.invoices == 1 else "s")


_COLUMNS = (
    Column("rank", "#", number=True),
    Column("was", "was", number=True),
    Column("label", "Reason"),
    Column("owner", "Owner"),
    Column("invoices", "Invoices", number=True),
    Column("trend", "Four weeks"),
    Column("amount", "Past due", number=True),
    Column("share", "Share", number=True),
    Column("bar", ""),
    Column("up_to", "Up to", number=True),
)


def _top_ten(week: FeedWeek) -> str:
    made, top = week.ranking, week.found.top
    rows = [_row(week, number, tally) for number, tally in enumerate(made.tallies[:top], 1)]
    for name, tally in (("others", made.others(top)), ("unexplained", made.unexplained)):
        if tally.invoices:
            rows.append({"label": name, **measured(week, tally)})
    return md_table(Section("late invoices", _COLUMNS, tuple(rows)))


def _row(week: FeedWeek, number: int, tally: Tally) -> dict[str, str | None]:
    before = week.previous.position(tally.key) if week.previous else None
    code = tally.key or ""
    return {
        "rank": str(number),
        "was": None if before is None else str(before),
        "label": week.label(code),
        "owner": week.owner(code),
        "trend": trend(week, code),
        "up_to": amounts.percent(week.share(*week.ranking.tallies[:number])),
        **measured(week, tally),
    }


def measured(week: FeedWeek, tally: Tally) -> dict[str, str | None]:
    """Invoices, amounts and share of a row."""
    return {
        "invoices": f"{tally.invoices:,}",
        "amount": grouped(tally.amount),
        "share": amounts.percent(week.share(tally)),
        "bar": week.bar(tally),
    }


def trend(week: FeedWeek, code: str) -> str:
    """The invoices of a reason in four weeks, oldest first."""
    return " ".join("?" if each is None else str(each) for each in counts(week, code))


def _changes(week: FeedWeek) -> Iterator[str]:
    """Reasons that rose or fell in rank or invoices, and those that are gone."""
    now, before = week.ranking, week.previous
    if before is None:
        yield f"{week.before} was not frozen before this week, so nothing stands beside it."
        return
    if now.late_invoices != before.late_invoices:
        yield f"late invoices {before.late_invoices:,} -> {now.late_invoices:,}"
    for place, tally in enumerate(now.tallies, 1):
        was, counted = before.position(tally.key), before.invoices(tally.key)
        if was is not None and (was, counted) != (place, tally.invoices):
            yield f"{_named(week, tally)}: {_moved(was, place)}, {_from(counted, tally.invoices)}"
    for tally in before.tallies:
        if now.position(tally.key) is None:
            yield f"{_named(week, tally)}: none left of {tally.invoices:,}"


def _named(week: FeedWeek, tally: Tally) -> str:
    return markdown(week.label(tally.key or ""))


def _moved(was: int, now: int) -> str:
    if was == now:
        return f"stays {now}"
    return f"{'up' if now < was else 'down'} from {was} to {now}"


def _from(was: int, now: int) -> str:
    return f"{now:,} invoices" if was == now else f"invoices {was:,} -> {now:,}"


def _new(week: FeedWeek) -> list[str]:
    """The reasons that no week before has that stands beside this one."""
    earlier = [each.ranking for each in week.found.trend[:-1] if each is not None]
    if not earlier:
        return []
    return [
        each.key or ""
        for each in week.ranking.tallies
        if not any(before.position(each.key) for before in earlier)
    ]


_OF_OWNER = (
    Column("key", "Owner"),
    Column("invoices", "Invoices", number=True),
    Column("amount", "Past due", number=True),
    Column("share", "Share", number=True),
    Column("bar", ""),
    Column("reasons", "Top reasons"),
)


def _by_owner(week: FeedWeek, files: Sequence[str]) -> str:
    """The owners, and under them their own pages."""
    rows = tuple(by_rows(week, week.rank(week.late, "owner")))
    pages = " · ".join(f"[{markdown(each)}](owner-{each}.md)" for each in files)
    return md_table(Section("owners", _OF_OWNER, rows)) + (f"\n\n{pages}" if pages else "")


def _upstream(week: FeedWeek, by: By) -> Iterator[str]:
    """The dispatchers, or templates, that most of it came from."""
    made = week.rank(week.late, by)
    rows = by_rows(week, made)[:_SHORT]
    if not rows:
        return
    label = by.capitalize()
    yield f"## By {by}"
    columns = (Column("key", label), *_OF_OWNER[1:])
    yield md_table(Section(by, columns, tuple(rows)))


def by_rows(week: FeedWeek, made: Ranking) -> list[dict[str, str | None]]:
    """A ranking by anything but reasons, each row with its top reasons."""
    parts = split(week.late, made.tallies)
    return [
        {"key": each.key, **measured(week, each), "reasons": top_reasons(week, parts[each.key])}
        for each in made.tallies
    ]


def top_reasons(week: FeedWeek, late: Iterable[Late]) -> str:
    """The top reasons of some late invoices, with how many each has."""
    leading = week.rank(late).tallies[:_LEADING]
    return ", ".join(f"{week.label(each.key or '')} {each.invoices:,}" for each in leading)
