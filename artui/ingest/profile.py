"""A mapping profile: which headers of a foreign export stand for which canonical columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from artui.ingest.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from artui.ingest.amounts import Style
    from artui.ingest.dates import Order
    from artui.ingest.kinds import Kind

Lines = Literal["repeated", "first", "summed"]


@dataclass(frozen=True, slots=True)
class Taken:
    """How a canonical column is taken from the columns of a file, where that is not cell by cell.

    Attributes:
        before: the value is what stands before the first such mark in the cell.
        after: the value is what stands after it.
        also: headers of a column that tells apart what an id alone does not; it is added to it.
        otherwise: headers of columns that together stand for an id that is blank.
        minus: headers of a column whose amount is taken off, the preferred first.
        sign: headers of a column that tells the sign.
        negative: the values of that column, case folded, that make an amount negative.
        positive: those that leave it as it is, where a row with any other is to be rejected.
        minor: whether amounts are whole minor units: 1234 is 12.34.
    """

    before: str = ""
    after: str = ""
    also: tuple[str, ...] = ()
    otherwise: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()
    sign: tuple[str, ...] = ()
    negative: frozenset[str] = frozenset()
    positive: frozenset[str] = frozenset()
    minor: bool = False


@dataclass(frozen=True, slots=True)
class Totals:
    """How an export prints sums among its rows.

    Attributes:
        labels: patterns of what the first filled cell of such a row says, besides the usual.
        unlabelled: whether a row with nothing but amounts is one too.
        expected: whether the export always ends in its grand total, so that one without is cut off.
    """

    labels: tuple[str, ...] = ()
    unlabelled: bool = False
    expected: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """How one export maps to a kind.

    Attributes:
        name: what it is called; blank for a canonical file, which needs no profile.
        kind: the kind's name.
        title: what the export is called where it comes from.
        columns: canonical column to the headers it may have, the preferred first.
        taken: canonical column to how it is taken from them, where that is not cell by cell.
        constants: what a canonical column holds where the file has no such column, or a blank.
        requires: headers, or several of which one is enough, without which it is another export.
        keep: headers that are expected and kept with the row, but mean nothing to artui.
        dates: the order of its dates; None where each column shall tell.
        numbers: the style of its amounts; None where each column shall tell.
        complete: whether the export lists everything that is open; None where it does not say.
        values: canonical column to what its values, in any case, are called here; `*` stands for
            every other that is not blank.
        group: the header whose cell stands on a row of its own above the rows it holds for.
        labels: canonical column to labels of lines that give its value for the rows that follow.
        sections: patterns of texts that stand on a row of their own and mean nothing.
        footers: patterns of what may follow the last row.
        totals: how sums are printed among the rows.
        take: header to the values, case folded, of which a row has one to be this profile's.
        leave: header to the values, case folded, with which a row is no receivable.
        lines: how a document's several rows are put together; None where each row stands alone.
        final_newline: False where the export never ends its last line.
        sheet: a pattern of the names of the sheets it may be; blank for any.
    """

    name: str
    kind: str
    title: str = ""
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    taken: Mapping[str, Taken] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    requires: tuple[tuple[str, ...], ...] = ()
    keep: tuple[str, ...] = ()
    dates: Order | None = None
    numbers: Style | None = None
    complete: bool | None = None
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    group: tuple[str, ...] = ()
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sections: tuple[str, ...] = ()
    footers: tuple[str, ...] = ()
    totals: Totals = Totals()
    take: Mapping[str, frozenset[str]] = field(default_factory=dict)
    leave: Mapping[str, frozenset[str]] = field(default_factory=dict)
    lines: Lines | None = None
    final_newline: bool = True
    sheet: str = ""

    @property
    def label(self) -> str:
        """What sentences call it."""
        return self.name or f"the canonical {self.kind}"

    @property
    def given(self) -> frozenset[str]:
        """The canonical columns it can fill without a column of the file."""
        return frozenset((*self.constants, *self.labels, *(("line",) if self.numbered else ())))

    @property
    def numbered(self) -> bool:
        """Whether lines of documents are numbered by their order, since the export does not."""
        has_line = KINDS[self.kind].column("line") is not None
        return has_line and self.lines is not None and "line" not in self.columns


def canonical_profile(kind: Kind) -> Profile:
    """What a canonical file is: every header is the column's own name."""
    return Profile("", kind.name, columns={each.name: (each.name,) for each in kind.columns})


CANONICAL: tuple[Profile, ...] = tuple(map(canonical_profile, KINDS.values()))
