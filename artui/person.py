"""Who does something: the name that stands beside it in records and on the desk."""

from __future__ import annotations

import getpass
import os


def person() -> str:
    """The login name, or the number of a user who has none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"
