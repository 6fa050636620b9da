"""reasons.md: the week's top ten as one page that people read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.domain.days import iso, week_bounds
from artui.domain.reasons import NONE
from artui.report import amounts
from artui.report.feed_week import counts, grouped, split, sums
from artui.report.formats import markdown, md_table
from artui.report.table import Column, Section

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from artui.domain.reasons import By, Late, Ranking, Tally
    from artui.report.feed_week import FeedWeek

_LEADING, _SHORT = 3, 5
#: Money by how long it has been past due.
COST = "amount x days"
_UPSTREAM: tuple[By, ...] = ("dispatcher", "template")


def page(week: FeedWeek, note: str | None, files: Sequence[str]) -> str:
    """The page.

    Args:
        week: the frozen week.
        note: at which rates amounts were added, or that they could not be; None for nothing.
        files: the owners that have a page of their own.
    """
    changed = (f"## What changed against {week.before}", _listed(list(_changes(week))))
    title = f"# Why customers paid late: {week.week}"
    if not week.late:
        monday, sunday = _days(week)
        return "\n\n".join((title, f"{monday} to {sunday}: no late invoices.", *changed)) + "\n"
    parts = [
        title,
        *_headline(week, note),
        "## Top ten",
        _top_ten(week),
        *changed,
        "## New reasons",
        _new_reasons(week),
        "## By owner",
        _by_owner(week, files),
        *(part for by in _UPSTREAM for part in _upstream(week, by)),
    ]
    return "\n\n".join(parts) + "\n"


def _listed(lines: Sequence[str]) -> str:
    return "\n".join(f"- {line}" for line in lines) or "None."


def _days(week: FeedWeek) -> tuple[str | None, ...]:
    return tuple(iso(day) for day in week_bounds(week.week))


def _headline(week: FeedWeek, note: str | None) -> Iterator[str]:
    monday, sunday = _days(week)
    made = week.ranking
    explained, late = made.explained
    owed = sums((*made.tallies, made.unexplained))
    yield (
        f"{monday} to {sunday}: **{late:,} late invoices**, {markdown(grouped(owed.amount))}"
        f" past due, {amounts.percent(amounts.share(explained, late))} explained."
        f" Ranked by {measure(week)}."
    )
    if note:
        yield markdown(note)
    if made.tallies:
        yield _first(week)


def measure(week: FeedWeek) -> str:
    """What a week is ranked by, in words."""
    return week.ranking.rank.replace("_", " x ")


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
        f" {invoices(first)}, {amounts.percent(week.share(first))} of it all;"
        f" the first {len(three)} together {together}."
    )


def invoices(tally: Tally) -> str:
    """How many invoices a row has, in words."""
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
    """Reasons that rose or fell in rank or invoices, that are back, and those that are gone."""
    now, before = week.ranking, week.previous
    if before is None:
        yield f"{week.before} was not frozen before this week, so nothing stands beside it."
        return
    if now.late_invoices != before.late_invoices:
        yield f"late invoices {before.late_invoices:,} -> {now.late_invoices:,}"
    new = _new(week)
    for place, tally in enumerate(now.tallies, 1):
        was, counted = before.position(tally.key), before.invoices(tally.key)
        if was is None and tally.key not in new:
            yield f"{_named(week, tally)}: back, at {place}, {invoices(tally)}"
        elif was is not None and (was, counted) != (place, tally.invoices):
            yield f"{_named(week, tally)}: {_moved(was, place)}, {_from(counted, tally)}"
    for tally in before.tallies:
        if now.position(tally.key) is None:
            yield f"{_named(week, tally)}: none left of {tally.invoices:,}"


def _named(week: FeedWeek, tally: Tally) -> str:
    return markdown(week.label(tally.key or ""))


def _moved(was: int, now: int) -> str:
    if was == now:
        return f"stays {now}"
    return f"{'up' if now < was else 'down'} from {was} to {now}"


def _from(was: int, now: Tally) -> str:
    return invoices(now) if was == now.invoices else f"invoices {was:,} -> {now.invoices:,}"


def _earlier(week: FeedWeek) -> list[Ranking]:
    """The weeks before that stand beside this one."""
    return [each.ranking for each in week.found.trend[:-1] if each is not None]


def _new(week: FeedWeek) -> list[str | None]:
    """The reasons that none of them has."""
    earlier = _earlier(week)
    return [
        each.key
        for each in week.ranking.tallies
        if not any(before.position(each.key) for before in earlier)
    ]


def _new_reasons(week: FeedWeek) -> str:
    if not _earlier(week):
        return "No earlier week was frozen, so none can be told from the others."
    return _listed([markdown(week.label(each or "")) for each in _new(week)])


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
    """The dispatchers, or templates, that most of it came from; nothing where none is told."""
    made = week.rank(week.late, by)
    if not told(made):
        return
    rows = by_rows(week, made)
    columns = (Column("key", by.capitalize()), *_OF_OWNER[1:])
    yield f"## By {by}"
    table = md_table(Section(by, columns, tuple(rows[:_SHORT])))
    yield table + more(len(rows), _SHORT, by)


def told(made: Ranking) -> bool:
    """Whether any row is of somebody in particular."""
    return any(each.key != NONE for each in made.tallies)


def more(there_are: int, shown: int, noun: str) -> str:
    """What a table leaves out, as a sentence below it; nothing where that is nothing."""
    rest = there_are - shown
    return f"\n\nand {rest:,} more {noun}{'' if rest == 1 else 's'}." if rest > 0 else ""


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
