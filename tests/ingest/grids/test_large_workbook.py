"""A large sheet costs the reading process little: its rows come from a file, some at a time."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.workbooks import xlsx

ROWS = 200_000
ROOM_MB = 50
_READ = """
import resource, sys
from pathlib import Path
from artui.ingest.opening import parts
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
((grid,),) = parts(Path(sys.argv[1]), Path(sys.argv[2]))
rows = sum(len(block.rows) for block in grid.blocks())
print(rows, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.slow
def test_two_hundred_thousand_rows_are_read_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "large.xlsx"
    day = dt.date(2026, 7, 31)
    path.write_bytes(
        xlsx({"S": ((f"INV{row:07}", f"C{row % 3000}", day, row / 100) for row in range(ROWS))})
    )
    done = subprocess.run(
        [sys.executable, "-c", _READ, str(path), str(tmp_path)],
        env={"PYTHONPATH": os.pathsep.join(each or str(Path.cwd()) for each in sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    rows, megabytes = map(int, done.stdout.split())
    assert rows == ROWS
    assert megabytes < ROOM_MB
