"""What a file holds: its parts, each read by the profile that fits it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from artui.ingest import message, opening, reading, refusal
from artui.ingest.pattern import matches

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from artui.ingest.apart.task import Limits
    from artui.ingest.convert import Defaults
    from artui.ingest.grid import Grid
    from artui.ingest.profile import Profile
    from artui.ingest.reading import Reading


@dataclass(slots=True)
class Contents:
    """A file understood.

    Attributes:
        readings: what it holds, in the order in which it is to be loaded.
        unread: the names of parts that fit no profile.
    """

    readings: list[Reading] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    @property
    def warnings(self) -> tuple[str, ...]:
        """Which parts were not read."""
        if not self.unread:
            return ()
        names = ", ".join(map(refusal.quoted, self.unread))
        return (f"Parts that fit no profile are not read: {names}.",)

    def name(self, reading: Reading) -> str:
        """What a reading is called among the others: its part, and its profile where one shares."""
        part = reading.part
        alone = sum(each.part == part for each in self.readings) == 1
        return part if alone else f"{part}:{reading.profile}".lstrip(":")


def read(
    path: Path,
    scratch: Path,
    *,
    profiles: Sequence[Profile],
    defaults: Defaults,
    profile: str | None = None,
    limits: Limits | None = None,
) -> Contents:
    """Find out what a file holds; rows come from `chunks` of its readings.

    Args:
        path: a regular file.
        scratch: a private folder for what has to be written to be read; it must stay until the
            rows are read.
        profiles: the profiles its parts may fit; canonical parts need none.
        defaults: the company and currency of rows that name none.
        profile: the name of the only profile it may fit.
        limits: what a workbook may take, where that is not what it usually may.

    Raises:
        RefusedError: the file is refused whole; the class and sentence say why and where.
    """
    only = profile is not None
    candidates = profiles if profile is None else _named(profiles, profile, path)
    parts = opening.parts(path, scratch, limits)
    contents, misfit = Contents(), None
    for grids in parts:
        try:
            contents.readings += reading.read(
                grids, profiles=_of_sheet(candidates, grids), defaults=defaults, only=only
            )
        except (refusal.NoProfileError, refusal.NoHeaderError) as error:
            misfit = _nearer(misfit, error)
            contents.unread.append(grids[0].part)
    if misfit is not None and not contents.readings:
        raise message.instead(path, misfit)
    return contents


def _nearer(one: refusal.RefusedError | None, other: refusal.RefusedError) -> refusal.RefusedError:
    """Of two refusals the one that says more: what a profile lacks, before that nothing fits."""
    if one is None or not isinstance(one, refusal.NoProfileError):
        return other
    return one


def _of_sheet(profiles: Sequence[Profile], grids: Sequence[Grid]) -> Sequence[Profile]:
    """The profiles that speak of a part of that name."""
    part = grids[0].part
    return [each for each in profiles if not each.sheet or matches(part, [each.sheet])]


def _named(profiles: Sequence[Profile], name: str, path: Path) -> Sequence[Profile]:
    wanted = [each for each in profiles if each.name == name]
    if not wanted:
        known = ", ".join(sorted(each.name for each in profiles)) or "none"
        raise refusal.UnknownProfileError(where=str(path), name=refusal.quoted(name), known=known)
    return wanted
