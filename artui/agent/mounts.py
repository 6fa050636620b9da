"""On which kind of file system a folder lies, and whether that kind tells of changes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOUNTS = Path("/proc/self/mountinfo")
_OCTAL = re.compile(r"\\([0-7]{3})")
#: Others may change these without this machine's kernel hearing of it.
_SILENT = frozenset(
    {
        "9p",
        "afs",
        "beegfs",
        "ceph",
        "cifs",
        "coda",
        "davfs",
        "fuse",
        "fuseblk",
        "gfs2",
        "glusterfs",
        "gpfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "ocfs2",
        "orangefs",
        "prl_fs",
        "smb3",
        "smbfs",
        "vboxsf",
        "virtiofs",
        "vmhgfs",
    }
)


def file_system(folder: Path, mounts: Iterable[str] | None = None) -> str | None:
    """The type of the file system a folder lies on ("ext4"); None where nobody says.

    Args:
        folder: any path.
        mounts: the lines of /proc/self/mountinfo, which are read where they are not given.
    """
    path, deepest, kind = folder.resolve(), 0, None
    for line in _mounts() if mounts is None else mounts:
        where, _, what = line.partition(" - ")
        mounted = Path(_OCTAL.sub(lambda match: chr(int(match[1], 8)), where.split()[4]))
        if path.is_relative_to(mounted) and len(mounted.parts) >= deepest:
            deepest, kind = len(mounted.parts), what.split()[0]
    return kind


def _mounts() -> list[str]:
    try:
        return _MOUNTS.read_text(errors="surrogateescape").splitlines()
    except OSError:
        return []


def tells_of_changes(kind: str | None) -> bool:
    """Whether a file system of this type ("fuse.sshfs") tells of everything that changes on it."""
    return kind is None or kind.partition(".")[0] not in _SILENT
