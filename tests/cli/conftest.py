"""A home on disk, and the command line as a user calls it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from artui.cli.commands import run
from tests.cli.program import Said, UserHome
from tests.demonstration import demonstration

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Artui = Callable[..., Said]


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No terminal, no home named from outside, and a user without one of their own."""
    for name in ("TERM", "NO_COLOR", "ARTUI_HOME", "ARTUI_TODAY", "ARTUI_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")


@pytest.fixture
def artui(capfd: pytest.CaptureFixture[str]) -> Artui:
    """Run a command line in this process; what it said and its exit code."""

    def call(*arguments: object) -> Said:
        capfd.readouterr()
        code = run([str(each) for each in arguments])
        out, err = capfd.readouterr()
        return Said(code, out, err)

    return call


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new home, made once and copied by whoever needs one."""
    path = tmp_path_factory.mktemp("founded") / "home"
    assert run(["init", str(path)]) == 0
    return path


@pytest.fixture
def home(founded: Path, tmp_path: Path) -> UserHome:
    """A new home."""
    return UserHome(shutil.copytree(founded, tmp_path / "home"))


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's home, for reading alone."""
    return demonstration().copy(tmp_path_factory.mktemp("sample") / "home")
