"""JSON documents as rows: their lists, what is said beside them, and where they break."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from artui.ingest import refusal
from artui.ingest.grids import jsondocument, jsonlines, jsonscan
from artui.ingest.opening import parts
from tests.ingest.grids.test_jsonlines import grids
from tests.ingest.grids.told import told

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ingest.conftest import Write

DOCUMENT = """\
{
  "as_of_date": "2026-07-31",
  "invoices": [
    {"id": "1", "amount": 10.50},
    {
      "id": "2",
      "amount": null
    }
  ],
  "settings": {"limit": 25.0, "names": ["a", "b"]},
  "credits": [
    {"cm": "9"}
  ],
  "none": [],
  "company": "Acme"
}
"""


def test_each_list_of_a_document_is_a_part(write: Write) -> None:
    invoices, credits_ = grids(write, DOCUMENT)
    facts = [["as_of_date", "2026-07-31"], ["company", "Acme"], ["settings.limit", "25.0"]]
    assert (invoices.part, credits_.part) == ("invoices", "credits")
    assert [row for _, row in invoices.sample(9)] == [
        *facts,
        ["id", "amount"],
        ["1", "10.50"],
        ["2", ""],
    ]
    assert [line for line, _ in invoices.sample(9)] == [3, 3, 3, 3, 4, 5]
    assert list(credits_.sample(9))[3:] == [(11, ["cm"]), (12, ["9"])]
    assert invoices.ends_whole


def test_objects_of_one_line_are_numbered(write: Write) -> None:
    (grid,) = grids(write, '[{"a":1},{"b":2},\n{"a":3}]')
    assert told(grid)[0] == {0: ["a", "b"], 1: ["1", ""], 2: ["", "2"], 3: ["3", ""]}


def test_a_list_may_lie_deeper(write: Write) -> None:
    (grid,) = grids(write, '{"d": {"results": [{"a": 1}], "__count": "1"}}')
    assert (grid.part, [row for _, row in grid.sample(9)]) == (
        "d.results",
        [["d.__count", "1"], ["a"], ["1"]],
    )


def test_what_is_no_object_in_a_list_is_broken_alone(write: Write) -> None:
    (grid,) = grids(write, '[\n{"a": 1},\n7,\n{"a": 2, "a": 3},\n{"a": 4}\n]')
    rows, broken = told(grid)
    assert rows == {1: ["a"], 2: ["1"], 5: ["4"]}
    assert [(each.line, each.reason, each.raw) for each in broken] == [
        (3, "is no JSON object", "[2]"),
        (4, "names the field 'a' twice", "[3]"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        '{\n"sample_id": "01",\n"invoices": 9\n}',
        '{"a":\n[1, 2], "b": [[{"c": 1}]]}',
        '{\n"a": []\n}',
    ],
)
def test_a_document_without_a_list_of_objects_is_refused(write: Write, text: str) -> None:
    with pytest.raises(refusal.NoRecordsError, match="holds no list of objects"):
        grids(write, text)


def place(error: refusal.RefusedError) -> str:
    """Where a refusal is, without the folder."""
    return error.where.rpartition("/")[2]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('[{"a": 1},\n{"a": 2}', 2),
        ('[{"a": 1},\n{"a": ', 2),
        ('[{"a": 1},\n{"a": 2}]\n]', 3),
        ('[{"a": 1}\n{"a": 2}]', 2),
        ('{"a": [{"b": 1}],\n"c" 2}', 2),
        ('{"a": [{"b": 1}],\n', 2),
        ('{"x":\n{"a": ' + "[" * 100_000, 2),
    ],
)
def test_a_broken_document_is_refused_where_it_breaks(write: Write, text: str, line: int) -> None:
    with pytest.raises(refusal.BrokenJsonError) as caught:
        grids(write, text)
    assert place(caught.value) == f"export.json:{line}"


def test_a_member_named_twice_is_refused(write: Write) -> None:
    with pytest.raises(refusal.TwiceNamedError, match="'a' twice"):
        grids(write, '{"a": [{"b": 1}],\n"a": [{"b": 2}]}')


def test_a_value_larger_than_any_record_is_refused(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jsonscan, "_LARGEST", 1_000)
    monkeypatch.setattr(jsonscan, "_PIECE", 100)
    with pytest.raises(refusal.LargeMemberError):
        grids(write, '[{"a": "' + "x" * 2_000 + '"}]')


_CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.decimals(allow_nan=False, allow_infinity=False, places=2).map(lambda d: _Plain(str(d))),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
)
_OBJECTS = st.lists(
    st.dictionaries(st.sampled_from("abcd"), _CELLS, min_size=1), min_size=2, max_size=8
)


class _Plain(str):
    """Text that stands in JSON without quotes."""

    __slots__ = ()


def dumped(value: Any) -> str:
    """A value as JSON, with decimals as they are."""
    if isinstance(value, _Plain):
        return str(value)
    if isinstance(value, dict):
        members = (f"{json.dumps(name)}: {dumped(each)}" for name, each in value.items())
        return f"{{{', '.join(members)}}}"
    return json.dumps(value)


def expected(value: object) -> str:
    """The cell of a value."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(objects=_OBJECTS, piece=st.integers(1, 40))
def test_lines_and_documents_say_the_same(
    write: Write, monkeypatch: pytest.MonkeyPatch, objects: list[dict[str, Any]], piece: int
) -> None:
    monkeypatch.setattr(jsonscan, "_PIECE", piece)
    texts = list(map(dumped, objects))
    lines = told(grids(write, "\n".join(texts) + "\n")[0])[0]
    document = told(grids(write, "[" + ",".join(texts) + "]")[0])[0]
    listed = told(grids(write, '{"x": [' + ",\n".join(texts) + "]}")[0])[0]
    header = lines[0]
    assert list(lines.values()) == list(document.values()) == list(listed.values())
    assert list(lines) == list(document)
    for row, each in zip(list(lines.values())[1:], objects, strict=True):
        assert row == [expected(each.get(name)) for name in header]


@settings(
    deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(st.sampled_from('{}[]",:0159.eE-\\n tfu\n\u00e9'), max_size=60))
def test_whatever_is_json_or_not_is_read_or_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.json"
    path.write_text('{"' + text, encoding="utf-8")
    try:
        found = [each[0] for each in parts(path, tmp_path)]
    except refusal.RefusedError:
        return
    for grid in found:
        assert isinstance(grid, (jsonlines.JsonLines, jsondocument.JsonList))
        header, *rows = [row for block in grid.blocks() for row in block.rows]
        assert all(len(row) in (0, 2, len(header), *map(len, rows)) for row in rows)
