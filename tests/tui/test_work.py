"""What the screens ask of the databases, where these are not as one would wish."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from artui.home import Home, open_home
from artui.store import desk
from artui.store.connection import open_desk, open_reader
from artui.store.readers import Unreadable
from artui.tui.work import Desk
from tests.tui.worlds import agent

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
_CHOOSE = """
import os, sys
from artui.errors import ArtuiError
from artui.home import open_home
from artui.store import desk, invoice
from artui.tui.work import Desk
work = Desk(open_home(sys.argv[1]))
work.status()
work.close()
if os.geteuid() == 0:
    os.setgroups([])
    os.setegid(65534)
    os.seteuid(65534)
work = Desk(work.home)
print(work.status().waits())
try:
    work.choose_reason(1, "tax")
except ArtuiError as error:
    print(error)
print(work.status().waits())
"""


@pytest.fixture
def shared(home: Home) -> Iterator[Home]:
    """The small world where other users can read it."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        shutil.copytree(home.path, Path(folder) / "home")
        yield open_home(str(Path(folder) / "home"))


def test_a_user_without_the_right_to_write_reads_on_and_hears_why(shared: Home) -> None:
    open_desk(shared.desk).close()
    open_reader(shared.main).close()
    for path in (shared.path, *shared.path.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    holder = Desk(shared)
    holder.status()
    try:
        done = subprocess.run(
            [sys.executable, "-c", _CHOOSE, str(shared.path)],
            capture_output=True,
            text=True,
            check=False,
            cwd=ROOT,
        )
    finally:
        holder.close()
    assert done.stderr == ""
    before, sentence, after = done.stdout.splitlines()
    assert before == after == "1 held, 1 failed"
    assert "desk.db cannot be opened for writing" in sentence
    assert "Check the disk, the owner and the group" in sentence


def test_the_first_desk_is_noticed(home: Home) -> None:
    work = Desk(home)
    before, status = work.version(), work.status()
    assert not home.desk.exists()
    work.choose_reason(1, "tax")
    assert work.version() != before
    assert work.status(status).mark != status.mark
    work.close()


def test_a_desk_in_the_making_is_no_desk_yet(home: Home) -> None:
    home.desk.parent.mkdir(exist_ok=True)
    home.desk.touch()
    work = Desk(home)
    assert work.status().waits() == "1 held, 1 failed"
    before = work.version()
    work.choose_reason(1, "tax")
    assert work.version() != before
    work.close()


def test_a_database_that_fails_is_opened_anew(home: Home) -> None:
    work = Desk(home)
    work.status()
    with sqlite3.connect(home.main) as connection:
        connection.execute("ALTER TABLE import RENAME TO gone")
    with pytest.raises(Unreadable, match="no such table: import"):
        work.status()
    with connection:
        connection.execute("ALTER TABLE gone RENAME TO import")
    connection.close()
    assert work.status().waits() == "1 held, 1 failed"
    work.close()


def test_a_choice_of_somebody_else_is_not_undone(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = Desk(home)
    monkeypatch.setenv("LOGNAME", "anna")
    work.choose_reason(1, "tax")
    monkeypatch.setenv("LOGNAME", "bert")
    with pytest.raises(desk.NothingToUndo):
        work.undo()
    work.choose_reason(1, "approver")
    monkeypatch.setenv("LOGNAME", "anna")
    with pytest.raises(desk.UndoOvertaken):
        work.undo()
    work.close()


def test_a_user_without_a_name_is_a_number(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def nameless() -> str:
        raise KeyError("getpwuid(): uid not found")

    monkeypatch.setattr("getpass.getuser", nameless)
    work = Desk(home)
    work.choose_reason(1, "tax")
    connection = open_desk(home.desk)
    assert connection.execute("SELECT who FROM journal").fetchall() == [(f"uid {os.getuid()}",)]
    connection.close()
    work.close()


def test_the_policy_is_parsed_only_where_it_is_wanted(home: Home) -> None:
    code = (
        "import sys\nfrom artui.home import open_home\nfrom artui.tui.work import Desk\n"
        "status = Desk(open_home(sys.argv[1])).status()\n"
        "assert status.aging.buckets == (30, 60, 90)\n"
        "assert 'artui.policy.policy' not in sys.modules\n"
        "assert status.force.policy.aging == status.aging"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(home.path)], cwd=ROOT, check=False, capture_output=True
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_policy_of_another_version_is_said(home: Home) -> None:
    with agent(home) as hands:
        hands.connection.execute("UPDATE policy SET body = '{\"format\": 99}'")
    work = Desk(home)
    status = work.status()
    assert (status.aging, status.force) == (None, None)
    assert "IS OF ANOTHER VERSION" in status.policies()
    work.close()
