"""Complete open-item snapshots, kept as runs: a fact holds from `as_of` to `last_on`.

A run's end is open (NULL) while every newer snapshot of its company lists the item unchanged, so
a million unchanged rows write nothing. Snapshots of one company and day are read as one, since an
export may come in parts; a snapshot that arrives late splits the runs it contradicts.

A row that was rejected is listed all the same: its item is not taken for closed, which is kept as a
sighting of the kind `illegible`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from artui.store.facts import stage, touched

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

#: What a fact takes over from its staged row, and a resumed run from the one that was split.
_TAKEN = (
    "item_id company_id customer_id line digest extra customer_name type invoice_date due_date "
    "terms currency amount original_amount po_number reference disputed settled_on reason "
    "dunning_level last_dunned dunning_block raw"
).split()
_COVERS = "f.listed = 1 AND f.as_of <= :day AND (f.last_on IS NULL OR f.last_on >= :day)"


class Loss(NamedTuple):
    """What one company would lose by a snapshot: items and amount per currency that close.

    `listed` says whether the snapshot itself lists anything in that currency.
    """

    company: str
    currency: str
    open_items: int
    open_amount: int
    closing_items: int
    closing_amount: int
    last_snapshot: int | None
    listed: int


def compare(connection: sqlite3.Connection, day: int) -> None:
    """Mark each staged row as unchanged where a run covers the day with the same content."""
    connection.execute("UPDATE stage SET state = 'new' WHERE state IS NULL AND item_id IS NULL")
    connection.execute(
        f"""UPDATE stage SET fact_id = x.fact_id,
            state = CASE WHEN f.digest = stage.digest THEN 'unchanged' ELSE 'new' END
        FROM (SELECT s.line, (SELECT f.id FROM open_item_fact AS f
                WHERE f.item_id = s.item_id AND {_COVERS}
                ORDER BY f.import_id DESC, f.id DESC LIMIT 1) AS fact_id
            FROM stage AS s WHERE s.state IS NULL) AS x
        LEFT JOIN open_item_fact AS f ON f.id = x.fact_id WHERE x.line = stage.line""",
        {"day": day},
    )


def _spare(connection: sqlite3.Connection) -> None:
    """Make TEMP table `spared`: items of the documents that rejected rows name."""
    connection.execute("DROP TABLE IF EXISTS temp.spared")
    connection.execute(
        """CREATE TEMP TABLE spared AS
        SELECT DISTINCT i.id AS item_id, i.document_id FROM (
            SELECT c.id AS company_id, x.key FROM illegible AS x
            JOIN company AS c ON c.key = x.company_key
            UNION SELECT company_id, document_id_key FROM stage WHERE state = 'rejected') AS x
        JOIN document AS d ON d.company_id = x.company_id AND d.key = x.key
        JOIN item AS i ON i.document_id = d.id"""
    )


def absent(connection: sqlite3.Connection, day: int) -> None:
    """Make TEMP table `absent`: items open on `day`, of the staged companies, not listed then.

    Open on the day is what is open now less the entries that take effect later.
    """
    _spare(connection)
    connection.execute("DROP TABLE IF EXISTS temp.absent")
    connection.execute("DROP TABLE IF EXISTS temp.standing")
    connection.execute(
        """CREATE TEMP TABLE standing (item_id INTEGER PRIMARY KEY, document_id INTEGER,
            company_id INTEGER, customer_id INTEGER, currency TEXT, open_amount INTEGER)"""
    )
    connection.execute(
        f"""INSERT INTO standing
        WITH later AS (SELECT item_id, sum(amount) AS amount FROM entry
            WHERE effective_on > :day AND superseded_on IS NULL GROUP BY item_id)
        SELECT i.id AS item_id, i.document_id, d.company_id, i.customer_id, i.currency,
            i.open_amount - coalesce(l.amount, 0) AS open_amount
        FROM item AS i JOIN document AS d ON d.id = i.document_id
        LEFT JOIN later AS l ON l.item_id = i.id
        WHERE i.billed_on <= :day AND (i.open_amount <> 0 OR l.item_id IS NOT NULL)
        AND d.company_id IN ({stage.COMPANIES})""",
        {"day": day},
    )
    connection.execute(
        f"""CREATE TEMP TABLE absent AS SELECT s.* FROM standing AS s
        WHERE s.open_amount <> 0
        AND s.document_id NOT IN (SELECT document_id FROM stage
            WHERE document_id IS NOT NULL AND state <> 'rejected' AND item_key = '')
        AND s.item_id NOT IN (SELECT item_id FROM stage
            WHERE item_id IS NOT NULL AND state <> 'rejected')
        AND s.item_id NOT IN (SELECT item_id FROM repeated)
        AND s.document_id NOT IN (SELECT document_id FROM repeated WHERE document_id IS NOT NULL)
        AND s.item_id NOT IN (SELECT item_id FROM spared)
        AND NOT EXISTS (SELECT 1 FROM open_item_fact AS f WHERE f.item_id = s.item_id
            AND {_COVERS} AND EXISTS (SELECT 1 FROM snapshot AS p
                WHERE p.company_id = s.company_id AND p.day = :day))""",
        {"day": day},
    )


def contradict(connection: sqlite3.Connection, day: int) -> None:
    """Make TEMP table `contradicted`: the runs that say otherwise of `day` than the snapshot.

    A run is contradicted by a row that says otherwise of its item, or by the lack of any; not by
    the lack of one in a further part of a snapshot.
    """
    connection.execute("DROP TABLE IF EXISTS temp.contradicted")
    connection.execute(
        f"""CREATE TEMP TABLE contradicted AS
        SELECT f.id, f.company_id, f.as_of, f.last_on FROM open_item_fact AS f
        LEFT JOIN repeated AS r ON r.fact_id = f.id
        LEFT JOIN stage AS s ON s.item_id = f.item_id AND s.state <> 'rejected'
        WHERE f.company_id IN ({stage.COMPANIES}) AND {_COVERS} AND r.fact_id IS NULL
        AND (s.state = 'new' OR (s.line IS NULL AND NOT EXISTS (SELECT 1 FROM snapshot AS p
            WHERE p.company_id = f.company_id AND p.day = :day)))""",
        {"day": day},
    )


def losses(connection: sqlite3.Connection, day: int) -> list[Loss]:
    """Per company and currency, what stands open before the snapshot and what it would close."""
    return [
        Loss(*row)
        for row in connection.execute(
            """SELECT c.code, s.currency, count(*), sum(max(s.open_amount, 0)),
                count(a.item_id), sum(CASE WHEN a.item_id IS NULL THEN 0
                    ELSE max(s.open_amount, 0) END),
                (SELECT max(p.day) FROM snapshot AS p
                    WHERE p.company_id = s.company_id AND p.day < ?),
                EXISTS (SELECT 1 FROM stage AS t WHERE t.company_id = s.company_id
                    AND t.currency = s.currency AND t.state <> 'rejected')
                OR EXISTS (SELECT 1 FROM repeated AS t WHERE t.company_id = s.company_id
                    AND t.currency = s.currency)
            FROM standing AS s JOIN company AS c ON c.id = s.company_id
            LEFT JOIN absent AS a ON a.item_id = s.item_id
            WHERE s.open_amount <> 0 GROUP BY c.code, s.currency ORDER BY c.code, s.currency""",
            (day,),
        )
    ]


def lost_collectors(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """(company, collector) whose open items would all close."""
    return [
        (str(company), str(collector))
        for company, collector in connection.execute(
            """SELECT c.code, k.collector FROM standing AS s
            JOIN company AS c ON c.id = s.company_id JOIN customer AS k ON k.id = s.customer_id
            LEFT JOIN absent AS a ON a.item_id = s.item_id
            WHERE s.open_amount <> 0 AND k.collector IS NOT NULL
            GROUP BY c.code, k.collector
            HAVING count(*) = count(a.item_id) AND k.collector NOT IN (
                SELECT n.collector FROM stage JOIN customer AS n ON n.id = stage.customer_id
                WHERE n.collector IS NOT NULL AND stage.state <> 'rejected'
                UNION SELECT n.collector FROM repeated JOIN customer AS n
                    ON n.id = repeated.customer_id WHERE n.collector IS NOT NULL)
            ORDER BY 1, 2"""
        )
    ]


def apply(connection: sqlite3.Connection, import_id: int, day: int) -> None:
    """Register the snapshot, split the runs it contradicts and start the new ones."""
    companies = connection.execute(stage.COMPANIES).fetchall()
    for (company,) in companies:
        _apply_company(connection, import_id, day, company)
    connection.execute(
        "INSERT OR IGNORE INTO sighting (kind, fact_id, import_id)"
        " SELECT 'illegible', item_id, ? FROM spared",
        (import_id,),
    )
    touched.add(connection, "SELECT document_id FROM spared")


def add(
    connection: sqlite3.Connection, as_of: str, last_on: str, at: Mapping[str, object], only: str
) -> None:
    """Write the new staged rows as facts.

    Args:
        connection: inside the write transaction.
        as_of: the expression for the day a row speaks for.
        last_on: the expression for the day its run ends.
        at: import_id, listed, and what the expressions name.
        only: a condition on the staged rows.
    """
    values = ", ".join(stage.DISPUTED if name == "disputed" else name for name in _TAKEN)
    connection.execute(
        f"""INSERT INTO open_item_fact (import_id, listed, as_of, last_on, {", ".join(_TAKEN)})
        SELECT :import_id, :listed, {as_of}, {last_on}, {values}
        FROM stage WHERE state = 'new' AND {only}""",
        at,
    )


def _apply_company(connection: sqlite3.Connection, import_id: int, day: int, company: int) -> None:
    at: dict[str, object] = {"day": day, "company": company, "import_id": import_id}
    before, after, known = connection.execute(
        """SELECT max(CASE WHEN day < :day THEN day END), min(CASE WHEN day > :day THEN day END),
            max(day = :day) FROM snapshot WHERE company_id = :company""",
        at,
    ).fetchone()
    at |= {"before": before, "after": after, "known": known or 0}
    _split(connection, at)
    last_on = "CASE WHEN :after IS NULL THEN NULL ELSE :day END"
    add(connection, ":day", last_on, at | {"listed": 1}, "company_id = :company")
    connection.execute("INSERT OR IGNORE INTO snapshot VALUES (:company, :day, :import_id)", at)


def _split(connection: sqlite3.Connection, at: Mapping[str, object]) -> None:
    """End the runs that the snapshot contradicts before it, and resume them after it."""
    contradicted = "SELECT id FROM contradicted WHERE company_id = :company"
    columns = ", ".join(("import_id", "listed", *_TAKEN))
    connection.execute(
        f"""INSERT INTO open_item_fact (as_of, last_on, {columns})
        SELECT :after, last_on, {columns} FROM open_item_fact
        WHERE :after IS NOT NULL AND id IN ({contradicted}
            AND (last_on IS NULL OR last_on >= :after))""",
        at,
    )
    connection.execute(
        f"""UPDATE open_item_fact SET last_on = CASE WHEN as_of < :day THEN :before ELSE :day END
        WHERE id IN ({contradicted})""",
        at,
    )
