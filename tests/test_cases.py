"""Published cases: none is left out, and the files of cases give them as their sources do.

The cases lie outside the project, beside the folder that $ARTUI_FIELD_DATA names.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

TESTS = Path(__file__).parent
#: Topics whose cases are copied word for word; those of the others are told as exports or policies.
COPIED = frozenset(
    "aging as_of boundary credit_note credits unapplied outstanding totals reconcile fx dso"
    " dso_countback bpdso add cei ar_turnover bad_debt invoice_quality days_to_pay"
    " days_beyond_terms pct_aging".split()
)
_WORD_FOR_WORD = ("title", "source", "input", "expected", "trust")

Case = dict[str, Any]


def _copies() -> list[Case]:
    """The cases of every file; some stand in two, told in two ways."""
    return [
        case
        for path in sorted((TESTS / "cases").glob("*.json"))
        for case in json.loads(path.read_text(encoding="utf-8")).get("cases", ())
    ]


@pytest.fixture(scope="module")
def published() -> list[Case]:
    """Every case as it was gathered."""
    folder = os.environ.get("ARTUI_FIELD_DATA")
    if not folder:
        pytest.skip("ARTUI_FIELD_DATA names no folder with the published cases beside it")
    path = Path(folder).resolve().parent / "cases" / "peer_cases.json"
    if not path.is_file():
        pytest.skip("no published cases lie beside the folder that ARTUI_FIELD_DATA names")
    cases: list[Case] = json.loads(path.read_text(encoding="utf-8"))["cases"]
    return cases


def test_none_is_left_out(published: list[Case]) -> None:
    copied = {case["id"] for case in _copies()}
    texts = [path.read_text(encoding="utf-8") for path in (TESTS / "cases").glob("*.json")]
    texts += [path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py")]
    missing = [
        case["id"]
        for case in published
        if case["id"] not in copied
        and (case["topic"] in COPIED or not any(case["id"] in text for text in texts))
    ]
    assert not missing


def test_each_is_as_its_source_has_it(published: list[Case]) -> None:
    sources = {case["id"]: case for case in published if case["topic"] in COPIED}
    changed = [
        (copy["id"], name)
        for copy in _copies()
        for name in _WORD_FOR_WORD
        if copy["id"] in sources and copy.get(name) != sources[copy["id"]][name]
    ]
    assert not changed


def test_where_we_answer_otherwise_we_say_why(published: list[Case]) -> None:
    sources = {case["id"]: case for case in published if case["topic"] in COPIED}
    silent = [
        copy["id"]
        for copy in _copies()
        if copy["id"] in sources
        and ("ours" in copy or sources[copy["id"]]["trust"] != "ok")
        and not ("ours" in copy and copy.get("why"))
    ]
    assert not silent
