"""Carrying out what people decide of files: load a held one, leave one out, try one again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui import lock
from artui.agent import log
from artui.agent.following import Following
from artui.agent.loading import Stopping
from artui.domain.days import iso
from artui.errors import ArtuiError
from artui.ingest.load import Wish, fingerprint
from artui.ingest.placing import from_home, keep, rejects_of, set_aside
from artui.store import decisions, waiting
from artui.store.connection import transaction
from artui.store.desk.decisions import ACCEPT, AGAIN, REFUSE
from artui.store.records import HELD, SUPERSEDED

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path

    from artui.agent.loading import Loading
    from artui.agent.policies import Policies
    from artui.home import Home
    from artui.store.decisions import Decision
    from artui.store.waiting import Arrived

#: The exit code of what is wrong with the environment, and may be right by and by.
_ENVIRONMENT = 3


class NothingWaits(ArtuiError):  # noqa: N818 - a state, not a failure
    """{file} does not wait any more: {why}."""


class NotKept(ArtuiError):  # noqa: N818 - named for what was found
    """{file} is not there any more, so it cannot be loaded."""

    hint = "Drop it again."


class OtherBytes(ArtuiError):  # noqa: N818 - named for what was found
    """{kept_as} is not the file any more that was decided on."""

    hint = "Drop it again."


class Decisions(Following):
    """Carries out what is decided on the desk, each decision once."""

    RESTS = "decisions_rest"

    def __init__(
        self,
        connection: sqlite3.Connection,
        home: Home,
        policies: Policies,
        loading: Loading,
        tell: Callable[[str | None], None],
    ) -> None:
        """Nothing is read yet.

        Args:
            connection: the main database, for writing.
            home: whose files.
            policies: brought up to the folder before a file is loaded, so that what was mended
                just before counts.
            loading: loads a file.
            tell: hears which file is in hand.
        """
        super().__init__(connection, home)
        self._policies = policies
        self._loading = loading
        self._tell = tell

    def carry_out(self) -> None:
        """Carry out what was decided since; what fails by the disk or a lock is tried again."""
        if self._is_resting():
            return
        try:
            found = self._new()
        except Exception as problem:  # noqa: BLE001 - files that arrive go on meanwhile
            self._rest(problem)
            return
        failures = [failure for each in found if (failure := self._tried(each))]
        if failures:
            self._rest(failures[0])
        else:
            self._went_well()

    def _new(self) -> list[Decision]:
        """What nobody carried out yet, read only where somebody has written to the desk."""
        reader, desk = self._news()
        if desk is None:
            return []
        found = decisions.pending(reader)
        self._seen = desk
        return found

    def _tried(self, decision: Decision) -> Exception | None:
        """Carry one out; what keeps it from being carried out just now, which the next may pass."""
        try:
            self._take(decision)
        except Stopping:
            self._seen = None
        except Exception as problem:  # noqa: BLE001 - of one file; it is told and tried again
            if self._connection.in_transaction:
                self._connection.rollback()
            return problem
        return None

    def _take(self, decision: Decision) -> None:
        """Carry one out. From when it is taken up nobody takes it back: then one looks once more.

        Raises:
            Stopping: where the agent is to stop; the decision is carried out at the next start.
        """
        assert self._reader is not None  # noqa: S101 - it was read through it
        connection = self._connection
        with transaction(connection):
            decisions.take(connection, decision, self._home.now())
        if not decisions.stands(self._reader, decision):
            with transaction(connection):
                decisions.drop(connection, decision)
            return
        self._tell(decision.file)
        import_id, error = None, None
        try:
            import_id = self._carried_out(decision)
        except ArtuiError as problem:
            if problem.exit_code == _ENVIRONMENT:
                raise
            error = str(problem)
            log.warn("not_carried_out", file=decision.file, reason=log.reason(problem))
        finally:
            self._tell(None)
        with transaction(connection):
            decisions.end(connection, decision, self._home.now(), import_id, error)
        log.info("carried_out", file=decision.file, decision=decision.decision, by=decision.who)

    def _carried_out(self, decision: Decision) -> int | None:
        before = waiting.arrivals(self._connection, decision.sha256)
        if not before:
            raise NotKept(file=decision.file)
        if decision.decision == REFUSE:
            return self._refuse(decision, before)
        if decision.decision == ACCEPT and before[0].state == SUPERSEDED:
            raise NothingWaits(file=decision.file, why=before[0].reason)
        return self._load(decision, before)

    def _refuse(self, decision: Decision, before: list[Arrived]) -> int:
        """Leave it out; a held file moves out of the way of those that wait."""
        today = self._home.today()
        note = f" ({decision.note})" if decision.note else ""
        reason = f"refused by {decision.who} on {iso(today)}{note}"
        with lock.waiting(self._home.loading_lock):
            with transaction(self._connection):
                refused = waiting.refuse(self._connection, decision.sha256, reason, today)
            if refused is None:
                raise NothingWaits(file=decision.file, why=f"it is {before[0].state}")
            held = [each for each in before if each.state == HELD and each.kept_as]
            for place in {self._home.path / str(each.kept_as) for each in held}:
                if place.is_file():
                    set_aside(self._connection, self._home, refused, place)
        return refused

    def _load(self, decision: Decision, before: list[Arrived]) -> int | None:
        """Load the file from where it is kept, under the policies and profiles of this moment."""
        self._policies.follow()
        source = self._source(decision, before)
        newest = before[0]
        outcome = self._loading.load(
            source,
            Wish(
                accept=decision.who if decision.decision == ACCEPT else None,
                name=newest.file,
                again=decision.decision == AGAIN,
                arrived=newest.arrived,
            ),
        )
        kept = keep(self._connection, self._home, outcome, source, copy=True)
        if outcome.sha256 != decision.sha256 and outcome.import_id is not None:
            with transaction(self._connection):
                waiting.mended(
                    self._connection, decision.sha256, outcome.import_id, self._home.today()
                )
            if kept != source:
                source.unlink(missing_ok=True)
                rejects_of(source).unlink(missing_ok=True)
        return outcome.import_id

    def _source(self, decision: Decision, before: list[Arrived]) -> Path:
        """Where the file lies; one that failed may have been mended there.

        Raises:
            NotKept: where it is nowhere.
            OtherBytes: where it is another file by now.
        """
        places = [self._home.path / each.kept_as for each in before if each.kept_as]
        found = next((place for place in places if place.is_file()), None)
        if found is None:
            raise NotKept(file=decision.file)
        failed = found.is_relative_to(self._home.folder("failed"))
        if not failed and fingerprint(found).sha256 != decision.sha256:
            raise OtherBytes(kept_as=from_home(self._home, found))
        return found
