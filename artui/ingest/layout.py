"""Which profile a header fits, and which of the file's columns is which."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from artui.ingest import refusal
from artui.ingest.kinds import KINDS
from artui.ingest.lines import sample_rows
from artui.ingest.profile import CANONICAL

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from artui.ingest.kinds import Kind, Type
    from artui.ingest.profile import Profile

HEADER_ROWS = 40
_MARKS = "#%"


@dataclass(frozen=True, slots=True)
class Layout:
    """A header understood.

    Attributes:
        profile: the profile that fits.
        kind: its kind.
        header: the header's cells.
        columns: canonical column to its index in the file.
        extra: header to index of the columns kept with the row, by header, in its order.
    """

    profile: Profile
    kind: Kind
    header: tuple[str, ...]
    columns: Mapping[str, int]
    extra: Mapping[str, int]

    def label(self, column: str) -> str:
        """What the file calls a canonical column; its own name where the file has none."""
        index = self.columns.get(column)
        return column if index is None else self.header[index].strip()

    def of_type(self, *types: Type) -> dict[str, int]:
        """The columns of these types the file has, with their indexes."""
        return {
            column.name: self.columns[column.name]
            for column in self.kind.columns
            if column.type in types and column.name in self.columns
        }

    @property
    def unexpected(self) -> tuple[str, ...]:
        """Headers the profile does not speak of; columns without a header are kept in silence."""
        expected = {normal(header) for header in self.profile.keep}
        return tuple(
            name
            for name, index in self.extra.items()
            if normal(self.header[index]) not in {"", *expected}
        )


class Found(NamedTuple):
    """Where a header is: how the file is cut, the line, and what the cells mean."""

    delimiter: str
    line: int
    layout: Layout


class _Fit(NamedTuple):
    """How well a profile fits a row: the columns it found, and the required ones it lacks."""

    profile: Profile
    columns: Mapping[str, int]
    lacking: tuple[str, ...]

    @property
    def score(self) -> tuple[int, bool]:
        return len(self.columns), bool(self.profile.name)


@lru_cache(maxsize=4096)
def normal(header: str) -> str:
    """A header without case, spaces, punctuation and marks of encoding: DueDate is due_date."""
    folded = unicodedata.normalize("NFKC", header).casefold()
    return "".join(letter for letter in folded if letter.isalnum() or letter in _MARKS)


def find_header(
    sample: Sequence[str],
    delimiters: Sequence[str],
    profiles: Sequence[Profile],
    *,
    only: bool = False,
) -> Found:
    """The header among the first 40 rows, and the profile that fits it best.

    The delimiters are tried in turn. A profile fits where every required column is there or
    constant; of those that fit, the one that explains the most columns wins, and a profile wins
    over the plain canonical names.

    Args:
        sample: the lines the file begins with.
        delimiters: what may stand between cells, the likeliest first.
        profiles: the profiles it may fit.
        only: whether a canonical header does not fit as well.

    Raises:
        RefusedError: nothing fits, or two profiles fit equally; where is the header's line.
    """
    candidates = profiles if only else (*profiles, *CANONICAL)
    for delimiter in delimiters:
        if found := _best_row(sample, delimiter, candidates):
            return found
    raise _nothing_fits(sample, delimiters, candidates)


def _best_row(sample: Sequence[str], delimiter: str, profiles: Sequence[Profile]) -> Found | None:
    best: tuple[tuple[int, bool], int, list[str], list[_Fit]] | None = None
    for line, row in sample_rows(sample, delimiter, HEADER_ROWS):
        fits = [fit for fit in _fits(row, profiles) if not fit.lacking]
        if fits:
            score = max(fit.score for fit in fits)
            if best is None or score > best[0]:
                best = score, line, row, [fit for fit in fits if fit.score == score]
    if best is None:
        return None
    _, line, row, winners = best
    if len(winners) > 1:
        names = " and ".join(refusal.quoted(fit.profile.label) for fit in winners)
        raise refusal.SeveralProfilesError(where=str(line), names=names)
    return Found(delimiter, line, _layout(winners[0], row, line))


def _fits(row: Sequence[str], profiles: Sequence[Profile]) -> list[_Fit]:
    headers = [normal(cell) for cell in row]
    places = {header: index for index, header in reversed(list(enumerate(headers))) if header}
    return [_fit(places, profile) for profile in profiles] if places else []


def _fit(places: Mapping[str, int], profile: Profile) -> _Fit:
    columns: dict[str, int] = {}
    for name, aliases in profile.columns.items():
        index = next((places[key] for key in map(normal, aliases) if key in places), None)
        if index is not None:
            columns[name] = index
    required = KINDS[profile.kind].required
    there = columns.keys() | profile.constants.keys()
    return _Fit(profile, columns, tuple(name for name in required if name not in there))


def _layout(fit: _Fit, row: Sequence[str], line: int) -> Layout:
    counts = Counter(normal(cell) for cell in row)
    for index in fit.columns.values():
        if counts[normal(row[index])] > 1:
            header = refusal.quoted(row[index].strip())
            raise refusal.DuplicateColumnError(where=str(line), header=header)
    extra = _names(row, set(fit.columns.values()))
    kind = KINDS[fit.profile.kind]
    return Layout(fit.profile, kind, tuple(row), fit.columns, dict(sorted(extra.items())))


def _names(row: Sequence[str], taken: set[int]) -> dict[str, int]:
    """A name of its own for every column that is not taken, also where headers repeat or lack."""
    names: dict[str, int] = {}
    for index, cell in enumerate(row):
        if index not in taken:
            name = base = cell.strip().removeprefix("\ufeff") or f"column {index + 1}"
            number = 2
            while name in names:
                name, number = f"{base} ({number})", number + 1
            names[name] = index
    return names


def _nothing_fits(
    sample: Sequence[str], delimiters: Sequence[str], profiles: Sequence[Profile]
) -> refusal.RefusedError:
    """The refusal that names the nearest kind and the columns it lacks."""
    nearest: tuple[float, int, _Fit] | None = None
    for delimiter in delimiters:
        for line, row in sample_rows(sample, delimiter, HEADER_ROWS):
            for fit in _fits(row, profiles):
                share = len(fit.columns) / (len(fit.columns) + len(fit.lacking))
                if fit.columns and (nearest is None or share > nearest[0]):
                    nearest = share, line, fit
    if nearest is None:
        return refusal.NoHeaderError(rows=HEADER_ROWS)
    _, line, fit = nearest
    missing = ", ".join(_wanted(fit.profile, name) for name in fit.lacking)
    label = refusal.quoted(fit.profile.name) if fit.profile.name else fit.profile.kind
    return refusal.NoProfileError(where=str(line), nearest=label, missing=missing)


def _wanted(profile: Profile, name: str) -> str:
    """A lacking column, with the header it would have where that is another."""
    aliases = profile.columns.get(name, ())
    if not aliases or aliases[0] == name:
        return name
    return f"{name} ({refusal.quoted(aliases[0])})"
