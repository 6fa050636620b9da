"""How a file is to be loaded, and what became of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from artui.store.records import (
    FAILED,
    HELD,
    LOADED,
    REFUSED,
    SUPERSEDED,
    UNCHANGED,
    WITH_REJECTS,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from artui.ingest.staging import Dated
    from artui.ingest.table import Reject

_BLOCK = 1 << 20
_GRAVITY = (UNCHANGED, SUPERSEDED, LOADED, WITH_REJECTS, REFUSED, HELD, FAILED)


@dataclass(frozen=True, slots=True)
class Wish:
    """How a file is to be loaded.

    Attributes:
        profile: the only profile it may fit.
        accept: the name of the person who accepts what the guards object to; None for nobody.
        dry_run: say what would happen, and change nothing.
        name: what the file is called, where that is not the path's own name.
        again: load it anew even where these bytes were loaded or left out before.
        arrived: the day it came, where that is not today: a file that says of no day that it is
            of speaks for that one, however long it waited.
    """

    profile: str | None = None
    accept: str | None = None
    dry_run: bool = False
    name: str | None = None
    again: bool = False
    arrived: int | None = None


@dataclass(slots=True)
class Outcome:
    """What became of a file: its record, and what a person should know.

    Attributes:
        file: its name.
        state: loaded, loaded_with_rejects, unchanged, superseded, held, refused or
            failed.
        reason: why it was held or failed, or which import already had it.
        rejects: rows that were not loaded.
        classes: how many rows of each class it has, besides those that hold facts: headers, sums.
        part: which part of the file it is about; blank for all of it.
        parts: what became of each part, where there are several; then this is their sum.
    """

    file: str
    sha256: str
    state: str = FAILED
    reason: str | None = None
    kind: str | None = None
    profile: str | None = None
    rows_read: int = 0
    rows_loaded: int = 0
    rows_unchanged: int = 0
    rejects: list[Reject] = field(default_factory=list)
    warnings: tuple[str, ...] = ()
    dated: Dated | None = None
    columns: tuple[str, ...] = ()
    import_id: int | None = None
    classes: dict[str, int] = field(default_factory=dict)
    part: str = ""
    parts: list[Outcome] = field(default_factory=list)

    @property
    def rows_rejected(self) -> int:
        """How many rows were rejected."""
        return len(self.rejects)

    def add(self, part: Outcome) -> None:
        """Take what became of a further part into account; the gravest state stands."""
        first = not self.parts
        self.parts.append(part)
        if first or _GRAVITY.index(part.state) > _GRAVITY.index(self.state):
            self.state, self.reason = part.state, part.reason
        self.kind = _named_once(each.kind for each in self.parts)
        self.profile = _named_once(each.profile for each in self.parts)
        self.rows_read += part.rows_read
        self.rows_loaded += part.rows_loaded
        self.rows_unchanged += part.rows_unchanged
        self.rejects += part.rejects
        for what, number in part.classes.items():
            self.classes[what] = self.classes.get(what, 0) + number
        self.warnings += tuple(each for each in part.warnings if each not in self.warnings)
        self.import_id = part.import_id
        self.dated, self.columns = part.dated, part.columns

    @property
    def findings(self) -> bool:
        """Whether anybody should look at it."""
        return self.state in (WITH_REJECTS, REFUSED, HELD, FAILED)


def _named_once(names: Iterable[str | None]) -> str | None:
    """Several names in one, each once, in their order."""
    return " + ".join(dict.fromkeys(name for name in names if name)) or None


class Fingerprint(NamedTuple):
    """A file's content: sha256 in hex, and size in bytes."""

    sha256: str
    size: int


def fingerprint(path: Path) -> Fingerprint:
    """Hash a file without holding it in memory.

    Raises:
        OSError: where it cannot be read.
    """
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            size += len(block)
    return Fingerprint(digest.hexdigest(), size)
