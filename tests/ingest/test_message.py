"""A message where a table should be: quoted and refused; tables that speak of errors are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from artui.ingest import refusal
from artui.ingest.contents import read

if TYPE_CHECKING:
    from tests.ingest.conftest import Books, Write


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            "Access Denied: Project x, dataset y: User does not have permission\n",
            "Access Denied: Project x, dataset y: User does not have per…",
        ),
        ("Error\n", "Error"),
        ("java.lang.NullPointerException: exception in report\n\tat a.b.C(D.java:1)\n", None),
        ("Die Sitzung ist abgelaufen. Bitte neu anmelden.\n", None),
        ("List contains no data\n", "List contains no data"),
        ('{"error": {"code": 500}}\n', '{"error": {"code": 500}}'),
        (
            "<!doctype html>\n<html><head><title>Sign in\nto Books</title></head></html>",
            "Sign in to Books",
        ),
        (
            "<html><head><style>p {}</style></head><body><p>Session &amp; token ended</p></html>",
            "Session & token ended",
        ),
        ("\x1b[31mError: no records found\x1b[0m\n", "\ufffd[31mError: no records found\ufffd[0m"),
    ],
)
def test_a_message_is_quoted(write: Write, books: Books, content: str, words: str | None) -> None:
    path = write(content)
    with pytest.raises(refusal.MessageError) as caught:
        read(path, path.parent, profiles=(), defaults=books)
    text = str(caught.value)
    assert text.startswith(f"{path}: This is no table but a message: '")
    assert text.isprintable()
    assert words is None or f"'{words}'" in text


@pytest.mark.parametrize(
    "content",
    [
        "id,error,status\n1,none,failed\n",
        "Error code;Message;Count\n7;Timeout;3\n",
        "Meeting notes of the week\nNothing happened at all.\n",
        "1\n2\n3\n",
        "Login\n" * 100,
    ],
)
def test_what_is_no_message_is_refused_for_its_header(
    write: Write, books: Books, content: str
) -> None:
    path = write(content)
    with pytest.raises((refusal.NoHeaderError, refusal.NoProfileError)):
        read(path, path.parent, profiles=(), defaults=books)


def test_a_table_that_speaks_of_errors_is_read(write: Write, books: Books) -> None:
    header = "invoice_id,customer_id,invoice_date,amount,po_number\n"
    path = write(header + "I1,C1,2026-10-01,12.50,Error: login failed\n")
    (reading,) = read(path, path.parent, profiles=(), defaults=books).readings
    assert reading.kind.name == "invoices"
