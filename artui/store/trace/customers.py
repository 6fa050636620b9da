"""What lies behind the figures of one customer: open items, their entries, late weeks, facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.store import named
from artui.store.aging import Scope, disputed
from artui.store.recorded import known, of_item, version

if TYPE_CHECKING:
    import sqlite3

_NEAR = 40
#: What exports say of a customer, in the order it is shown.
STATED = (
    "name parent_key segment collector region country currency terms credit_limit po_required"
    " bill_to tax_code language autopay"
).split()


def of_key(
    connection: sqlite3.Connection, key: str, company: str | None = None
) -> list[dict[str, Any]]:
    """The customers of a canonical id, of one company by its key where that is given."""
    return named.rows(
        connection.execute(
            """SELECT c.id, c.number, coalesce(c.name, c.number) AS name, m.code AS company
            FROM company AS m JOIN customer AS c ON c.company_id = m.id AND c.key = :key
            WHERE :company IS NULL OR m.key = :company ORDER BY m.code""",
            {"key": key, "company": company},
        )
    )


def of_id(connection: sqlite3.Connection, customer_id: int) -> dict[str, Any]:
    """One customer by its row: id, number, name, company, and the keys of both."""
    (found,) = named.rows(
        connection.execute(
            """SELECT c.id, c.number, coalesce(c.name, c.number) AS name, m.code AS company,
                c.key, m.key AS company_key
            FROM customer AS c JOIN company AS m ON m.id = c.company_id WHERE c.id = ?""",
            (customer_id,),
        )
    )
    return found


def near(connection: sqlite3.Connection, key: str) -> list[str]:
    """Ids and names of customers beside a canonical id."""
    rows = connection.execute(
        f"""SELECT number FROM (SELECT number FROM customer WHERE key >= :key
                ORDER BY key LIMIT {_NEAR})
        UNION SELECT number FROM (SELECT number FROM customer WHERE key < :key
                ORDER BY key DESC LIMIT {_NEAR})
        UNION SELECT number FROM (SELECT number FROM customer
                WHERE substr(key, -length(:tail)) = :tail LIMIT {_NEAR})""",
        {"key": key, "tail": key.lstrip("abcdefghijklmnopqrstuvwxyz-_/# ")[-6:] or key},
    )
    return [str(number) for (number,) in rows]


def items(
    connection: sqlite3.Connection, customer_id: int, as_of: int, known_on: int | None
) -> list[dict[str, Any]]:
    """What stands open of a customer, item by item, first due first, as aging has it.

    Beside it where the item was last stated: import and line.
    """
    scope = Scope(as_of, known_on, customer_id=None if known_on is not None else customer_id)
    return named.rows(
        connection.execute(
            f"""WITH {disputed(scope)} SELECT s.item_id, s.document_id, d.number, d.family,
                i.label, s.currency, s.billed_on, s.due_on, s.open_amount, s.disputed,
                i.import_id, i.line
            FROM aged AS s JOIN item AS i ON i.id = s.item_id
            JOIN document AS d ON d.id = s.document_id
            WHERE s.customer_id = :who ORDER BY s.due_on, d.number, i.label""",
            {**scope.parameters(), "who": customer_id},
        )
    )


def outstanding(
    connection: sqlite3.Connection, customer_id: int, as_of: int, known_on: int | None
) -> dict[str, int]:
    """What a customer owes per currency, summed from the entries alone."""
    values = {"who": customer_id, "as_of": as_of, "known_on": known_on}
    return {
        str(currency): int(amount)
        for currency, amount in connection.execute(_of_entries(known_on), values)
    }


def _of_entries(known_on: int | None) -> str:
    currency, customer = (of_item(known_on, name) for name in ("currency", "customer_id"))
    return f"""SELECT {currency}, sum(e.amount) FROM item AS i {version(known_on)}
        CROSS JOIN entry AS e ON e.item_id = i.id
        WHERE {customer} = :who AND e.effective_on <= :as_of AND {known(known_on)}
        GROUP BY 1 HAVING sum(e.amount) <> 0 ORDER BY 1"""


def late_weeks(
    connection: sqlite3.Connection, customer_id: int, currency: str, most: int
) -> list[dict[str, Any]]:
    """The last frozen weeks in which a customer was late, newest first, and how much by reason."""
    return named.rows(
        connection.execute(
            """WITH recent AS (SELECT week FROM frozen_week ORDER BY week DESC LIMIT :most)
            SELECT f.week, f.reason, count(*) AS invoices, sum(f.amount) AS amount,
                sum(f.amount_days) AS amount_days
            FROM recent AS r CROSS JOIN frozen_late AS f ON f.week = r.week
            WHERE f.customer_id = :who AND f.currency = :currency
            GROUP BY f.week, f.reason ORDER BY f.week DESC, amount DESC""",
            {"who": customer_id, "currency": currency, "most": most},
        )
    )


def stated(
    connection: sqlite3.Connection, customer_id: int, known_on: int | None
) -> list[dict[str, Any]]:
    """What exports said of a customer, newest first, with the import and line of each."""
    return named.rows(
        connection.execute(
            f"""SELECT f.import_id, f.line, f.as_of, {", ".join(f"f.{name}" for name in STATED)}
            FROM customer_fact AS f JOIN import AS n ON n.id = f.import_id
            WHERE f.customer_id = :who AND n.recorded_on <= coalesce(:known_on, n.recorded_on)
            ORDER BY f.as_of DESC, f.import_id DESC""",
            {"who": customer_id, "known_on": known_on},
        )
    )


def executed(
    connection: sqlite3.Connection, customer_id: int, currency: str, day: int
) -> list[dict[str, Any]]:
    """The tiers carried out of an account up to a day that stand, the last first."""
    return named.rows(
        connection.execute(
            """SELECT x.tier, x.executed_on, x.how, x.who, x.recorded_on, p.revision
            FROM executed AS x JOIN policy AS p ON p.id = x.policy_id
            WHERE x.customer_id = ? AND x.currency = ? AND x.executed_on <= ?
                AND x.superseded_on IS NULL ORDER BY x.executed_on DESC, x.tier DESC""",
            (customer_id, currency, day),
        )
    )
