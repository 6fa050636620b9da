"""How a file is to be loaded, and what became of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from artui.store.records import FAILED, HELD, WITH_REJECTS

if TYPE_CHECKING:
    from pathlib import Path

    from artui.ingest.staging import Dated
    from artui.ingest.table import Reject

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Wish:
    """How a file is to be loaded.

    Attributes:
        profile: the only profile it may fit.
        accept: the name of the person who accepts what the guards object to; None for nobody.
        dry_run: say what would happen, and change nothing.
        name: what the file is called, where that is not the path's own name.
    """

    profile: str | None = None
    accept: str | None = None
    dry_run: bool = False
    name: str | None = None


@dataclass(slots=True)
class Outcome:
    """What became of a file: its record, and what a person should know.

    Attributes:
        file: its name.
        state: loaded, loaded_with_rejects, unchanged, superseded, held or failed.
        reason: why it was held or failed, or which import already had it.
        rejects: rows that were not loaded.
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

    @property
    def rows_rejected(self) -> int:
        """How many rows were rejected."""
        return len(self.rejects)

    @property
    def findings(self) -> bool:
        """Whether anybody should look at it."""
        return self.state in (WITH_REJECTS, HELD, FAILED)


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
