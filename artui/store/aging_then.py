"""Aging of a day of the past as a screen lists it, beside what is outstanding today."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from artui.store.aging import select
from artui.store.listing import Column, Listing, Sort
from artui.store.listings import FLAGS, WHO, aging_columns

if TYPE_CHECKING:
    from collections.abc import Mapping

    from artui.store.aging import Question


def listing(question: Question, now: Question, *, positions: bool) -> Listing:
    """Customers by bucket on a day of the past, beside each what is outstanding today.

    Who owes something on only one of the two days is there too, so that the changes add up.

    Args:
        question: the past.
        now: the same of today.
        positions: whether the kept positions are today's.
    """
    buckets = [f"b{n}" for n in range(len(question.buckets.labels))]
    then = ["outstanding", "unapplied", "disputed", *buckets]
    today = "position"
    parameters: dict[str, object] = {}
    if not positions:
        today, parameters = _apart(select(now), now.parameters())
    sums = ", ".join(f"sum({name}) AS {name}" for name in (*then, "today"))
    shown = list(aging_columns(question.buckets))
    place = [column.key for column in shown].index("outstanding") + 1
    shown[place:place] = [Column("today", "Today", "money"), Column("change", "Change", "money")]
    return Listing(
        tuple(shown),
        f"""SELECT {FLAGS} AS flags, p.*, p.today - p.outstanding AS change, {WHO}
            FROM (SELECT row_number() OVER () AS id, customer_id, currency, {sums}
                FROM (SELECT customer_id, currency, {", ".join(then)}, 0 AS today
                    FROM ({select(question)})
                    UNION ALL SELECT customer_id, currency, {", ".join("0" for _ in then)},
                        outstanding FROM {today}) GROUP BY customer_id, currency) AS p
            JOIN ({_KNOWN_OR_LATER}) AS c ON c.id = p.customer_id
            JOIN company AS m ON m.id = c.company_id""",
        key="id",
        search=("name", "number", "company", "segment", "collector", "currency"),
        default_order=(Sort("outstanding", descending=True),),
        parameters={**question.parameters(), **parameters},
        currency="currency",
        hidden=("customer_id",),
        frozen=True,
        noun="customers",
    )


#: Customers as known then, and those that came later as they are.
_KNOWN_OR_LATER = """SELECT id, company_id, number, name, segment, collector FROM customer
    UNION ALL SELECT id, company_id, number, name, segment, collector FROM main.customer
    WHERE id NOT IN (SELECT id FROM customer)"""
_VALUE = re.compile(r":(?=[a-z_])")


def _apart(sql: str, values: Mapping[str, object]) -> tuple[str, dict[str, object]]:
    """A select about today beside one about the past: its values and customers are its own."""
    own = _VALUE.sub(":now_", sql.replace("JOIN customer AS", "JOIN main.customer AS"))
    return f"({own})", {f"now_{name}": value for name, value in values.items()}
