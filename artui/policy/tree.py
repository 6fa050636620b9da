"""The policy files of a home at one moment: the folder as it stands, or a branch's last commit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from artui.policy import git
from artui.policy.document import LARGEST, START, Document, parse, read
from artui.policy.finding import Finding
from artui.policy.revision import Revision, content_hash, revision

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from artui.home import Home

WORKTREE = "worktree"
EXPORTS = "exports/"

_NO_FILE = "This is no regular file."
_REGULAR = ("100644", "100755")


class Tree(Protocol):
    """Policy files that can be listed and read."""

    @property
    def trouble(self) -> Finding | None:
        """Why there are no files at all; None where there are."""

    def names(self, below: str = "") -> list[str]:
        """The names of the files of the folder, or of one below it that ends in a slash."""

    def document(self, name: str) -> Document | Finding:
        """A file read strictly, by its name below the folder with slashes."""

    def called(self, name: str) -> str:
        """How findings name a file."""

    def revision(self) -> Revision:
        """What names this state of the files.

        Raises:
            OSError: where a file cannot be read.
        """


def tree_of(home: Home) -> Tree:
    """The files a home runs on, as its setting `policies_from` says."""
    folder = home.folder("policies")
    branch = home.settings.policies_from
    return Worktree(folder) if branch == WORKTREE else committed(folder, branch)


@dataclass(frozen=True, slots=True)
class Worktree:
    """A folder as it stands."""

    folder: Path

    @property
    def trouble(self) -> Finding | None:
        """Why the folder cannot be read."""
        try:
            next(self.folder.iterdir(), None)
        except OSError as error:
            reason = error.strerror or "unknown reason"
            message = f"The policies folder cannot be read: {reason}."
            return Finding(str(self.folder), *START, "error", message)
        return None

    def names(self, below: str = "") -> list[str]:
        """The names of what is in the folder."""
        try:
            return sorted(path.name for path in (self.folder / below).iterdir())
        except OSError:
            return []

    def document(self, name: str) -> Document | Finding:
        """A file read strictly."""
        return read(self.folder / name)

    def called(self, name: str) -> str:
        """How findings name a file."""
        return str(self.folder / name)

    def revision(self) -> Revision:
        """The commit around it, whether it was edited since, and the hash of its content."""
        return revision(self.folder)


@dataclass(frozen=True, slots=True)
class Committed:
    """The files of one commit, read at once.

    Attributes:
        commit: in full.
        label: how findings name the folder, as git does: main:policies.
        contents: the bytes of the policy files by name below the folder; the reason where a file
            is none or is too large.
    """

    commit: str
    label: str
    contents: Mapping[str, bytes | str]
    trouble: None = field(default=None, init=False)

    def names(self, below: str = "") -> list[str]:
        """The names of the policy files of the folder."""
        return sorted(
            name.removeprefix(below)
            for name in self.contents
            if name.startswith(below) and "/" not in name.removeprefix(below)
        )

    def document(self, name: str) -> Document | Finding:
        """A file read strictly."""
        found = self.contents.get(name, _NO_FILE)
        if isinstance(found, str):
            return Finding(self.called(name), *START, "error", found)
        return parse(found, self.called(name))

    def called(self, name: str) -> str:
        """How findings name a file: as `git show` takes it."""
        return f"{self.label}{name}"

    def revision(self) -> Revision:
        """The commit, and the hash of the content."""
        files = ((name, each) for name, each in self.contents.items() if isinstance(each, bytes))
        return Revision(self.commit, dirty=False, content=content_hash(files))


@dataclass(frozen=True, slots=True)
class Unreachable:
    """No files, since there is no git, no repository, or no such branch in it."""

    label: str
    trouble: Finding

    def names(self, below: str = "") -> list[str]:
        """None."""
        del below
        return []

    def document(self, name: str) -> Document | Finding:
        """The finding that says why."""
        del name
        return self.trouble

    def called(self, name: str) -> str:
        """How findings name a file."""
        return f"{self.label}{name}"

    def revision(self) -> Revision:
        """A revision of nothing."""
        raise OSError(self.trouble.message)


def committed(folder: Path, branch: str) -> Committed | Unreachable:
    """The policy files of a branch's last commit, whatever is checked out.

    Args:
        folder: the policies folder inside the repository's working tree.
        branch: of this repository, or of another it follows, as origin/main.
    """
    setting = "; artui.yaml takes the policies from it (policies_from)"
    return _at(folder, branch, _commit(folder, branch), f"is no branch git knows there{setting}")


def at_revision(folder: Path, name: str) -> Committed | Unreachable:
    """The policy files of a commit, by whatever name git knows it: a hash, a tag, HEAD~2."""
    commit = git.ask(
        folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"
    )
    return _at(folder, name, commit, "is no commit git knows there")


def _at(folder: Path, name: str, commit: str | None, unknown: str) -> Committed | Unreachable:
    """The files of a commit, called by the name somebody has for it."""
    prefix = git.ask(folder, "rev-parse", "--show-prefix")
    label = f"{name}:{prefix or ''}"
    contents = None if commit is None else _contents(folder, commit)
    if commit is None or not contents:
        message = f"'{name}' {'holds no policy files' if commit else unknown}."
        return Unreachable(label, Finding(str(folder), *START, "error", message))
    return Committed(commit, label, contents)


def _commit(folder: Path, branch: str) -> str | None:
    """The commit at the tip of a branch, in full."""
    for where in ("heads", "remotes"):
        name = f"refs/{where}/{branch}^{{commit}}"
        if found := git.ask(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", name):
            return found
    return None


def _contents(folder: Path, commit: str) -> dict[str, bytes | str] | None:
    """The policy files of a commit by name: their bytes, or why there are none."""
    listing = git.raw(folder, "ls-tree", "-z", "-l", commit, "./", f"./{EXPORTS}")
    if listing is None:
        return None
    contents: dict[str, bytes | str] = {}
    wanted: dict[str, str] = {}
    for name, mode, blob, size in _entries(listing):
        if mode not in _REGULAR:
            contents[name] = _NO_FILE
        elif int(size) > LARGEST:
            contents[name] = f"The file is larger than {LARGEST // 1024} KiB."
        else:
            wanted[name] = blob
    found = git.objects(folder, list(wanted.values()))
    if found is None or len(found) < len(set(wanted.values())):
        return None
    return {**contents, **{name: found[blob] for name, blob in wanted.items()}}


def _entries(listing: bytes) -> Iterator[tuple[str, str, str, str]]:
    """Name, mode, object and size of each policy file in what `git ls-tree -z -l` printed."""
    for entry in filter(None, listing.split(b"\0")):
        about, _, path = entry.partition(b"\t")
        mode, kind, blob, size = about.decode("ascii").split()
        name = path.decode("utf-8", "surrogateescape")
        if kind != "tree" and name.endswith(".yaml"):
            yield name, mode, blob, size
