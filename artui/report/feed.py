"""The weekly feed: a frozen week as files in reports/, for people, machines and owners upstream.

The same frozen week gives the same bytes, whenever it is written: nothing in them is of today.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.errors import UsageError
from artui.report import (
    feed_invoices,
    feed_owner,
    feed_owner_page,
    feed_page,
    feed_week,
    reasons,
)
from artui.report.formats import FORMATS, plain_csv

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from artui.report.feed_week import FeedWeek
    from artui.report.request import Source


def write(source: Source, week: str, folder: Path | None = None) -> list[Path]:
    """Write a frozen week's files.

    Args:
        source: whose week.
        week: the ISO week.
        folder: where to; reports/WEEK of the home where left out.

    Raises:
        UsageError: where the week is not frozen.
    """
    found = feed_week.of(source, week)
    if found is None:
        hint = "The agent freezes a week on the Monday after it; `artui report reasons` shows it."
        raise UsageError(what=f"{week} is not frozen.", hint=hint)
    folder = folder or source.home.folder("reports") / week
    folder.mkdir(parents=True, exist_ok=True)
    return [_replace(folder / name, text) for name, text in texts(found)]


def texts(week: FeedWeek) -> Iterator[tuple[str, str]]:
    """The files by name."""
    report = reasons.printed(week.found)
    owners = feed_owner.owners(week)
    yield "reasons.md", feed_page.page(week, report.data["note"], owners)
    yield "reasons.csv", FORMATS["csv"](report)
    yield "reasons.json", FORMATS["json"](report)
    yield "invoices.csv", plain_csv(feed_invoices.section(week, week.late))
    for owner in owners:
        made = feed_owner.report(week, owner)
        yield f"owner-{owner}.md", feed_owner_page.page(week, owner)
        yield f"owner-{owner}.csv", FORMATS["csv"](made)
        yield f"owner-{owner}.json", FORMATS["json"](made)


def _replace(path: Path, text: str) -> Path:
    """Readers see the old file or the new one, never half of one."""
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, encoding="utf-8")
    return part.replace(path)
