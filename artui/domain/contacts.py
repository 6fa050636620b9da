"""The words of the contact log."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: How people talk with customers, by what the log keeps.
CHANNELS: Mapping[str, str] = {
    "phone": "Phone",
    "email": "Email",
    "post": "Post",
    "sms": "Text message",
    "portal": "Customer portal",
    "visit": "Visit",
}

#: Who began it.
DIRECTIONS: Mapping[str, str] = {"out": "We called or wrote", "in": "They called or wrote"}

#: Outcomes that ask for more than a word.
PROMISE, DISPUTE = "promise", "dispute"
#: What came of it. `promise` asks for an amount and a day, `dispute` for a reason.
OUTCOMES: Mapping[str, str] = {
    PROMISE: "Promises to pay",
    "paid": "Says it is paid",
    DISPUTE: "Disputes it",
    "copy": "Wants a copy",
    "internal": "Waits for somebody on their side",
    "callback": "Asked to call back",
    "message": "Left a message",
    "no_answer": "No answer",
    "refused": "Refuses to pay",
    "other": "Something else",
}


def introduced(person: Mapping[str, object]) -> str:
    """Who somebody at a customer is: `Ann Lee, accounts payable`; empty where nothing says."""
    return ", ".join(str(person[name]) for name in ("name", "role") if person.get(name))


def reached(person: Mapping[str, object]) -> str:
    """How somebody is reached: telephone, e-mail, and the language they want."""
    return " · ".join(
        str(person[name]) for name in ("phone", "email", "language") if person.get(name)
    )


def directory(
    own: Mapping[str, object], people: list[dict[str, object]], most: int
) -> Iterator[str]:
    """Lines about whom to talk to: the customer itself, then its people.

    Args:
        own: the customer's own telephone and e-mail.
        people: see `introduced` and `reached`.
        most: how many people are told of; the rest are counted.
    """
    if said := reached(own):
        yield f"Customer  {said}"
    for person in people[:most]:
        parts = (introduced(person), reached(person))
        yield f"Person    {' · '.join(part for part in parts if part)}"
    if len(people) > most:
        yield f"          and {len(people) - most} more"
