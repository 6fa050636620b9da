"""What an ERP reports of its own dunning, in SQL: as its exports had it on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from artui.store.aging import Scope

Reported = Literal["dunning_level", "last_dunned", "dunning_block"]


def reported(scope: Scope, name: Reported) -> str:
    """What the newest row of open items up to the scope's day says of item i.

    As known now that is what stands with the item, unless it was dunned after the day. Of an
    instalment that terms made, it is what is said of the document as a whole.
    """
    known = ""
    if scope.known_on is not None:
        known = "AND n.recorded_on <= :known_on"
    then = f"""(SELECT r.{name} FROM open_item_fact AS r JOIN import AS n ON n.id = r.import_id
        WHERE r.item_id = CASE WHEN i.computed THEN (SELECT w.id FROM item AS w
                WHERE w.document_id = i.document_id AND w.label = '') ELSE i.id END
            AND r.as_of <= :as_of {known} ORDER BY r.as_of DESC, r.import_id DESC LIMIT 1)"""
    if scope.known_on is not None:
        return then
    return f"CASE WHEN i.last_dunned > :as_of THEN {then} ELSE i.{name} END"
