"""Published credits and days of the past: exports in, the aging out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from artui.domain.days import iso, parse_day
from artui.report import aging
from artui.report.request import Request

if TYPE_CHECKING:
    from artui.report.request import Source
    from tests.homes import Books

DAY_0 = parse_day("2026-06-01")
_CASES = Path(__file__).parents[1] / "cases"
CREDITS, AS_OF = (
    json.loads((_CASES / name).read_text(encoding="utf-8"))["cases"]
    for name in ("credits.json", "as_of.json")
)
_DATES = ("invoice_date", "due_date", "date")


def _day(given: int | str) -> int:
    return parse_day(given) if isinstance(given, str) else DAY_0 + given


def _loaded(books: Books, case: dict[str, Any]) -> None:
    if "instalments" in case:
        path = books.home.folder("policies") / "terms.yaml"
        terms = {"terms": {"case": {"instalments": case["instalments"]}}}
        path.write_text(json.dumps(terms), encoding="utf-8")
        books.adopt()
    for kind, rows in case["files"].items():
        dated = [
            row | {name: str(iso(_day(row[name]))) for name in _DATES if name in row}
            for row in rows
        ]
        assert books.take(f"{kind}.csv", *dated).state == "loaded"


def _aged(books: Books, source: Source, as_of: int) -> dict[str, Any]:
    now = type(source)(source.reader, source.home, books.force)
    made = aging.report(now, Request(as_of=as_of), aging.Wish(later=True))
    assert made.ok
    assert all(check["ok"] for check in made.data["checks"])
    return made.data


@pytest.mark.parametrize("case", [*CREDITS, *AS_OF], ids=lambda case: case["id"])
def test_what_stands_open_is_what_is_published(
    books: Books, source: Source, case: dict[str, Any]
) -> None:
    _loaded(books, case)
    for ask in case["asks"]:
        found = _aged(books, source, _day(ask["as_of"]))
        rows = {row["key"]: row for row in found["rows"]}
        assert rows.keys() == ask["rows"].keys()
        for key, figures in ask["rows"].items():
            assert {name: rows[key][name] for name in figures} == figures, key
        if "net" in ask:
            (total,) = found["totals"]
            (check,) = found["checks"]
            assert total["total"] == check["outstanding"] == ask["net"]


@pytest.mark.parametrize("order", [1, -1])
def test_the_order_of_arrival_is_nothing_to_a_case(
    books: Books, source: Source, order: int
) -> None:
    """The fullest case, a payment and a credit of tomorrow, with its files either way round."""
    (case,) = (case for case in AS_OF if case["id"] == "ERP-AR-14")
    files = dict(list(case["files"].items())[::order])
    _loaded(books, case | {"files": files})
    found = _aged(books, source, DAY_0)
    assert {row["key"]: row["later"] for row in found["rows"]} == {"SI": "-90.00", "CN": "10.00"}


def test_a_case_whose_answer_is_ours_says_why() -> None:
    differing = {case["id"] for case in (*CREDITS, *AS_OF) if "ours" in case}
    assert differing == {"ERP-AR-03", "ERP-AR-16"}
    assert all(case["why"] for case in (*CREDITS, *AS_OF) if "ours" in case)
    specific = {case["id"] for case in (*CREDITS, *AS_OF) if case["trust"] == "peer_specific"}
    assert specific <= differing
