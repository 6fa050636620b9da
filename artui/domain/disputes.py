"""The words of disputes: the states of a case, and what the statuses of programs come to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

OPEN, WAITING_CUSTOMER, WAITING_US = "open", "waiting_customer", "waiting_us"
UPHELD, PARTLY_UPHELD = "upheld", "partly_upheld"
REJECTED, WITHDRAWN = "rejected", "withdrawn"

#: Over, as an export says it that does not say how it ended; no state a person can choose.
CLOSED = "closed"

#: The states of a case; the last four are over.
STATES = (OPEN, WAITING_CUSTOMER, WAITING_US, UPHELD, PARTLY_UPHELD, REJECTED, WITHDRAWN)
OVER = STATES[3:]
#: What people call a state, and CLOSED.
LABELS: Mapping[str, str] = {
    OPEN: "open",
    WAITING_CUSTOMER: "waiting for the customer",
    WAITING_US: "waiting for us",
    UPHELD: "upheld",
    PARTLY_UPHELD: "partly upheld",
    REJECTED: "rejected",
    WITHDRAWN: "withdrawn",
    CLOSED: "closed",
}

#: What the statuses of programs come to, without case, hyphens and underscores.
WORDS: Mapping[str, str] = {
    "waiting for the customer": WAITING_CUSTOMER,
    "waiting for customer": WAITING_CUSTOMER,
    "waiting on customer": WAITING_CUSTOMER,
    "waiting customer": WAITING_CUSTOMER,
    "pending customer": WAITING_CUSTOMER,
    "awaiting customer": WAITING_CUSTOMER,
    "with customer": WAITING_CUSTOMER,
    "waiting for us": WAITING_US,
    "waiting us": WAITING_US,
    "pending internal": WAITING_US,
    "in process": WAITING_US,
    "in progress": WAITING_US,
    "in review": WAITING_US,
    "under review": WAITING_US,
    "investigating": WAITING_US,
    "accepted": UPHELD,
    "approved": UPHELD,
    "credited": UPHELD,
    "upheld": UPHELD,
    "won by customer": UPHELD,
    "partially accepted": PARTLY_UPHELD,
    "partially credited": PARTLY_UPHELD,
    "partly accepted": PARTLY_UPHELD,
    "partly upheld": PARTLY_UPHELD,
    "partially upheld": PARTLY_UPHELD,
    "declined": REJECTED,
    "denied": REJECTED,
    "rejected": REJECTED,
    "withdrawn": WITHDRAWN,
    "cancelled": WITHDRAWN,
    "canceled": WITHDRAWN,
    "closed": CLOSED,
    "completed": CLOSED,
    "done": CLOSED,
    "resolved": CLOSED,
    "settled": CLOSED,
}


def state_of(word: str | None) -> str:
    """What a status of an export comes to: a state, or CLOSED; unknown words and none are open."""
    plain = " ".join((word or "").casefold().replace("_", " ").replace("-", " ").split())
    return WORDS.get(plain, OPEN)


def is_over(state: str) -> bool:
    """Whether a state ends a case."""
    return state == CLOSED or state in OVER
