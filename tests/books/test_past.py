"""The policy of the past, and whom a home knew on a day."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from artui.books.past import asks_credit, force_then
from artui.domain.days import parse_day
from artui.home import Home
from artui.policy.escalation import EscalationPolicy, from_data
from artui.store import past
from artui.store.connection import open_reader
from tests.homes import invoice, listed

if TYPE_CHECKING:
    from tests.homes import Books


def test_a_day_is_seen_under_the_policy_that_was_in_force_at_its_end(books: Books) -> None:
    aging = books.home.folder("policies") / "aging.yaml"
    first = books.force
    aging.write_text("buckets: [10, 20]\n", encoding="utf-8")
    books.adopt()
    for number, day in ((first.id, "2026-10-01"), (books.force.id, "2026-11-01")):
        books.connection.execute(
            "UPDATE policy SET adopted_at = ? WHERE id = ?", (f"{day}T12:00:00+00:00", number)
        )
    home = Home(books.path, replace(books.settings, today=None))

    def buckets(day: str | None) -> tuple[int, ...]:
        known_on = None if day is None else parse_day(day)
        then = force_then(books.connection, home, books.force, known_on)
        return then.policy.aging.buckets

    assert buckets("2026-10-31") == first.policy.aging.buckets
    assert buckets("2026-11-01") == (10, 20)
    assert buckets("2026-01-01") == first.policy.aging.buckets
    assert buckets(None) == (10, 20)
    still = force_then(books.connection, books.home, books.force, parse_day("2026-10-31"))
    assert still is books.force


def test_customers_are_those_there_were_by_the_names_they_had(books: Books) -> None:
    books.turn("2026-10-01")
    books.take("open_items_2026-10-01.csv", listed("A", "10", "2026-10-01", customer_name="Old"),
               listed("B", "10", "2026-10-01", customer_id="C2"))  # fmt: skip
    books.turn("2026-10-02")
    books.take("customers_2026-10-02.csv", {"customer_id": "C1", "name": "New"},
               {"customer_id": "C2", "name": "Two"})  # fmt: skip
    books.take("invoices_2026-10-02.csv", invoice("C", "10", customer_id="C3"))
    reader = open_reader(books.home.main)

    def known() -> dict[str, str | None]:
        return dict(reader.execute("SELECT number, name FROM customer ORDER BY id").fetchall())

    with past.looking_back(reader, parse_day("2026-10-01")):
        assert known() == {"C1": "Old", "C2": None}
    with past.looking_back(reader, parse_day("2026-09-30")):
        assert known() == {}
    for day in (None, parse_day("2026-10-02")):
        with past.looking_back(reader, day):
            assert known() == {"C1": "New", "C2": "Two", "C3": None}
    assert known() == {"C1": "New", "C2": "Two", "C3": None}
    reader.close()


def test_only_tiers_that_ask_about_credit_need_its_standing() -> None:
    tier = {"tier": 1, "name": "x", "from_days": 1, "action": "call", "owner": "me"}
    assert not asks_credit(EscalationPolicy())
    assert not asks_credit(from_data({"tiers": [{**tier, "when": {"segment": "a"}}]}))
    assert asks_credit(from_data({"tiers": [{**tier, "when": {"overrun": {"gt": 0}}}]}))
