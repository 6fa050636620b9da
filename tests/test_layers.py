"""Dependencies point one way, and a command pays only for what it uses."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.demonstration import demonstration, plain_environment

ROOT = Path(__file__).resolve().parents[1]
#: What costs a start its time, or has no business outside one room.
HEAVY = (
    "click",
    "holidays",
    "python_calamine",
    "schedule",
    "sqlite3",
    "sqlite_utils",
    "tabulate",
    "textual",
    "watchdog",
    "yaml",
)
_WHOLE_ROOM = """
import importlib, pkgutil
room = importlib.import_module({room!r})
for found in pkgutil.walk_packages(room.__path__, room.__name__ + "."):
    importlib.import_module(found.name)
"""
_COMMAND = """
from artui.cli.commands import run
assert run({arguments!r}) == 0
"""


def loaded(code: str) -> set[str]:
    """The heavy modules that a fresh interpreter has imported after running some code."""
    asked = (
        f"{code}\nimport sys\nprint()\nprint(*[name for name in {HEAVY} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=ROOT,
        env=plain_environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.splitlines()[-1].split())


def test_the_contracts_of_the_layers_hold() -> None:
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"
    done = subprocess.run(
        [sys.executable, "-c", code, "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("room", "allowed"),
    [
        ("domain", ""),
        ("policy", "yaml"),
        ("store", "sqlite3"),
        ("books", "sqlite3 yaml"),
        ("ingest", "python_calamine sqlite3 yaml"),
        ("report", "sqlite3 tabulate yaml"),
        ("agent", "schedule sqlite3 tabulate watchdog yaml"),
    ],
)
def test_a_room_imports_only_what_it_is_about(room: str, allowed: str) -> None:
    assert loaded(_WHOLE_ROOM.format(room=f"artui.{room}")) <= set(allowed.split())


def test_the_terminal_ui_starts_without_what_only_the_agent_or_a_report_needs() -> None:
    found = loaded("import artui.cli.tui, artui.tui.app")
    assert "textual" in found
    assert found.isdisjoint({"sqlite_utils", "watchdog", "schedule", "tabulate", "holidays"})


def test_the_policies_as_data_need_no_yaml() -> None:
    assert loaded("import artui.policy.policy") == set()


def test_a_report_draws_no_screen_and_watches_no_folder() -> None:
    home = demonstration().path
    found = loaded(_COMMAND.format(arguments=["report", "aging", "--home", str(home)]))
    assert {"sqlite3", "tabulate"} <= found
    assert found.isdisjoint({"textual", "watchdog", "schedule", "sqlite_utils", "holidays"})


def test_help_imports_no_command() -> None:
    assert loaded(_COMMAND.format(arguments=["--help"])) == {"click"}
