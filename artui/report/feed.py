"""The weekly feed: a frozen week's top ten as files in reports/, for people and machines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.report import reasons
from artui.report.formats import FORMATS
from artui.report.request import Request

if TYPE_CHECKING:
    from pathlib import Path

    from artui.report.request import Source

_FORMS = ("md", "csv", "json")


def write(source: Source, week: str) -> list[Path]:
    """Write reports/WEEK/reasons.md, .csv and .json; the same week gives the same bytes."""
    folder = source.home.folder("reports") / week
    folder.mkdir(parents=True, exist_ok=True)
    report = reasons.report(source, Request(), reasons.Wish(week=week))
    return [_replace(folder / f"reasons.{form}", FORMATS[form](report)) for form in _FORMS]


def _replace(path: Path, text: str) -> Path:
    """Readers see the old file or the new one, never half of one."""
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, encoding="utf-8")
    return part.replace(path)
