"""README: what is made from the code is not stale, and what it promises has its tests."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

import pytest

from artui.ingest import profiles
from artui.policy.files import FILES
from artui.store.connection import open_reader
from artui.tui.actions import ACTIONS
from tests.demonstration import ROOT, demonstration
from tests.readme import BLOCKS, README, block, masked

if TYPE_CHECKING:
    from pathlib import Path

TEXT = README.read_text(encoding="utf-8")
_FENCES = re.compile(r"```(?P<language>\w+)\n(?P<code>.*?)```", re.DOTALL)
_PROMISE = re.compile(r"^\| .+\. \| `(tests/\S+\.py)` \|$", re.MULTILINE)


def blocks(language: str) -> list[str]:
    return [found["code"] for found in _FENCES.finditer(TEXT) if found["language"] == language]


@pytest.mark.parametrize("name", BLOCKS)
def test_a_part_made_from_the_code_is_not_stale(name: str) -> None:
    made = masked(BLOCKS[name]())
    assert block(name, TEXT) == made, "write it anew: python -m tests.readme"


def test_the_picture_is_of_the_demo_and_fits_its_columns() -> None:
    lines = block("screen", TEXT).splitlines()
    assert max(map(len, lines)) <= 110
    assert sum("Northwind Field Services" in line for line in lines) == 2


def test_every_action_has_a_line_among_the_keys() -> None:
    lines = block("keys", TEXT).splitlines()
    for action in ACTIONS:
        assert sum(line.endswith(f"| `{action.id}` |") for line in lines) == 1


def test_the_two_commands_are_one_line_each_in_a_block_of_their_own() -> None:
    first, second = (code for code in blocks("sh") if "python3 -m venv .venv" in code)
    assert first.count("\n") == second.count("\n") == 1
    assert first.startswith("python3 -m venv .venv && ")
    assert first.endswith("/artui demo\n")
    assert second.startswith("python3 -m venv .venv-test && ")
    assert re.search(r"/pytest\b[^&|;]*\n$", second)


def test_the_whole_check_runs_the_second_command_as_it_is_written() -> None:
    script = (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert (ROOT / ".ci/run").stat().st_mode & 0o111
    pattern = re.search(r'grep --max-count=1 "(.+?)" README.md', script)
    assert pattern
    wanted = pattern[1].replace("$environment", ".venv-test")
    found = subprocess.run(
        ["grep", wanted, str(README)], capture_output=True, text=True, check=True
    )
    assert [found.stdout] == [code for code in blocks("sh") if ".venv-test" in code]


def test_every_promise_names_a_file_of_tests_that_is_there() -> None:
    promised = _PROMISE.findall(TEXT)
    assert len(promised) >= 12
    assert [path for path in promised if "def test_" not in (ROOT / path).read_text()] == []


def test_every_policy_file_has_a_line() -> None:
    for name in FILES:
        assert (ROOT / f"policies/{name}.yaml").is_file()
        assert f"| `{name}.yaml` |" in TEXT


def test_the_profile_shown_is_one(tmp_path: Path) -> None:
    [profile] = blocks("yaml")
    (tmp_path / "erp_open_items.yaml").write_text(profile, encoding="utf-8")
    loaded = profiles.load(tmp_path)
    assert loaded.findings == ()
    assert [each.kind for each in loaded.profiles] == ["open_items"]


def test_links_lead_somewhere() -> None:
    headings = re.findall(r"^#+ (.+)$", TEXT, re.MULTILINE)
    anchors = {"#" + heading.lower().replace(" ", "-") for heading in headings}
    for target in re.findall(r"\]\(([^)]+)\)", TEXT):
        assert target in anchors if target.startswith("#") else (ROOT / target).is_file()


def test_the_statement_shown_for_other_tools_works() -> None:
    found = re.search(r'sqlite3 -readonly db/artui.db "(.+)"', TEXT)
    assert found
    reader = open_reader(demonstration().path / "db" / "artui.db")
    try:
        assert len(reader.execute(found[1]).fetchall()) == 5
    finally:
        reader.close()


def test_the_backup_commands_copy_a_database_in_use(tmp_path: Path) -> None:
    [backup] = [code for code in blocks("sh") if "VACUUM INTO" in code]
    assert ".backup" in backup
    reader = open_reader(demonstration().path / "db" / "artui.db")
    try:
        reader.execute("VACUUM INTO ?", (str(tmp_path / "copy.db"),))
        (there,) = reader.execute("SELECT count(*) FROM entry").fetchone()
    finally:
        reader.close()
    copy = open_reader(tmp_path / "copy.db")
    try:
        assert copy.execute("SELECT count(*) FROM entry").fetchone() == (there,)
        assert there > 0
    finally:
        copy.close()


def test_the_services_modes_are_those_artui_needs() -> None:
    [unit] = blocks("ini")
    said = dict(line.split("=", 1) for line in unit.splitlines() if "=" in line)
    assert said["UMask"] == "0007"
    assert said["ExecStart"].endswith(" agent")
    assert said["RestrictAddressFamilies"] == "AF_UNIX"
    assert "-m 2750 /var/lib/artui" in TEXT


def test_the_changelog_speaks_of_this_version() -> None:
    version = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert version
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## {re.escape(version[1])} - \d{{4}}-\d\d-\d\d$", changes, re.MULTILINE)
