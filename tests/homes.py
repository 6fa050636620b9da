"""A home for tests: canonical exports written row by row, loaded, and asked for figures."""

from __future__ import annotations

import csv
import io
import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from artui.books import derive, standings
from artui.books.adoption import adopt
from artui.books.force import bring_up
from artui.domain.days import iso, parse_day
from artui.home import Home
from artui.ingest.load import Loader, Wish
from artui.store import aging, positions
from artui.store.connection import MODE, open_main, transaction
from artui.store.facts import touched

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from artui.books.force import InForce
    from artui.ingest.load import Outcome
    from artui.ingest.profile import Profile
    from artui.settings import Settings

POLICIES = Path(__file__).resolve().parents[1] / "policies"
TODAY = "2026-11-20"

Row = dict[str, Any]


def canonical_csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str] = ()) -> str:
    """Rows as canonical text: a header of every column any row names, then the rows."""
    rows = list(rows)
    header = list(dict.fromkeys([*columns, *(name for row in rows for name in row)]))
    text = io.StringIO()
    writer = csv.DictWriter(text, header, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def invoice(document: str, amount: str, date: str = "2026-10-01", **more: Any) -> Row:
    """A row of invoices, of customer C1 unless told."""
    row = {"invoice_id": document, "customer_id": "C1", "invoice_date": date, "amount": amount}
    return row | more


def payment(number: str, amount: str, date: str, **more: Any) -> Row:
    """A row of payments, of customer C1 unless told."""
    return {"payment_id": number, "customer_id": "C1", "date": date, "amount": amount} | more


def application(number: str, document: str, amount: str, date: str, **more: Any) -> Row:
    """A row of applications."""
    return {"payment_id": number, "invoice_id": document, "date": date, "amount": amount} | more


def adjustment(number: str, document: str, amount: str, date: str, **more: Any) -> Row:
    """A row of adjustments, a write-off unless told."""
    row = {"adjustment_id": number, "invoice_id": document, "date": date, "amount": amount}
    return row | {"kind": "write_off"} | more


def listed(document: str, amount: str, snapshot: str, **more: Any) -> Row:
    """A row of open_items, of customer C1 unless told."""
    row = {"document_id": document, "customer_id": "C1", "amount": amount}
    return row | {"snapshot_date": snapshot} | more


def dispute(number: str, document: str, opened: str, **more: Any) -> Row:
    """A row of disputes."""
    return {"dispute_id": number, "invoice_id": document, "opened_on": opened, **more}


def job(number: str, **more: Any) -> Row:
    """A row of jobs, of customer C1 unless told."""
    return {"job_id": number, "customer_id": "C1"} | more


def activity(number: str, at: str, **more: Any) -> Row:
    """A row of activities, with customer C1 unless told."""
    return {"activity_id": number, "customer_id": "C1", "at": at} | more


def order(number: str, amount: str, **more: Any) -> Row:
    """A row of orders, of customer C1 unless told."""
    return {"order_id": number, "customer_id": "C1", "amount": amount} | more


def promise(number: str, amount: str, promised: str, due: str, **more: Any) -> Row:
    """A row of promises, of customer C1 unless told."""
    row = {"promise_id": number, "customer_id": "C1", "amount": amount}
    return row | {"promised_on": promised, "due_on": due} | more


def line(document: str, number: str, **more: Any) -> Row:
    """A row of invoice_lines."""
    return {"invoice_id": document, "line": number} | more


def quoted(quote: str, number: str, **more: Any) -> Row:
    """A row of quote_lines."""
    return {"quote_id": quote, "line": number} | more


def person(customer: str, name: str = "", role: str = "", **more: Any) -> Row:
    """A row of contacts."""
    return {"customer_id": customer, "name": name, "role": role} | more


def rate(date: str, value: str, currency: str = "EUR") -> Row:
    """A row of fx_rates."""
    return {"date": date, "currency": currency, "rate": value}


class _Made(NamedTuple):
    """A database into which nothing but the default policies was taken, and those."""

    database: bytes
    force: InForce


#: What was made, by settings and day: checking the policies takes longer than most tests.
_MADE: dict[str, _Made] = {}


@dataclass
class Books:
    """One home with its database open, on a day that stands still until told."""

    path: Path
    settings: Settings
    policies: Path | None = POLICIES
    profiles: Sequence[Profile] = ()
    home: Home = field(init=False)
    connection: sqlite3.Connection = field(init=False)
    force: InForce = field(init=False)

    def __post_init__(self) -> None:
        """Make the home, copy the policies and adopt them, or take what is made of them already."""
        self.home = Home(self.path, self.settings)
        alike = f"{self.settings} on {self.home.today()}"
        plain = self.policies == POLICIES and not self.home.folder("policies").exists()
        plain = plain and not self.home.main.exists()
        if self.policies is not None:
            shutil.copytree(self.policies, self.home.folder("policies"), dirs_exist_ok=True)
        made = _MADE.get(alike) if plain else None
        if made is not None:
            self.home.main.parent.mkdir(parents=True, exist_ok=True)
            self.home.main.write_bytes(made.database)
            self.home.main.chmod(MODE)
        self.connection = open_main(self.home.main)
        self.connection.execute("PRAGMA synchronous=OFF")
        if made is not None:
            self.force = made.force
            return
        self.adopt()
        if plain:
            _MADE[alike] = _Made(self.connection.serialize(), self.force)

    def adopt(self) -> None:
        """Put the policies folder, as it stands, in force."""
        self.force, _ = adopt(self.connection, self.home)

    def turn(self, day: str) -> None:
        """Let it be another day, and bring the positions to it."""
        self.settings = replace(self.settings, today=day)
        self.home = Home(self.path, self.settings)
        with transaction(self.connection):
            bring_up(self.connection, self.force, self.home.today())
            standings.refresh(self.connection, self.force, self.home)

    def rebuild(self) -> None:
        """Derive everything anew from what is known."""
        today = self.home.today()
        with transaction(self.connection):
            touched.everything(self.connection)
            derive.touched(self.connection, self.force, today)
            positions.mark_all(self.connection)
            positions.refresh(self.connection, self.force.policy.aging, today)
            self.connection.execute("DELETE FROM credit_standings_of")
            standings.refresh(self.connection, self.force, self.home)

    def drop(self, name: str, rows: Iterable[Mapping[str, Any]], *columns: str) -> Path:
        """Write an export; the date in `name`, if any, is the day it speaks for."""
        return self.drop_text(name, canonical_csv(rows, columns))

    def drop_text(self, name: str, text: str) -> Path:
        """Write a file as it is."""
        folder = self.home.folder("drop")
        folder.mkdir(exist_ok=True)
        path = folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def load(self, path: Path, wish: Wish | None = None) -> Outcome:
        """Load a file."""
        loader = Loader(self.connection, self.home, self.force, self.profiles)
        return loader.load(path, wish)

    def take(self, name: str, *rows: Mapping[str, Any], accept: bool = True) -> Outcome:
        """Write an export and load it, accepting what the guards object to."""
        return self.load(self.drop(name, rows), Wish(accept="a person") if accept else None)

    def scope(self, as_of: str | int, known_on: str | None = None, **more: Any) -> aging.Scope:
        """A scope by ISO dates."""
        day = parse_day(as_of) if isinstance(as_of, str) else as_of
        return aging.Scope(day, None if known_on is None else parse_day(known_on), **more)

    def aged(self, as_of: str, known_on: str | None = None, **more: Any) -> list[Row]:
        """The rows of an aging; `more` are a Question's or a Scope's."""
        asked = {
            name: more.pop(name) for name in ("by", "basis", "exclude_disputed") if name in more
        }
        policy = more.pop("policy", self.force.policy.aging)
        question = aging.Question(self.scope(as_of, known_on, **more), policy, **asked)
        cursor = aging.ask(self.connection, question)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def open(self, as_of: str | int, known_on: str | None = None) -> dict[str, int]:
        """What is open in minor units, from what aging stands on.

        Keys are `document`, `document (class)` where it has one, `document/item` likewise.
        """
        scope = self.scope(as_of, known_on)
        return {
            f"{number}/{label}" if label else str(number): int(amount)
            for number, label, amount in self.connection.execute(
                f"""SELECT d.number || CASE WHEN d.class = '' THEN ''
                    ELSE ' (' || d.class || ')' END, i.label, s.open_amount
                FROM ({aging.standing(scope)}) AS s
                JOIN item AS i ON i.id = s.item_id JOIN document AS d ON d.id = i.document_id""",
                scope.parameters(),
            )
        }

    def due(self) -> dict[str, tuple[str | None, str]]:
        """By `document` or `document/item`, the due date and what gave it."""
        return {
            f"{number}/{label}" if label else str(number): (iso(day), str(by))
            for number, label, day, by in self.connection.execute(
                "SELECT d.number, i.label, i.due_on, i.due_by FROM item AS i"
                " JOIN document AS d ON d.id = i.document_id WHERE NOT i.void"
            )
        }

    def disputes(self) -> list[Row]:
        """Every dispute, by number."""
        cursor = self.connection.execute("SELECT * FROM dispute ORDER BY number, opened_on")
        names = [column[0] for column in cursor.description]
        days = ("opened_on", "resolved_on")
        rows = [dict(zip(names, row, strict=True)) for row in cursor]
        return [{**row, **{name: iso(row[name]) for name in days}} for row in rows]
