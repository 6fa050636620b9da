"""owner-NAME.md: what one owner can change, as a page that people read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.report import amounts, feed_invoices
from artui.report.feed_owner import REACHED, headline, jobs, late_of, of_owner
from artui.report.feed_page import (
    COST,
    invoices,
    measure,
    measured,
    more,
    told,
    top_reasons,
    trend,
)
from artui.report.feed_week import split
from artui.report.formats import markdown, md_table
from artui.report.table import Column, Section

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from artui.domain.reasons import By, Late, Tally
    from artui.policy.reasons import Owner
    from artui.report.feed_week import FeedWeek

#: So many rows are printed of each group; the tables beside the page have all of them.
_GROUPS, _INVOICES, _JOBS = 10, 15, 8


def page(week: FeedWeek, owner: Owner) -> str:
    """The page."""
    late = late_of(week, owner)
    reached = [by for by in REACHED.get(owner, ()) if told(week.rank(late, by))]
    parts = [
        f"# {owner.replace('_', ' ').capitalize()}: what customers paid late for, {week.week}",
        markdown(headline(week, owner)),
        _ordered(week),
        "## What to change",
        *(_to_change(week, tally) for tally in of_owner(week, owner)),
        *(part for by in reached for part in _overview(week, late, by)),
        *_grouped(week, late, reached[0] if reached else "reason"),
        f"Every invoice is in owner-{owner}.csv.",
    ]
    return "\n\n".join(parts) + "\n"


def _ordered(week: FeedWeek) -> str:
    """What the order of its tables is, which the amounts in them do not show."""
    by = measure(week)
    invoices_ = "" if by == COST else f"; invoices by {COST}"
    return f"Every table begins with what costs most, by {by}{invoices_}."


def _to_change(week: FeedWeek, tally: Tally) -> str:
    """A reason with its trend, and what ends it."""
    code = tally.key or ""
    place = week.ranking.position(code)
    was = week.previous.position(code) if week.previous else None
    said = (
        f"**{markdown(week.label(code))}**: {invoices(tally)}, rank {place}"
        f"{f', {was} the week before' if was else ''}; four weeks {trend(week, code)};"
        f" {amounts.percent(week.share(tally))} of it all."
    )
    mend = [f"    - {markdown(each)}" for each in week.mend(code)]
    return "\n".join((f"- {said}", *mend))


def _overview(week: FeedWeek, late: Sequence[Late], by: By) -> Iterator[str]:
    """Whom or what it came from, in one table."""
    columns = (
        Column("key", by.capitalize()),
        Column("invoices", "Invoices", number=True),
        Column("amount", "Past due", number=True),
        Column("share", "Share", number=True),
        Column("reasons", "Top reasons"),
        Column("jobs", "Jobs"),
    )
    tallies = week.rank(late, by).tallies
    parts = split(late, tallies)
    rows = tuple(
        {
            "key": each.key,
            **measured(week, each),
            "reasons": top_reasons(week, parts[each.key]),
            "jobs": _named(jobs(parts[each.key])),
        }
        for each in tallies[:_GROUPS]
    )
    yield f"## By {by}"
    yield md_table(Section(by, columns, rows)) + more(len(tallies), _GROUPS, by)


def _named(found: Sequence[str]) -> str:
    rest = f" and {len(found) - _JOBS} more" if len(found) > _JOBS else ""
    return ", ".join(found[:_JOBS]) + rest


def _grouped(week: FeedWeek, late: Sequence[Late], by: By) -> Iterator[str]:
    """The invoices of each of them, or for each reason, apart."""
    tallies = week.rank(late, by).tallies
    parts = split(late, tallies)
    for each in tallies[:_GROUPS]:
        key = each.key or ""
        named = week.label(key) if by == "reason" else f"{by.capitalize()} {key}"
        yield f"## {markdown(named)}"
        yield _table(week, parts[key])


_COLUMNS = (
    Column("invoice", "Invoice"),
    Column("name", "Customer"),
    Column("site", "Site"),
    Column("job_id", "Job"),
    Column("template", "Template"),
    Column("amount", "Past due", number=True),
    Column("currency", ""),
    Column("label", "Reason"),
    Column("evidence", "Seen by"),
)


def _table(week: FeedWeek, late: Sequence[Late]) -> str:
    """Those that cost most."""
    rows = feed_invoices.costliest(week, late)
    shown = tuple({**row, "amount": amounts.grouped(row["amount"])} for row in rows[:_INVOICES])
    table = md_table(Section("invoices", _COLUMNS, shown))
    return table + more(len(rows), _INVOICES, "invoice")
