"""A small world, built once and copied for each test that asks."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from artui.home import open_home
from tests.tui import gates, worlds

if TYPE_CHECKING:
    from pathlib import Path

    from artui.home import Home


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the day, the colours or the home of whoever runs it."""
    for name in ("ARTUI_TODAY", "ARTUI_HOME", "NO_COLOR", "SSH_CONNECTION", "ARTUI_DEBUG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def _built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("world") / "home"
    worlds.build(path)
    return path


@pytest.fixture
def home(_built: Path, tmp_path: Path) -> Home:
    """The small world, to be changed at will."""
    shutil.copytree(_built, tmp_path / "home")
    return open_home(str(tmp_path / "home"))


@pytest.fixture(scope="session")
def _gates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gates") / "home"
    gates.build(path)
    return path


@pytest.fixture
def gated(_gates: Path, tmp_path: Path) -> Home:
    """Jobs and invoices in every state of readiness, to be changed at will."""
    shutil.copytree(_gates, tmp_path / "home")
    return open_home(str(tmp_path / "home"))
