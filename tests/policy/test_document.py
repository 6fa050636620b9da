"""The strict YAML reader: what it takes, where it says things stand, and what it refuses."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.policy import document
from artui.policy.document import DEEPEST, LARGEST, Document, Place, parse, read
from artui.policy.finding import Finding, suggestion

YAMLISH = st.text(
    st.sampled_from(
        [*"abn01: -[]{},'\"\n\t#&*!|>%@?<=~.\\", "\x00", "\x1b", "\ud800", "é", "\u2028"]
    ),
    max_size=60,
)


def data(text: str) -> Any:
    found = parse(text, "x.yaml")
    assert isinstance(found, Document), str(found)
    return found.data


def refusal(content: bytes | str) -> Finding:
    found = parse(content, "x.yaml")
    assert isinstance(found, Finding), found.data
    assert found.severity == "error"
    return found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("# only a comment", None),
        ("~", None),
        ("null", None),
        ("true", True),
        ("false", False),
        ("True", "True"),
        ("yes", "yes"),
        ("NO", "NO"),
        ("off", "off"),
        ("0", 0),
        ("-12", -12),
        ("010", "010"),
        ("0x1f", "0x1f"),
        ("0o17", "0o17"),
        ("+5", "+5"),
        ("1_000", "1_000"),
        ("12:30:00", "12:30:00"),
        ("2026-11-21", "2026-11-21"),
        ("2026-11-21T06:00:00Z", "2026-11-21T06:00:00Z"),
        ("1.50", Decimal("1.50")),
        ("-0.5", Decimal("-0.5")),
        (".5", ".5"),
        ("1e5", "1e5"),
        (".inf", ".inf"),
        ("99999999999999999999", "99999999999999999999"),
        ('"12"', "12"),
        ("'true'", "true"),
        ("|\n a\n b\n", "a\nb\n"),
        ("=", "="),
        ('"<<"', "<<"),
    ],
)
def test_what_a_scalar_means(text: str, value: object) -> None:
    found = data(text)
    assert found == value
    assert type(found) is type(value)


def test_a_decimal_keeps_its_digits() -> None:
    assert str(data("{limit: 50000.00}")["limit"]) == "50000.00"


def test_keys_are_text_as_written() -> None:
    assert list(data("{0001: a, 15: b, true: c, 1.10: d, on: e, ~: f}")) == [
        *("0001", "15", "true", "1.10", "on", "~"),
    ]


def test_every_part_has_its_place() -> None:
    document = parse("# first\nterms:\n  net30:\n    steps: [{add_days: 30},\n     x]\n", "t.yaml")
    assert isinstance(document, Document)
    path = ("terms", "net30", "steps", 0, "add_days")
    assert document.place(path) == Place(4, 24)
    assert document.place(path, on_key=True) == Place(4, 14)
    assert document.place(("terms", "net30", "steps", 1)) == Place(5, 6)
    assert document.place(("terms", "net30", "steps", 7, "y")) == Place(4, 12)
    assert document.place((), on_key=True) == Place(2, 1)


def test_a_byte_order_mark_moves_nothing() -> None:
    document = parse(b"\xef\xbb\xbfa: b\n", "x.yaml")
    assert isinstance(document, Document)
    assert document.data == {"a": "b"}
    assert document.place(("a",)) == Place(1, 4)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("a: &x 1", "x.yaml:1:4: An anchor (&) has no place in a policy."),
        ("a: 1\nb: *x", "x.yaml:2:4: An alias (*) has no place in a policy."),
        ("<<: {a: 1}", "x.yaml:1:1: A merge key (<<) has no place in a policy."),
        ("a: 1\n'a': 2", "x.yaml:2:1: The key 'a' stands here twice, first on line 1."),
        ("a: !!int 3", "x.yaml:1:4: A tag (!) has no place in a policy."),
        ("a: ! 3", "x.yaml:1:4: A tag (!) has no place in a policy."),
        ("!!set {a}", "x.yaml:1:1: A tag (!) has no place in a policy."),
        ("a: 1\n---\nb: 2", "x.yaml:2:1: One file holds one document, not several."),
        ("? [a]\n: b", "x.yaml:1:3: A key must be a single word, not a list or a mapping."),
        ("a:\n\tb: 1", "x.yaml:2:1: A tab cannot indent YAML. Use spaces."),
        ('a: "\\0"', "x.yaml:1:4: A control character has no place in a policy."),
        ('a: "\\x9b"', "x.yaml:1:4: A control character has no place in a policy."),
        ("a: b\x00", "x.yaml:1:5: The character U+0000 has no place in a policy."),
        ("a: 1\nb: \x1b[31m", "x.yaml:2:4: The character U+001B has no place in a policy."),
        ("# off\u2028a: 1", "x.yaml:1:6: The character U+2028 has no place in a policy."),
        ("# off\ra: 1", "x.yaml:1:6: The character U+000D has no place in a policy."),
        ("a: b\u200bc", "x.yaml:1:5: The character U+200B has no place in a policy."),
        ("a: \u202ecba", "x.yaml:1:4: The character U+202E has no place in a policy."),
        ("a: 1\n\ufeffb: 1", "x.yaml:2:1: The character U+FEFF has no place in a policy."),
        (b"\xff\xfea\x00:\x00", "x.yaml:1:1: The text is not UTF-8."),
        (b"a: 1\nb: caf\xe9", "x.yaml:2:7: The text is not UTF-8."),
        ("a: \ud800", "x.yaml:1:4: The text is not UTF-8."),
        ("#" * (LARGEST + 1), "x.yaml:1:1: The file is larger than 256 KiB."),
        ("[" * 100_000, "x.yaml:1:21: This is nested more than 20 levels deep."),
        ("{a: " * 50_000, "x.yaml:1:81: This is nested more than 20 levels deep."),
        ("- " * 30 + "x", "x.yaml:1:41: This is nested more than 20 levels deep."),
        ('a: "\\UFFFFFFFF"', "x.yaml:1:7: This is not valid YAML."),
    ],
)
def test_what_is_refused(content: bytes | str, expected: str) -> None:
    assert str(refusal(content)) == expected


def test_as_deep_as_it_may_be() -> None:
    assert data("[" * DEEPEST + "]" * DEEPEST)
    assert refusal("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1)).column == DEEPEST + 1


def test_as_large_as_it_may_be() -> None:
    assert data("#" * LARGEST) is None


@given(YAMLISH | st.text(max_size=80) | st.binary(max_size=80))
def test_nothing_makes_the_reader_raise(content: str | bytes) -> None:
    found = parse(content, "x.yaml")
    if isinstance(found, Finding):
        assert found.line >= 1
        assert found.column >= 1
        assert str(found).isprintable()
    else:
        assert all(place.line >= 1 for place in found.values.values())


@given(st.data())
def test_the_quick_parser_reads_what_the_other_does(draw: st.DataObject) -> None:
    files = sorted((Path(__file__).parents[2] / "policies").rglob("*.yaml"))
    text = draw.draw(st.sampled_from(files)).read_text(encoding="utf-8")[:1500]
    for _ in range(draw.draw(st.integers(0, 3))):
        at = draw.draw(st.integers(0, len(text)))
        until = draw.draw(st.integers(at, min(at + 3, len(text))))
        text = text[:at] + draw.draw(YAMLISH) + text[until:]
    made = document._Reader(text, "x.yaml")  # noqa: SLF001 - one of two ways to the same
    if (quick := made.quick()) is not None:
        assert quick == document._Reader(text, "x.yaml").document()  # noqa: SLF001 - the other


@given(st.data())
def test_a_shipped_policy_cut_or_broken_anywhere_never_raises(draw: st.DataObject) -> None:
    folder = Path(__file__).parents[2] / "policies"
    text = (folder / draw.draw(st.sampled_from(["terms.yaml", "reasons.yaml"]))).read_bytes()
    start = draw.draw(st.integers(0, len(text)))
    end = draw.draw(st.integers(start, min(start + 20, len(text))))
    junk = draw.draw(st.binary(max_size=6))
    found = parse(text[:start] + junk + text[end:], "x.yaml")
    assert isinstance(found, Document | Finding)


def test_a_file_that_is_none(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "folder.yaml").mkdir()
    for name in ("pipe.yaml", "folder.yaml", "absent.yaml"):
        found = read(tmp_path / name, name=name)
        assert str(found) == f"{name}:1:1: This is no regular file."


def test_a_suggestion_is_near_or_not_made() -> None:
    assert suggestion("dispach", ["dispatch", "sales"]) == " Did you mean 'dispatch'?"
    assert suggestion("NET30", ["net30"]) == " Did you mean 'net30'?"
    assert suggestion("zzz", ["dispatch", "sales"]) == ""


def test_a_finding_is_safe_to_print() -> None:
    finding = Finding("a\x1b.yaml", 3, 7, "error", "It says '\x07'.")
    assert str(finding) == "a\ufffd.yaml:3:7: It says '\ufffd'."
