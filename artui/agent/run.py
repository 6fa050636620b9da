"""`artui agent`: one process a home that loads what is dropped and runs the scheduled jobs."""

from __future__ import annotations

import signal
import threading
from contextlib import ExitStack, closing, contextmanager
from typing import TYPE_CHECKING

from artui import lock
from artui.agent import log
from artui.agent.loop import Agent
from artui.agent.wake import Wake
from artui.errors import ArtuiError, BrokenEnvironment
from artui.store import records
from artui.store.connection import open_desk, open_main, open_reader

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from types import FrameType

    from artui.agent.jobs import Job
    from artui.home import Home

_SIGNALS = (signal.SIGTERM, signal.SIGINT)


class AlreadyRunning(ArtuiError):  # noqa: N818 - a state, not a failure
    """An agent is already running{who}."""

    hint = "One agent serves a home; `artui ingest` loads files beside it."
    exit_code = 3


def run(
    home: Home,
    *,
    once: bool = False,
    log_file: Path | None = None,
    more_jobs: Sequence[Job] = (),
) -> int:
    """Be the agent of a home, until stopped or until everything that is there is done.

    SIGTERM and SIGINT end it in good order after the file in hand. Must run in the main thread.

    Args:
        home: whose agent.
        once: load what is there and run the jobs that are due, then return.
        log_file: where events are logged instead of stderr.
        more_jobs: jobs to run beside the home's own.

    Returns:
        0; with `once` 1 where anything should be looked at.

    Raises:
        AlreadyRunning: where the home has an agent.
        BrokenEnvironment: where the home cannot be read and written.
    """
    with lock.at_once(home.agent_lock) as alone, ExitStack() as stack:
        if not alone:
            raise AlreadyRunning(who=_who(home))
        stack.enter_context(_log(log_file))
        wake = Wake()
        stack.callback(wake.close)
        open_desk(home.desk).close()
        connection = open_main(home.main)
        stack.callback(connection.close)
        agent = Agent(connection, home, wake, more_jobs)
        stack.enter_context(_stopping(agent))
        return agent.run(once=once)


def _who(home: Home) -> str:
    """The agent that runs, as far as it has told."""
    try:
        reader = open_reader(home.main)
    except ArtuiError:
        return ""
    with closing(reader):
        beat = records.heartbeat(reader)
    return f" (pid {beat.pid} since {beat.started_at})" if beat else ""


@contextmanager
def _log(path: Path | None) -> Iterator[None]:
    """Log to where it was asked for; a thread that dies is logged like anything else."""
    before = threading.excepthook

    def died(problem: threading.ExceptHookArgs) -> None:
        thread = problem.thread.name if problem.thread else None
        log.warn("thread_died", thread=thread, reason=problem.exc_type.__name__)

    try:
        with log.writing_to(path):
            threading.excepthook = died
            yield
    except OSError as problem:
        if path is None or problem.filename != str(path.absolute()):
            raise
        raise BrokenEnvironment(what=f"{path} cannot be written: {problem.strerror}.") from problem
    finally:
        threading.excepthook = before


@contextmanager
def _stopping(agent: Agent) -> Iterator[None]:
    """Let SIGTERM and SIGINT stop the agent in good order."""

    def stop(number: int, _frame: FrameType | None) -> None:
        agent.stop(signal.Signals(number).name)

    before = {number: signal.signal(number, stop) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
