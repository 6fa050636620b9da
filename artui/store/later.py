"""What takes effect after a day on what stands open on it: paid, credited, written off or reopened.

The other half of a strict as-of: a payment of tomorrow reduces nothing today, and is seen here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from artui.store.aging import GROUPS, standing
from artui.store.recorded import known

if TYPE_CHECKING:
    import sqlite3

    from artui.store.aging import Scope


class Later(NamedTuple):
    """What takes effect after the scope's day on the items of one group that stand open on it.

    Attributes:
        company: its code, where customers are what is grouped by.
        key: of the group.
        currency: of the amount.
        amount: minor units; negative reduces what is owed.
    """

    company: str | None
    key: str | None
    currency: str
    amount: int


def later(connection: sqlite3.Connection, scope: Scope, by: str = "customer") -> list[Later]:
    """What takes effect after the scope's day, by group and currency, known when the scope says.

    What is billed after it stands open on no item of it, and does not count.
    """
    company = "m.code" if by == "customer" else "NULL"
    rows = connection.execute(
        f"""WITH standing AS ({standing(scope)}),
            later AS (SELECT item_id, sum(amount) AS amount FROM entry AS e
                WHERE e.effective_on > :as_of AND {known(scope.known_on)} GROUP BY item_id)
        SELECT {company}, {GROUPS[by]}, s.currency, sum(l.amount)
        FROM later AS l JOIN standing AS s ON s.item_id = l.item_id
        JOIN item AS i ON i.id = l.item_id JOIN document AS d ON d.id = i.document_id
        JOIN customer AS c ON c.id = s.customer_id JOIN company AS m ON m.id = c.company_id
        WHERE {scope.filters()} GROUP BY 1, 2, 3 HAVING sum(l.amount) <> 0""",
        scope.parameters(),
    )
    return [Later(*row) for row in rows]
