"""Disputes as people see them: the agent's, and what was entered since it last looked."""

from __future__ import annotations

#: What stands on the desk of a case, and what the agent took over of it.
_ENTERED = (
    "company customer currency class fiscal_year document item exported reason amount owner state"
    " next_on opened_on closed_on outcome credit"
).split()
#: The key of dispute x: by its number on the desk, so that it stays when it is taken over, else by
#: what the export calls it, so that it stays when that says something else of it.
_KEY = """CASE WHEN x.desk_id IS NULL THEN 'x' || x.document_id || '/' || coalesce(x.item_id, '')
    || '/' || x.source || '/' || x.number ELSE 'd' || x.desk_id END"""
_AS_THEY_ARE = ", ".join(
    f"x.{name}"
    for name in (
        "number source document_id item_id customer_id currency reason amount opened_on resolved_on"
        " owner state next_on outcome note credit conflict import_id line dated desk_id"
    ).split()
)
#: The canonical id of the exported dispute that x is, or that it takes up.
_EXPORTED = """coalesce((SELECT k.exported FROM desk_case AS k WHERE k.id = x.desk_id),
    (SELECT e.key FROM exported_dispute AS e WHERE e.document_id = x.document_id
        AND e.source = x.source AND e.number = x.number AND e.item_id IS x.item_id))"""

#: CTE `entered`: the cases y of the desk that the agent has not taken over as they stand.
_SINCE = f"""entered AS MATERIALIZED (SELECT y.*, d.id AS document_id, c.id AS customer_id,
            (SELECT i.id FROM item AS i WHERE i.document_id = d.id AND i.label = y.item)
                AS item_id
        FROM desk.dispute AS y JOIN company AS m ON m.key = y.company
        JOIN customer AS c ON c.company_id = m.id AND c.key = y.customer
        JOIN document AS d ON d.company_id = m.id AND d.key = y.document
            AND d.class_key = y.class AND d.fiscal_year = y.fiscal_year
        LEFT JOIN desk_case AS k ON k.id = y.id
        WHERE k.id IS NULL OR {" OR ".join(f"y.{name} IS NOT k.{name}" for name in _ENTERED)})"""

#: CTE `laid`: each with the dispute x it is, or is to be, laid over, where there is one.
_LAID = """laid AS MATERIALIZED (SELECT y.id AS entry, (SELECT x.id FROM dispute AS x
            WHERE x.document_id = y.document_id AND (x.desk_id = y.id
                OR x.desk_id IS NULL AND EXISTS (SELECT 1 FROM exported_dispute AS e
                    WHERE e.document_id = x.document_id AND e.key = y.exported
                        AND e.source = x.source AND e.number = x.number
                        AND e.item_id IS x.item_id AND e.item_id IS y.item_id))
            ORDER BY x.desk_id IS NULL LIMIT 1) AS dispute
        FROM entered AS y)"""


def seen(*, now: bool) -> str:
    """CTE `seen`: disputes x by key, with `exported` and whether they are `pending`.

    Args:
        now: whether what was entered since the agent last looked counts: not of days of the past.
    """
    taken = f"SELECT {_KEY} AS key, {_AS_THEY_ARE}, {_EXPORTED} AS exported, 0 AS pending"
    if not now:
        return f"seen AS ({taken} FROM dispute AS x)"
    return f"""{_SINCE}, {_LAID},
        seen AS ({taken} FROM dispute AS x
            WHERE x.id NOT IN (SELECT dispute FROM laid WHERE dispute IS NOT NULL)
                AND (x.desk_id IS NULL OR x.source <> 'desk'
                    OR x.desk_id IN (SELECT id FROM desk.dispute))
        UNION ALL SELECT 'd' || y.id, coalesce(x.number, ''), coalesce(x.source, 'desk'),
            y.document_id, y.item_id, y.customer_id, y.currency, coalesce(y.reason, x.reason),
            CASE WHEN y.amount = -1 THEN NULL WHEN y.exported IS NULL THEN y.amount
                ELSE coalesce(y.amount, x.amount) END,
            coalesce(y.opened_on, x.opened_on),
            CASE WHEN y.state IS NULL THEN x.resolved_on ELSE y.closed_on END,
            coalesce(y.owner, x.owner), coalesce(y.state, x.state), y.next_on,
            coalesce(y.outcome, x.outcome), x.note, y.credit, NULL, x.import_id, x.line,
            coalesce(y.opened_on IS NOT NULL, 0) OR coalesce(x.dated, 0), y.id,
            y.exported, 1
        FROM entered AS y JOIN laid AS l ON l.entry = y.id
        LEFT JOIN dispute AS x ON x.id = l.dispute
        WHERE l.dispute IS NOT NULL OR y.opened_on IS NOT NULL)"""
