"""Which policies were in force: the commit of the folder, and a hash of what it holds."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from artui.policy import git

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

SHORT_COMMIT = 7
SHORT_CONTENT = 12


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
    content = content_hash(_contents(folder))
    commit = git.ask(folder, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    if not commit or not git.ask(folder, "ls-tree", "--name-only", "HEAD", "."):
        return Revision(None, dirty=False, content=content)
    status = git.ask(
        folder, "status", "--porcelain", "--untracked-files=all", "--ignore-submodules=all", "."
    )
    return Revision(commit, dirty=status != "", content=content)


def _contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    for pattern in ("*.yaml", "exports/*.yaml"):
        for path in folder.glob(pattern):
            if path.is_file():
                yield path.relative_to(folder).as_posix(), path.read_bytes()


def content_hash(files: Iterable[tuple[str, bytes]]) -> str:
    """The hash over names (below the folder, with slashes) and bytes, in any order."""
    digest = hashlib.sha256()
    for name, content in sorted(files):
        digest.update(f"{name}\0{len(content)}\0".encode("utf-8", "surrogateescape"))
        digest.update(content)
    return digest.hexdigest()[:SHORT_CONTENT]
