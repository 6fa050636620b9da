"""Canonical ids: what is equal, what stays apart, and that the form is its own form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.domain.identity import canonical


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0000611365", "611365"),
        ("611365", "611365"),
        ("611365.0", "611365"),
        ("000", "0"),
        ("0", "0"),
        ("00.0", "0"),
        ("364,134", "364134"),
        ("1,364,134.0", "1364134"),
        (" C001 ", "c001"),
        ("0379-NEVHP", "379-nevhp"),
        ("Straße  7", "strasse 7"),
        ("INV\u00a0 12", "inv 12"),
        ("A,123", "a,123"),
        ("12,34", "12,34"),
        ("1.00", "1.00"),
        ("INV-1.0", "inv-1.0"),
        ("0-7", "0-7"),
        ("", ""),
    ],
)
def test_known_forms(text: str, expected: str) -> None:
    assert canonical(text) == expected


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_a_canonical_form_is_its_own(text: str) -> None:
    assert canonical(canonical(text)) == canonical(text)


@given(st.text(alphabet="0123456789,.ABab -_", max_size=12))
def test_a_canonical_form_is_its_own_near_numbers(text: str) -> None:
    assert canonical(canonical(text)) == canonical(text)


@given(st.integers(min_value=0), st.integers(min_value=0, max_value=9))
def test_what_spreadsheets_do_to_numbers_is_undone(number: int, zeros: int) -> None:
    assert canonical("0" * zeros + str(number)) == str(number)
    assert canonical(f"{number:,}") == str(number)
    assert canonical(f"{number}.0") == str(number)


@given(st.text(alphabet="abcXYZ019-/", min_size=1), st.sampled_from(["", " ", "\t", "\u00a0"]))
def test_case_and_surrounding_blanks_do_not_matter(text: str, blank: str) -> None:
    assert canonical(f"{blank}{text.upper()}{blank}") == canonical(text.lower())
