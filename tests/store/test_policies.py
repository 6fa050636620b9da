"""The policies that were adopted, as they are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.store import policies

if TYPE_CHECKING:
    from tests.homes import Books


def test_the_policy_adopted_last_is_in_force(books: Books) -> None:
    first = policies.in_force(books.connection)
    assert first is not None
    number = policies.adopt(books.connection, "r2", "c2", None, "t", first.body)
    second = policies.in_force(books.connection)
    assert second is not None
    assert (second.id, second.revision) == (number, "r2")
    assert number > first.id
