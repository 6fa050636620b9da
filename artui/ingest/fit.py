"""How well each of many profiles fits a row of headers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from artui.ingest.kinds import KINDS
from artui.ingest.layout import normal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from artui.ingest.profile import Profile


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a profile fits a header.

    Attributes:
        profile: the profile.
        columns: the canonical columns it found.
        keys: the normal form of the header that each was found by.
        lacking: required canonical columns it did not find.
        beside: the columns it found that help to take others, by the header it names.
        without: the headers of those it did not find.
        firsts: how many columns have the header it prefers.
        kept: how many of the headers are there that it expects besides.
    """

    profile: Profile
    columns: Mapping[str, int]
    keys: Mapping[str, str] = field(default_factory=dict)
    lacking: tuple[str, ...] = ()
    beside: Mapping[str, int] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    firsts: int = 0
    kept: int = 0

    @property
    def score(self) -> tuple[int, bool, int, int]:
        """What makes one fit better than another, the gravest first."""
        named = bool(self.profile.name)
        return len(self.columns), named, self.kept + len(self.beside), self.firsts

    @property
    def whole(self) -> bool:
        """Whether nothing is lacking."""
        return not self.lacking and not self.without

    @property
    def vague(self) -> bool:
        """Whether other kinds have much the same columns, and nobody says it is this one."""
        return not self.profile.name and bool(KINDS[self.profile.kind].either)


class _Candidate(NamedTuple):
    """A profile with the normal forms of what it calls its columns."""

    profile: Profile
    aliases: Mapping[str, tuple[str, ...]]
    keep: tuple[str, ...]


class Fitting:
    """Some profiles, ready to be tried on many rows.

    Attributes:
        by_key: which of the profiles have a column by that header.
    """

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self.candidates = [_candidate(profile) for profile in profiles]
        self.by_key: dict[str, set[int]] = {}
        for number, each in enumerate(self.candidates):
            for key in {key for aliases in each.aliases.values() for key in aliases}:
                self.by_key.setdefault(key, set()).add(number)

    def fits(self, row: Sequence[str]) -> list[Fit]:
        """How each profile fits that finds any column in a row."""
        places = _places(row)
        hit: set[int] = set().union(*(self.by_key.get(key, ()) for key in places))
        return [_fit(places, self.candidates[number]) for number in sorted(hit)]

    def whole(self, row: Sequence[str]) -> list[Fit]:
        """The fits that lack nothing; a vague one only where it explains more than any other."""
        fits = self.fits(row)
        others = [(len(fit.columns), fit.whole) for fit in fits if not fit.vague]
        most = max(others, default=(0, False))
        return [
            fit
            for fit in fits
            if fit.whole and not (fit.vague and most >= (len(fit.columns), True))
        ]


def _candidate(profile: Profile) -> _Candidate:
    aliases = {name: tuple(map(normal, each)) for name, each in profile.columns.items()}
    return _Candidate(profile, aliases, tuple(map(normal, profile.keep)))


def _places(row: Sequence[str]) -> dict[str, int]:
    """Where each header stands first; where it says nothing or stands twice, also its number."""
    headers = [normal(cell) for cell in row]
    counts = Counter(headers)
    places = {header: index for index, header in reversed(list(enumerate(headers))) if header}
    for index, header in enumerate(headers) if places else ():
        if not header or counts[header] > 1:
            places.setdefault(f"column{index + 1}", index)
    return places


def _fit(places: Mapping[str, int], candidate: _Candidate) -> Fit:
    profile = candidate.profile
    columns: dict[str, int] = {}
    keys: dict[str, str] = {}
    firsts = 0
    for name, aliases in candidate.aliases.items():
        key = next((key for key in aliases if key in places), None)
        if key is not None:
            columns[name], keys[name] = places[key], key
            firsts += key == aliases[0]
    lacking = _lacking(profile, columns)
    if lacking:
        return Fit(profile, columns, keys, lacking)
    beside, without = _beside(profile, places, columns)
    kept = sum(key in places for key in candidate.keep)
    return Fit(profile, columns, keys, lacking, beside, without, firsts, kept)


def _lacking(profile: Profile, columns: Mapping[str, int]) -> tuple[str, ...]:
    kind = KINDS[profile.kind]
    there = columns.keys() | profile.given
    lacking = tuple(name for name in kind.required if name not in there)
    if kind.either and there.isdisjoint(kind.either):
        lacking += kind.either[:1]
    return lacking


def _beside(
    profile: Profile, places: Mapping[str, int], columns: Mapping[str, int]
) -> tuple[dict[str, int], tuple[str, ...]]:
    """The columns that help to take others, and the headers of those that are not there.

    Without the column of a sign amounts would be read with the wrong one, and without that by
    which rows are taken, rows for what they are not; so a profile fits only where they are there.
    A column by which rows are left may be missing: layouts and languages differ in which they have.
    """
    wanted = [profile.group, *profile.requires, *((each,) for each in profile.take)]
    for name, taken in profile.taken.items():
        if name in columns:
            wanted += [taken.also, taken.minus, taken.sign]
            wanted += [(each,) for each in taken.otherwise]
    found: dict[str, int] = {}
    without: list[str] = []
    for headers in filter(None, wanted):
        there = {each: _place(each, profile, places, columns) for each in headers}
        found |= {each: index for each, index in there.items() if index is not None}
        if not any(index is not None for index in there.values()):
            without.append(headers[0])
    for each in profile.leave:
        if (index := _place(each, profile, places, columns)) is not None:
            found[each] = index
    return found, tuple(without)


def _place(
    header: str, profile: Profile, places: Mapping[str, int], columns: Mapping[str, int]
) -> int | None:
    """Where a header stands, be it under another name that the profile gives it as a column."""
    if normal(header) in places:
        return places[normal(header)]
    for name, aliases in profile.columns.items():
        if name in columns and normal(header) in map(normal, aliases):
            return columns[name]
    return None
