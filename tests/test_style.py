"""What no tool checks: names of modules, lengths, and that nothing speaks of one machine."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("artui", "tests", "sample_data")
TEXTS = (".py", ".md", ".yaml", ".toml", ".tcss", ".json", "")
#: A table of cases may be longer than code.
LONGEST_FILE = {"artui": 400, "sample_data": 400, "tests": 500}
LONGEST_FUNCTION = 60
MEDIAN_FUNCTION = 12
_VAGUE = {"util", "utils", "helper", "helpers", "manager", "managers", "common", "misc"}
_MACHINE = re.compile(r"(?<![\w.-])/(?:work|farm|home/\w+|Users/\w+|root)/|[A-Z]:\\Users\\")


def sources() -> list[Path]:
    return sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def texts() -> Iterator[Path]:
    """Every text of the project that a person wrote."""
    yield from (path for path in ROOT.iterdir() if path.is_file() and path.suffix in TEXTS)
    for folder in (*ROOMS, "policies", ".ci"):
        found = (ROOT / folder).rglob("*")
        yield from (
            path
            for path in found
            if path.is_file() and path.suffix in TEXTS and "__pycache__" not in path.parts
        )


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Each function of a file with how many lines it has."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            yield f"{path.relative_to(ROOT)}:{node.name}", node.end_lineno - node.lineno + 1


def test_modules_are_named_for_what_they_hold() -> None:
    assert [path for path in sources() if path.stem in _VAGUE or path.parent.name in _VAGUE] == []


@pytest.mark.parametrize("room", ROOMS)
def test_no_file_takes_everything(room: str) -> None:
    paths = [path for path in sources() if path.relative_to(ROOT).parts[0] == room]
    lengths = {str(path): path.read_text(encoding="utf-8").count("\n") for path in paths}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE[room]} == {}


def test_no_function_takes_everything() -> None:
    found = [each for path in sources() for each in functions(path)]
    assert [each for each in found if each[1] > LONGEST_FUNCTION] == []
    assert median(lines for _, lines in found) <= MEDIAN_FUNCTION


def test_nothing_speaks_of_one_machine() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in texts()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if _MACHINE.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("path", ["/wor" + "k/main", "see /roo" + "t/x", "C:\\Use" + "rs\\me"])
def test_a_path_of_a_machine_would_be_found(path: str) -> None:
    assert _MACHINE.search(path)
