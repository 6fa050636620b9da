"""Values as cells: exact where they fit, never misleading where they do not, inert always."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from artui.text import REPLACEMENT
from artui.tui.widgets.cells import cell, fitted

if TYPE_CHECKING:
    from artui.store.listing import Kind


@pytest.mark.parametrize(
    ("kind", "value", "currency", "expected"),
    [
        ("text", "Harbor", "", "Harbor"),
        ("text", 7, "", "7"),
        ("money", 123_456_789, "USD", "1,234,567.89"),
        ("money", -120_000, "USD", "-1,200.00"),
        ("money", 1_234_567, "JPY", "1,234,567"),
        ("money", 1_234_567, "KWD", "1,234.567"),
        ("money", "n/a", "USD", "n/a"),
        ("int", 1_234_567, "", "1,234,567"),
        ("day", 20_778, "", "2026-11-21"),
        ("day", 10**12, "", "1000000000000"),
        ("ratio", 0.93, "", "93.0 %"),
        ("ratio", 1, "", "100.0 %"),
        ("money", None, "USD", ""),
        ("text", "a\x1b[31m\nb", "", f"a{REPLACEMENT}[31m{REPLACEMENT}b"),
        ("int", "\x9b2J", "", f"{REPLACEMENT}2J"),
    ],
)
def test_a_value_is_shown_as_its_kind_asks(
    kind: Kind, value: object, currency: str, expected: str
) -> None:
    assert cell(kind, value, currency) == expected


@pytest.mark.parametrize(
    ("kind", "text", "width", "expected"),
    [
        ("text", "Harbor Cold", 6, "Harbo…"),
        ("text", "日本語", 4, "日 …"),
        ("text", "ab", 4, "ab  "),
        ("money", "1.00", 6, "  1.00"),
        ("money", "1,234.50", 6, "######"),
    ],
)
def test_text_is_cut_and_a_number_is_not(kind: Kind, text: str, width: int, expected: str) -> None:
    assert fitted(kind, text, width) == expected


@given(
    kind=st.sampled_from(["text", "money", "int", "day", "ratio"]),
    value=st.one_of(st.none(), st.integers(), st.floats(), st.text(), st.binary()),
    width=st.integers(1, 40),
)
def test_every_value_becomes_inert_text_of_the_width_asked(
    kind: Kind, value: object, width: int
) -> None:
    text = fitted(kind, cell(kind, value, "EUR"), width)
    assert cell_len(text) == width
    assert text.isprintable()
