"""A mapping profile: which headers of a foreign export stand for which canonical columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from artui.ingest.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from artui.ingest.amounts import Style
    from artui.ingest.dates import Order
    from artui.ingest.kinds import Kind


@dataclass(frozen=True, slots=True)
class Profile:
    """How one export maps to a kind.

    Attributes:
        name: what it is called; blank for a canonical file, which needs no profile.
        kind: the kind's name.
        title: what the export is called where it comes from.
        columns: canonical column to the headers it may have, the preferred first.
        constants: what a canonical column holds where the file has no such column, or a blank.
        keep: headers that are expected and kept with the row, but mean nothing to artui.
        dates: the order of its dates; None where each column shall tell.
        numbers: the style of its amounts; None where each column shall tell.
        complete: whether the export lists everything that is open; None where it does not say.
        values: canonical column to what its values, in any case, are called here.
    """

    name: str
    kind: str
    title: str = ""
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    keep: tuple[str, ...] = ()
    dates: Order | None = None
    numbers: Style | None = None
    complete: bool | None = None
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """What sentences call it."""
        return self.name or f"the canonical {self.kind}"


def canonical_profile(kind: Kind) -> Profile:
    """What a canonical file is: every header is the column's own name."""
    return Profile("", kind.name, columns={each.name: (each.name,) for each in kind.columns})


CANONICAL: tuple[Profile, ...] = tuple(map(canonical_profile, KINDS.values()))
