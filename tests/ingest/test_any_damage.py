"""Whatever happens to an export on its way: what became of it is recorded, and every row counted.

Cells replaced, rows lost, repeated and out of place, columns missing: what loads was counted, what
does not was rejected, and the rest was refused in a sentence.
"""

from __future__ import annotations

import codecs
import os
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from artui.ingest.load import Wish
from artui.store.records import FAILED, HELD, LOADED, SUPERSEDED, UNCHANGED, WITH_REJECTS
from tests.ingest.homes import home
from tests.ingest.samples import SAMPLES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from artui.ingest.load import Outcome

STATES = (FAILED, HELD, LOADED, SUPERSEDED, UNCHANGED, WITH_REJECTS)
#: Every sample that is text; workbooks are made of such rows by the tests of workbooks.
TEXTS = sorted(
    each for each in SAMPLES.rglob("*") if each.is_file() and each.suffix not in (".json", ".xlsx")
)
CELLS = (
    "", " ", "-", "0", "12.50", "1.234,56-", "(3)", "2026-10-31", "31.12.2026", "02/03/26",
    "00:00.0", "Total", "TOTAL", "USD", "EUR", "JPY", "Yes", "INV-1", "****", "#REF!", '"', "'",
    "C1 Acme", "\x1b[31m", "a\tb", "1e400", "99999999999999999999.99", "As of", "|",
    "\N{NO-BREAK SPACE}", "\N{SUPERSCRIPT TWO}",
)  # fmt: skip
_DIVIDERS = re.compile(r"([,;\t|])")
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

Lines = list[str]


def replaced(lines: Lines, draw: Callable[[int], int]) -> None:
    """Put something else into a cell."""
    place = draw(len(lines))
    cells = _DIVIDERS.split(lines[place])
    cells[2 * draw(len(cells) // 2 + 1)] = CELLS[draw(len(CELLS))]
    lines[place] = "".join(cells)


def lost(lines: Lines, draw: Callable[[int], int]) -> None:
    """Leave a row out."""
    del lines[draw(len(lines))]


def repeated(lines: Lines, draw: Callable[[int], int]) -> None:
    """Repeat a row elsewhere."""
    lines.insert(draw(len(lines)), lines[draw(len(lines))])


def swapped(lines: Lines, draw: Callable[[int], int]) -> None:
    """Let two rows change places."""
    one, other = draw(len(lines)), draw(len(lines))
    lines[one], lines[other] = lines[other], lines[one]


def narrowed(lines: Lines, draw: Callable[[int], int]) -> None:
    """Leave a column out."""
    place = 2 * draw(max(len(_DIVIDERS.split(line)) for line in lines) // 2 + 1)
    for number, line in enumerate(lines):
        cells = _DIVIDERS.split(line)
        del cells[place : place + 2]
        lines[number] = "".join(cells)


def shifted(lines: Lines, draw: Callable[[int], int]) -> None:
    """Let two cells of a row change places."""
    place = draw(len(lines))
    cells = _DIVIDERS.split(lines[place])
    one, other = 2 * draw(len(cells) // 2 + 1), 2 * draw(len(cells) // 2 + 1)
    cells[one], cells[other] = cells[other], cells[one]
    lines[place] = "".join(cells)


DAMAGES = (replaced, lost, repeated, swapped, narrowed, shifted)


def damaged(content: bytes, data: st.DataObject) -> bytes:
    """A text with a few things wrong."""
    codec = "utf-16" if content.startswith(_WIDE) else "latin-1"
    text = content.decode(codec)
    lines = text.splitlines()
    for _ in range(data.draw(st.integers(1, 3))):
        damage = data.draw(st.sampled_from(DAMAGES))
        if lines:
            damage(lines, lambda size: data.draw(st.integers(0, size - 1)))
    ending = "\r\n" if "\r\n" in text else "\n"
    return "".join(f"{line}{ending}" for line in lines).encode(codec, "replace")


def accounted(outcome: Outcome) -> bool:
    """Whether every row that was read is told of."""
    return outcome.rows_read == (
        outcome.rows_loaded + outcome.rows_unchanged + outcome.rows_rejected
    )


@pytest.mark.slow
@pytest.mark.parametrize("path", TEXTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
@settings(
    max_examples=int(os.environ.get("ARTUI_EXAMPLES", "3")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(data=st.data())
def test_a_damaged_export_has_an_outcome_that_counts_every_row(
    path: Path, data: st.DataObject
) -> None:
    content = damaged(path.read_bytes(), data)
    note(repr(content))
    with home() as books:
        file = books.drop_text(path.name, "")
        file.write_bytes(content)
        outcome = books.load(file, Wish(accept="a person"))
        assert outcome.state in STATES
        assert (outcome.state == FAILED) == (outcome.kind is None)
        for each in outcome.parts or [outcome]:
            assert accounted(each), each
        recorded = books.connection.execute(
            "SELECT count(*), sum(rows_read), sum(rows_loaded) FROM import"
        ).fetchone()
        parts = max(1, len(outcome.parts))
        assert recorded == (parts, outcome.rows_read, outcome.rows_loaded)
        if outcome.state != FAILED:
            again = books.load(file, Wish(accept="a person", again=True))
            assert (accounted(again), again.rows_loaded) == (True, 0)
