"""Opening the two databases: pragmas, permissions, migrations, and the write transaction."""

from __future__ import annotations

import os
import re
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from artui.errors import ArtuiError, BrokenEnvironment
from artui.store import schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

MODE = 0o660
BUSY_SECONDS = 15.0
_MINIMUM_SQLITE = (3, 37, 0)
_DESK_TABLE = re.compile(r"^(CREATE (?:TABLE|INDEX|UNIQUE INDEX))")


class NoDatabase(ArtuiError):  # noqa: N818 - the class's name is what is missing
    """There is no database at {path}."""

    hint = "Make a home with `artui init DIR`, or name one with --home."
    exit_code = 3


class NewerSchema(ArtuiError):  # noqa: N818 - named for what is found
    """{path} was written by a newer artui (schema {found}, this one knows {known})."""

    hint = "It can be read but not written; install the newer version."
    exit_code = 3


class Busy(ArtuiError):  # noqa: N818 - a state, not a failure
    """The database was busy for {seconds:.0f} seconds."""

    hint = "Another process is writing; try again."
    exit_code = 3


def main_version() -> int:
    """The schema version of the main database this program writes."""
    return len(schema.MAIN)


def _configure(connection: sqlite3.Connection) -> sqlite3.Connection:
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute("PRAGMA synchronous=FULL")
    return connection


def _create(path: Path) -> None:
    """An empty file that the group may write, whatever the umask (SQLite alone gives 0640)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, MODE)
    try:
        if os.fstat(handle).st_uid == os.getuid():
            os.fchmod(handle, MODE)
    finally:
        os.close(handle)


def _migrate(
    connection: sqlite3.Connection, name: str, wanted: Mapping[str, tuple[str, ...]]
) -> None:
    """Apply the migrations a database lacks; sqlite-utils keeps the list of those applied."""
    from sqlite_utils import Database  # noqa: PLC0415 - 90 ms that only a migration pays
    from sqlite_utils.migrations import Migrations  # noqa: PLC0415 - as above

    migrations = Migrations(name)
    for migration, statements in wanted.items():

        def apply(db: Database, statements: tuple[str, ...] = statements) -> None:
            for statement in statements:
                db.execute(statement)

        migrations(name=migration)(apply)
    migrations.apply(Database(connection, execute_plugins=False))
    connection.execute(f"PRAGMA user_version={len(wanted)}")


def _open(
    path: Path, name: str, wanted: Mapping[str, tuple[str, ...]], *, any_thread: bool = False
) -> sqlite3.Connection:
    if sqlite3.sqlite_version_info < _MINIMUM_SQLITE:
        raise BrokenEnvironment(
            what=f"SQLite {sqlite3.sqlite_version} is too old; artui needs 3.37 or newer."
        )
    try:
        _create(path)
        connection = sqlite3.connect(
            path,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=not any_thread,
            uri=True,  # for what is attached read-only
        )
        connection.execute("PRAGMA journal_mode=WAL")
    except (OSError, sqlite3.OperationalError) as problem:
        raise BrokenEnvironment(
            what=f"{path} cannot be opened for writing: {problem}.",
            hint="Check the disk, the owner and the group (see the README's operations part).",
        ) from problem
    _configure(connection)
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > len(wanted):
        connection.close()
        raise NewerSchema(path=path, found=version, known=len(wanted))
    if version < len(wanted):
        _migrate(connection, name, wanted)
    return connection


def open_main(path: Path) -> sqlite3.Connection:
    """The main database for writing, made or migrated where it must be.

    Raises:
        NewerSchema: where a newer program wrote it.
        BrokenEnvironment: where it cannot be written at all.
    """
    return _open(path, "artui", schema.MAIN)


def open_desk(path: Path) -> sqlite3.Connection:
    """The desk for writing, made or migrated where it must be; raises as `open_main`."""
    return _open(path, "desk", schema.DESK)


def open_reader(main: Path, desk: Path | None = None) -> sqlite3.Connection:
    """The main database read-only, the desk attached as `desk`; usable from any thread.

    A newer schema is fine to read. TEMP tables are the connection's own, so that snapshots work.

    Raises:
        NoDatabase: where there is none.
    """
    if not main.exists():
        raise NoDatabase(path=main)
    try:
        connection = sqlite3.connect(
            f"file:{_quoted(main)}?mode=ro",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
        if desk is None or not _attach_desk(connection, desk):
            _attach_empty_desk(connection)
    except sqlite3.OperationalError as problem:
        raise BrokenEnvironment(what=f"{main} cannot be read: {problem}.") from problem
    return _configure(connection)


@contextmanager
def beside(connection: sqlite3.Connection, desk: Path) -> Iterator[None]:
    """The desk attached, read-only, to a connection that writes the main database.

    What is decided from both is then one transaction, and nobody waits to write to the desk.
    """
    if not _attach_desk(connection, desk):
        _attach_empty_desk(connection)
    try:
        yield
    finally:
        connection.execute("DETACH desk")


def _attach_desk(connection: sqlite3.Connection, desk: Path) -> bool:
    """Attach the desk if it has its tables: who enters something first makes file, then tables.

    One that an older version made is brought up first.

    Raises:
        BrokenEnvironment: where it would have to be, and cannot be written.
    """
    if not desk.exists():
        return False
    connection.execute("ATTACH ? AS desk", (f"file:{_quoted(desk)}?mode=ro",))
    (made,) = connection.execute("PRAGMA desk.user_version").fetchone()
    if made >= len(schema.DESK):
        return True
    connection.execute("DETACH desk")
    if made:
        open_desk(desk).close()
        connection.execute("ATTACH ? AS desk", (f"file:{_quoted(desk)}?mode=ro",))
    return bool(made)


def _attach_empty_desk(connection: sqlite3.Connection) -> None:
    """Before anybody entered anything every query still finds a desk, an empty one."""
    connection.execute("ATTACH ':memory:' AS desk")
    for statement in schema.every(schema.DESK):
        connection.execute(_DESK_TABLE.sub(r"\1 desk.", statement, count=1))


def _quoted(path: Path) -> str:
    return str(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")


def schema_version(connection: sqlite3.Connection) -> int:
    """The schema number a database was written with."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """A write transaction that takes its lock at once (BEGIN IMMEDIATE) and is whole or nothing.

    Raises:
        Busy: where another writer kept the lock for longer than the busy timeout.
    """
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as problem:
        raise Busy(seconds=BUSY_SECONDS) from problem
    try:
        yield connection
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


@contextmanager
def reading(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """A read transaction: all that is asked within it is of one moment. TEMP tables stay."""
    connection.execute("BEGIN")
    try:
        yield connection
    finally:
        connection.execute("COMMIT")


def data_version(connection: sqlite3.Connection) -> tuple[int, int]:
    """Changes whenever another connection commits to the main database or the desk."""
    (main,) = connection.execute("PRAGMA main.data_version").fetchone()
    (desk,) = connection.execute("PRAGMA desk.data_version").fetchone()
    return int(main), int(desk)
