"""The agent as a real process in a home of its own, followed through its log."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from artui.home import Home, open_home
from artui.store.connection import open_main, open_reader
from tests.homes import POLICIES, TODAY, canonical_csv, invoice

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ROOT = Path(__file__).resolve().parents[2]
DEADLINE = 90.0
_RUNNER = """
import sys
from artui.agent.run import run
from artui.errors import ArtuiError
from artui.home import open_home
try:
    code = run(open_home(sys.argv[1]), once="--once" in sys.argv)
except ArtuiError as problem:
    print(problem)
    code = problem.exit_code
sys.exit(code)
"""
Event = dict[str, Any]


def command(path: Path, *options: str) -> list[str]:
    """The command line of the agent of a home."""
    return [sys.executable, "-c", _RUNNER, str(path), *options]


def invoices(*numbers: str, amount: str = "10.00") -> str:
    """A canonical file of invoices."""
    return canonical_csv([invoice(number, amount) for number in numbers])


class Live:
    """A running agent; its events are kept as they come."""

    def __init__(self, arguments: Sequence[str], environment: Mapping[str, str]) -> None:
        self.process = subprocess.Popen(
            list(arguments),
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.events: list[Event] = []
        self.strange: list[str] = []
        self.said = ""
        self._news = threading.Condition()
        self._seen = 0
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            with self._news:
                if line.startswith("{"):
                    self.events.append(json.loads(line))
                else:
                    self.strange.append(line)
                self._news.notify_all()

    def until(self, event: str, **facts: object) -> Event:
        """Wait for the next event of that name with those facts."""
        wanted = {"event": event, **facts}
        found: Event = {}

        def came() -> bool:
            while self._seen < len(self.events):
                self._seen += 1
                if wanted.items() <= self.events[self._seen - 1].items():
                    found.update(self.events[self._seen - 1])
                    return True
            return False

        with self._news:
            assert self._news.wait_for(came, DEADLINE), (wanted, self.events, self.strange)
        return found

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.wait()

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to stop; its exit code."""
        self.process.send_signal(number)
        return self.wait()

    def wait(self) -> int:
        """Its exit code once it ended; nothing but events may have come."""
        code = self.process.wait(DEADLINE)
        self._reader.join()
        for stream in (self.process.stdout, self.process.stderr):
            assert stream is not None
            if stream is self.process.stdout:
                self.said = stream.read()
            stream.close()
        assert not self.strange, self.strange
        return code


class Deployment:
    """A home on disk with the default policies."""

    def __init__(self, path: Path, **settings: object) -> None:
        self.path = path
        given = {"settle_seconds": 0, "scan_seconds": 1, "today": TODAY, **settings}
        (path / "artui.yaml").write_text(json.dumps(given))
        shutil.copytree(POLICIES, path / "policies")
        (path / "drop").mkdir()
        self.home: Home = open_home(str(path))

    @property
    def drop(self) -> Path:
        """Where files are dropped."""
        return self.path / "drop"

    def give(self, name: str, text: str) -> Path:
        """Let a file appear whole under its name."""
        part = self.drop / f"{name}.part"
        part.write_text(text, encoding="utf-8")
        return part.rename(self.drop / name)

    @contextmanager
    def running(self, *options: str, **environment: str) -> Iterator[Live]:
        """An agent, followed until the block ends, and killed where it has not ended by then."""
        live = Live(command(self.path, *options), environment)
        try:
            yield live
        finally:
            if live.process.returncode is None:
                live.kill()

    def once(self) -> tuple[int, list[Event]]:
        """Run the agent once; its exit code and its events."""
        with self.running("--once") as live:
            return live.wait(), live.events

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """What the database says."""
        reader = open_reader(self.home.main)
        try:
            return reader.execute(sql).fetchall()
        finally:
            reader.close()

    def until(self, sql: str, wanted: object) -> None:
        """Wait until the database says so; asked again only once somebody has committed."""
        reader = open_reader(self.home.main)
        end, version = time.monotonic() + DEADLINE, None
        try:
            while time.monotonic() < end:
                (now,) = reader.execute("PRAGMA data_version").fetchone()
                if now != version:
                    version, found = now, reader.execute(sql).fetchall()
                    if found == wanted:
                        return
        finally:
            reader.close()
        raise AssertionError(found)

    def states(self) -> list[tuple[str, str]]:
        """Every import's file and state, in order."""
        return self.ask("SELECT file, state FROM import ORDER BY id")

    def open_amounts(self) -> dict[str, int]:
        """By document, what is open."""
        return dict(
            self.ask(
                "SELECT d.number, sum(e.amount) FROM entry AS e JOIN item AS i ON i.id = e.item_id"
                " JOIN document AS d ON d.id = i.document_id"
                " WHERE e.superseded_on IS NULL GROUP BY d.id ORDER BY d.number"
            )
        )

    def files(self, folder: str) -> list[str]:
        """The names of the files below a folder of the home, hidden ones too."""
        return sorted(path.name for path in (self.path / folder).rglob("*") if path.is_file())

    def check(self) -> None:
        """The database is whole, and the positions agree with the entries."""
        connection = open_main(self.home.main)
        try:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
            (positions,) = connection.execute("SELECT sum(outstanding) FROM position").fetchone()
        finally:
            connection.close()
        assert (positions or 0) == sum(self.open_amounts().values())
