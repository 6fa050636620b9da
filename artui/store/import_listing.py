"""The listings of files that came, and of the rows of one that were rejected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.store import named
from artui.store.decisions import PENDING
from artui.store.listing import Column, Listing, Sort

if TYPE_CHECKING:
    import sqlite3

#: `state` says too what was decided and waits for the agent; `outcome` is the state alone.
_IMPORTS = f"""SELECT n.id, n.file || CASE n.part WHEN '' THEN '' ELSE ' · ' || n.part END AS file,
    replace(n.state, '_', ' ') || coalesce(' → ' || n.pending, '') AS state, n.state AS outcome,
    coalesce(n.pending, '') AS pending, n.file AS name, n.part,
    coalesce(n.kind, '') AS kind, coalesce(n.profile, '') AS profile, n.as_of, n.rows_read,
    n.rows_loaded, n.rows_unchanged, n.rows_rejected,
    replace(substr(n.started_at, 1, 16), 'T', ' ') AS arrived, coalesce(n.reason, '') AS reason,
    coalesce(n.kept_as, '') AS kept_as, n.warnings, coalesce(n.accepted_by, '') AS accepted_by,
    n.sha256, EXISTS (SELECT 1 FROM held_closing AS h WHERE h.import_id = n.id) AS closes
    FROM (SELECT n.*, {PENDING} AS pending FROM import AS n) AS n"""


def imports() -> Listing:
    """Every file that came, newest first."""
    return Listing(
        (
            Column("file", "File", width=28),
            Column("state", "State"),
            Column("rows_read", "Rows", "int"),
            Column("rows_loaded", "Loaded", "int"),
            Column("rows_unchanged", "Unchanged", "int"),
            Column("rows_rejected", "Rejected", "int"),
            Column("as_of", "As of", "day"),
            Column("arrived", "Arrived"),
            Column("kind", "Kind"),
            Column("reason", "Reason"),
            Column("profile", "Profile"),
        ),
        _IMPORTS,
        key="id",
        search=("file", "state", "kind", "profile", "reason"),
        default_order=(Sort("id", descending=True),),
        hidden=("outcome", "pending", "name", "sha256", "kept_as", "closes"),
        noun="files",
    )


def imported(connection: sqlite3.Connection, import_id: int) -> dict[str, Any]:
    """One import as the list of them has it, with all that is not shown there.

    `error` is why what was last decided of its file could not be carried out, NULL where it could.
    """
    (row,) = named.rows(
        connection.execute(
            f"""SELECT r.*, (SELECT x.error FROM carried_out AS x WHERE x.sha256 = r.sha256
                ORDER BY x.taken_at DESC, x.decision_id DESC LIMIT 1) AS error
            FROM ({_IMPORTS}) AS r WHERE r.id = ?""",
            (import_id,),
        )
    )
    return row


def rejects(import_id: int) -> Listing:
    """The rejected rows of one import."""
    return Listing(
        (
            Column("line", "Line", "int"),
            Column("column_name", "Column"),
            Column("value", "Value", width=12),
            Column("reason", "Reason", width=24),
            Column("raw", "Row", width=24),
        ),
        """SELECT rowid AS id, line, coalesce(column_name, '') AS column_name,
            coalesce(value, '') AS value, reason, coalesce(raw, '') AS raw
        FROM reject WHERE import_id = :import_id""",
        key="id",
        search=("column_name", "value", "reason", "raw"),
        default_order=(Sort("line"),),
        parameters={"import_id": import_id},
        frozen=True,
        noun="rejected rows",
    )
