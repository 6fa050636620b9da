"""What a plan says: one effect a line, with the rule that causes it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

Kind = Literal["due_date", "tier", "limit", "hold", "reason"]
#: In the order a reviewer asks for them.
KINDS: tuple[Kind, ...] = ("hold", "limit", "tier", "reason", "due_date")
#: The week of what is past due already.
PAST_DUE = "past due"


class Effect(NamedTuple):
    """What would change for one account.

    Attributes:
        customer_id: the customer's row number.
        currency: of the account.
        kind: what changes.
        direction: which way: later, earlier; raised, lowered; over, within, changed; begins, ends;
            reassigned.
        change: before and after, in words.
        items: how many items it concerns.
        amount: in minor units: what is open of the items, else what is past due, what the exposure
            lies above the limit by, or what is late.
        rule: the file and line that cause it, and the name they have for it.
    """

    customer_id: int
    currency: str
    kind: Kind
    direction: str
    change: str
    items: int
    amount: int
    rule: str


class Week(NamedTuple):
    """What falls due in an ISO week, before and after, in minor units.

    What would have been due in a week that is over stands together as PAST_DUE.
    """

    week: str
    currency: str
    before: int
    after: int


class Effects(NamedTuple):
    """Everything edited policies would change, and when the money would fall due."""

    effects: tuple[Effect, ...] = ()
    weeks: tuple[Week, ...] = ()


class Sum(NamedTuple):
    """Effects of one kind, direction and currency together; the amount in minor units."""

    kind: Kind
    direction: str
    currency: str
    customers: int
    items: int
    amount: int


def sums(effects: Iterable[Effect]) -> list[Sum]:
    """Effects in sum, in the order of their kinds."""
    together: dict[tuple[Kind, str, str], list[Effect]] = defaultdict(list)
    for each in effects:
        together[each.kind, each.direction, each.currency].append(each)
    order = sorted(together, key=lambda key: (KINDS.index(key[0]), *key[1:]))
    return [
        Sum(
            *key,
            len({each.customer_id for each in together[key]}),
            sum(each.items for each in together[key]),
            sum(each.amount for each in together[key]),
        )
        for key in order
    ]


def following(rule: str, moves: str) -> str:
    """A rule, with what moves the due dates that it looks at where anything does."""
    return f"{rule} (due dates: {moves})" if moves else rule


def ruled(place: str, name: str) -> str:
    """`terms.yaml:18 net30`; the name alone where it is a built-in default."""
    return f"{place} {name}".strip()
