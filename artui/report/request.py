"""What a report is asked for, and what it is computed from."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from artui.books.past import force_then
from artui.domain.identity import canonical
from artui.store import past
from artui.store.aging import Scope

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from artui.books.force import InForce
    from artui.home import Home


@dataclass(frozen=True, slots=True)
class Request:
    """The options every report takes; None where one was not given."""

    as_of: int | None = None
    known_on: int | None = None
    company: str | None = None
    customer: str | None = None
    collector: str | None = None
    limit: int | None = None

    def scope(self, today: int) -> Scope:
        """The scope of items asked for."""
        return Scope(
            today if self.as_of is None else self.as_of,
            self.known_on,
            None if self.company is None else canonical(self.company),
            None if self.customer is None else canonical(self.customer),
            self.collector,
        )


@dataclass(frozen=True, slots=True)
class Source:
    """Where a report's figures come from.

    Attributes:
        reader: the main database with the desk attached.
        home: whose figures.
        force: the policy in force.
    """

    reader: sqlite3.Connection
    home: Home
    force: InForce


@contextmanager
def looking_back(source: Source, request: Request) -> Iterator[Source]:
    """The source as it was on the day a request wants to know of; the same where it names none.

    Customers and disputes are those known then, and the policy is the one in force then; entries
    and items every report asks for as known on the day itself.
    """
    force = force_then(source.reader, source.home, source.force, request.known_on)
    with past.looking_back(source.reader, request.known_on):
        yield replace(source, force=force)
