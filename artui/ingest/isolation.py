"""A file read in a process of its own, which may take so much and no more; what it says is judged.

Formats whose readers a hostile file could exhaust (workbooks, HTML, XML) are read by a child
without an environment, input or terminal, in its own process group, under limits on memory,
processor time and the size of what it writes. Whatever becomes of it is a sentence.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

from artui.ingest import refusal
from artui.ingest.apart.task import Limits, Refused, Task, sheets_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from typing import Any

    from artui.ingest.apart.task import Written
    from artui.ingest.sniff import Binary, TextFile

_CHILD = "artui.ingest.apart"
_DEBUG = "ARTUI_DEBUG"


def read(
    file: TextFile | Binary, form: str, folder: Path, limits: Limits, *, encoding: str = ""
) -> list[Written]:
    """Have a file's sheets written into a folder.

    Args:
        file: what was looked at.
        form: the format: workbook, html or xml.
        folder: private, and there until the sheets are read.
        limits: what the file may take.
        encoding: the codec of its text.

    Raises:
        RefusedError: it is not read; the class says why.
        OSError: the child has no room for what it writes, or cannot be started.
    """
    with file.open() as handle:
        number = handle.fileno()
        task = Task(form, f"/dev/fd/{number}", str(folder), encoding, limits)
        answer = _answer(task, number)
    file.check_unchanged()
    try:
        return sheets_of(answer)
    except Refused as refused:
        if refused.code == "system":
            number = refused.facts["number"]
            raise OSError(number, os.strerror(number), str(folder)) from None
        raise _SENTENCES[refused.code](refused.facts) from None
    except ValueError:
        raise refusal.ReaderDiedError(how="its answer makes no sense") from None


def _answer(task: Task, number: int) -> str:
    """What the child says; none is left when this returns."""
    seconds = task.limits.seconds
    child = subprocess.Popen(  # noqa: S603 - this interpreter and this package, the task as data
        [sys.executable, "-P", "-m", _CHILD, task.text()],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=None if os.environ.get(_DEBUG) else subprocess.DEVNULL,
        pass_fds=[number],
        cwd=task.folder,
        env=_environment(),
        process_group=0,
        encoding="utf-8",
    )
    try:
        answer, _ = child.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        raise refusal.SlowWorkbookError(limit=seconds) from None
    finally:
        _end(child)
    if child.returncode:
        raise _death(child.returncode, task.limits)
    return answer


def _environment() -> Mapping[str, str]:
    """What the interpreter needs to find the same modules as this one."""
    places = [each or os.getcwd() for each in sys.path]  # noqa: PTH109 - text, as the path's entries
    return {"PYTHONPATH": os.pathsep.join(places), "PYTHONUTF8": "1"}


def _end(child: subprocess.Popen[str]) -> None:
    """Leave nothing running and nothing open."""
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
    if child.stdout is not None:
        child.stdout.close()


def _death(code: int, limits: Limits) -> refusal.RefusedError:
    """Why a child that said nothing may have ended."""
    if -code == signal.SIGXCPU:
        return refusal.SlowWorkbookError(limit=limits.seconds)
    if -code == signal.SIGABRT:  # what a library does that is denied memory
        return refusal.HungryWorkbookError(limit=limits.memory_mb)
    if -code == signal.SIGKILL:
        return refusal.ReaderDiedError(how="it was killed, perhaps for lack of memory")
    return refusal.ReaderDiedError(how=f"signal {-code}" if code < 0 else f"exit code {code}")


def _large(what: str) -> Callable[[Mapping[str, Any]], refusal.RefusedError]:
    def sentence(facts: Mapping[str, Any]) -> refusal.RefusedError:
        said = what.format(name=refusal.quoted(facts.get("name", "")), limit=facts["limit"])
        return refusal.LargeWorkbookError(what=said)

    return sentence


_SENTENCES: Mapping[str, Callable[[Mapping[str, Any]], refusal.RefusedError]] = {
    "cut_off": lambda _: refusal.CutOffWorkbookError(),
    "damaged": lambda _: refusal.DamagedWorkbookError(),
    "encrypted": lambda _: refusal.EncryptedWorkbookError(),
    "entities": lambda _: refusal.EntitiesError(),
    "no_workbook": lambda _: refusal.NoWorkbookError(what="a ZIP archive"),
    "no_workbook_ole": lambda _: refusal.NoWorkbookError(what="an OLE document"),
    "binary": lambda _: refusal.BinaryWorkbookError(),
    "memory": lambda facts: refusal.HungryWorkbookError(limit=facts["limit"]),
    "unpacked": _large("unpacks to more than {limit:,} MiB"),
    "ratio": _large("has a part that unpacks to more than {limit:,} times its size"),
    "members": _large("has more than {limit:,} parts"),
    "rows": _large("has a sheet {name} of more than {limit:,} rows"),
    "columns": _large("has a sheet {name} of more than {limit:,} columns"),
    "cell": _large("has a cell of more than {limit:,} characters"),
    "nested": _large("has tables within tables, more than {limit:,} deep"),
}
