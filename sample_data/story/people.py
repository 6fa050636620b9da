"""Whom to talk to at each customer, all invented."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sample_data.story import weeks
from sample_data.story.columns import HEADERS
from sample_data.story.dice import Dice
from sample_data.story.styles import PLAIN, Row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sample_data.story.cast import Customer

_FIRST = ("Alma", "Bruno", "Carla", "Deniz", "Edda", "Farid", "Greta", "Hugo", "Ilse", "Jonas",
          "Kira", "Luca", "Mina", "Nadia", "Omar", "Petra")  # fmt: skip
_LAST = ("Abel", "Brandt", "Castor", "Dunmore", "Elling", "Fairway", "Grove", "Hollis", "Ives",
         "Jansma", "Keller", "Linden", "Marsh", "Norden")  # fmt: skip
_ROLES = ("accounts payable", "site manager", "purchasing")
_NUMBER = 200


def files(customers: list[Customer]) -> dict[str, bytes]:
    """Everybody, once, with the corrected customer file."""
    dice = Dice("people")
    rows: list[Row] = []
    for customer in customers:
        rows += _people(dice, customer, _NUMBER + len(rows))
    text = PLAIN.text(HEADERS["contacts"], rows)
    return {f"contacts_{weeks.CORRECTION}.csv": text}


def _people(dice: Dice, customer: Customer, number: int) -> Iterator[Row]:
    """One to three people; one of them may have no telephone, or no e-mail."""
    family = dice.between(0, len(_LAST) - 1)
    for place, role in enumerate(_ROLES[: dice.between(1, 3)]):
        first, last = dice.pick(_FIRST), _LAST[(family + place) % len(_LAST)]
        mailed = role != "site manager" or dice.chance(0.5)
        address = f"{first}.{last}.{customer.customer_id}@example.com".lower()
        yield {
            "customer_id": customer.customer_id,
            "company": customer.company,
            "name": f"{first} {last}",
            "role": role,
            "email": address if mailed else "",
            "phone": f"555-{number + place:04d}" if not mailed or dice.chance(0.8) else "",
            "language": customer.language,
        }
