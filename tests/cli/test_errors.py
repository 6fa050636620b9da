"""Whatever is wrong: one or two sentences, an exit code that tells, and never a traceback."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from artui.cli import commands
from artui.store.connection import open_main
from tests.cli.program import program
from tests.demonstration import plain_environment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.conftest import Artui
    from tests.cli.program import UserHome

#: What lets root pass over the modes of files: CAP_DAC_OVERRIDE, _DAC_READ_SEARCH, _FOWNER.
_CAPABILITIES = (1, 2, 3)
_PR_CAPBSET_DROP = 24


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ("repot", "Did you mean 'report'?"),
        ("report agin", "Did you mean 'aging'?"),
        ("policy chekc", "Did you mean 'check'?"),
        ("report aging --formt json", "--format"),
        ("report aging --format xml", "'xml' is not one of"),
        ("report aging --as-of 2026-02-30", "write it as 2026-11-21"),
        ("report reasons --week 2026-W60", "write it as 2026-W46"),
        ("report aging --limit -1", "-1"),
        ("report aging --by colour", "colour"),
        ("ingest", "Missing argument"),
        ("ingest nowhere.csv", "does not exist"),
        ("ingest .", "is a directory"),
        ("init a b", "unexpected extra argument"),
    ],
)
def test_a_command_written_wrongly(artui: Artui, arguments: str, sentence: str) -> None:
    said = artui(*arguments.split())
    assert said.code == 2
    assert sentence in said.error
    assert "--help` tells more." in said.error


@pytest.mark.parametrize("group", ["report", "policy"])
def test_a_group_alone_prints_its_help_and_is_no_success(artui: Artui, group: str) -> None:
    said = artui(group)
    assert (said.code, said.out) == (2, "")
    assert f"Usage: artui {group}" in said.err


@pytest.mark.parametrize("arguments", ["--help", "-h", "--version", "report --help"])
def test_help_and_version_are_data(artui: Artui, arguments: str) -> None:
    said = artui(*arguments.split())
    assert (said.code, said.err) == (0, "")
    assert said.out


@pytest.mark.parametrize(
    ("text", "place", "sentence"),
    [
        ("company_nam: X\n", ":1:1: ", "Did you mean 'company_name'?"),
        (
            "base_currency: USD\ntimezone: Europe/Berlim\n",
            ":2:11: ",
            "Did you mean 'Europe/Berlin'?",
        ),
        ("watch: evnts\n", ":1:8: ", "Did you mean 'events'?"),
        ("guards: {max_closures: many}\n", ":1:24: ", "percentage"),
        ("theme: dark\ntheme: light\n", ":2:1: ", "theme"),
        ("- a list\n", ":1:1: ", "mapping"),
        ("company_name: [\n", ":2:1: ", ""),
    ],
)
def test_a_wrong_setting_is_named_by_its_place(
    artui: Artui, home: UserHome, text: str, place: str, sentence: str
) -> None:
    path = home.set(text)
    said = artui("--home", home.path, "report", "aging")
    assert said.code == 3
    assert said.error.startswith(f"{path}{place}")
    assert sentence in said.error


def test_a_database_that_is_none(artui: Artui, home: UserHome) -> None:
    for name in ("artui.db-wal", "artui.db-shm"):
        (home.path / "db" / name).unlink(missing_ok=True)
    (home.path / "db" / "artui.db").write_bytes(b"not a database at all " * 200)
    for arguments in (("report", "aging"), ("policy", "check"), ("agent", "--once")):
        said = artui("--home", home.path, *arguments)
        assert said.code == 3
        assert "not a database" in said.error


def test_a_database_that_is_missing_is_made_by_the_next_report(
    artui: Artui, home: UserHome
) -> None:
    shutil.rmtree(home.path / "db")
    assert artui("--home", home.path, "report", "aging").code == 0
    assert (home.path / "db" / "artui.db").is_file()


def test_a_file_where_a_folder_should_be(artui: Artui, home: UserHome) -> None:
    shutil.rmtree(home.path / "db")
    (home.path / "db").touch()
    said = artui("--home", home.path, "report", "aging")
    assert said.code == 3
    assert str(home.path / "db") in said.error


def test_a_newer_database_is_read_and_not_written(artui: Artui, home: UserHome) -> None:
    connection = open_main(home.path / "db" / "artui.db")
    connection.execute("PRAGMA user_version=99")
    connection.close()
    export = home.write("customers.csv", {"customer_id": "C1", "name": "One"})
    assert artui("--home", home.path, "report", "aging").code == 0
    for arguments in (("ingest", export), ("agent", "--once")):
        said = artui("--home", home.path, *arguments)
        assert said.code == 3
        assert "written by a newer artui (schema 99" in said.err
        assert "install the newer version" in said.err


@pytest.fixture
def sealed_home(founded: Path, tmp_path: Path) -> Iterator[Path]:
    """A home that its user may read and not write."""
    path = Path(shutil.copytree(founded, tmp_path / "sealed"))
    for each in (path, *path.rglob("*")):
        each.chmod(0o555 if each.is_dir() else 0o444)
    yield path
    for each in (path, *path.rglob("*")):
        if each.is_dir():
            each.chmod(0o755)


def _bound_by_modes() -> None:
    """Let even root be bound by the modes of files from the next exec on."""
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None)
        for capability in _CAPABILITIES:
            libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)


def bound(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a command as somebody whom modes bind."""
    return subprocess.run(
        command,
        env=plain_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=_bound_by_modes,
    )


def test_a_home_that_may_not_be_written(sealed_home: Path, tmp_path: Path) -> None:
    probe = f"open({str(sealed_home / 'probe')!r}, 'w')"
    if bound([sys.executable, "-c", probe]).returncode == 0:
        pytest.skip("the modes of files bind nobody here")
    export = tmp_path / "customers.csv"
    export.write_text("customer_id,name\nC1,One\n")
    for arguments in (["ingest", export], ["agent", "--once"], ["init", sealed_home / "x"]):
        command = ["-m", "artui", "--home", sealed_home, *arguments]
        done = bound([sys.executable, *map(str, command)])
        assert done.returncode == 3, done.stderr
        assert done.stderr.startswith("artui: ")
        assert str(sealed_home) in done.stderr
        assert done.stderr.count("\n") == 1


def test_a_bug_is_one_line_without_data(
    artui: Artui, home: UserHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_path: object) -> None:
        raise ValueError("Harbor Cold Storage owes 12.00")

    monkeypatch.setattr("artui.cli.report.open_home", broken)
    said = artui("--home", home.path, "report", "aging")
    assert said.code == 3
    assert "ValueError" in said.error
    assert "ARTUI_DEBUG=1" in said.error
    assert "Harbor" not in said.error
    monkeypatch.setenv("ARTUI_DEBUG", "1")
    with pytest.raises(ValueError, match="Harbor"):
        commands.run(["--home", str(home.path), "report", "aging"])


def test_an_interruption_is_no_error(artui: Artui, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_path: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("artui.cli.report.open_home", interrupted)
    said = artui("report", "aging")
    assert (said.code, said.out, said.err.strip()) == (130, "", "")


def test_a_reader_that_leaves_early_is_no_error(sample: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "artui",
        "--home",
        str(sample),
        "report",
        "imports",
        "--format",
        "csv",
    ]
    with subprocess.Popen(
        command, env=plain_environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_a_full_disk_is_told(sample: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    command = [sys.executable, "-m", "artui", "--home", str(sample), "report", "imports"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command,
            env=plain_environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 3
    assert done.stderr.startswith("artui: No space left on device.")
    assert done.stderr.count("\n") == 1


def test_a_terminal_ui_without_a_terminal_says_what_to_do(home: UserHome) -> None:
    said = program("--home", home.path)
    assert said.code == 3
    assert "`artui report aging`" in said.error


@pytest.mark.parametrize("name", ["\x1b]0;title\x07.csv", "\N{RIGHT-TO-LEFT OVERRIDE}vsc.csv"])
def test_a_hostile_name_in_an_error_is_shown_inert(artui: Artui, name: str) -> None:
    said = artui("ingest", name)
    assert said.error.isprintable()
