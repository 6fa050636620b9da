"""Items as they are derived: their rows, the versions they leave behind, and which changed."""

from __future__ import annotations

from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, NamedTuple

from artui.store.ledger import ATTRIBUTES, CARRIED, writing

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

    from artui.books.known import Known, Stated
    from artui.domain.posting import Entry
    from artui.store.ledger import ItemRow


#: What a version of an item keeps, but for the policy that decided its due date.
_CORE = attrgetter(
    "customer_id",
    "currency",
    "billed_on",
    "due_on",
    "due_by",
    "terms",
    "amount",
    "contractual_on",
)
#: Of that, the due date and what gave it.
_DECIDED = itemgetter(3, 4, 5, 7)
_TYPE, _CARRIED = ATTRIBUTES.index("type"), ATTRIBUTES.index(CARRIED[0])


class Moves(NamedTuple):
    """What entries made of an item: what is open for good, and the days of the first and last."""

    open_amount: int = 0
    first_on: int = 0
    last_on: int = 0


def moves(entries: Iterable[Entry]) -> dict[int, Moves]:
    """How entries, in order of effect, moved each item."""
    made: dict[int, Moves] = {}
    for entry in entries:
        day = entry.effective_on
        so_far = made.get(entry.item_id, Moves(0, day))
        made[entry.item_id] = Moves(so_far.open_amount + entry.amount, so_far.first_on, day)
    return made


class Items:
    """The items of some documents, taken over one by one and written at once.

    Attributes:
        changed: the ids of those that are not what they were.
    """

    def __init__(self, today: int) -> None:
        """Nothing is taken over yet; `today` is the day changes are recorded on."""
        self._today = today
        self._rows: list[tuple[object, ...]] = []
        self._versions: list[tuple[object, ...]] = []
        self._ended: list[int] = []
        self.changed: set[int] = set()

    def take(self, documents: Iterable[Known], moves: Mapping[int, Moves]) -> None:
        """Take over what is stated of documents' items, and how entries moved each, by its id."""
        for document in documents:
            listed = {item.id for item in document.listed}
            for item in document.items:
                self._take(item, document.stated[item.id], moves, hidden=item.id not in listed)
            for item in document.instalments:
                self._take(item, document.stated[item.id], moves, computed=True)
            self._ended += [item.id for item in document.ended if not item.void]

    def _take(
        self,
        item: ItemRow,
        stated: Stated,
        moves: Mapping[int, Moves],
        *,
        hidden: bool = False,
        computed: bool = False,
    ) -> None:
        """What an item was is kept; a due date stays that of the policy that decided it so."""
        before, after = _CORE(item), _core(stated)
        recorded_on, policy_id = item.recorded_on, stated.due.policy_id
        if item.due_by and _DECIDED(before) == _DECIDED(after):
            policy_id = item.policy_id
        if before != after:
            self.changed.add(item.id)
            recorded_on = self._today
            if item.due_by and item.recorded_on < self._today:
                kept = (item.id, item.recorded_on, self._today, *before, item.policy_id)
                self._versions.append(kept)
        written = (recorded_on, int(stated.void or hidden), int(computed), policy_id)
        self._rows.append(_row(stated, moves.get(item.id, Moves()), written, item.id))

    def write(self, connection: sqlite3.Connection) -> None:
        """Write everything taken over; must run inside the write transaction."""
        writing.write_versions(connection, self._versions)
        writing.write_items(connection, self._rows)
        writing.end_instalments(connection, self._ended)


def _core(stated: Stated) -> tuple[object, ...]:
    """What the item will be, in the order of `_CORE`."""
    day, by, terms, contractual_on, *_ = stated.due
    who = (stated.customer_id, stated.currency, stated.billed_on)
    return (*who, day, by, terms, stated.amount, contractual_on)


def _row(
    stated: Stated, moves: Moves, written: tuple[object, ...], item_id: int
) -> tuple[object, ...]:
    """A row for `write_items`; `written` are recorded day, void, computed and policy."""
    due, values = stated.due, stated.values
    return (
        stated.customer_id,
        stated.currency,
        values[_TYPE],
        stated.billed_on,
        due.day,
        due.by,
        due.terms,
        stated.amount,
        *moves,
        *stated.source,
        stated.settled_on,
        due.contractual_on,
        due.export_on,
        *written,
        *values[_CARRIED:],
        item_id,
    )
