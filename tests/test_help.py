"""The help of the commands, and the settings file that explains itself."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from artui import founding
from artui.cli.commands import COMMANDS, run
from artui.ingest.apart.task import Limits
from artui.settings import SHAPE, Settings, load
from tests.readme import README, block, options, tree

if TYPE_CHECKING:
    from pathlib import Path

TREE = dict(tree())
#: What the commented settings show though it is no default.
EXAMPLES = {"collectors", "companies", "today", "keys"}
_COMMENTED = re.compile(rf"^# (?=(?:{'|'.join(SHAPE.keys)}):|\s)", re.MULTILINE)


def sections() -> dict[str, str]:
    """What README says of each command, by the command's whole name."""
    said = block("commands", README.read_text(encoding="utf-8")).removeprefix("```text\n")
    found = said.split("\n\n")
    return {
        " ".join(word for word in each.split("\n")[0].split() if word.islower()): each
        for each in found
    }


def help_of(path: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What a command's --help prints, blanks and line ends as one blank."""
    assert run([*path.split()[1:], "--help"]) == 0
    return " ".join(capsys.readouterr().out.split())


def test_readme_and_the_program_know_the_same_commands() -> None:
    assert {*sections()} == {*TREE, "every report takes as well"}


@pytest.mark.parametrize("path", TREE)
def test_help_and_readme_say_the_same(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = help_of(path, capsys)
    said = sections()[path]
    if path.startswith("artui report "):
        said += sections()["every report takes as well"]
    names = {option.opts[0] for option in options(TREE[path])}
    assert set(re.findall(r"^    (--[a-z-]+)", said, re.MULTILINE)) == names
    assert set(re.findall(r" (--[a-z-]+)", text)) - {"--help", "--home"} == names - {"--home"}
    for option in options(TREE[path]):
        assert option.help
        assert option.help in text
        assert option.help in said


def test_each_line_of_the_list_of_commands_says_what_the_command_is() -> None:
    assert list(COMMANDS) == [path.split()[1] for path in TREE if path.count(" ") == 1]
    for name, (_, about) in COMMANDS.items():
        assert about.endswith(".")
        assert TREE[f"artui {name}"].help


def written(tmp_path: Path) -> str:
    """artui.yaml as `artui init` writes it."""
    assert run(["init", str(tmp_path / "home")]) == 0
    return (tmp_path / "home" / "artui.yaml").read_text(encoding="utf-8")


def test_the_written_settings_load_and_name_every_key(tmp_path: Path) -> None:
    text = written(tmp_path)
    for key in SHAPE.keys:
        assert re.search(rf"^(?:# )?{key}:", text, re.MULTILINE)
    settings = load(tmp_path / "home" / "artui.yaml")
    assert settings.base_currency == "USD"
    defaults = replace(Settings(), company_name="My Company", timezone=settings.timezone)
    assert settings == defaults


def test_what_is_commented_out_is_right_and_shows_the_default(tmp_path: Path) -> None:
    path = tmp_path / "artui.yaml"
    path.write_text(_COMMENTED.sub("", written(tmp_path)), encoding="utf-8")
    settings = load(path)
    defaults = Settings()
    for key in set(SHAPE.keys) - EXAMPLES - {"company_name", "timezone", "paths", "workbooks"}:
        assert getattr(settings, key) == getattr(defaults, key)
    assert settings.paths == {name: name for name in (*founding.FOLDERS, "policies")}
    assert Limits(**settings.workbooks) == Limits()
    assert settings.companies == {"1000": {"name": "Main", "currency": "USD"}}
    assert settings.today == "2026-11-21"
