"""Loading one file as the agent does: under the loading lock, told in its log and its heartbeat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui import lock
from artui.agent import log
from artui.ingest.load import Loader
from artui.store.records import FAILED

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path

    from artui.agent.policies import Policies
    from artui.home import Home
    from artui.ingest.load import Outcome, Wish
    from artui.ingest.progress import Progress


class Stopping(Exception):  # noqa: N818 - no error, a way out
    """The agent was asked to stop before this file was begun."""


class Loading:
    """Loads files one at a time, under what is in force when each is begun.

    Attributes:
        findings: how many files were loaded with rejects, held, refused or failed.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        home: Home,
        policies: Policies,
        is_stopping: Callable[[], bool],
        progress: Callable[[Progress], None] | None = None,
    ) -> None:
        """Nothing is loaded yet.

        Args:
            connection: the main database, for writing.
            home: whose files.
            policies: what files are loaded under.
            is_stopping: whether a file not yet begun should be left for later.
            progress: hears how far a file is.
        """
        self._connection = connection
        self._home = home
        self._policies = policies
        self._is_stopping = is_stopping
        self._progress = progress
        self.findings = 0

    def load(self, path: Path, wish: Wish) -> Outcome:
        """Load a file.

        Raises:
            Stopping: where the agent was asked to stop while it waited for the lock.
        """
        with lock.waiting(self._home.loading_lock):
            loader = self._loader()
            log.info("loading", file=wish.name or path.name)
            outcome = loader.load(path, wish)
        self.findings += outcome.findings
        _tell(outcome)
        return outcome

    def _loader(self) -> Loader:
        """What loads; made within the lock, for others may have adopted policies since."""
        if self._is_stopping():
            raise Stopping
        force, profiles = self._policies.force(), self._policies.profiles
        return Loader(self._connection, self._home, force, profiles, self._progress)


def _tell(outcome: Outcome) -> None:
    tell = log.warn if outcome.findings else log.info
    tell(
        "loaded" if outcome.state != FAILED else "failed",
        file=outcome.file,
        import_id=outcome.import_id,
        state=outcome.state,
        kind=outcome.kind,
        profile=outcome.profile,
        rows_read=outcome.rows_read,
        rows_loaded=outcome.rows_loaded,
        rows_unchanged=outcome.rows_unchanged,
        rows_rejected=outcome.rows_rejected,
        reason=None if outcome.reason is None else log.unquoted(outcome.reason),
    )
