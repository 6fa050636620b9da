"""Which documents may have another due date under a policy adopted than under the one before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from artui.books.due import OWN, DueDates
from artui.store.facts import touched

if TYPE_CHECKING:
    import sqlite3

    from artui.books.force import InForce
    from artui.policy.policy import Policy
    from artui.policy.terms import TermsPolicy


def differ(standing: Policy, adopted: Policy) -> bool:
    """Whether anything due dates depend on differs."""
    return (standing.terms, standing.calendar) != (adopted.terms, adopted.calendar)


def touch(connection: sqlite3.Connection, standing: InForce, adopted: InForce) -> None:
    """Touch the documents that must be derived anew.

    Dates that exports gave are left out where they stand as they did; and where only what some
    terms say has changed, whatever other terms gave.
    """
    old, new = standing.policy, adopted.policy
    if not (_keep_own(standing, adopted) or _move_own_alike(old, new)):
        touched.everything(connection)
    elif old.calendar == new.calendar and _named_alike(old.terms, new.terms):
        touched.due_by_terms(connection, OWN, _changed_names(connection, old.terms, new.terms))
    else:
        touched.not_due_by(connection, OWN)


def _keep_own(standing: InForce, adopted: InForce) -> bool:
    return DueDates(standing).keeps_own and DueDates(adopted).keeps_own


def _move_own_alike(old: Policy, new: Policy) -> bool:
    """Whether what an export gave moves, if at all, as it did; no term is computed anew."""
    return (
        old.calendar == new.calendar
        and not (old.terms.recompute or new.terms.recompute)
        and _named_alike(old.terms, new.terms)
        and all(
            term.business_days == new.terms.terms[code].business_days
            for code, term in old.terms.terms.items()
        )
    )


def _named_alike(old: TermsPolicy, new: TermsPolicy) -> bool:
    """Whether every invoice has the term it had, if the terms themselves are left aside."""
    return old.terms.keys() == new.terms.keys() and replace(old, terms={}) == replace(new, terms={})


def _changed_names(
    connection: sqlite3.Connection, old: TermsPolicy, new: TermsPolicy
) -> list[str | None]:
    """What items call the terms that changed; a name that is none leaves open which it was."""
    changed = {code for code, term in old.terms.items() if term != new.terms[code]}
    names = touched.terms_named(connection)
    return [name for name in names if name is None or new.code(name) in {None, *changed}]
