"""Contacts: one row each person, known by e-mail, else telephone, else name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.domain.contacts import directory
from artui.store import people
from tests.homes import person

if TYPE_CHECKING:
    from tests.homes import Books


def rows(books: Books, columns: str = "customer_id, name, role, email, phone") -> list[Any]:
    """The contacts as any SQLite tool sees them."""
    select = f"SELECT {columns} FROM contacts ORDER BY customer_id, coalesce(name, ''), role"
    return books.connection.execute(select).fetchall()


def test_a_person_is_what_the_newest_export_says_whatever_the_arrival(books: Books) -> None:
    new = person("C1", "Ann Lee", "head of accounts", email="ann@x.example", phone="5")
    old = person("C1", "Ann Lea", "accounts", email="Ann@X.example", phone="4")
    books.take("contacts_2026-11-05.csv", new)
    books.take("contacts_2026-11-01.csv", old, person("C1", "Bo", "site", phone="7"))
    assert rows(books) == [
        ("C1", "Ann Lee", "head of accounts", "ann@x.example", "5"),
        ("C1", "Bo", "site", None, "7"),
    ]
    assert rows(books, "file, line") == [
        ("contacts_2026-11-05.csv", 2),
        ("contacts_2026-11-01.csv", 3),
    ]
    again = books.take("again_2026-11-05.csv", new | {"language": "en"})
    assert (again.rows_loaded, rows(books, "language")[0]) == (1, ("en",))


def test_a_person_belongs_to_one_customer_of_one_company(books: Books) -> None:
    ann = {"email": "ann@x.example"}
    books.take(
        "contacts.csv",
        person("C1", "Ann", **ann),
        person("C2", "Ann", **ann),
        person("C1", "Ann", company="2000", **ann),
        person("C1", "", phone="0171 5"),
        person("C1", "", phone="171 5"),
        person("C1", "Cy"),
    )
    assert rows(books, "company, customer_id, name, phone") == [
        ("1000", "C1", None, "0171 5"),
        ("1000", "C1", "Ann", None),
        ("2000", "C1", "Ann", None),
        ("1000", "C1", "Cy", None),
        ("1000", "C2", "Ann", None),
    ]


def test_nobody_and_the_same_person_twice_are_rejected_alone(books: Books) -> None:
    outcome = books.take(
        "contacts.csv",
        person("C1", role="site"),
        person("C1", "Ann", "a", email="a@x.example"),
        person("C1", "Ann", "b", email="A@x.example"),
        person("C1", "Bo"),
    )
    assert [(each.line, each.column, each.reason) for each in outcome.rejects] == [
        (2, "name", "is required where neither email nor phone is given"),
        (4, "customer_id", "stands on line 3 too, saying otherwise"),
        (3, "customer_id", "stands on line 4 too, saying otherwise"),
    ]
    assert rows(books, "name") == [("Bo",)]


def test_a_header_that_could_be_of_customers_is(books: Books) -> None:
    both = {"customer_id": "C1", "name": "Acme", "email": "a@x.example", "phone": "5"}
    assert books.take("contacts.csv", both).kind == "customers"
    assert books.take("people.csv", both | {"role": "accounts"}).kind == "contacts"
    assert books.take("mail.csv", {"customer_id": "C1", "email": "b@x.example"}).kind == "contacts"


def test_customers_without_a_name_are_no_contacts(books: Books) -> None:
    outcome = books.take("customers.csv", {"customer_id": "C1", "email": "a@x", "terms": "net30"})
    assert (outcome.state, "customers" in str(outcome.reason)) == ("failed", True)


def test_a_customers_own_number_comes_first_then_whoever_pays_bills(books: Books) -> None:
    books.take(
        "contacts.csv",
        person("C1", "Bo", "site", phone="3"),
        person("C1", "Cy", "Accounts payable", phone="2"),
        person("C1", "Al", phone="4"),
        person("C1", "Di", "accounts receivable", email="d@x.example"),
    )
    scope = books.scope("2026-11-20", customer_id=1)
    found = people.of_customer(books.connection, scope)
    assert [each["name"] for each in found] == ["Cy", "Di", "Bo", "Al"]
    assert list(directory({}, found, 2)) == [
        "Person    Cy, Accounts payable · 2",
        "Person    Di, accounts receivable · d@x.example",
        "          and 2 more",
    ]
    select = f"SELECT {people.reached_by('phone')} FROM customer AS c"
    assert books.connection.execute(select).fetchall() == [("2",)]
    books.take("customers.csv", {"customer_id": "C1", "name": "Baker", "phone": "1"})
    assert books.connection.execute(select).fetchall() == [("1",)]
    assert list(directory(people.own(books.connection, 1), [], 2)) == ["Customer  1"]


def test_who_was_known_on_a_day(books: Books) -> None:
    books.take("contacts_2026-11-01.csv", person("C1", "Ann", "a", email="a@x.example"))
    books.turn("2026-11-22")
    books.take(
        "contacts_2026-11-21.csv",
        person("C1", "Ann", "b", email="a@x.example"),
        person("C1", "Bo"),
    )
    then, now = (
        [
            (each["name"], each["role"])
            for each in people.of_customer(
                books.connection, books.scope("2026-11-22", known, customer_id=1)
            )
        ]
        for known in ("2026-11-20", None)
    )
    assert (then, now) == ([("Ann", "a")], [("Ann", "b"), ("Bo", None)])
