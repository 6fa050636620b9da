"""Which policies were in force: the commit of the folder, and a hash of what it holds."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SHORT_COMMIT = 7
SHORT_CONTENT = 12
_SECONDS = 10.0
#: What a repository's own configuration must not make git run.
_HARMLESS = ("core.fsmonitor=false", "core.hooksPath=/dev/null", "safe.bareRepository=explicit")


@dataclass(frozen=True, slots=True)
class Revision:
    """The state of a policies folder.

    Attributes:
        commit: the commit checked out around the folder, in full; None without one.
        dirty: whether files under the folder differ from the commit, are unknown to it, or git
            could not say.
        content: 12 hexadecimal digits over names and bytes of the policy files; equal content,
            equal hash, wherever the folder is.
    """

    commit: str | None
    dirty: bool
    content: str

    def __str__(self) -> str:
        """`3f2a91c`, `3f2a91c+dirty`, or `content:ab12cd34ef56` without a commit."""
        if self.commit is None:
            return f"content:{self.content}"
        return self.commit[:SHORT_COMMIT] + ("+dirty" if self.dirty else "")


def revision(folder: Path) -> Revision:
    """The revision of a policies folder as it stands; without git, its content alone tells.

    A folder of which the commit holds nothing (an ignored one inside another project) has none.

    Raises:
        OSError: where a policy file cannot be read.
    """
    content = _content(folder)
    commit = _git(folder, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    if not commit or not _git(folder, "ls-tree", "--name-only", "HEAD", "."):
        return Revision(None, dirty=False, content=content)
    status = _git(
        folder, "status", "--porcelain", "--untracked-files=all", "--ignore-submodules=all", "."
    )
    return Revision(commit, dirty=status != "", content=content)


def _files(folder: Path) -> Iterator[Path]:
    for pattern in ("*.yaml", "exports/*.yaml"):
        yield from (path for path in folder.glob(pattern) if path.is_file())


def _content(folder: Path) -> str:
    digest = hashlib.sha256()
    for name, path in sorted(
        (path.relative_to(folder).as_posix(), path) for path in _files(folder)
    ):
        content = path.read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode("utf-8", "surrogateescape"))
        digest.update(content)
    return digest.hexdigest()[:SHORT_CONTENT]


def _git(folder: Path, *arguments: str) -> str | None:
    """What git answers about a folder; None without git, a repository, or an answer in time."""
    git = shutil.which("git")
    if git is None:
        return None
    settings = [part for setting in _HARMLESS for part in ("-c", setting)]
    command = [git, "--no-pager", *settings, "-C", str(folder), *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - no shell, arguments from code, one folder
            command,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "replace").strip() if done.returncode == 0 else None


def _environment() -> dict[str, str]:
    """The environment without a hook's GIT_DIR, and with nothing git could wait or write for."""
    inherited = {name: text for name, text in os.environ.items() if not name.startswith("GIT_")}
    return {
        **inherited,
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": "C",
    }
