"""Adopting policies: the folder is checked whole, and what passes is put in force."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

from artui.books import cases, derive, redating, standings
from artui.books.force import InForce, in_force
from artui.books.plan.effects import sums
from artui.books.plan.planning import Compared, plan
from artui.domain.identity import canonical
from artui.person import person
from artui.policy.folder import check
from artui.policy.policy import Policy
from artui.policy.tree import tree_of
from artui.store import policies, positions, records
from artui.store.connection import open_reader, transaction
from artui.store.policies import CheckRow

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable

    from artui.books.plan.effects import Sum
    from artui.home import Home
    from artui.policy.finding import Finding
    from artui.policy.tree import Tree


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
    tree = tree_of(home)
    standing = in_force(connection)
    known = policies.last_check(connection)
    at = _at(tree)
    if standing and known and (known.revision, known.content) == at[:2]:
        return standing, False
    checked = check(tree, known_customers(connection))
    findings = (*checked.findings, *others)
    errors = sum(finding.severity == "error" for finding in findings)
    policy = checked.policy if checked.policy and not errors else Policy()
    changed = [] if errors or not standing else _changed(home, standing, policy)
    with transaction(connection):
        sentences = tuple(str(finding) for finding in findings)
        row = CheckRow(
            home.now(), at.revision, at.content, errors, len(findings) - errors, sentences
        )
        policies.record_check(connection, row)
        if errors and standing:
            return standing, False
        if standing and standing.revision == at.revision and _same(policy, standing.policy):
            return standing, False
        body = policy.to_json()
        number = policies.adopt(connection, *at, home.now(), body, person())
        adopted = InForce(number, at.revision, policy)
        policies.record_changes(connection, number, changed)
        _apply(connection, standing, adopted, home.today())
        standings.refresh(connection, adopted, home)
    return adopted, True


def _changed(home: Home, standing: InForce, policy: Policy) -> list[Sum]:
    """What the policy changes for customers, in sum, before it does."""
    if policy == standing.policy:
        return []
    with closing(open_reader(home.main, home.desk)) as reader:
        compared = Compared(standing, standing, InForce(0, "", policy))
        found = plan(reader, compared, home.settings.base_currency, home.today())
    return sums(found.effects)


def _apply(
    connection: sqlite3.Connection, standing: InForce | None, adopted: InForce, today: int
) -> None:
    """Derive anew what the change of policy moves."""
    if standing is not None and redating.differ(standing.policy, adopted.policy):
        redating.touch(connection, standing, adopted)
        derive.touched(connection, adopted, today)
    if standing is not None and adopted.policy.reasons != standing.policy.reasons:
        cases.derive_all(connection, adopted, today)
    if standing is None or adopted.policy != standing.policy:
        positions.mark_all(connection)
        positions.refresh(connection, adopted.policy.aging, today)
    positions.date(connection, positions.Standing(today, adopted.id))


def _same(policy: Policy, standing: Policy) -> bool:
    """Whether two policies decide alike and say so on the same lines."""
    return policy == standing and policy.places == standing.places


def content_of(home: Home) -> str:
    """The content hash of a home's policy files, empty where they cannot be read."""
    return _at(tree_of(home)).content


def _at(tree: Tree) -> _At:
    try:
        found = tree.revision()
    except OSError:
        return _At("unreadable", "", None)
    return _At(str(found), found.content, found.commit)
