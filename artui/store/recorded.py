"""What was recorded by a day, in SQL: conditions and joins that the other statements share.

Each takes the day asked about, which the statement has to name as :known_on, or None for all that
is known.
"""

from __future__ import annotations


def known(known_on: int | None, row: str = "e") -> str:
    """A condition on rows that are recorded and superseded: in force, or so as known on the day."""
    if known_on is None:
        return f"{row}.superseded_on IS NULL"
    return (
        f"{row}.recorded_on <= :known_on"
        f" AND ({row}.superseded_on IS NULL OR {row}.superseded_on > :known_on)"
    )


def stands(known_on: int | None, item: str = "i") -> str:
    """A condition on an item: it is billed, and neither a draft nor void, nor replaced."""
    if known_on is None:
        return f"{item}.void = 0"
    return f"""EXISTS (SELECT 1 FROM entry AS e WHERE e.item_id = {item}.id
        AND e.kind = 'billed' AND {known(known_on)})"""


def version(known_on: int | None) -> str:
    """A join that finds what item i was as known on the day, as v; nothing where all is known."""
    if known_on is None:
        return ""
    return """LEFT JOIN item_version AS v ON v.item_id = i.id AND v.recorded_on <= :known_on
            AND v.superseded_on > :known_on"""


def of_item(known_on: int | None, column: str) -> str:
    """A column of item i as known on the day."""
    return f"i.{column}" if known_on is None else f"coalesce(v.{column}, i.{column})"
