"""Reading in a child: whatever becomes of it is a sentence, and nothing of it stays behind."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from artui.ingest import isolation, refusal
from artui.ingest.apart.task import HTML, WORKBOOK, Limits, Refused, Task, sheets_of
from artui.ingest.sniff import look
from tests.workbooks import xlsx

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.ingest.conftest import Write

PLACES = {"PYTHONPATH": os.pathsep.join(each or str(Path.cwd()) for each in sys.path)}
_RUN = "import artui.ingest.apart.__main__ as child, sys; "


@pytest.fixture
def child(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], None]:
    """Let the child be a program of a few lines; what it is called with stands in sys.argv."""
    package = tmp_path / "stand_in"
    package.mkdir()
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(isolation, "_CHILD", "stand_in")

    def child(code: str) -> None:
        (package / "__main__.py").write_text(code, encoding="utf-8")

    return child


def read(write: Write, tmp_path: Path, limits: Limits | None = None) -> None:
    path = write(xlsx({"S": [["a"]]}), name="a.xlsx")
    isolation.read(look(path), WORKBOOK, tmp_path, limits or Limits())


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("import os; os.kill(os.getpid(), 9)", "broke off: it was killed, perhaps for lack of"),
        ("import os; os.kill(os.getpid(), 11)", "broke off: signal 11."),
        ("import os; os.abort()", "needs more than 2048 MiB of memory"),
        ("import os; os.kill(os.getpid(), 24)", "takes more than 600 seconds"),
        ("raise ValueError('secret')", "broke off: exit code 1."),
        ("print('nonsense')", "its answer makes no sense"),
    ],
)
def test_a_child_that_dies_is_a_sentence(
    code: str,
    sentence: str,
    child: Callable[[str], None],
    write: Write,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    child(code)
    with pytest.raises(refusal.RefusedError) as refused:
        read(write, tmp_path)
    assert sentence in refused.value.sentence
    assert capfd.readouterr() == ("", "")


def test_a_child_that_takes_too_long_is_ended_with_its_own_children(
    child: Callable[[str], None], write: Write, tmp_path: Path
) -> None:
    child(
        "import os, pathlib, subprocess, sys, time\n"
        "waiting = [sys.executable, '-c', 'import time; time.sleep(60)']\n"
        "own = subprocess.Popen(waiting, stdout=subprocess.DEVNULL)\n"
        "pathlib.Path('pids').write_text(f'{os.getpid()} {own.pid}')\n"
        "time.sleep(60)\n"
    )
    with pytest.raises(refusal.SlowWorkbookError, match="takes more than 2 seconds"):
        read(write, tmp_path, Limits(seconds=2))
    for pid in (tmp_path / "pids").read_text().split():
        assert _ended(int(pid))


def _ended(pid: int) -> bool:
    """Whether a process is gone, or only waits for whoever adopted it to take note."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return state.stdout.strip()[:1] in ("", "Z")


def test_a_child_finds_an_empty_environment_and_nothing_to_read(
    child: Callable[[str], None], write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET", "s3cret")
    child(
        "import os, pathlib, sys\n"
        "known = sorted(set(os.environ) - {'PYTHONPATH', 'PYTHONUTF8', 'LC_CTYPE'})\n"
        "seen = (known, sys.stdin.read(), os.getpgrp() == os.getpid())\n"
        "pathlib.Path('seen').write_text(repr(seen))\n"
        "print('{\"sheets\": []}')"
    )
    read(write, tmp_path)
    assert (tmp_path / "seen").read_text() == "([], '', True)"


def test_a_full_disk_is_no_fault_of_the_file(
    child: Callable[[str], None], write: Write, tmp_path: Path
) -> None:
    child(f"""print('{{"refused": "system", "facts": {{"number": {errno.ENOSPC}}}}}')""")
    with pytest.raises(OSError, match="No space left") as failed:
        read(write, tmp_path)
    assert failed.value.errno == errno.ENOSPC


@pytest.mark.parametrize(
    ("code", "sign"),
    [
        ("child.limit(Limits(memory_mb=256)); bytearray(400 << 20)", "MemoryError"),
        (
            (
                "child.limit(Limits(unpacked_mb=1)); signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
                " open('large', 'wb').write(bytes(3 << 20)); open('large', 'ab').write(b'x')"
            ),
            "File too large",
        ),
    ],
)
def test_the_child_limits_itself(code: str, sign: str, tmp_path: Path) -> None:
    imports = "import signal; from artui.ingest.apart.task import Limits; "
    done = subprocess.run(
        [sys.executable, "-c", _RUN + imports + code],
        cwd=tmp_path,
        env=PLACES,
        capture_output=True,
        text=True,
        check=False,
    )
    assert sign in done.stderr


def test_processor_time_is_limited(tmp_path: Path) -> None:
    imports = "from artui.ingest.apart.task import Limits; "
    code = "child.limit(Limits(seconds=1))\nwhile True: pass"
    done = subprocess.run(
        [sys.executable, "-c", _RUN + imports + code],
        cwd=tmp_path,
        env=PLACES,
        capture_output=True,
        check=False,
    )
    assert -done.returncode in (signal.SIGXCPU, signal.SIGKILL)


def test_a_task_and_an_answer_survive_being_written_down() -> None:
    task = Task(HTML, "/dev/fd/3", "/a b", "utf-8", Limits(rows=7))
    assert Task.of(task.text()) == task
    with pytest.raises(Refused) as refused:
        sheets_of('{"refused": "rows", "facts": {"limit": 7}}')
    assert (refused.value.code, refused.value.facts) == ("rows", {"limit": 7})


def test_the_library_of_workbooks_stays_in_the_child(write: Write, tmp_path: Path) -> None:
    path = write(xlsx({"S": [["a"]]}), name="a.xlsx")
    code = (
        "import sys; from pathlib import Path; from artui.ingest.opening import parts\n"
        f"parts(Path({str(path)!r}), Path({str(tmp_path)!r}))\n"
        "print([name for name in ('python_calamine', 'zipfile', 'xml') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=PLACES,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
