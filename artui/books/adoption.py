"""Adopting policies: the folder is checked whole, and what passes is put in force."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from artui.books import derive
from artui.books.force import InForce, in_force
from artui.domain.identity import canonical
from artui.policy.folder import check
from artui.policy.policy import Policy
from artui.policy.revision import revision
from artui.store import positions, records
from artui.store.connection import transaction
from artui.store.facts import touched
from artui.store.records import CheckRow

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from artui.home import Home
    from artui.policy.finding import Finding


class _At(NamedTuple):
    """The state of the policies folder."""

    revision: str
    content: str
    commit: str | None


def known_customers(connection: sqlite3.Connection) -> Callable[[str], bool]:
    """Says whether a home knows a customer id; before it knows any, every one is."""
    return lambda customer: records.knows_customer(connection, canonical(customer))


def adopt(
    connection: sqlite3.Connection, home: Home, others: Iterable[Finding] = ()
) -> tuple[InForce, bool]:
    """Check the policies folder and put it in force if it passes; else the last one stays.

    A first set that does not pass leaves the built-in defaults in force.

    Args:
        connection: the main database, for writing.
        home: whose policies.
        others: further findings about the folder, of its export profiles.

    Returns:
        What is in force, and whether that has changed.
    """
    folder = home.folder("policies")
    standing = in_force(connection)
    known = records.last_check(connection)
    at = _at(folder)
    if standing and known and (known.revision, known.content) == at[:2]:
        return standing, False
    checked = check(folder, known_customers(connection))
    findings = (*checked.findings, *others)
    errors = sum(finding.severity == "error" for finding in findings)
    with transaction(connection):
        sentences = tuple(str(finding) for finding in findings)
        row = CheckRow(
            home.now(), at.revision, at.content, errors, len(findings) - errors, sentences
        )
        records.record_check(connection, row)
        if errors and standing:
            return standing, False
        policy = checked.policy if checked.policy and not errors else Policy()
        if standing and standing.revision == at.revision and policy == standing.policy:
            return standing, False
        number = records.adopt_policy(connection, *at, home.now(), policy.to_json())
        adopted = InForce(number, at.revision, policy)
        _apply(connection, standing, adopted, home.today())
    return adopted, True


def _apply(
    connection: sqlite3.Connection, standing: InForce | None, adopted: InForce, today: int
) -> None:
    """Derive anew what the change of policy moves."""
    if standing is not None and adopted.policy.terms != standing.policy.terms:
        touched.everything(connection)
        derive.touched(connection, adopted.policy.terms, today)
    if standing is None or adopted.policy != standing.policy:
        positions.mark_all(connection)
        positions.refresh(connection, adopted.policy.aging, today)
    positions.date(connection, positions.Standing(today, adopted.id))


def content_of(folder: Path) -> str:
    """The content hash of a policies folder, empty where it cannot be read."""
    return _at(folder).content


def _at(folder: Path) -> _At:
    try:
        found = revision(folder)
    except OSError:
        return _At("unreadable", "", None)
    return _At(str(found), found.content, found.commit)
