"""What lies behind the open amount of one document: entries, item versions, what stood open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.store import named
from artui.store.aging import Scope, disputed

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

#: How many numbers are looked at to find what was meant by one that there is not.
_NEAR = 40


def of_key(
    connection: sqlite3.Connection,
    key: str,
    company: str | None = None,
    document_class: str | None = None,
    fiscal_year: str | None = None,
) -> list[dict[str, Any]]:
    """The documents of a canonical number, further told apart by canonical keys where given."""
    return named.rows(
        connection.execute(
            """SELECT d.id, d.number, d.family, d.class, d.fiscal_year, m.code AS company
            FROM company AS m CROSS JOIN document AS d ON d.company_id = m.id AND d.key = :key
            WHERE (:company IS NULL OR m.key = :company)
                AND (:class IS NULL OR d.class_key = :class)
                AND (:year IS NULL OR d.fiscal_year = :year)
            ORDER BY m.code, d.family, d.class, d.fiscal_year""",
            {"key": key, "company": company, "class": document_class, "year": fiscal_year},
        )
    )


def near(connection: sqlite3.Connection, key: str) -> list[str]:
    """Numbers beside a canonical number: the next before and after it, and those with its end."""
    tail = key.lstrip("abcdefghijklmnopqrstuvwxyz-_/# ")[-6:] or key
    rows = connection.execute(
        f"""SELECT number FROM (SELECT number FROM document WHERE key >= :key
                ORDER BY key LIMIT {_NEAR})
        UNION SELECT number FROM (SELECT number FROM document WHERE key < :key
                ORDER BY key DESC LIMIT {_NEAR})
        UNION SELECT number FROM (SELECT number FROM document
                WHERE substr(key, -length(:tail)) = :tail LIMIT {_NEAR})""",
        {"key": key, "tail": tail},
    )
    return [str(number) for (number,) in rows]


def number(connection: sqlite3.Connection, document_id: int) -> str:
    """What people call a document."""
    row = connection.execute("SELECT number FROM document WHERE id = ?", (document_id,)).fetchone()
    return str(row[0])


def numbers(connection: sqlite3.Connection, wanted: Iterable[int]) -> dict[int, str]:
    """The numbers of documents by their rows."""
    return {each: number(connection, each) for each in sorted(wanted)}


def entries(connection: sqlite3.Connection, document_id: int) -> list[dict[str, Any]]:
    """Every entry of a document's items there ever was, in order of effect.

    `counter` is the number of the document it stands against, `counter_id` that one's row.
    """
    return named.rows(
        connection.execute(
            """SELECT e.id, e.item_id, i.label, i.currency, e.kind, e.effective_on, e.amount,
                o.number AS counter, o.id AS counter_id, e.import_id, e.line, e.recorded_on,
                e.superseded_on
            FROM item AS i JOIN entry AS e ON e.item_id = i.id
            LEFT JOIN item AS t ON t.id = e.counter_item_id
            LEFT JOIN document AS o ON o.id = t.document_id
            WHERE i.document_id = ?
            ORDER BY e.effective_on, e.kind <> 'billed', e.id""",
            (document_id,),
        )
    )


def versions(
    connection: sqlite3.Connection, document_id: int, known_on: int
) -> dict[int, dict[str, Any]]:
    """By item, what it was on a day where it is something else now."""
    rows = named.rows(
        connection.execute(
            """SELECT v.item_id, v.recorded_on, v.customer_id, v.currency, v.billed_on, v.due_on,
                v.due_by, v.terms, v.amount, v.contractual_on, p.revision
            FROM item AS i JOIN item_version AS v ON v.item_id = i.id
                AND v.recorded_on <= :known_on AND v.superseded_on > :known_on
            LEFT JOIN policy AS p ON p.id = v.policy_id WHERE i.document_id = :document""",
            {"document": document_id, "known_on": known_on},
        )
    )
    return {row.pop("item_id"): row for row in rows}


def standing(
    connection: sqlite3.Connection, document_id: int, as_of: int, known_on: int | None
) -> list[dict[str, Any]]:
    """What stands open of a document's items as aging has it, first due first.

    `disputed` is how much of `open_amount` is.
    """
    owners = connection.execute(
        "SELECT DISTINCT customer_id FROM item WHERE document_id = ? ORDER BY 1", (document_id,)
    ).fetchall()
    found: list[dict[str, Any]] = []
    for (owner,) in owners:
        scope = Scope(as_of, known_on, customer_id=owner)
        cursor = connection.execute(
            f"""WITH {disputed(scope)} SELECT s.item_id, s.customer_id, s.currency, s.billed_on,
                s.due_on, s.open_amount, s.disputed
            FROM aged AS s WHERE s.document_id = :document ORDER BY s.due_on, s.item_id""",
            {**scope.parameters(), "document": document_id},
        )
        found += named.rows(cursor)
    return found


def sighted(connection: sqlite3.Connection, kind: str, fact_id: int) -> int | None:
    """The last import that said the same as a fact once more; None where none did."""
    (found,) = connection.execute(
        "SELECT max(import_id) FROM sighting WHERE kind = ? AND fact_id = ?", (kind, fact_id)
    ).fetchone()
    return None if found is None else int(found)
