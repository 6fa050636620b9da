"""What travels with artui: the default policies and the sample data."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """A shipped folder: in the wheel inside the package, in a checkout beside it.

    Raises:
        FileNotFoundError: where the installation is broken.
    """
    for candidate in (_HERE / "_shipped" / name, _HERE.parent / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"artui was installed without its {name} folder")
