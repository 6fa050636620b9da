"""Following the policies folder: an edit is in force a second or two after it was saved."""

from __future__ import annotations

import time
from itertools import islice
from typing import TYPE_CHECKING

from artui import lock
from artui.agent import log
from artui.books.adoption import adopt
from artui.books.force import in_force
from artui.ingest import profiles
from artui.policy.tree import tree_of
from artui.store import policies

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from artui.books.force import InForce
    from artui.home import Home
    from artui.ingest.profile import Profile
    from artui.store.policies import CheckRow

_GIT = (".git/HEAD", ".git/logs/HEAD", ".git/index", ".git/packed-refs")
#: A repository is looked for so many folders up; what lies further is seen once a minute.
_FURTHEST = 3
_SURELY_SECONDS = 60.0


class Policies:
    """The policies in force and the export profiles, as the folder last had them without error."""

    def __init__(self, connection: sqlite3.Connection, home: Home) -> None:
        """Nothing is read before the first `follow`."""
        self._connection = connection
        self._home = home
        self._folder = home.folder("policies")
        self._mark: object = None
        self._surely_at = 0.0
        self._told: CheckRow | None = None
        self.profiles: tuple[Profile, ...] = ()
        self.errors = 0

    def follow(self) -> None:
        """Adopt the folder where it looks changed, and once a minute in any case.

        Raises:
            Exception: whatever keeps it from being adopted; it is tried again at the next call.
        """
        mark = tuple(_mark(self._folder, self._home.settings.policies_from))
        if mark == self._mark and time.monotonic() < self._surely_at:
            return
        self._adopt()
        self._mark, self._surely_at = mark, time.monotonic() + _SURELY_SECONDS

    def force(self) -> InForce:
        """What is in force at this moment, whoever adopted it."""
        force = in_force(self._connection)
        assert force is not None  # noqa: S101 - the first `follow` has adopted something
        return force

    def _adopt(self) -> None:
        found = profiles.load_from(tree_of(self._home))
        with lock.waiting(self._home.loading_lock):
            force, changed = adopt(self._connection, self._home, found.findings)
        broken = any(finding.severity == "error" for finding in found.findings)
        if not broken or self._mark is None:
            self.profiles = found.profiles
        if changed:
            log.info("policies_adopted", revision=force.revision)
        self._tell()

    def _tell(self) -> None:
        """Say once what a check found."""
        check = policies.last_check(self._connection)
        self.errors = check.errors if check else 0
        if check and self.errors and self._told != check:
            log.warn("policies_refused", revision=check.revision, errors=check.errors)
        self._told = check


def _mark(folder: Path, branch: str) -> Iterator[tuple[object, ...]]:
    """What changes when a policy file does, or the commit around it; nothing is opened."""
    watched = [*folder.glob("*.yaml"), *folder.glob("exports/*.yaml")]
    refs = [f".git/refs/{where}/{branch}" for where in ("heads", "remotes")]
    for root in (folder, *islice(folder.parents, _FURTHEST)):
        watched += [root / name for name in (*_GIT, *refs)]
    for path in sorted(watched):
        try:
            found = path.stat()
        except OSError:
            continue
        yield str(path), found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
