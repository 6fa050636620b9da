"""The weekly feed: a frozen week prints as frozen, in the same bytes, whatever comes later."""

from __future__ import annotations

import csv
import io
import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from artui.books import weeks
from artui.domain.days import week_bounds, week_of
from artui.errors import UsageError
from artui.report import feed, reasons
from artui.report.formats import FORMATS
from artui.report.reasons import Wish
from artui.report.request import Request
from artui.store import desk
from artui.store.connection import open_desk
from tests.homes import application, invoice, job, payment
from tests.report import hostile
from tests.report.conftest import asking

if TYPE_CHECKING:
    from pathlib import Path

    from tests.homes import Books

WEEK = "2026-W46"
TOP_TEN = {"reasons.csv", "reasons.json", "reasons.md"}


def write(books: Books, week: str = WEEK) -> dict[str, bytes]:
    with asking(books) as source:
        written: list[Path] = feed.write(source, week)
    assert {path.parent for path in written} == {books.home.folder("reports") / week}
    return {path.name: path.read_bytes() for path in written}


def freeze(books: Books, *names: str) -> None:
    with asking(books) as source:
        for week in names:
            assert weeks.freeze(
                books.connection,
                source.reader,
                books.force,
                week,
                today=books.home.today(),
                at=books.home.now(),
                base=books.home.settings.base_currency,
            )


def report(books: Books, **wish: Any) -> dict[str, Any]:
    with asking(books) as source:
        return reasons.report(source, Request(), Wish(WEEK, **wish)).data


def change_everything(books: Books) -> None:
    """Later files pay, move and name things; a person chooses; the catalogue is edited."""
    invoices = books.connection.execute(
        "SELECT d.number, m.key, d.class_key, d.fiscal_year, d.key FROM frozen_late AS f"
        " JOIN document AS d ON d.id = f.document_id JOIN company AS m ON m.id = d.company_id"
        " WHERE f.week = ? AND m.code = '1000' AND f.reason <> 'cash_short'",
        (WEEK,),
    ).fetchall()
    assert len(invoices) > 20
    books.take("payments_2026-11-21.csv", payment("ALL", "1.00", "2026-10-01", customer_id="X"))
    half = [application("ALL", number, "0.01", "2026-10-01") for number, *_ in invoices]
    books.take("applications_2026-11-21.csv", *half)
    new = invoice("LATE-NEWS", "77.00", "2026-09-01", due_date="2026-09-02", company="3000")
    books.take("invoices_2026-11-21.csv", new)
    connection = open_desk(books.home.desk)
    for _, *identity in invoices[:9]:
        subject = desk.InvoiceIdentity._make(identity)
        desk.choose_reason(connection, subject, "cash_short", "me", "2026-11-20T09:00:00")
    connection.close()
    path = books.home.folder("policies") / "reasons.yaml"
    text = path.read_text(encoding="utf-8").replace("No PO on the invoice", "PO? NO!")
    path.write_text(text.replace("owner: dispatch", "owner: customer"), encoding="utf-8")
    before = books.force.revision
    books.adopt()
    assert books.force.revision != before


def test_a_frozen_week_is_written_in_the_same_bytes_for_ever(sample_books: Books) -> None:
    freeze(sample_books, "2026-W45", WEEK)
    first = write(sample_books)
    assert {"invoices.csv", "owner-dispatch.md", *TOP_TEN} <= set(first)
    assert write(sample_books) == first
    change_everything(sample_books)
    assert write(sample_books) == first


def test_without_the_week_before_frozen_it_is_the_same_too(sample_books: Books) -> None:
    freeze(sample_books, WEEK)
    first = write(sample_books)
    change_everything(sample_books)
    assert write(sample_books) == first
    rows = json.loads(first["reasons.json"])["rows"]
    assert {row["previous_rank"] for row in rows} == {None}


def test_the_feed_is_the_report(sample_books: Books) -> None:
    freeze(sample_books, "2026-W45", WEEK)
    files = write(sample_books)
    with asking(sample_books) as source:
        made = reasons.report(source, Request(), Wish(WEEK))
    assert made.data["frozen"] is True
    for form in ("csv", "json"):
        assert files[f"reasons.{form}"].decode() == FORMATS[form](made)
    page = files["reasons.md"].decode()
    assert f"**{made.data['late_invoices']} late invoices**" in page
    for row in made.data["rows"]:
        assert re.search(rf"\| +{row['rank']} \|.*{row['label']}.*\| +{row['invoices']} \|", page)
    assert len(list(csv.reader(io.StringIO(files["reasons.csv"].decode())))) > 10
    leftovers = list((sample_books.home.folder("reports") / WEEK).glob(".*"))
    assert leftovers == []


def invoices(files: dict[str, bytes]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files["invoices.csv"].decode())))


def test_the_invoices_come_to_what_the_top_ten_says(sample_books: Books) -> None:
    freeze(sample_books, "2026-W45", WEEK)
    files = write(sample_books)
    rows, told = invoices(files), json.loads(files["reasons.json"])
    assert len(rows) == told["late_invoices"] > 50
    for reason in told["rows"]:
        own = [row for row in rows if row["reason"] == reason["reason"]]
        assert len(own) == reason["invoices"]
        assert {row["owner"] for row in own} == {reason["owner"]}
        for currency, amount in reason["amount_days"].items():
            found = sum(Decimal(r["amount_days"]) for r in own if r["currency"] == currency)
            assert found == Decimal(amount)
    assert all(row["name"] and row["evidence"] for row in rows if row["reason"])
    assert {row["new"] for row in rows} == {"yes", "no"}


def test_every_owner_has_a_file_with_what_concerns_them(sample_books: Books) -> None:
    freeze(sample_books, "2026-W45", WEEK)
    files = write(sample_books)
    rows = invoices(files)
    owners = {row["owner"] for row in rows if row["owner"]}
    assert {name for name in files if name.startswith("owner-")} == {
        f"owner-{owner}.{form}" for owner in owners for form in ("md", "csv", "json")
    }
    for owner in owners:
        own = [row for row in rows if row["owner"] == owner]
        told = json.loads(files[f"owner-{owner}.json"])
        page = files[f"owner-{owner}.md"].decode()
        assert told["late_invoices"] == len(told["invoices"]) == len(own)
        assert f"{len(own)} of {len(rows)} late invoices" in page
        assert f"[{owner}](owner-{owner}.md)".replace("_", "\\_", 1) in files["reasons.md"].decode()
        assert {r["reason"] for r in told["reasons"]} == {row["reason"] for row in own}
        for mend in (each for reason in told["reasons"] for each in reason["mend"]):
            assert mend in page
    dispatch = json.loads(files["owner-dispatch.json"])
    assert [part["by"] for part in dispatch["reached"]] == ["dispatcher", "template"]
    for part in dispatch["reached"]:
        assert sum(row["invoices"] for row in part["rows"]) == dispatch["late_invoices"]
    reasons_ = {row["reason"]: row for row in dispatch["reasons"]}
    assert "PO number" in " ".join(reasons_["missing_po"]["mend"])


def test_a_week_that_is_not_frozen_has_no_feed(sample_books: Books) -> None:
    with pytest.raises(UsageError, match="2026-W46 is not frozen"):
        write(sample_books)
    assert not (sample_books.home.folder("reports") / WEEK).exists()


@pytest.fixture
def hostile_books(books: Books) -> Books:
    """A frozen week in which every text of the data is hostile."""
    for n, text in enumerate(hostile.ALL):
        texts = {"site": text, "class": text, "po_number": text, "job_id": f"{text}{n}"}
        row = invoice(f"{text}{n}", "10.00", due_date="2026-10-20", reason="PO1")
        whose = {"customer_id": f"{text}{n}"}
        sent = {"job_id": f"{text}{n}", "dispatcher": text, "template": text, **whose}
        books.take(f"customers_{n}.csv", {**whose, "name": text, "segment": text})
        books.take(f"jobs_{n}.csv", {**sent, "status": "completed", "completed_at": "2026-10-01"})
        books.take(f"invoices_{n}.csv", row | texts | whose)
    freeze(books, WEEK)
    return books


def test_hostile_text_acts_in_no_file(hostile_books: Books) -> None:
    files = {name: text.decode() for name, text in write(hostile_books).items()}
    assert any("owned" in text for name, text in files.items() if name.endswith(".md"))
    for text in files.values():
        assert all(line.isprintable() for line in text.splitlines())
    for name in (name for name in files if name.endswith(".csv")):
        for line in csv.reader(io.StringIO(files[name])):
            assert [cell for cell in line if cell.startswith(("=", "+", "@", "-"))] == []
    links = {f"[{owner}](owner-{owner}.md)" for owner in ("dispatch", "sales", "billing")}
    for name in (name for name in files if name.endswith(".md")):
        page = files[name]
        for link in links:
            page = page.replace(link, "")
        page = re.sub(r"\*\*[^*]*\*\*", "", page)
        assert re.findall(r"(?<!\\)[<>\[\]*`~$&]", page.replace(" -> ", "")) == []
        widths = {
            (table, len(re.findall(r"(?<!\\)\|", line)))
            for table, part in enumerate(page.split("\n\n"))
            for line in part.splitlines()
            if line.startswith("|")
        }
        assert len(widths) == len({table for table, _ in widths})


def test_recompute_shows_what_has_changed_since(sample_books: Books) -> None:
    freeze(sample_books, "2026-W45", WEEK)
    frozen = report(sample_books)
    assert report(sample_books, recompute=True)["difference"] == []
    change_everything(sample_books)
    assert report(sample_books) == frozen
    again = report(sample_books, recompute=True)
    assert (again["frozen"], again["policy"]) == (False, sample_books.force.revision)
    assert again["late_invoices"] == frozen["late_invoices"] + 1
    now = {row["reason"]: row["invoices"] for row in again["rows"]}
    then = {row["reason"]: row["invoices"] for row in frozen["rows"]}
    different = {row["reason"]: row for row in again["difference"]}
    assert now["cash_short"] > then.get("cash_short", 0)
    for reason, row in different.items():
        assert row["invoices"] == now.get(reason, row["invoices"])
        assert row["frozen_invoices"] == then.get(reason, row["frozen_invoices"])
    moved = {reason for reason in now if now[reason] != then.get(reason)}
    assert moved <= set(different)


def test_recompute_says_so_in_words(sample_books: Books) -> None:
    freeze(sample_books, WEEK)
    change_everything(sample_books)
    with asking(sample_books) as source:
        made = reasons.report(source, Request(), Wish(WEEK, recompute=True))
    assert any("Since it was frozen, cash_short:" in sentence for sentence in made.about)


def test_before_it_was_frozen_it_was_not_known_as_frozen(sample_books: Books) -> None:
    freeze(sample_books, WEEK)
    monday, sunday = week_bounds(WEEK)
    with asking(sample_books) as source:
        then = reasons.report(source, Request(known_on=sunday), Wish(WEEK)).data
        assert (then["frozen"], then["known_on"]) == (False, "2026-11-15")
        assert reasons.report(source, Request(known_on=99_999), Wish(WEEK)).data["frozen"]
    assert week_of(monday) == WEEK


@pytest.mark.parametrize("form", ["table", "md", "csv", "json"])
def test_a_quiet_week_is_written_as_such(books: Books, form: str) -> None:
    with asking(books) as source:
        made = reasons.report(source, Request(), Wish(WEEK))
    text = FORMATS[form](made)
    assert "0 late invoices" in text or json.loads(text)["late_invoices"] == 0
    assert made.data["explained"] is None


def page(books: Books, week: str = WEEK, name: str = "reasons.md") -> str:
    return write(books, week)[name].decode()


def late(number: str, reason: str, **more: Any) -> dict[str, Any]:
    return invoice(number, "10.00", **({"due_date": "2026-10-20", "reason": reason} | more))


def test_a_reason_that_is_back_is_told_and_is_not_new(books: Books) -> None:
    books.take("invoices.csv", late("A", "PO1"), late("B", "TX1", due_date="2026-11-08"))
    freeze(books, "2026-W44")
    assert "No earlier week was frozen" in page(books, "2026-W44")
    books.take("payments.csv", payment("P", "10.00", "2026-11-01"))
    books.take("applications.csv", application("P", "A", "10.00", "2026-11-01"))
    freeze(books, "2026-W45")
    assert "- No PO on the invoice: none left of 1" in page(books, "2026-W45")
    books.take("invoices_2.csv", late("C", "PO1", due_date="2026-11-10"))
    freeze(books, WEEK)
    changed, new = page(books).split("## What changed")[1].split("## New reasons")
    assert "- No PO on the invoice: back, at 2, 1 invoice\n" in changed
    assert "Wrong tax" not in changed
    assert "- Wrong tax\n" in new.split("## By owner")[0]
    assert "No PO" not in new.split("## By owner")[0]


def test_it_says_whom_it_leaves_out(books: Books) -> None:
    for n in range(7):
        books.take(f"jobs_{n}.csv", job(f"J{n}", dispatcher=f"crew {n}"))
        books.take(f"invoices_{n}.csv", late(f"I{n}", "PO1", job_id=f"J{n}"))
    freeze(books, WEEK)
    told = page(books)
    assert told.split("## By dispatcher")[1].count("\n| crew") == 5
    assert "and 2 more dispatchers." in told
    assert "## By template" not in told
    dispatch = page(books, name="owner-dispatch.md")
    assert dispatch.count("\n| crew") == 7
    assert "## By template" not in dispatch
    assert "**No PO on the invoice**: 7 invoices, rank 1;" in dispatch


def test_without_jobs_an_owners_invoices_stand_by_reason(books: Books) -> None:
    books.take("invoices.csv", late("A", "PO1"), late("B", "BT1"), late("C", "PO1"))
    freeze(books, WEEK)
    dispatch = page(books, name="owner-dispatch.md")
    assert "(none)" not in dispatch
    assert "**Wrong bill-to entity**: 1 invoice, rank 2;" in dispatch
    _, first, second = re.split(r"\n## (?:No PO|Wrong bill)", dispatch)
    assert re.findall(r"\n\| ([ABC]) ", first) == ["A", "C"]
    assert re.findall(r"\n\| ([ABC]) ", second) == ["B"]


def test_a_frozen_week_without_late_invoices_says_so(books: Books) -> None:
    books.take("invoices.csv", late("A", "PO1"))
    books.take("payments.csv", payment("P", "10.00", "2026-11-05"))
    books.take("applications.csv", application("P", "A", "10.00", "2026-11-05"))
    freeze(books, "2026-W45", WEEK)
    files = write(books)
    assert {*files} == {"invoices.csv", *TOP_TEN}
    assert files["reasons.md"].decode() == (
        "# Why customers paid late: 2026-W46\n\n"
        "2026-11-09 to 2026-11-15: no late invoices.\n\n"
        "## What changed against 2026-W45\n\n"
        "- late invoices 1 -> 0\n- No PO on the invoice: none left of 1\n"
    )


def test_amounts_that_cannot_be_added_are_not_held_against_each_other(books: Books) -> None:
    amounts_ = {"A": ("9.00", "USD"), "B": ("900", "JPY"), "C": ("8.00", "USD")}
    for number, (amount, currency) in amounts_.items():
        more = {"due_date": "2026-10-20", "reason": "TX1", "currency": currency}
        books.take(f"invoices_{number}.csv", invoice(number, amount, **more))
    freeze(books, WEEK)
    billing = page(books, name="owner-billing.md")
    assert "what costs most, by invoices; invoices by amount x days." in billing
    assert re.findall(r"\n\| ([ABC]) ", billing) == ["B", "A", "C"]


def test_it_is_the_same_whatever_day_the_home_stands_on(books: Books) -> None:
    books.take("invoices.csv", late("A", "PO1"))
    freeze(books, "2026-W45", WEEK)
    first = write(books)
    for day in ("2026-10-01", "2027-03-01"):
        books.turn(day)
        assert write(books) == first
