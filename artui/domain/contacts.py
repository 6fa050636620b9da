"""The words of the contact log."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

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

#: What came of it. `promise` asks for an amount and a day, `dispute` for a reason.
OUTCOMES: Mapping[str, str] = {
    "promise": "Promises to pay",
    "paid": "Says it is paid",
    "dispute": "Disputes it",
    "copy": "Wants a copy",
    "internal": "Waits for somebody on their side",
    "callback": "Asked to call back",
    "message": "Left a message",
    "no_answer": "No answer",
    "refused": "Refuses to pay",
    "other": "Something else",
}
