"""One owner's part of a frozen week: their reasons, what to change, and what it reached."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.report import amounts, feed_invoices
from artui.report.feed_page import top_reasons
from artui.report.feed_week import counts, grouped, split, sums
from artui.report.table import Column, Report, Section

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from artui.domain.reasons import By, Late, Tally
    from artui.policy.reasons import Owner
    from artui.report.feed_week import FeedWeek

#: Whom an owner's reasons reach, where that is somebody in particular.
REACHED: Mapping[Owner, tuple[By, ...]] = {
    "dispatch": ("dispatcher", "template"),
    "project_template": ("template", "dispatcher"),
}

Row = dict[str, Any]


def owners(week: FeedWeek) -> list[Owner]:
    """The owners whose reasons the week has, first the one that costs most."""
    found = (week.owner(tally.key) for tally in week.ranking.tallies)
    ranked: list[str | None] = [each.key for each in week.rank(week.late, "owner").tallies]
    return sorted({each for each in found if each}, key=ranked.index)


def late_of(week: FeedWeek, owner: Owner) -> list[Late]:
    """The invoices late for an owner's reasons."""
    return [each for each in week.late if each.reason and week.owner(each.reason) == owner]


def report(week: FeedWeek, owner: Owner) -> Report:
    """What concerns one owner, for machines."""
    late = late_of(week, owner)
    tallies = of_owner(week, owner)
    whole = sums(tallies)
    invoices = feed_invoices.section(week, late)
    data: dict[str, Any] = {
        "report": "owner",
        "week": week.week,
        "owner": owner,
        "rank": week.ranking.rank,
        "late_invoices": whole.invoices,
        "amount": amounts.plain(whole.amount),
        "amount_days": amounts.plain(whole.amount_days),
        "share": week.share(*tallies),
        "reasons": [_reason(week, each) for each in tallies],
        "reached": [{"by": by, "rows": reached(week, late, by)} for by in REACHED.get(owner, ())],
        "invoices": list(invoices.rows),
        "policy": week.found.week.shown.revision,
    }
    sections = (_reasons(data["reasons"]), *map(_reached, data["reached"]), invoices)
    return Report(f"owner {owner}", data, (headline(week, owner),), sections)


def of_owner(week: FeedWeek, owner: Owner) -> list[Tally]:
    """An owner's reasons, in the order of the whole week."""
    return [each for each in week.ranking.tallies if week.owner(each.key) == owner]


def headline(week: FeedWeek, owner: Owner) -> str:
    """How much of the week is an owner's."""
    tallies = of_owner(week, owner)
    whole = sums(tallies)
    return (
        f"{whole.invoices:,} of {week.ranking.late_invoices:,} late invoices of {week.week},"
        f" {grouped(whole.amount)} past due, {amounts.percent(week.share(*tallies))} of it all."
    )


def _reason(week: FeedWeek, tally: Tally) -> Row:
    code, before = tally.key or "", week.previous
    return {
        "reason": code,
        "label": week.label(code),
        "rank": week.ranking.position(code),
        "previous_rank": before.position(code) if before else None,
        "invoices": tally.invoices,
        "four_weeks": counts(week, code),
        "amount": amounts.plain(tally.amount),
        "amount_days": amounts.plain(tally.amount_days),
        "share": week.share(tally),
        "mend": list(week.mend(code)),
    }


def reached(week: FeedWeek, late: Sequence[Late], by: By) -> list[Row]:
    """Whom or what an owner's invoices came from, with the jobs they bill."""
    tallies = week.rank(late, by).tallies
    parts = split(late, tallies)
    return [
        {
            "key": each.key,
            "invoices": each.invoices,
            "amount": amounts.plain(each.amount),
            "amount_days": amounts.plain(each.amount_days),
            "reasons": top_reasons(week, parts[each.key]),
            "jobs": jobs(parts[each.key]),
        }
        for each in tallies
    ]


def jobs(late: Iterable[Late]) -> list[str]:
    """The jobs that late invoices bill."""
    return sorted({each.origin.job_id for each in late if each.origin.job_id})


_REASONS = (
    Column("reason", "Reason"),
    Column("label", "Label"),
    Column("rank", "#", number=True),
    Column("previous_rank", "was", number=True),
    Column("invoices", "Invoices", number=True),
    Column("four_weeks", "Four weeks"),
    Column("share", "Share", number=True),
    Column("mend", "What to change"),
)


def _reasons(rows: Sequence[Row]) -> Section:
    sums_ = _amounts(rows)
    plain = ("reason", "label", "rank", "previous_rank", "invoices", "share")
    shown = tuple(
        {
            **amounts.texts(row, *plain),
            **_spread(row),
            "four_weeks": " ".join(
                "?" if each is None else str(each) for each in row["four_weeks"]
            ),
            "mend": " ".join(row["mend"]) or None,
        }
        for row in rows
    )
    return Section("reasons", (*_REASONS, *sums_), shown)


def _reached(of: Row) -> Section:
    by, rows = of["by"], of["rows"]
    columns = (
        Column(by, by.capitalize()),
        Column("invoices", "Invoices", number=True),
        *_amounts(rows),
        Column("reasons", "Top reasons"),
        Column("jobs", "Jobs"),
    )
    shown = tuple(
        {
            by: row["key"],
            **amounts.texts(row, "invoices", "reasons"),
            **_spread(row),
            "jobs": " ".join(row["jobs"]) or None,
        }
        for row in rows
    )
    return Section(f"{by}s", columns, shown)


_MEASURES = {"amount": "Amount", "amount_days": "Amount x days"}


def _amounts(rows: Sequence[Row]) -> tuple[Column, ...]:
    return tuple(
        column
        for measure, label in _MEASURES.items()
        for column in amounts.columns(measure, label, [row[measure] for row in rows])
    )


def _spread(row: Row) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for measure in _MEASURES:
        found |= amounts.spread(measure, row[measure])
    return found
