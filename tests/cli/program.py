"""What a command said, a home as a user has one, and artui as a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from artui.home import open_home
from artui.store.connection import open_reader
from tests.demonstration import plain_environment
from tests.homes import canonical_csv

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ESCAPE = "\x1b"
_TRACEBACK = "Traceback (most recent call last)"
_MOST_LINES = 2


@dataclass(frozen=True)
class Said:
    """What a command printed, and its exit code. Nothing may ever be a traceback or an escape."""

    code: int
    out: str
    err: str

    def __post_init__(self) -> None:
        """What holds for every command."""
        assert _TRACEBACK not in self.out + self.err
        assert ESCAPE not in self.out + self.err

    @property
    def error(self) -> str:
        """The error of a command that did nothing: one or two lines, and no data."""
        assert self.code in (2, 3), self
        assert self.out == ""
        assert self.err.startswith("artui: ")
        assert self.err.count("\n") <= _MOST_LINES
        return self.err.removeprefix("artui: ").rstrip("\n")

    @property
    def json(self) -> dict[str, Any]:
        """The report it printed."""
        found: dict[str, Any] = json.loads(self.out)
        return found


@dataclass(frozen=True)
class UserHome:
    """A home, and the exports of its user."""

    path: Path

    def write(self, name: str, *rows: Mapping[str, Any]) -> Path:
        """A canonical export beside the home."""
        return self.write_text(name, canonical_csv(rows))

    def write_text(self, name: str, text: str) -> Path:
        """Any file beside the home."""
        path = self.path.parent / name
        path.write_text(text, encoding="utf-8")
        return path

    def set(self, text: str) -> Path:
        """Other settings."""
        (self.path / "artui.yaml").write_text(text, encoding="utf-8")
        return self.path / "artui.yaml"

    def files(self, folder: str) -> list[str]:
        """The names of the files below one of its folders."""
        return sorted(path.name for path in (self.path / folder).rglob("*") if path.is_file())

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """What its database says."""
        reader = open_reader(open_home(str(self.path)).main)
        try:
            return reader.execute(sql).fetchall()
        finally:
            reader.close()

    def states(self) -> list[tuple[str, str]]:
        """Every import's file and state."""
        return self.ask("SELECT file, state FROM import ORDER BY id")


def program(*arguments: object, environment: Mapping[str, str] | None = None) -> Said:
    """Run artui as a process of its own, without a terminal.

    Args:
        arguments: of the command line.
        environment: variables beside this process's.
    """
    done = subprocess.run(
        [sys.executable, "-m", "artui", *map(str, arguments)],
        env=plain_environment(**(environment or {})),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return Said(done.returncode, done.stdout, done.stderr)
