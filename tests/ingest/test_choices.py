"""Columns with choices: the words of exports, and what is none of them."""

from __future__ import annotations

import pytest

from artui.ingest.choices import CHOICES, choice
from artui.ingest.kinds import KINDS


def test_every_column_of_choices_has_its_choices() -> None:
    columns = {c.name for kind in KINDS.values() for c in kind.columns if c.type == "choice"}
    assert columns == set(CHOICES)


@pytest.mark.parametrize("column", sorted(CHOICES))
def test_every_value_stands_for_itself_in_any_case(column: str) -> None:
    read = choice(column)
    for value in set(CHOICES[column].values()):
        assert read(value) == read(f"  {value.upper().replace('_', '-')} ") == value
    assert read("") is None
    assert read("  ") is None


@pytest.mark.parametrize(
    ("column", "word", "value"),
    [
        ("completion", "Complete", "full"),
        ("completion", "PARTLY", "partial"),
        ("direction", "Outbound", "out"),
        ("direction", "incoming", "in"),
    ],
)
def test_words_of_exports(column: str, word: str, value: str) -> None:
    assert choice(column)(word) == value


def test_another_word_is_refused_with_the_choices() -> None:
    with pytest.raises(ValueError, match=r"^is none of full, partial$"):
        choice("completion")("half")
