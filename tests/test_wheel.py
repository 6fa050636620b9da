"""The wheel: built, installed elsewhere, and used from a directory that is not the project's."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.demonstration import ROOT, plain_environment

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built by the tools of this environment, so that nothing is downloaded."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    subprocess.run([*command, str(ROOT)], check=True, capture_output=True)
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of a new environment with the wheel in it.

    What artui depends on is lent by this environment through a .pth file, which stands behind the
    new environment's own packages; so nothing is downloaded, and artui itself is the wheel's.
    """
    folder = tmp_path_factory.mktemp("elsewhere") / "venv"
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install"]
    subprocess.run(
        [*pip, "--quiet", "--no-deps", "--no-index", str(wheel)],
        check=True,
        capture_output=True,
        env=plain_environment(PYTHONPATH=""),
    )
    [packages] = folder.glob("lib/python3*/site-packages")
    (packages / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return folder / "bin"


def artui(installed: Path, neutral: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the installed program from a directory that is nobody's."""
    return subprocess.run(
        [str(installed / "artui"), *arguments],
        cwd=neutral,
        env=plain_environment(PYTHONPATH=""),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_wheel_holds_what_travels_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0].split("-")[0] for name in names} == {"artui"}
    for folder in ("policies", "sample_data"):
        there = {
            path.relative_to(ROOT / folder).as_posix()
            for path in (ROOT / folder).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }
        start = f"artui/_shipped/{folder}/"
        assert {name.removeprefix(start) for name in names if name.startswith(start)} == there
    assert [name for name in names if "__pycache__" in name or name.endswith(".pyc")] == []
    assert {"artui/py.typed", "artui/tui/artui.tcss"} <= set(names)
    assert [name for name in names if name.endswith("/licenses/LICENSE")]


def test_the_installed_artui_is_the_wheels(installed: Path, tmp_path: Path) -> None:
    asked = "import artui, artui.shipped as s; print(artui.__file__); print(s.folder('policies'))"
    done = subprocess.run(
        [str(installed / "python"), "-c", asked],
        cwd=tmp_path,
        env=plain_environment(PYTHONPATH=""),
        capture_output=True,
        text=True,
        check=True,
    )
    assert all(line.startswith(str(installed.parent)) for line in done.stdout.split())


def test_a_home_is_made_with_the_shipped_policies(installed: Path, tmp_path: Path) -> None:
    assert artui(installed, tmp_path, "init", "home").returncode == 0
    for name in ("artui.yaml", "policies/terms.yaml", "policies/exports", "db/artui.db", "drop"):
        assert (tmp_path / "home" / name).exists()
    checked = artui(installed, tmp_path, "--home", "home", "policy", "check")
    assert (checked.returncode, checked.stdout) == (0, "")


def test_the_demo_runs_without_a_terminal(installed: Path, tmp_path: Path) -> None:
    done = artui(installed, tmp_path, "demo", "--home", "demo")
    assert done.returncode == 0, done.stderr
    assert "Late-pay reasons of 2026-W46" in done.stdout
    assert "Northlight Group Holdings" in done.stdout
