"""Where a header is among the first rows, and which profiles fit it best."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from artui.ingest import refusal
from artui.ingest.fit import Fit, Fitting
from artui.ingest.layout import joined, normal, understood
from artui.ingest.profile import CANONICAL
from artui.ingest.sharing import apart

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from artui.ingest.grid import Grid
    from artui.ingest.layout import Layout
    from artui.ingest.profile import Profile

HEADER_ROWS = 40
#: A spreadsheet has no more.
MOST_COLUMNS = 16_384


class Found(NamedTuple):
    """Where a header is: in which grid, on which line its last row starts, what its cells mean.

    There are several layouts where several profiles each take some of the rows.
    """

    grid: Grid
    line: int
    layouts: tuple[Layout, ...]


class Head(NamedTuple):
    """The rows of a header, and the line the last of them starts on."""

    line: int
    rows: tuple[Sequence[str], ...]


def find_header(grids: Sequence[Grid], profiles: Sequence[Profile], *, only: bool = False) -> Found:
    """The header among the first 40 rows, and the profile that fits it best.

    The grids are tried in turn, each row by itself and then each two rows that follow one another
    as one header. A profile fits where every required column is there, constant or carried; of
    those that fit, the one that explains the most columns wins, and a profile wins over the plain
    canonical names; then the one that names more of the other headers, then the one with more
    headers it prefers. Profiles that each take other rows all win.

    Args:
        grids: how the part of the file may be cut, the likeliest first.
        profiles: the profiles it may fit.
        only: whether a canonical header does not fit as well.

    Raises:
        RefusedError: nothing fits, or two profiles fit equally; where is the header's line.
    """
    candidates = Fitting(profiles if only else (*profiles, *CANONICAL))
    for grid in grids:
        if found := _best(grid, _single(grid), candidates):
            return found
    named = Fitting(profiles)
    for grid in grids:
        if found := _best(grid, _stacked(grid), named):
            return found
    raise _nothing_fits(grids, candidates)


def _single(grid: Grid) -> Iterator[Head]:
    """Each of the first rows."""
    return (Head(line, (row,)) for line, row in grid.sample(HEADER_ROWS))


def _stacked(grid: Grid) -> Iterator[Head]:
    """Each two of the first rows that follow one another and have text."""
    filled = [(line, row) for line, row in grid.sample(HEADER_ROWS) if any(map(str.strip, row))]
    return (Head(line, (above, row)) for (_, above), (line, row) in pairwise(filled))


def _best(grid: Grid, heads: Iterator[Head], profiles: Fitting) -> Found | None:
    best: tuple[tuple[int, ...], Head, list[Fit]] | None = None
    for head in heads:
        fits = profiles.whole(joined(head.rows))
        if fits:
            score = max(fit.score for fit in fits)
            if best is None or score > best[0]:
                best = score, head, fits
    if best is None:
        return None
    _, head, fits = best
    return Found(grid, head.line, tuple(_layout(each, head) for each in _winners(fits, head.line)))


def _winners(fits: Sequence[Fit], line: int) -> list[Fit]:
    """The best fit, and those that may stand beside it.

    Raises:
        SeveralProfilesError: another fits as well, and would take the same rows.
    """
    first, *others = sorted(fits, key=lambda fit: fit.score, reverse=True)
    winners = [first]
    for fit in others:
        if all(apart(fit.profile, each.profile) for each in winners):
            winners.append(fit)
        elif fit.score == first.score:
            tied = [each for each in fits if each.score == first.score]
            names = " and ".join(refusal.quoted(each.profile.label) for each in tied)
            raise refusal.SeveralProfilesError(where=str(line), names=names)
    return winners


def _layout(fit: Fit, head: Head) -> Layout:
    """The header as a profile reads it.

    Raises:
        DuplicateColumnError: a header stands twice, and the profile does not say which counts.
        TooManyColumnsError: it is wider than any table.
    """
    row = joined(head.rows)
    if len(row) > MOST_COLUMNS:
        raise refusal.TooManyColumnsError(where=str(head.line), limit=f"{MOST_COLUMNS:,}")
    counts = Counter(map(normal, row))
    for name, index in fit.columns.items():
        if fit.keys[name] == normal(row[index]) and counts[fit.keys[name]] > 1:
            header = refusal.quoted(row[index].strip())
            raise refusal.DuplicateColumnError(where=str(head.line), header=header)
    return understood(fit.profile, head.rows, fit.columns, fit.beside)


def _nothing_fits(grids: Sequence[Grid], profiles: Fitting) -> refusal.RefusedError:
    """The refusal that names the nearest kind and the columns it lacks."""
    nearest: tuple[float, int, Fit] | None = None
    for grid in grids:
        for line, row in grid.sample(HEADER_ROWS):
            for fit in profiles.fits(row):
                lacking = len(fit.lacking) + len(fit.without)
                share = len(fit.columns) / max(len(fit.columns) + lacking, 1)
                if fit.columns and (nearest is None or share > nearest[0]):
                    nearest = share, line, fit
    if nearest is None:
        return refusal.NoHeaderError(rows=HEADER_ROWS)
    _, line, fit = nearest
    wanted = [_wanted(fit.profile, name) for name in fit.lacking]
    missing = ", ".join([*wanted, *map(refusal.quoted, fit.without)])
    label = refusal.quoted(fit.profile.name) if fit.profile.name else fit.profile.kind
    return refusal.NoProfileError(where=str(line), nearest=label, missing=missing)


def _wanted(profile: Profile, name: str) -> str:
    """A lacking column, with the header it would have where that is another."""
    aliases = profile.columns.get(name, ())
    if not aliases or aliases[0] == name:
        return name
    return f"{name} ({refusal.quoted(aliases[0])})"
