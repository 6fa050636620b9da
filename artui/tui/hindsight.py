"""What the agent keeps for today, computed for another day once and put before every reader."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from artui.books.force import InForce
    from artui.home import Home
    from artui.tui.moment import Moment

Found = TypeVar("Found")


class Looked(NamedTuple):
    """What is looked at: a moment, the policy it is under, and a mark of the data's state."""

    moment: Moment
    force: InForce
    mark: tuple[object, ...]


class Hindsight:
    """Credit standings and tiers of a day of the past.

    Computing them takes seconds where accounts are many, and a screen asks with several readers:
    the first computes, the others wait for it and take over what it found.
    """

    def __init__(self, home: Home) -> None:
        self._home = home
        self._lock = threading.Lock()
        self._found: dict[str, tuple[object, Any]] = {}

    def put_credit(self, reader: sqlite3.Connection, looked: Looked) -> None:
        """Put the credit standings of the day before a reader."""
        from artui.books.past import standing_rows  # noqa: PLC0415 - only for who looks back
        from artui.store import past  # noqa: PLC0415 - as above

        scope = looked.moment.scope()
        rows = self._once(
            "credit", looked, lambda: standing_rows(reader, self._home, looked.force, scope)
        )
        past.put_standings(reader, rows)

    def put_work(self, reader: sqlite3.Connection, looked: Looked) -> None:
        """Put the day's tiers before a reader, with the positions and standings they go by."""
        from artui.books import escalation, tiers  # noqa: PLC0415 - as above
        from artui.store import past  # noqa: PLC0415 - as above
        from artui.store.aging import Question  # noqa: PLC0415 - as above

        self.put_credit(reader, looked)
        moment, (number, _, policy) = looked.moment, looked.force
        scope = moment.scope()

        def decide() -> list[Any]:
            decided = tiers.decisions(reader, policy.escalation, scope)
            return [escalation.row(each, moment.as_of, number) for each in decided]

        rows = self._once("tiers", looked, decide)
        past.put_positions(reader, Question(scope, policy.aging))
        past.put_tiers(reader, rows)

    def _once(self, what: str, looked: Looked, find: Callable[[], Found]) -> Found:
        """What was found of it before, while nothing changed; else found now."""
        key = (looked.moment, looked.force.id, looked.mark)
        with self._lock:
            known = self._found.get(what)
            if known is None or known[0] != key:
                known = self._found[what] = (key, find())
            found: Found = known[1]
            return found
