"""A home on disk for agents that run as processes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.agent.live import Deployment

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def deployment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Deployment:
    monkeypatch.delenv("ARTUI_TODAY", raising=False)
    return Deployment(tmp_path)
