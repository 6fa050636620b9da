"""Founding a home: its folders, its settings with comments, the default policies, its databases."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from zoneinfo import available_timezones

from artui import shipped
from artui.errors import ArtuiError, UsageError
from artui.home import SETTINGS_FILE, Home, open_home
from artui.ingest import schemas

FOLDERS = ("drop", "archive", "held", "failed", "reports")
_SHARED = 0o2770

SETTINGS = """\
# Settings of this artui home. Every key is optional; what is commented out shows the default.

company_name: {company_name}
base_currency: {base_currency}

# Whose midnight begins a day.
timezone: {timezone}

# The company code of rows that name none, and what is known of companies by their code.
# A row without a currency has its company's.
company: "{company}"
{companies}
# A day this home stands still on, for tests and demos; the variable ARTUI_TODAY beats it.
{today}
# How arrivals in drop/ are noticed at once: events where the file system sends them, else polling.
# The folder is looked through every scan_seconds in any case, and a file is read once it has
# lain still for settle_seconds (15 on a network share).
# watch: auto
# scan_seconds: 30
# settle_seconds: 2

# When a complete snapshot of open items is held for a person's yes: it would close more than
# max_closures percent of a company's items or amount per business day since the last one (never
# more than at_most percent), unless it closes only a few.
# guards: {{max_closures: 20, at_most: 60, few: 5}}

# What a workbook may take to be read: MiB once unpacked, MiB of memory, seconds.
# workbooks: {{unpacked_mb: 1024, memory_mb: 2048, seconds: 600}}

# The day of the following month on which a month is closed: its last days' files are in by then.
# close_months_on: 5

# Whence the policies come: worktree (the folder policies/ as it stands, edits and all), or the name
# of a branch of the git repository it lies in: then only what is committed there is in force.
# policies_from: worktree

# Folders elsewhere than in this home.
# paths: {{policies: policies, drop: drop, archive: archive, held: held, failed: failed,
#         reports: reports}}

# Who logs in here, and which collector of the exports that is: the worklist (3) opens on their
# accounts.
# collectors: {{jdoe: J. Doe}}

# The terminal: dark, light or mono; own keys by action (see the help page, ?).
# theme: dark
# keys: {{reorder: [R, f5]}}
"""


class NotEmpty(ArtuiError):  # noqa: N818 - the class's name is what is found
    """{path} is not empty."""

    hint = "Name a new directory, or an empty one."
    exit_code = 2


def local_timezone() -> str:
    """The machine's time zone by name, UTC where it has none."""
    named = os.environ.get("TZ", "").lstrip(":")
    linked = str(Path("/etc/localtime").resolve()).partition("zoneinfo/")[2]
    known = available_timezones()
    return next((name for name in (named, linked) if name in known), "UTC")


def found(path: Path, settings: str | None = None) -> Home:
    """Make a home in a new or empty directory.

    Args:
        path: the directory.
        settings: the text of artui.yaml; None for the commented defaults.

    Raises:
        NotEmpty: where anything is there.
        UsageError: where it is no directory.
    """
    if path.exists() and not path.is_dir():
        raise UsageError(what=f"{path} is a file; name a directory.")
    if path.is_dir() and any(path.iterdir()):
        raise NotEmpty(path=path)
    path.mkdir(parents=True, exist_ok=True)
    text = default_settings() if settings is None else settings
    (path / SETTINGS_FILE).write_text(text, encoding="utf-8")
    home = open_home(str(path))
    for name in FOLDERS:
        home.folder(name).mkdir(parents=True, exist_ok=True)
    _share(path)
    shutil.copytree(shipped.folder("policies"), home.folder("policies"), dirs_exist_ok=True)
    schemas.write(home.folder("policies") / schemas.FOLDER)
    return home


def _share(path: Path) -> None:
    """The databases' folders belong to a group: what is made in them stays the group's."""
    for name in ("db", "desk"):
        folder = path / name
        folder.mkdir(exist_ok=True)
        folder.chmod(_SHARED)


def default_settings() -> str:
    """artui.yaml as `artui init` writes it."""
    return SETTINGS.format(
        company_name="My Company",
        base_currency="USD",
        timezone=local_timezone(),
        company="1000",
        companies='# companies:\n#   "1000": {name: Main, currency: USD}\n',
        today="# today: 2026-11-21\n",
    )
