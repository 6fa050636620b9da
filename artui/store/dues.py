"""Open items asked when two policies have them due, item by item only within SQL.

What a due date depends on is the same for many items: `ask` numbers the different cases, and
`answer` says of each when its items are due. TEMP tables hold both; they go with the connection.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import count
from typing import TYPE_CHECKING, Literal, NamedTuple

from artui.store import promised

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

#: What policy rules may ask about an item, of item i and document d.
ITEM_FIELDS = {"class": "nullif(d.class, '')", "type": "i.type"}
#: What they may ask about its customer, of customer c and company m.
CUSTOMER_FIELDS = {
    "customer_id": "c.number",
    "segment": "c.segment",
    "collector": "c.collector",
    "region": "c.region",
    "country": "c.country",
    "company": "m.code",
    "currency": "c.currency",
    "po_required": "c.po_required",
    "customer_bill_to": "c.bill_to",
    "customer_tax_code": "c.tax_code",
    "autopay": "c.autopay",
    "terms": "c.terms",
}


class Case(NamedTuple):
    """What the due date of items depends on.

    Attributes:
        due_on: the day they are due now.
        computed: whether they are instalments that a term made.
        billed_on: the invoice date.
        currency: of the items.
        terms: the term they are said to have.
        by: what gave their due date.
        own: the due date of their export.
        fields: what rules ask about, in the order asked for.
    """

    due_on: int
    computed: int
    billed_on: int
    currency: str
    terms: str | None
    by: str
    own: int | None
    fields: tuple[object, ...]


class Answer(NamedTuple):
    """When the items of a case are due.

    Attributes:
        number: the case's.
        currency: of its items.
        due_on: the day they are due now.
        was: the day under the one policy.
        will: the day under the other.
        cause: the number of what moves them; None where nothing does.
        apart: whether the items are to be looked at one by one, since terms split their document.
        tiers: whether an age that tiers look at lies between the two days.
        credit: the same of credit.
    """

    number: int
    currency: str
    due_on: int
    was: int
    will: int
    cause: int | None
    apart: bool
    tiers: bool
    credit: bool


class Shift(NamedTuple):
    """What moves of an account for one cause: minor units, and minor units times days."""

    customer_id: int
    currency: str
    cause: int
    items: int
    amount: int
    amount_days: int


class OpenItem(NamedTuple):
    """An item that is looked at by itself, in minor units, and the number of its case."""

    id: int
    document_id: int
    label: str
    customer_id: int
    amount: int
    open_amount: int
    due_on: int
    case: int


#: Where that stands which any due date depends on, of item i.
_ASKED = (
    *(f"i.{name}" for name in "due_on computed billed_on currency terms due_by".split()),
    """CASE WHEN i.due_by = :own THEN coalesce(i.contractual_on, i.due_on)
        ELSE i.export_due_on END""",
)


def ask(connection: sqlite3.Connection, fields: Sequence[str], own: str) -> list[Case]:
    """Number the different cases of all open items.

    Args:
        connection: a reader of the main database.
        fields: what else matters, names of ITEM_FIELDS and CUSTOMER_FIELDS.
        own: what `due_by` says of items that have their export's own due date.

    Returns:
        The cases, in the order of their numbers from 0.
    """
    numbers: defaultdict[tuple[object, ...], int] = defaultdict(count().__next__)
    known = ITEM_FIELDS | CUSTOMER_FIELDS
    asked = [*_ASKED, *(known[name] for name in fields)]
    connection.create_function("case_number", len(asked), lambda *case: numbers[case])
    connection.execute("DROP TABLE IF EXISTS temp.asked_item")
    connection.execute(
        f"""CREATE TEMP TABLE asked_item AS SELECT i.id, i.document_id, i.customer_id,
            i.open_amount, i.open_amount <> i.amount AS paid, case_number({", ".join(asked)})
                AS number
        FROM main.item AS i JOIN document AS d ON d.id = i.document_id
        JOIN customer AS c ON c.id = i.customer_id JOIN company AS m ON m.id = c.company_id
        WHERE i.open_amount <> 0 AND d.family = 'invoice'""",
        {"own": own},
    )
    connection.create_function("case_number", len(asked), None)
    plain = len(_ASKED)
    return [Case._make((*case[:plain], case[plain:])) for case in numbers]


def answer(connection: sqlite3.Connection, answers: Iterable[Answer]) -> None:
    """Say of every case when its items are due."""
    connection.execute("DROP TABLE IF EXISTS temp.answer")
    connection.execute(
        """CREATE TEMP TABLE answer (number INTEGER PRIMARY KEY, currency TEXT, due_on INTEGER,
        was INTEGER, will INTEGER, cause INTEGER, apart INTEGER, tiers INTEGER, credit INTEGER)"""
    )
    marks = ", ".join("?" for _ in Answer._fields)
    connection.executemany(f"INSERT INTO temp.answer VALUES ({marks})", answers)


_MOVING = """FROM temp.asked_item AS q JOIN temp.answer AS a ON a.number = q.number
    WHERE a.cause IS NOT NULL AND q.open_amount > 0"""


def shifts(connection: sqlite3.Connection) -> Iterator[Shift]:
    """What moves, by account and cause."""
    cursor = connection.execute(
        f"""SELECT q.customer_id, a.currency, a.cause, count(*), sum(q.open_amount),
            sum(q.open_amount * (a.will - a.was)) {_MOVING}
        GROUP BY q.customer_id, a.currency, a.cause"""
    )
    return map(Shift._make, cursor)


def amounts(connection: sqlite3.Connection) -> Iterator[tuple[int, int]]:
    """What is open of the items that move, by the number of their case."""
    return connection.execute(f"SELECT q.number, sum(q.open_amount) {_MOVING} GROUP BY q.number")


def apart(connection: sqlite3.Connection) -> Iterator[OpenItem]:
    """The items to be looked at one by one, document by document, first due first."""
    cursor = connection.execute(
        """SELECT i.id, i.document_id, i.label, i.customer_id, i.amount, i.open_amount, i.due_on,
            q.number
        FROM temp.asked_item AS q JOIN temp.answer AS a ON a.number = q.number
        JOIN main.item AS i ON i.id = q.id WHERE a.apart
        ORDER BY i.document_id, i.due_on, i.label"""
    )
    return map(OpenItem._make, cursor)


def billed(connection: sqlite3.Connection, documents: Iterable[int]) -> dict[int, int]:
    """What was billed of documents whose terms split them, or would, in minor units."""
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS split_document (id INTEGER PRIMARY KEY)")
    connection.execute("DELETE FROM temp.split_document")
    connection.executemany(
        "INSERT INTO temp.split_document VALUES (?)", ((each,) for each in documents)
    )
    return dict(
        connection.execute(
            """SELECT a.id, sum(i.amount) FROM temp.split_document AS a CROSS JOIN main.item AS i
                ON i.document_id = a.id WHERE NOT i.void GROUP BY a.id"""
        ).fetchall()
    )


def crossing(
    connection: sqlite3.Connection, kind: Literal["tiers", "credit"], *, paid: bool
) -> set[int]:
    """The customers of whom an item that moves comes to count otherwise.

    Of customers with disputes, promises or entries still to come every move counts: what those
    reach goes by the order of due dates.

    Args:
        connection: where `answer` was told.
        kind: for what.
        paid: whether every move of what was partly paid counts too, since it was paid less late.
    """
    rows = connection.execute(
        f"""SELECT DISTINCT q.customer_id {_MOVING} AND (a.{kind}
            OR q.customer_id IN (SELECT customer_id FROM temp.ordered)
            {"OR q.paid" if paid else ""})"""
    )
    return {int(customer) for (customer,) in rows}


def mark_ordered(connection: sqlite3.Connection, today: int, running_from: int) -> None:
    """Find the customers of whom the order of due dates tells.

    Args:
        connection: a reader, with the desk attached.
        today: the day asked about.
        running_from: the earliest day a promise may have been due that still runs.
    """
    connection.execute("DROP TABLE IF EXISTS temp.ordered")
    connection.execute("CREATE TEMP TABLE ordered (customer_id INTEGER PRIMARY KEY)")
    connection.execute(
        f"""INSERT INTO temp.ordered
        SELECT customer_id FROM dispute WHERE resolved_on IS NULL OR resolved_on > :today
        UNION SELECT p.customer_id FROM ({promised.made(None, seen=":today")}) AS p
            WHERE p.due_on >= :running_from
        UNION SELECT i.customer_id FROM entry AS e JOIN main.item AS i ON i.id = e.item_id
            WHERE e.effective_on > :today AND e.superseded_on IS NULL""",
        {"today": today, "running_from": running_from},
    )
