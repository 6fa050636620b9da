"""Credit reviews: whose credit was looked at, on which day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.store.connection import transaction
from artui.store.desk.tables import Numbered

if TYPE_CHECKING:
    import sqlite3

    from artui.store.desk.identity import AccountIdentity

REVIEW_CREDIT = "review_credit"
REVIEWS = Numbered("credit_review")


def review_credit(
    connection: sqlite3.Connection,
    account: AccountIdentity,
    reviewed_on: int,
    who: str,
    at: str,
) -> int:
    """Note that a customer's credit was reviewed; the review's number.

    Args:
        connection: the desk, for writing.
        account: in whatever currency: a review is of the customer.
        reviewed_on: the home's day.
        who: who reviewed it.
        at: the clock's time.
    """
    values = {
        "company": account.company,
        "customer": account.customer,
        "reviewed_on": reviewed_on,
    }
    with transaction(connection):
        return REVIEWS.add(connection, REVIEW_CREDIT, values, who, at)
