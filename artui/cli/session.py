"""What commands open: the home, the database brought up to its policies, a reader."""

from __future__ import annotations

from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, NamedTuple

from artui import lock
from artui.books.adoption import adopt, content_of
from artui.books.force import in_force
from artui.errors import BrokenEnvironment
from artui.ingest import profiles
from artui.policy.tree import tree_of
from artui.report.request import Source
from artui.store import policies
from artui.store.connection import main_version, open_desk, open_main, open_reader, schema_version

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from artui.books.force import InForce
    from artui.home import Home
    from artui.ingest.profile import Profile


class Writing(NamedTuple):
    """The main database for writing, the policy in force, and the export profiles."""

    connection: sqlite3.Connection
    force: InForce
    profiles: Sequence[Profile]


@contextmanager
def writing(home: Home) -> Iterator[Writing]:
    """The main database for writing, with the policies as they stand now adopted."""
    open_desk(home.desk).close()
    connection = open_main(home.main)
    try:
        known = profiles.load_from(tree_of(home))
        force, _ = adopt(connection, home, known.findings)
        yield Writing(connection, force, known.profiles)
    finally:
        connection.close()


@contextmanager
def reading(home: Home) -> Iterator[Source]:
    """A source for reports; policies edited since are adopted first where no agent does it."""
    _follow(home)
    with closing(open_reader(home.main, home.desk)) as reader:
        force = in_force(reader)
        if force is None:
            raise BrokenEnvironment(
                what=f"{home.main} has never adopted a policy.",
                hint="Run `artui agent --once` as the user who owns it.",
            )
        yield Source(reader, home, force)


def _follow(home: Home) -> None:
    """Adopt edited policies, unless an agent is there to do it or the database is not ours."""
    if home.main.exists() and not _behind(home):
        return
    try:
        with lock.at_once(home.agent_lock) as alone:
            served = not alone
        if not served:
            with lock.waiting(home.loading_lock), writing(home):
                pass
    except (BrokenEnvironment, OSError):
        if not home.main.exists():
            raise


def _behind(home: Home) -> bool:
    """Whether the schema is an older one, or the policies differ from what was checked last.

    A newer schema is left as it is.
    """
    with closing(open_reader(home.main)) as reader:
        version = schema_version(reader)
        if version != main_version():
            return version < main_version()
        known = policies.last_check(reader)
        return known is None or known.content != content_of(home)
