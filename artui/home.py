"""A home: one directory that holds one deployment, where everything lives, and its today."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from artui.domain.days import parse_day, to_date, to_day
from artui.errors import ArtuiError, UsageError

if TYPE_CHECKING:
    from artui.settings import Settings

SETTINGS_FILE = "artui.yaml"


class NoHome(ArtuiError):  # noqa: N818 - the class's name is what is missing
    """{path} is no artui home: it has no artui.yaml."""

    hint = "Make one with `artui init DIR`, or name one with --home or ARTUI_HOME."
    exit_code = 3


@dataclass(frozen=True)
class Home:
    """Where one deployment lives.

    Attributes:
        path: the home's directory.
        settings: what artui.yaml says.
    """

    path: Path
    settings: Settings

    def folder(self, name: str) -> Path:
        """A folder of the home: policies, drop, archive, held, failed or reports."""
        return self.path / self.settings.paths.get(name, name)

    @property
    def main(self) -> Path:
        """The agent's database."""
        return self.path / "db" / "artui.db"

    @property
    def agent_lock(self) -> Path:
        """What the agent holds as long as it serves the home."""
        return self.path / "db" / "agent.lock"

    @property
    def loading_lock(self) -> Path:
        """What whoever loads a file or puts policies in force holds meanwhile."""
        return self.path / "db" / "loading.lock"

    @property
    def desk(self) -> Path:
        """The database of what people enter."""
        return self.path / "desk" / "desk.db"

    @cached_property
    def fixed_today(self) -> int | None:
        """The day ARTUI_TODAY or the setting `today` holds the home on; None for the clock's.

        Raises:
            UsageError: where ARTUI_TODAY is no date.
        """
        text = os.environ.get("ARTUI_TODAY") or self.settings.today
        if not text:
            return None
        try:
            return parse_day(text)
        except ValueError as problem:
            raise UsageError(what=f"ARTUI_TODAY is '{text}'; write it as 2026-11-21.") from problem

    def today(self) -> int:
        """Today's day number in the home's time zone."""
        fixed = self.fixed_today
        return to_day(dt.datetime.now(self.settings.zone).date()) if fixed is None else fixed

    def now(self) -> str:
        """The clock's time in the home's zone, ISO with its offset, to the second."""
        return dt.datetime.now(self.settings.zone).isoformat(timespec="seconds")

    def entered_at(self) -> str:
        """The clock's time on the home's day, as `now` writes it: when somebody enters something.

        Where the home is held on a day, what is entered belongs to that day.
        """
        time = dt.datetime.now(self.settings.zone).timetz()
        return dt.datetime.combine(to_date(self.today()), time).isoformat(timespec="seconds")


def find(home: str | None = None) -> Path:
    """The home's path: as given, else $ARTUI_HOME, else here, else the user's data directory."""
    named = home or os.environ.get("ARTUI_HOME")
    if named:
        return Path(named).expanduser()
    if Path(SETTINGS_FILE).is_file():
        return Path.cwd()
    import platformdirs  # noqa: PLC0415 - only where nothing names a home

    return Path(platformdirs.user_data_dir("artui", appauthor=False))


def open_home(home: str | None = None) -> Home:
    """The home, with its settings read.

    Raises:
        NoHome: where there is none.
        WrongSetting: where artui.yaml is wrong.
    """
    from artui.settings import load  # noqa: PLC0415 - yaml, only where settings are read

    path = find(home)
    if not (path / SETTINGS_FILE).is_file():
        raise NoHome(path=path)
    return Home(path.resolve(), load(path / SETTINGS_FILE))
