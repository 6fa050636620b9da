"""The command that opens a file at a line, in whatever editor somebody has."""

from __future__ import annotations

from pathlib import Path

import pytest

from artui.tui.editor import NoEditor, UnknownEditor, UnreadableEditor, command

FILE = Path("/srv/artui/policies/terms.yaml")


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder of programs, one of them behind a link of another name."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for name in ("vi", "vim.basic", "nvim", "nano", "emacs", "micro", "hx", "code", "ed", "my ed"):
        (folder / name).write_text("#!/bin/sh\n")
        (folder / name).chmod(0o755)
    (folder / "editor").symlink_to(folder / "vim.basic")
    return folder


def asked(programs: Path, editor: str, **more: str) -> list[str]:
    """The command for line 18, the programs' folder aside."""
    environment = {"PATH": str(programs), "EDITOR": editor, **more}
    return [word.replace(f"{programs}/", "") for word in command(FILE, 18, environment)]


@pytest.mark.parametrize("name", ["vi", "vim.basic", "nvim", "nano", "emacs", "micro", "editor"])
def test_most_editors_take_the_line_before_the_file(programs: Path, name: str) -> None:
    assert asked(programs, name) == [name, "+18", str(FILE)]


def test_others_take_it_in_their_own_way(programs: Path) -> None:
    assert asked(programs, "hx") == ["hx", f"{FILE}:18"]
    assert asked(programs, "code") == ["code", "-w", "-g", f"{FILE}:18"]
    assert asked(programs, "code --wait") == ["code", "--wait", "-g", f"{FILE}:18"]
    assert asked(programs, "ed") == ["ed", str(FILE)]


def test_words_are_split_as_a_shell_would_and_no_further(programs: Path) -> None:
    assert asked(programs, "'my ed' -x 'a b'") == ["my ed", "-x", "a b", str(FILE)]
    assert asked(programs, "nano $(touch x) ; rm") == [
        *("nano", "$(touch", "x)", ";", "rm", "+18", str(FILE))
    ]
    assert asked(programs, f"{programs}/nano") == ["nano", "+18", str(FILE)]


def test_visual_comes_before_editor_unless_it_is_empty(programs: Path) -> None:
    assert asked(programs, "ed", VISUAL="nano")[0] == "nano"
    assert asked(programs, "ed", VISUAL=" ")[0] == "ed"


def test_a_program_is_named_by_its_full_path(
    programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(programs.parent)
    order = command(FILE, 1, {"PATH": "programs", "EDITOR": "nano"})
    assert order[0] == str(programs / "nano")


def test_without_an_editor_a_sentence_says_what_to_set(programs: Path) -> None:
    for editor in ("", "  ", "''"):
        with pytest.raises(NoEditor, match=r"Set EDITOR before .* `export EDITOR=nano`"):
            asked(programs, editor)
    with pytest.raises(UnknownEditor, match="EDITOR names the editor joe, which is no program"):
        asked(programs, "joe")
    with pytest.raises(UnreadableEditor, match="VISUAL cannot be read as a command: No closing"):
        asked(programs, "ed", VISUAL="nano 'x")
