"""Whatever stands in a policy file: a finding or a policy, never a traceback, never a wrong key."""

from __future__ import annotations

import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from artui.policy.document import LARGEST, Document, parse
from artui.policy.files import FILES
from artui.policy.finding import Finding
from artui.policy.folder import Checked, check
from artui.policy.policy import Policy
from artui.policy.shape import ListOf, Nullable, Record, Table, Variant, When, conditions_in
from artui.policy.tree import Committed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from artui.domain.conditions import Path as DataPath

POLICIES = Path(__file__).parents[2] / "policies"
NAMES = sorted(FILES)
LONGEST = 20.0


@cache
def shipped(name: str) -> str:
    return (POLICIES / f"{name}.yaml").read_text(encoding="utf-8")


@cache
def document(name: str) -> Document:
    read = parse(shipped(name), f"{name}.yaml")
    assert isinstance(read, Document)
    return read


SHIPPED: dict[str, bytes | str] = {f"{each}.yaml": shipped(each).encode() for each in NAMES}


class Edited(Committed):
    """The shipped files, read once, but for those that were edited."""

    def document(self, name: str) -> Document | Finding:
        """The file as it was read, where it is the shipped one."""
        if self.contents[name] is SHIPPED[name]:
            return document(name.removesuffix(".yaml"))
        return Committed.document(self, name)


def checked(name: str, content: str | bytes) -> Checked:
    """The check of the shipped policies with one file replaced; what must always hold of it."""
    encoded = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    found = check(Edited("0" * 40, "", {**SHIPPED, f"{name}.yaml": encoded}))
    errors = [each for each in found.findings if each.severity == "error"]
    assert (found.policy is None) == bool(errors)
    assert all(str(each).isprintable() for each in found.findings)
    assert all(each.line >= 1 and each.column >= 1 for each in found.findings)
    if found.policy is not None:
        again = Policy.from_json(found.policy.to_json())
        assert (again, again.places) == (found.policy, found.policy.places)
    return found


def known_keys(shape: Any, data: Any, where: DataPath = ()) -> Iterator[DataPath]:
    """The paths of all keys that a file's shape names: no name that people choose."""
    match shape:
        case Record() | Variant() if isinstance(data, dict):
            for name, value in data.items():
                yield (*where, name)
                yield from known_keys(shape.keys[name].shape, value, (*where, name))
        case Table():
            for name, value in data.items():
                yield from known_keys(shape.of, value, (*where, name))
        case ListOf():
            for index, value in enumerate(data):
                yield from known_keys(shape.of, value, (*where, index))
        case Nullable() if data is not None:
            yield from known_keys(shape.of, data, where)
        case When():
            yield from _fields(data, where)


def _fields(data: Any, where: DataPath) -> Iterator[DataPath]:
    entries = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in entries:
        if isinstance(data, dict):
            yield (*where, key)
        if isinstance(value, dict | list) and key not in ("in", "not_in"):
            yield from _fields(value, (*where, key))


@cache
def keys(name: str) -> list[tuple[int, int, str]]:
    """Line, column and name of every key of a shipped file that its shape names."""
    paths = known_keys(FILES[name].SHAPE, document(name).data)
    return [(*document(name).keys[path], str(path[-1])) for path in paths]


def renamed(name: str, place: tuple[int, int, str], other: str) -> str:
    line, column, key = place
    lines = shipped(name).split("\n")
    text = lines[line - 1]
    assert text[column - 1 :].startswith(key)
    lines[line - 1] = text[: column - 1] + other + text[column - 1 + len(key) :]
    return "\n".join(lines)


@pytest.mark.parametrize("name", NAMES)
def test_no_key_of_a_shipped_file_may_have_another_name(name: str) -> None:
    assert keys(name)
    for place in keys(name):
        for other in (f"{place[2]}x", place[2].upper()):
            found = checked(name, renamed(name, place, other))
            assert found.policy is None, (place, other)
            lines = [each.line for each in found.findings if each.severity == "error"]
            assert min(abs(line - place[0]) for line in lines) <= 8, (place, other, lines)


@given(st.sampled_from(NAMES), st.text(max_size=200) | st.binary(max_size=200))
def test_any_text(name: str, content: str | bytes) -> None:
    checked(name, content)


@st.composite
def broken(draw: st.DrawFn) -> tuple[str, str]:
    """A shipped file with a few lines changed."""
    name = draw(st.sampled_from(NAMES))
    lines = shipped(name).split("\n")
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        text = lines[at]
        kind = draw(st.integers(0, 7))
        if kind == 0:
            del lines[at]
            lines = lines or [""]
        elif kind == 1:
            lines.insert(at, text)
        elif kind == 2:
            lines[at] = " " * draw(st.integers(0, 6)) + text.lstrip()
        elif kind == 3:
            value = draw(st.sampled_from(VALUES))
            lines[at] = text.partition(":")[0] + f": {value}"
        elif kind == 4:
            other = draw(st.integers(0, len(lines) - 1))
            lines[at], lines[other] = lines[other], lines[at]
        elif kind == 5:
            cut = draw(st.integers(0, len(text)))
            lines[at] = text[:cut] + draw(st.sampled_from([*"{}[]:,'\"#&*!|>%@`-?\t"])) + text[cut:]
        elif kind == 6:
            lines[at] = text.replace(": ", ":", 1)
        else:
            lines[at] = text.replace("30", draw(st.sampled_from(VALUES)))
    return name, "\n".join(lines)


VALUES = [
    *("yes", "no", "on", "off", "True", "~", "null", "", "[]", "{}", "[[]]", "{a: {}}", "'x'"),
    *("010", "0x1f", "0o17", "12:30:00", "1e5", "-1", "0", "99999999999", "1.5", ".inf", "1_000"),
    *("2026-02-30", "2026-11-21", "12-24", "!!int 3", "&a 1", "*a", "<<", "missing", "USD", "XXX"),
    *('"1,000"', '"٣"', "net30", "end_of_month", "{ge: 1}", "{in: []}", "|", ">-", "? a", "- b"),
]


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=200)
@given(broken())
def test_a_shipped_file_with_lines_changed(made: tuple[str, str]) -> None:
    checked(*made)


DATA = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats()
    | st.text(max_size=12)
    | st.dates()
    | st.datetimes()
    | st.binary(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(st.sampled_from(NAMES), st.data(), DATA, st.booleans())
def test_any_data(name: str, draw: st.DataObject, value: Any, flow: bool) -> None:  # noqa: FBT001 - hypothesis gives it
    words = sorted({key for _, _, key in keys(name)})
    top = list(FILES[name].SHAPE.keys)
    data = {
        draw.draw(st.sampled_from(top)): draw.draw(
            st.dictionaries(st.sampled_from([*words, "a"]), st.just(value), max_size=3)
            | st.lists(st.dictionaries(st.sampled_from(words), st.just(value)), max_size=2)
            | st.just(value)
        )
    }
    checked(name, yaml.safe_dump(data, default_flow_style=flow, allow_unicode=True))


@pytest.mark.parametrize(
    "unit",
    ["k{n}: 1\n", "a: b, ", "x\n "],
)
def test_the_largest_file_takes_its_time_and_no_more(unit: str) -> None:
    """What a parser may need long for: the limit on the size is the limit on the time."""
    if "{n}" in unit:
        text = "".join(unit.format(n=n) for n in range(LARGEST // 12))
    else:
        head = {"a: b, ": "[", "? a, ": "[", "x\n ": "a: "}.get(unit, "")
        text = head + unit * ((LARGEST - 3) // len(unit.encode()))
    start = time.process_time()
    assert isinstance(parse(text, "x.yaml"), Document | Finding)
    assert time.process_time() - start < LONGEST


def test_the_costliest_conditions_are_checked_in_time() -> None:
    several = ", ".join(f"{{amount: {{gt: {n}}}, site: s{n}}}" for n in range(150))
    reasons = (
        f"  r{n}: {{label: x, owner: sales, when: {{any: [{several}]}}}}\n" for n in range(30)
    )
    text = "reasons:\n" + "".join(reasons)
    assert len(text) < LARGEST
    start = time.process_time()
    found = checked("reasons", text)
    assert found.policy is None
    assert time.process_time() - start < LONGEST


def test_every_condition_of_the_shipped_files_is_found() -> None:
    for name in NAMES:
        data, places = document(name).data, document(name).values
        found = {path for path, _ in conditions_in(FILES[name].SHAPE, data)}
        assert {path for path in places if path and path[-1] == "when"} <= found
