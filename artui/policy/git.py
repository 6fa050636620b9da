"""git, asked about a policies folder: nothing is checked out, run or written."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_SECONDS = 10.0
#: Words before an object in what `git cat-file --batch` prints: its name, kind and size.
_HEAD = 3
#: What a repository's own configuration must not make git run.
_HARMLESS = ("core.fsmonitor=false", "core.hooksPath=/dev/null", "safe.bareRepository=explicit")


def ask(folder: Path, *arguments: str) -> str | None:
    """What git answers about a folder; None without git, a repository, or an answer in time."""
    found = raw(folder, *arguments)
    return None if found is None else found.decode("utf-8", "replace").strip()


def raw(folder: Path, *arguments: str, given: bytes = b"") -> bytes | None:
    """The same as bytes, with something given on git's standard input."""
    git = shutil.which("git")
    if git is None:
        return None
    settings = [part for setting in _HARMLESS for part in ("-c", setting)]
    command = [git, "--no-pager", *settings, "-C", str(folder), *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - no shell, arguments from code, one folder
            command,
            env=_environment(),
            input=given,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


def objects(folder: Path, ids: Sequence[str]) -> dict[str, bytes] | None:
    """Some objects of the repository around a folder, those it has, out of one process.

    Args:
        folder: any folder of the working tree.
        ids: full names of commits or blobs.
    """
    printed = raw(
        folder, "cat-file", "--batch", given="".join(f"{each}\n" for each in ids).encode()
    )
    if printed is None:
        return None
    found: dict[str, bytes] = {}
    start = 0
    for each in ids:
        end = printed.index(b"\n", start)
        head = printed[start:end].split()
        start = end + 1
        if len(head) == _HEAD and head[-1].isdigit():
            size = int(head[-1])
            found[each] = printed[start : start + size]
            start += size + 1
    return found


class Commit(NamedTuple):
    """Who made a commit, and the first line of what they said of it."""

    author: str
    summary: str


def commits(folder: Path, ids: Sequence[str]) -> dict[str, Commit]:
    """What the repository around a folder knows of some commits; those it has not are left out."""
    found = objects(folder, ids) if ids else {}
    return {each: _commit(text.decode("utf-8", "replace")) for each, text in (found or {}).items()}


def _commit(text: str) -> Commit:
    head, _, said = text.partition("\n\n")
    author = next((line for line in head.splitlines() if line.startswith("author ")), "author ")
    name = author.removeprefix("author ").partition(" <")[0]
    return Commit(name, said.strip().partition("\n")[0])


def _environment() -> dict[str, str]:
    """The environment without a hook's GIT_DIR, and with nothing git could wait or write for."""
    inherited = {name: text for name, text in os.environ.items() if not name.startswith("GIT_")}
    return {
        **inherited,
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "LC_ALL": "C",
    }
