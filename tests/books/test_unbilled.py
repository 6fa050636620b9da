"""Work and orders not invoiced yet: what is kept, what is computed and what follows by hand."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from artui.domain.days import iso, parse_day
from artui.ingest.load import Wish
from artui.settings import Settings
from artui.store import activities, jobs, rates
from artui.store import credit as store
from tests.homes import TODAY, Books, Row, activity, canonical_csv, job, order, rate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_ACCEPT = Wish(accept="a person")
_FIRST = parse_day("2026-11-01")
_DAYS = st.integers(0, 12).map(lambda offset: str(iso(_FIRST + offset)))
_MAYBE_DAYS = st.one_of(_DAYS, st.just(""))
_AMOUNTS = st.sampled_from(("10.00", "25.00", "60.00"))
_CUSTOMERS = st.sampled_from(("C1", "C2"))
_JOBS = ("J1", "J2", "J3")
_SHOWN = settings(
    max_examples=int(os.environ.get("ARTUI_EXAMPLES", "12")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

JOB = st.fixed_dictionaries(
    {
        "customer_id": _CUSTOMERS,
        "completed_at": _MAYBE_DAYS,
        "amount": st.one_of(_AMOUNTS, st.just("")),
        "status": st.sampled_from(("", "", "", "void")),
    }
)
BILLED = st.fixed_dictionaries(
    {
        "customer_id": _CUSTOMERS,
        "job_id": st.sampled_from(("", "j1", "J2", "j3")),
        "status": st.sampled_from(("", "", "draft", "void")),
        "amount": st.sampled_from(("10.00", "25.00", "60.00", "-10.00")),
        "invoice_date": _DAYS,
        "due_date": st.just("2026-12-30"),
    }
)
ORDERED = st.fixed_dictionaries(
    {
        "customer_id": _CUSTOMERS,
        "date": _MAYBE_DAYS,
        "amount": _AMOUNTS,
        "open_amount": st.sampled_from(("", "", "0.00", "10.00")),
        "status": st.sampled_from(("", "open", "Closed")),
        "job_id": st.sampled_from(("", "j1", "J2", "j9")),
    }
)
TALK = st.fixed_dictionaries(
    {
        "customer_id": _CUSTOMERS,
        "at": _DAYS,
        "invoice_id": st.sampled_from(("", "A", "B")),
        "direction": st.sampled_from(("", "in", "out")),
    }
)


class File(NamedTuple):
    """One export: its kind, the day it speaks for, its rows."""

    kind: str
    day: int
    rows: tuple[Row, ...]

    def name(self, mark: str = "") -> str:
        """A file name with the date."""
        return f"{self.kind}{mark}_{iso(_FIRST + self.day)}.csv"


def _rows(kind: str) -> st.SearchStrategy[list[Row]]:
    """Rows of one kind, each of another thing."""
    match kind:
        case "jobs":
            made = st.dictionaries(st.sampled_from(_JOBS), JOB, min_size=1)
            return made.map(lambda each: [job(k, **more) for k, more in each.items()])
        case "orders":
            made = st.dictionaries(st.sampled_from(("O1", "O2", "O3")), ORDERED, min_size=1)
            return made.map(lambda each: [order(k, **more) for k, more in each.items()])
        case "activities":
            made = st.dictionaries(st.sampled_from(("T1", "T2")), TALK, min_size=1)
            return made.map(lambda each: [activity(k, **more) for k, more in each.items()])
        case "fx_rates":
            told = st.dictionaries(_DAYS, st.sampled_from(("1.1", "1.2")), min_size=1)
            return told.map(lambda each: [rate(day, value) for day, value in each.items()])
        case _:
            made = st.dictionaries(st.sampled_from("AB"), BILLED, min_size=1)
            return made.map(lambda each: [{"invoice_id": k, **more} for k, more in each.items()])


@st.composite
def files(draw: st.DrawFn) -> list[File]:
    """Exports, each of a day of its own, in the order of their days."""
    days = draw(st.lists(st.integers(0, 12), min_size=1, max_size=6, unique=True))
    told = ("jobs", "jobs", "invoices", "orders", "activities", "fx_rates")
    kinds = [draw(st.sampled_from(told)) for _ in days]
    return [
        File(kind, day, tuple(draw(_rows(kind))))
        for day, kind in zip(sorted(days), kinds, strict=True)
    ]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that counts completed work, to be copied."""
    path = tmp_path_factory.mktemp("template")
    policies = path / "policies"
    policies.mkdir()
    counted = "exposure: {unbilled_jobs: true, drafts: true, open_orders: true}\n"
    (policies / "credit.yaml").write_text(counted)
    made = Books(path, Settings(today=TODAY), policies=None)
    assert made.force.policy.credit.open_orders
    made.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    made.connection.close()
    return path


def opened(template: Path, folder: str) -> Books:
    """A copy of the home."""
    path = Path(folder) / "home"
    shutil.copytree(template, path)
    return Books(path, Settings(today=TODAY), policies=None)


def take(books: Books, made: Iterable[tuple[str, Sequence[Row]]]) -> Iterator[None]:
    """Load files one by one."""
    for name, rows in made:
        outcome = books.load(books.drop_text(name, canonical_csv(rows)), _ACCEPT)
        assert outcome.state in ("loaded", "unchanged"), outcome
        yield


Parts = dict[tuple[str, str], tuple[int, int]]


def kept(books: Books) -> Parts:
    """What the agent keeps as not invoiced: work and orders, by customer and currency."""
    return {
        (str(number), str(currency)): (int(work), int(orders))
        for number, currency, work, orders in books.connection.execute(
            "SELECT c.number, s.currency, s.unbilled_jobs, s.open_orders"
            " FROM credit_standing AS s JOIN customer AS c ON c.id = s.customer_id"
            " WHERE s.unbilled_jobs <> 0 OR s.open_orders <> 0"
        )
    }


def computed(books: Books, as_of: str) -> Parts:
    """What a report computes as not invoiced."""
    scope = books.scope(as_of)
    found = store.exposures(books.connection, scope, unbilled=True, drafts=True, ordered=True)
    return {
        (row["customer_id"], row["currency"]): (row["unbilled_jobs"], row["open_orders"])
        for row in found
        if row["unbilled_jobs"] or row["open_orders"]
    }


def by_hand(made: Sequence[File], as_of: str) -> Parts:
    """The same from the newest row of each job, order and invoice."""
    left = left_by_hand(made, as_of)
    counted = left + drafted_by_hand(made, as_of)
    work: Counter[str] = Counter()
    orders: Counter[str] = Counter()
    for (customer, _), amount in left.items():
        work[customer] += amount
    for (customer, number), amount in ordered_by_hand(made, as_of).items():
        orders[customer] += max(0, amount - (counted[customer, number] if number else 0))
    both = {each: (work[each], orders[each]) for each in ("C1", "C2")}
    return {(customer, "USD"): found for customer, found in both.items() if any(found)}


def ordered_by_hand(made: Sequence[File], as_of: str) -> dict[tuple[str, str], int]:
    """By customer and job, what is open of orders and was not billed since they were told of."""
    told: dict[str, tuple[str, Row]] = {}
    for each in made:
        day = str(iso(_FIRST + each.day))
        for row in each.rows if each.kind == "orders" else ():
            if day <= as_of or row["order_id"] not in told:
                told[row["order_id"]] = (day, row)
    pools: dict[tuple[str, str], list[tuple[str, Row]]] = defaultdict(list)
    for day, row in told.values():
        if row["date"] <= as_of:
            pools[row["customer_id"], row["job_id"].upper()].append((day, row))
    found: dict[tuple[str, str], int] = {}
    for (customer, number), pool in pools.items():
        stated = [cents(row["open_amount"] or row["amount"]) for _, row in pool]
        over = [row["status"] == "Closed" and not row["open_amount"] for _, row in pool]
        since = max(day if row["open_amount"] else "" for day, row in pool)
        billed = billed_by_hand(made, as_of, since, drafts=False)[number] if number else 0
        open_ = sum(amount for amount, gone in zip(stated, over, strict=True) if not gone)
        found[customer, number] = min(open_, sum(stated) - billed)
    return found


def left_by_hand(made: Sequence[File], as_of: str) -> Counter[tuple[str, str]]:
    """By customer and job, what is left to be billed of completed work."""
    billed = billed_by_hand(made, as_of)
    left: Counter[tuple[str, str]] = Counter()
    for number, row in newest(made, "jobs", "job_id").items():
        done = row["completed_at"] and row["completed_at"] <= as_of and row["status"] != "void"
        if done and row["amount"]:
            left[row["customer_id"], number] += max(0, cents(row["amount"]) - billed[number])
    return left


def drafted_by_hand(made: Sequence[File], as_of: str) -> Counter[tuple[str, str]]:
    """By customer and job, what drafts bill."""
    then = [each for each in made if str(iso(_FIRST + each.day)) <= as_of]
    drafted: Counter[tuple[str, str]] = Counter()
    for row in newest(then, "invoices", "invoice_id").values():
        if row["status"] == "draft" and row["job_id"]:
            drafted[row["customer_id"], row["job_id"].upper()] += max(0, cents(row["amount"]))
    return drafted


def billed_by_hand(
    made: Sequence[File], as_of: str, since: str = "", *, drafts: bool = True
) -> Counter[str]:
    """What invoices and drafts bill of each job; a draft is one from its file's day on."""
    then = [each for each in made if str(iso(_FIRST + each.day)) <= as_of]
    rows = [
        row
        for row in newest(made, "invoices", "invoice_id").values()
        if row["status"] == "" and since < row["invoice_date"] <= as_of
    ]
    written = newest(then, "invoices", "invoice_id").values() if drafts else ()
    rows += [row for row in written if row["status"] == "draft"]
    billed: Counter[str] = Counter()
    for row in rows:
        billed[row["job_id"].upper()] += max(0, cents(row["amount"]))
    return billed


def newest(made: Sequence[File], kind: str, identity: str) -> dict[str, Row]:
    """The newest row of each thing that files of a kind tell of."""
    return {row[identity]: row for each in made if each.kind == kind for row in each.rows}


def cents(amount: str) -> int:
    """An amount with two decimals in minor units."""
    return int(amount.replace(".", ""))


def figures(books: Books) -> Any:
    """Everything that follows from the files, without row numbers and provenance."""
    at = books.scope(TODAY)
    return (
        kept(books),
        [computed(books, str(iso(_FIRST + n))) for n in range(13)],
        books.connection.execute(
            "SELECT job_id, customer_id, status, completed_at, amount FROM jobs ORDER BY job_id"
        ).fetchall(),
        books.connection.execute(
            "SELECT activity_id, customer_id, document, at, direction FROM activities ORDER BY 1"
        ).fetchall(),
        books.connection.execute("SELECT date, currency, rate FROM fx_rates ORDER BY 1").fetchall(),
        rates.latest(books.connection, _FIRST + 6, None),
        sorted(activities.last_on(books.connection, at).values()),
    )


@_SHOWN
@given(made=files())
def test_what_is_kept_is_what_is_computed_and_what_follows_by_hand(
    template: Path, made: list[File]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        books = opened(template, folder)
        for count, _ in enumerate(take(books, ((each.name(), each.rows) for each in made)), 1):
            assert kept(books) == computed(books, TODAY) == by_hand(made[:count], TODAY)
        for n in range(13):
            day = str(iso(_FIRST + n))
            assert computed(books, day) == by_hand(made, day)
        books.connection.close()


@_SHOWN
@given(made=files(), data=st.data())
def test_any_order_split_repeated_or_renamed_gives_the_same(
    template: Path, made: list[File], data: st.DataObject
) -> None:
    mixed: list[tuple[str, Sequence[Row]]] = []
    for number, each in enumerate(made):
        at = data.draw(st.integers(0, len(each.rows)))
        parts = [part for part in (each.rows[:at], each.rows[at:]) if part]
        mixed += [(each.name(f"-{number}-{n}"), part) for n, part in enumerate(parts)]
    mixed += data.draw(st.lists(st.sampled_from(mixed), max_size=2))
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        straight, shuffled = opened(template, one), opened(template, other)
        list(take(straight, ((each.name(), each.rows) for each in made)))
        list(take(shuffled, data.draw(st.permutations(mixed))))
        assert figures(shuffled) == figures(straight)
        straight.connection.close()
        shuffled.connection.close()


def test_what_a_job_was_billed_is_looked_up_from_the_job(books: Books) -> None:
    scope = books.scope(TODAY, customer_id=1)
    plan = books.connection.execute(
        f"EXPLAIN QUERY PLAN {jobs.unbilled(scope)}", scope.parameters()
    ).fetchall()
    used = " ".join(row[3] for row in plan)
    for index in ("job_customer", "job_named_key", "item_job", "entry_item"):
        assert index in used
    assert "SCAN i" not in used
    assert "SCAN e" not in used


def test_an_order_told_of_again_moves_the_standing_that_is_kept(template: Path) -> None:
    said = order("O1", "100.00", open_amount="60.00", job_id="J1", date="2026-11-01")
    bill = {"invoice_date": "2026-11-06", "due_date": "2026-12-30", "amount": "20.00"}
    billed = {"invoice_id": "A", "customer_id": "C2", "job_id": "j1", **bill}
    with tempfile.TemporaryDirectory() as folder:
        books = opened(template, folder)
        files = (("orders_2026-11-05", said), ("a_2026-11-06", billed), ("orders_2026-11-07", said))
        seen = []
        for _ in take(books, ((f"{name}.csv", [row]) for name, row in files)):
            seen.append(kept(books)["C1", "USD"])
            assert kept(books) == computed(books, TODAY)
        books.connection.close()
    assert seen == [(0, 60_00), (0, 40_00), (0, 60_00)]
