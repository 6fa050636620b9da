"""The demo, run once for all tests of a process: a home full of the sample, and what it printed."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_LONGEST = 120


@dataclass(frozen=True)
class Demonstration:
    """What `artui demo` without a terminal left behind.

    Attributes:
        path: the home it made. Tests that change it work on a copy.
        code: its exit code.
        out: what it printed to stdout.
        err: what it printed to stderr.
    """

    path: Path
    code: int
    out: str
    err: str

    def copy(self, path: Path) -> Path:
        """The home again, in another place."""
        return Path(shutil.copytree(self.path, path))


@cache
def demonstration() -> Demonstration:
    """Run the demo in an environment without a terminal."""
    folder = Path(tempfile.mkdtemp(prefix="artui-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    done = subprocess.run(
        [sys.executable, "-m", "artui", "demo", "--home", str(folder / "demo")],
        cwd=ROOT,
        env=plain_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=_LONGEST,
        check=False,
    )
    return Demonstration(folder / "demo", done.returncode, done.stdout, done.stderr)


def plain_environment(**more: str) -> dict[str, str]:
    """This process's environment without a terminal's, a home's or a fixed day's variables."""
    unwanted = ("TERM", "NO_COLOR", "COLUMNS", "LINES", "ARTUI_HOME", "ARTUI_TODAY", "ARTUI_DEBUG")
    inherited = {name: text for name, text in os.environ.items() if name not in unwanted}
    return {**inherited, "PYTHONPATH": str(ROOT), **more}
