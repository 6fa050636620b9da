"""What a report is asked for, and what it is computed from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from artui.domain.identity import canonical
from artui.store.aging import Scope

if TYPE_CHECKING:
    import sqlite3

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
