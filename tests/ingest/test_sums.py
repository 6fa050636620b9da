"""How rows with sums begin, in the languages exports speak."""

from __future__ import annotations

import pytest

from artui.ingest.sums import of, told

ALL = (
    "Total",
    "TOTAL:",
    "Grand  total",
    "Total général",
    "Gesamt",
    "Gesamtsumme EUR",
    "Summe",
    "Endsumme",
    "Totaal",
    "Totale",
    "Totaux",
    "Ergebnis",
    "Total USD",
    "Total - EUR",
    "**",
    "***  1000",
)
SOME = (
    "Total - C117 Acme, LLC",
    "Total for CURRENT",
    "Total Acme",
    "Sub total",
    "Subtotal Acme",
    "Sub-total",
    "Zwischensumme",
    "Ending balance",
    "Saldo",
    "Sum of Acme",
    "* 1234567",
    "*",
)
NONE = ("", "Summit Ltd", "Totalizer", "Sumitomo", "Acme Total", "*starred", "Gesa", "1 - 30")


@pytest.mark.parametrize("text", ALL)
def test_a_bare_word_is_of_all_rows(text: str) -> None:
    assert told(text) == "total"


@pytest.mark.parametrize("text", SOME)
def test_a_word_with_a_name_is_of_some(text: str) -> None:
    assert told(text) == "subtotal"


@pytest.mark.parametrize("text", NONE)
def test_other_texts_are_of_none(text: str) -> None:
    assert told(text) is None


def test_a_profile_s_own_words_count_too() -> None:
    labels = ("Sous*", "Tout compris")
    assert told("sous  rien", labels) == "subtotal"
    assert told("Tout  Compris", labels) == "total"
    assert told("Tout", labels) is None


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("Total - C117 Acme, LLC", "c117 acme, llc"),
        ("Total for 1 - 30  days", "1 - 30 days"),
        ("Total", ""),
        ("Total USD", ""),
        ("Subtotal: Acme", "acme"),
    ],
)
def test_a_sum_says_whose_it_is(text: str, whose: str) -> None:
    assert of(text) == whose
