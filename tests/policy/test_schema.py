"""JSON Schemas of the policy files: they take what the shapes take, and refuse what they refuse."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from artui.domain.conditions import FIELDS
from artui.ingest import profile_shape
from artui.policy.document import Document, parse
from artui.policy.files import FILES
from artui.policy.schema import file_schema, schema_of
from artui.policy.shape import Key, Record

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
BROKEN: list[dict[str, Any]] = json.loads(
    Path(__file__).with_name("broken.json").read_text(encoding="utf-8")
)
#: Dates that are none, and numbers in quotes beyond their bounds: no schema can tell.
UNTOLD = ("2026-13-01", "2026-02-30")


@cache
def validator(name: str) -> Draft202012Validator:
    schema = file_schema(name)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def plain(data: Any) -> Any:
    """Policy data as an editor sees it: numbers of its own, whole ones told from fractions."""
    if isinstance(data, dict):
        return {key: plain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [plain(value) for value in data]
    return float(data) if isinstance(data, Decimal) else data


def takes(name: str, data: Any) -> bool:
    return validator(name).is_valid(plain(data))


def read(text: str) -> Any:
    document = parse(text, "x.yaml")
    return document.data if isinstance(document, Document) else None


def records(shape: Any) -> Iterator[Record]:
    """Every record of a shape."""
    if isinstance(shape, Record):
        yield shape
    for inner in (getattr(shape, "of", None), *_shapes(getattr(shape, "keys", {}))):
        if inner is not None:
            yield from records(inner)


def _shapes(keys: dict[str, Key]) -> list[Any]:
    return [key.shape for key in keys.values()]


@pytest.mark.parametrize("name", FILES)
def test_the_shipped_file_fits_its_schema(name: str) -> None:
    data = read((ROOT / f"policies/{name}.yaml").read_text(encoding="utf-8"))
    assert [error.message for error in validator(name).iter_errors(plain(data))] == []


def test_the_shipped_profiles_fit_theirs() -> None:
    schema = schema_of(profile_shape.SHAPE, "a profile")
    Draft202012Validator.check_schema(schema)
    paths = sorted((ROOT / "policies/exports").glob("*.yaml"))
    assert paths
    for path in paths:
        data = read(path.read_text(encoding="utf-8"))
        assert Draft202012Validator(schema).is_valid(plain(data))
        assert not Draft202012Validator(schema).is_valid({**data, "colums": {}})


@pytest.mark.parametrize("case", BROKEN, ids=[case["findings"][0] for case in BROKEN])
def test_what_the_shape_refuses_the_schema_refuses(case: dict[str, Any]) -> None:
    name = case["file"].removesuffix(".yaml")
    data = read("".join(f"{line}\n" for line in case["text"]))
    if data is None or name not in FILES:
        assert case["findings"]  # refused before there is data, or no policy file
        return
    told = json.dumps(case["text"])
    refused = any(FILES[name].SHAPE.problems(data, ()))
    if not any(word in told for word in UNTOLD):
        assert takes(name, data) != refused


@pytest.mark.parametrize("name", FILES)
def test_every_key_is_explained_and_no_other_is_known(name: str) -> None:
    text = json.dumps(file_schema(name))
    for record in records(FILES[name].SHAPE):
        for key, known in record.keys.items():
            assert json.dumps({key: {"description": known.meaning}})[1:-2] in text
    assert not takes(name, {"strange": 1})


@pytest.mark.parametrize("name", FILES)
def test_the_built_in_defaults_fit(name: str) -> None:
    properties = file_schema(name)["properties"]
    defaults = {key: each["default"] for key, each in properties.items() if "default" in each}
    assert defaults
    assert takes(name, defaults)


def test_conditions_know_their_fields_and_operators() -> None:
    definitions = file_schema("terms")["$defs"]
    asked = definitions["condition"]["properties"]
    assert asked["segment"]["description"] == FIELDS["segment"].meaning
    assert "overrun" not in asked
    rule = {"terms": "net30"}
    assert takes("terms", {"assign": [{**rule, "when": {"segment": {"in": ["a"]}}}]})
    assert takes("terms", {"assign": [{**rule, "when": {"any": [{"not": {"site": "x"}}]}}]})
    assert not takes("terms", {"assign": [{**rule, "when": {"overrun": {"gt": 0}}}]})
    assert not takes("terms", {"assign": [{**rule, "when": {"segment": {"gt": "a"}}}]})


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-400, 40_000),
    st.decimals(0, 50, places=1).map(lambda number: number + Decimal("0.05")),
    st.sampled_from(["a", "net30", "USD", "usd", "missing", "present", "eom", "end_of_month", "5"]),
    st.sampled_from(["email", "letter", "call", "collector", "due_date", "yes", " ", "", "a b"]),
    st.sampled_from(["customer", "gross", "following", "2026-01-31", "12-24", "x" * 41]),
)


def words(name: str) -> list[str]:
    """The keys of a file and of its conditions, and a few it has not."""
    known = {key for record in records(FILES[name].SHAPE) for key in record.keys}
    steps = ("add_days", "proximo", "day", "on_or_after_day", "after_day")
    return [
        *sorted(known),
        *steps,
        "when",
        "all",
        "any",
        "not",
        "segment",
        "amount",
        "in",
        "ge",
        "x",
    ]


def guided(shape: Any, draw: st.DrawFn, depth: int) -> Any:
    """Data that nearly fits a shape: now and then something else stands in its place."""
    if depth == 0 or draw(st.integers(0, 9)) == 0:
        return draw(SCALARS)
    inner = getattr(shape, "of", None)
    kind = type(shape).__name__
    if kind == "ListOf":
        return [guided(inner, draw, depth - 1) for _ in range(draw(st.integers(0, 2)))]
    if kind == "Table":
        names = draw(st.lists(st.sampled_from(["a", "net30", "a b", "-x", "N1"]), max_size=2))
        return {name: guided(inner, draw, depth - 1) for name in names}
    if kind in ("Record", "Variant"):
        return _guided_keys(shape, draw, depth)
    if kind == "Nullable":
        return guided(inner, draw, depth - 1)
    return draw(CONDITIONS if kind == "When" else SCALARS)


def _guided_keys(shape: Any, draw: st.DrawFn, depth: int) -> Any:
    required = [name for name, key in shape.keys.items() if key.required]
    few = 1 if type(shape).__name__ == "Variant" else 3
    more = draw(st.lists(st.sampled_from(sorted(shape.keys)), max_size=few))
    strange = ["strange"] if draw(st.integers(0, 15)) == 0 else []
    return {
        name: guided(shape.keys[name].shape, draw, depth - 1) if name in shape.keys else 1
        for name in (*required, *more, *strange)
    }


CONDITIONS = st.recursive(
    st.dictionaries(
        st.sampled_from([*FIELDS, "strange"]),
        SCALARS
        | st.dictionaries(
            st.sampled_from(["eq", "in", "not_in", "ge", "missing", "is"]),
            SCALARS | st.lists(SCALARS, max_size=2),
            max_size=2,
        ),
        max_size=2,
    ),
    lambda inner: (
        st.dictionaries(st.sampled_from(["all", "any"]), st.lists(inner, max_size=2), max_size=1)
        | st.fixed_dictionaries({"not": inner})
    ),
    max_leaves=4,
)


@st.composite
def nearly(draw: st.DrawFn) -> tuple[str, Any]:
    name = draw(st.sampled_from(sorted(FILES)))
    return name, guided(FILES[name].SHAPE, draw, 6)


@given(nearly())
def test_shape_and_schema_agree(made: tuple[str, Any]) -> None:
    name, data = made
    fits = not any(FILES[name].SHAPE.problems(data, ()))
    assert takes(name, data) == fits, (name, data)


@given(
    st.data(),
    st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3), max_leaves=6),
)
def test_shape_and_schema_agree_on_any_data(draw: st.DataObject, value: Any) -> None:
    name = draw.draw(st.sampled_from(sorted(FILES)))
    keys = st.sampled_from(words(name))
    data = draw.draw(
        st.recursive(
            st.just(value), lambda inner: st.dictionaries(keys, inner, max_size=3), max_leaves=5
        )
    )
    fits = not any(FILES[name].SHAPE.problems(data, ()))
    assert takes(name, data) == fits, (name, data)


def test_what_no_schema_can_tell() -> None:
    for name, data in (
        ("credit", {"watch_utilisation": "1.5"}),
        ("terms", {"assign": [{"terms": "a", "when": {"completed_at": "2026-02-30"}}]}),
    ):
        assert takes(name, data)
        assert any(FILES[name].SHAPE.problems(data, ()))


def test_every_shipped_file_names_its_schema() -> None:
    for path in (ROOT / "policies").rglob("*.yaml"):
        schema = "../.schema/export" if path.parent.name == "exports" else f".schema/{path.stem}"
        first = path.read_text(encoding="utf-8").partition("\n")[0]
        assert first == f"# yaml-language-server: $schema={schema}.json"
