"""Text that cannot act on a terminal, cells that line up, and errors in one line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from artui.errors import ArtuiError, BrokenEnvironment, UsageError, unexpected
from artui.text import REPLACEMENT, TAB, cells, fit, safe


@pytest.mark.parametrize(
    "character",
    [
        "\x00",
        "\x07",
        "\x1b",
        "\t",
        "\n",
        "\r",
        "\x7f",
        "\x9b",
        "\u200b",
        "\u202e",
        "\u2028",
        "\ud800",
    ],
)
def test_what_cannot_be_printed_is_marked(character: str) -> None:
    assert safe(f"a{character}b") == f"a{REPLACEMENT}b"


@pytest.mark.parametrize("text", ["Müller", "株式会社", "[/] [@click=app.x]", "a b", "Ω≈ç", "👍"])
def test_what_can_be_printed_stays(text: str) -> None:
    assert safe(text) == text


def test_blanks_and_nothing() -> None:
    assert safe("a\u00a0b\u3000c") == "a b c"
    assert safe(None) == ""
    assert safe(12) == "12"


@given(text=st.text())
def test_safe_text_is_printable_and_stays_as_it_is(text: str) -> None:
    shown = safe(text)
    assert shown.isprintable()
    assert len(shown) == len(text)
    assert safe(shown) == shown


@given(text=st.text(), width=st.integers(0, 30), right=st.booleans())
def test_a_cell_has_its_width(text: str, width: int, *, right: bool) -> None:
    assert cell_len(fit(safe(text), width, right=right)) == width


def test_a_cut_shows() -> None:
    assert fit("abcdef", 4) == "abc…"
    assert fit("株式会社", 4) == "株 …"
    assert fit("ab", 4) == "ab  "
    assert fit("ab", 4, right=True) == "  ab"
    assert fit("ab", 0) == ""


class Lost(ArtuiError):  # noqa: N818 - a name as users say it
    """{file} is lost.

    The rest is for programmers.
    """

    hint = "Look for {file}."


def test_the_cells_of_a_row_are_told_apart_where_tabs_divide_them() -> None:
    assert cells("A1\t12.50\x1b[2J\tUSD") == f"A1{TAB}12.50{REPLACEMENT}[2J{TAB}USD"
    assert cells(None) == ""


def test_an_error_is_where_what_and_what_to_do() -> None:
    assert str(Lost(file="a.csv")) == "a.csv is lost. Look for a.csv."
    assert str(Lost(file="a", where="x:1:2")) == "x:1:2: a is lost. Look for a."
    assert str(Lost(file="{b}", hint="Ask.")) == "{b} is lost. Ask."
    assert str(UsageError(what="No.")) == "No."
    assert [kind.exit_code for kind in (Lost, UsageError, BrokenEnvironment)] == [1, 2, 3]


def test_a_bug_is_named_without_its_values() -> None:
    try:
        raise KeyError("secret customer")  # noqa: TRY301 - it must have a traceback
    except KeyError as bug:
        line = unexpected(bug)
    assert "KeyError" in line
    assert "test_text.py:" in line
    assert "secret" not in line
    assert "unknown place" in unexpected(KeyError("secret"))
