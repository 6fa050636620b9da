"""What was shown on a day is what is shown of it later: as of that day, as known on it.

Files are played on the days they come, and each report is kept as it stood at the end of each day.
At the end each is asked for again with --as-of D --known-on D and must be the same. Aside stand
the revision of the policy, where a file is kept by now, the agent's signs of life, and of the
worklist what people entered and took back again: it was a slip and left no trace but the journal.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from difflib import unified_diff
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from artui.domain.days import iso, parse_day
from artui.ingest.load import Wish
from artui.report import aging, credit, disputes, imports, readiness, reasons, worklist
from artui.report.request import Request, looking_back
from artui.settings import Settings
from artui.store.connection import open_desk
from tests.books.worlds import FIRST, Export, exports
from tests.desk import Person
from tests.homes import (
    Books,
    application,
    canonical_csv,
    dispute,
    invoice,
    listed,
    payment,
)
from tests.report.conftest import asking

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from artui.report.request import Source
    from artui.report.table import Report

_ACCEPT = Wish(accept="a person")
_DAYS = 18
_REPORTS: dict[str, Callable[[Source, Request], Report]] = {
    "aging": aging.report,
    **{
        f"aging by {by}": lambda source, request, by=by: aging.report(  # type: ignore[misc] # by is bound
            source, request, aging.Wish(by)
        )
        for by in ("segment", "collector", "region", "parent", "company")
    },
    "aging of koji": lambda source, request: aging.report(
        source, Request(request.as_of, request.known_on, collector="koji")
    ),
    "disputes": lambda source, request: disputes.report(source, request, "all"),
    "reasons": reasons.report,
    "worklist": worklist.report,
    "credit": credit.report,
    "imports": imports.report,
    "readiness": lambda source, request: readiness.report(
        source, request, readiness.Wish(state="all")
    ),
}
#: What is said of a report rather than in it.
_ASIDE = {"known_on", "as_of", "policy", "agent"}
_OF_A_FILE = {"kept_as", "seconds", "started_at"}


def told(source: Source, request: Request) -> dict[str, str]:
    """Every report, without what stands aside."""
    with looking_back(source, request) as then:
        return {name: _plain(make(then, request).data) for name, make in _REPORTS.items()}


def _plain(data: dict[str, Any]) -> str:
    left = {key: value for key, value in data.items() if key not in _ASIDE}
    if data["report"] == "imports":
        left["rows"] = [
            {key: row[key] for key in row if key not in _OF_A_FILE} for row in data["rows"]
        ]
    return json.dumps(left, indent=1)


def replayed(books: Books, coming: dict[int, list[Callable[[], object]]], last: int) -> None:
    """Let come what comes day by day; then ask of each day what was shown on it."""
    open_desk(books.home.desk).close()
    shown = {}
    for day in range(min(coming), last + 1):
        books.turn(str(iso(day)))
        for arrive in coming.get(day, ()):
            arrive()
        with asking(books) as source:
            shown[day] = told(source, Request())
    with asking(books) as source:
        for day, then in shown.items():
            again = told(source, Request(day, day))
            for name, data in then.items():
                same = again[name] == data
                assert same, f"{name} of {iso(day)}\n{_differing(data, again[name])}"


def _differing(shown: str, again: str) -> str:
    return "\n".join(unified_diff(shown.splitlines(), again.splitlines(), lineterm="", n=2))


@st.composite
def _worlds(draw: st.DrawFn) -> list[tuple[int, Export]]:
    """Exports with the day each arrives, up to five days after the one it speaks for."""
    return [(draw(st.integers(0, 5)), export) for export in draw(exports())]


def _customers(day: int, segment: str, collector: str, limit: str) -> Export:
    row = {
        "customer_id": "C1",
        "name": f"One of {segment}",
        "segment": segment,
        "collector": collector,
        "region": "north",
        "credit_limit": limit,
    }
    return Export("customers", day, (row,), tuple(row))


_SAID = st.tuples(
    st.integers(0, 14),
    st.sampled_from(("small", "large")),
    st.sampled_from(("koji", "ann")),
    st.sampled_from(("50.00", "5000.00", "")),
)


@given(_worlds(), st.lists(_SAID, max_size=3))
@settings(
    max_examples=int(os.environ.get("ARTUI_EXAMPLES", "4")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_every_report_of_a_day_is_as_it_was_shown_on_it(
    world: list[tuple[int, Export]], said: list[tuple[int, str, str, str]]
) -> None:
    made = [(export.day + late, export) for late, export in world]
    made += [(FIRST + day, _customers(FIRST + day, *rest)) for day, *rest in said]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "home"
        path.mkdir()
        books = Books(path, Settings(today=str(iso(FIRST))))
        coming: dict[int, list[Callable[[], object]]] = {FIRST: []}
        for number, (day, export) in enumerate(sorted(made, key=lambda each: each[0])):
            note(f"{iso(day)}: {export}")
            name = export.name(f"-{number}")
            arrive = _arrival(books, name, export.text())
            coming.setdefault(day, []).append(arrive)
        try:
            replayed(books, coming, FIRST + _DAYS)
        finally:
            books.connection.close()
        shutil.rmtree(path)


def _arrival(books: Books, name: str, text: str) -> Callable[[], object]:
    def arrive() -> None:
        path = books.drop_text(name, text)
        books.load(path, _ACCEPT)
        path.unlink(missing_ok=True)

    return arrive


_EMPTY = "document_id,customer_id,amount\n"
_TIERS = """
tiers:
  - {tier: 1, name: Friendly, from_days: 1, action: letter, channel: email,
     template: reminder_1, owner: collector}
  - {tier: 2, name: Firm, from_days: 10, action: call, owner: collector,
     when: {utilisation: {ge: 0.5}}}
"""


_WHO = {"customer_id": "C1", "name": "Harbor", "segment": "retail", "collector": "koji"}
#: What comes on which day of October: file name and rows.
_FILES: tuple[tuple[int, str, list[dict[str, Any]]], ...] = (
    (1, "customers", [{**_WHO, "credit_limit": "500.00"}]),
    (
        1,
        "invoices",
        [
            invoice("I1", "600.00", "2026-09-01", due_date="2026-09-20", site="North"),
            invoice("I2", "200.00", "2026-09-05", due_date="2026-10-10"),
            invoice("I3", "80.00", "2026-09-08", due_date="2026-10-02", customer_id="C2"),
        ],
    ),
    (2, "disputes", [dispute("D1", "I1", "2026-10-01", amount="100.00")]),
    (
        3,
        "open_items",
        [
            listed("I1", "600.00", "2026-10-03", dunning_level="1", last_dunned="2026-10-02"),
            listed("I2", "200.00", "2026-10-03"),
            listed("I3", "80.00", "2026-10-03", customer_id="C2"),
        ],
    ),
    (5, "customers", [{**_WHO, "segment": "key", "collector": "ann", "credit_limit": "5000.00"}]),
    (6, "disputes", [dispute("D1", "I1", "2026-10-01", amount="250.00", reason="PR1")]),
    (8, "payments", [payment("P1", "150.00", "2026-10-03")]),
    (8, "applications", [application("P1", "I1", "150.00", "2026-10-03")]),
    (
        9,
        "open_items",
        [
            listed("I1", "450.00", "2026-10-09", dunning_level="2", last_dunned="2026-10-08"),
            listed("I2", "200.00", "2026-10-09", due_date="2026-10-20"),
            listed("I3", "80.00", "2026-10-09", customer_id="C2", customer_name="Later named"),
        ],
    ),
    (12, "disputes", [dispute("D1", "I1", "2026-10-01", resolved_on="2026-10-11")]),
    (
        13,
        "invoices",
        [invoice("I9", "70.00", "2026-09-11", due_date="2026-09-25", customer_id="C9")],
    ),
    (15, "customers", [{**_WHO, "customer_id": "C2", "name": "Second"}]),
    (
        16,
        "invoices",
        [
            invoice("I2", "200.00", "2026-09-05", due_date="2026-10-10", currency="EUR"),
            invoice("I3", "80.00", "2026-09-08", due_date="2026-10-02", customer_id="C1"),
        ],
    ),
)
#: What people do on which day of October.
_DONE: tuple[tuple[int, Callable[[Person], object]], ...] = (
    (4, lambda person: person.promise(30_000, "2026-10-09")),
    (10, lambda person: person.hold("they pay", "2026-10-12")),
    (14, lambda person: person.contact("2026-10-16")),
)


def test_what_changed_since_is_as_it_was(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits, collectors, disputes, dunning, holds, promises, marks and held files of each day."""
    monkeypatch.delenv("ARTUI_TODAY", raising=False)
    (books.home.folder("policies") / "escalation.yaml").write_text(_TIERS, encoding="utf-8")
    books.turn("2026-09-30")
    books.adopt()
    first = parse_day("2026-10-01") - 1
    coming: dict[int, list[Callable[[], object]]] = {}
    for day, kind, rows in _FILES:
        take = partial(books.take, f"{kind}_2026-10-{day:02d}.csv", *rows)
        coming.setdefault(first + day, []).append(take)
    for day, act in _DONE:
        coming[first + day] = [partial(lambda act: act(Person(books)), act)]
    coming[first + 7] = [
        lambda: books.load(books.drop_text("open_items_2026-10-07.csv", _EMPTY)),
    ]
    replayed(books, coming, first + 18)
    states = _states(books, "2026-10-07"), _states(books, "2026-10-18")
    assert states == ("held", "superseded")


def _states(books: Books, day: str) -> str:
    """The state on a day of the file that was held."""
    with asking(books) as source:
        rows = imports.report(source, Request(known_on=parse_day(day))).data["rows"]
    return str(next(row["state"] for row in rows if row["file"].endswith("10-07.csv")))


def test_what_was_voided_since_is_told_as_it_stood(tmp_path: Path) -> None:
    books = Books(tmp_path, Settings(today=str(iso(FIRST))))
    wants = canonical_csv([{"customer_id": "C1", "name": "One", "po_required": "yes"}])
    late = invoice("B", "100.00", "2026-08-01", due_date="2026-08-31")
    void = {**late, "status": "void"}
    coming: dict[int, list[Callable[[], object]]] = {
        FIRST: [
            _arrival(books, "customers_2026-10-01.csv", wants),
            _arrival(books, "invoices_2026-10-01.csv", canonical_csv([late])),
        ],
        FIRST + 9: [_arrival(books, "invoices_2026-10-10.csv", canonical_csv([void]))],
    }
    replayed(books, coming, FIRST + 12)
    with asking(books) as source:
        then = told(source, Request(FIRST + 8, FIRST + 8))
    books.connection.close()
    [open_then] = json.loads(then["readiness"])["rows"]
    assert [each["check"] for each in open_then["failures"]] == ["po_on_file", "approver_recorded"]
    assert [each["reason"] for each in json.loads(then["reasons"])["rows"]] == ["missing_po"]
