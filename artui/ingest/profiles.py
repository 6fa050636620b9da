"""The profiles of a folder: YAML files read strictly, each checked against its kind's columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from artui.domain.conditions import Problem, named, shown
from artui.ingest.choices import choice
from artui.ingest.convert import PLAIN
from artui.ingest.kinds import KINDS
from artui.ingest.profile import Profile
from artui.policy.document import read
from artui.policy.finding import Finding
from artui.policy.plain import code
from artui.policy.shape import NAME, Choice, Flag, Key, ListOf, Record, Table, Text, misfit
from artui.policy.tree import EXPORTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from artui.domain.conditions import Path as DataPath
    from artui.ingest.kinds import Column, Kind
    from artui.policy.document import Document
    from artui.policy.tree import Tree

_ORDERS = {"dmy": "dmy", "mdy": "mdy", "ymd": "ymd", "iso": "ymd"}


@dataclass(frozen=True, slots=True)
class Headers:
    """One header, or a list of headers of which the first that is there counts."""

    noun: str = "a header or a list of headers"

    def problems(self, data: Any, where: DataPath) -> Iterator[Problem]:
        """Everything about `data` that does not fit."""
        if isinstance(data, list):
            yield from ListOf(_HEADER, least=1).problems(data, where)
        elif any(_HEADER.problems(data, where)):
            yield misfit(self, data, where)

    def schema(self) -> dict[str, Any]:
        """The JSON Schema of what fits."""
        header = {"type": ["string", "number"], "pattern": r"\S"}
        return {"anyOf": [header, {"type": "array", "minItems": 1, "items": header}]}


_HEADER = Text("a header", bare=True)
_COLUMN = Text("a canonical column")
_VALUE = Text("a value", bare=True)
_MEANT = Text("a value", r"(?s).*", bare=True)

#: What a profile may say.
SHAPE = Record(
    {
        "name": Key(Text("a name", NAME), "what it is called, where not as its file"),
        "title": Key(Text(), "what the export is called where it comes from"),
        "comment": Key(Text(), "for people"),
        "kind": Key(Choice(tuple(KINDS)), "what its rows are", required=True),
        "columns": Key(
            Table(Headers(), _COLUMN), "the headers of each canonical column", required=True
        ),
        "constants": Key(
            Table(_VALUE, _COLUMN), "what a column holds where the file has none, or a blank"
        ),
        "keep": Key(ListOf(_HEADER), "headers that are kept with the row and need no warning"),
        "dates": Key(Choice(tuple(_ORDERS)), "the order of its dates"),
        "numbers": Key(Choice(("dot", "comma")), "its decimal sign"),
        "complete": Key(Flag(), "whether it lists everything that is open"),
        "values": Key(
            Table(Table(_MEANT, _VALUE), _COLUMN), "what its values are called here, by column"
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """The profiles of a folder.

    Attributes:
        profiles: those without an error, by name.
        findings: what is wrong with the others, by file and place.
    """

    profiles: tuple[Profile, ...] = ()
    findings: tuple[Finding, ...] = field(default=())


def load(folder: Path) -> Loaded:
    """Read every profile of a folder; a folder that is not there has none."""
    return _loaded((path.stem, read(path)) for path in sorted(folder.glob("*.yaml")))


def load_from(tree: Tree) -> Loaded:
    """Read every profile among a home's policy files."""
    names = [name for name in tree.names(EXPORTS) if name.endswith(".yaml")]
    return _loaded((name.removesuffix(".yaml"), tree.document(EXPORTS + name)) for name in names)


def _loaded(documents: Iterable[tuple[str, Document | Finding]]) -> Loaded:
    profiles: dict[str, Profile] = {}
    findings: list[Finding] = []
    for stem, document in documents:
        if isinstance(document, Finding):
            findings.append(document)
            continue
        problems = [document.finding(each) for each in _problems(document)]
        name = document.data.get("name", stem) if not problems else stem
        if name in profiles:
            twice = Problem(("name",), f"Another file has a profile {shown(name)} already.")
            problems.append(document.finding(twice))
        if not problems:
            profiles[name] = _profile(name, document.data)
        findings += problems
    return Loaded(tuple(profiles.values()), tuple(sorted(findings)))


def _problems(document: Document) -> Iterator[Problem]:
    """What does not fit the shape; only where all fits, what does not fit the kind."""
    fits = True
    for problem in SHAPE.problems(document.data, ()):
        fits = False
        yield problem
    if fits:
        data = document.data
        kind = KINDS[data["kind"]]
        yield from _strangers(data, kind)
        yield from _missing(data, kind)
        yield from _unfit_constants(data, kind)
        if data.get("complete") and not kind.snapshot:
            message = f"Only snapshots are complete or not, and {kind.name} are none."
            yield Problem(("complete",), message, on_key=True)


def _strangers(data: Any, kind: Kind) -> Iterator[Problem]:
    known = tuple(column.name for column in kind.columns)
    for part in ("columns", "constants", "values"):
        for name in data.get(part, {}):
            if name not in known:
                message = f"{kind.name} have no column {shown(name)}."
                yield Problem((part, name), message, on_key=True, word=name, known=known)


def _missing(data: Any, kind: Kind) -> Iterator[Problem]:
    given = {*data["columns"], *data.get("constants", {})}
    for name in kind.required:
        if name not in given:
            yield Problem(("columns",), f"The required column '{name}' has no header.", on_key=True)


def _unfit_constants(data: Any, kind: Kind) -> Iterator[Problem]:
    for name, value in data.get("constants", {}).items():
        column = kind.column(name)
        if column and (reason := _unfit(column, code(value))):
            where = ("constants", name)
            yield Problem(where, f"{named(where)} {reason}: {shown(value)}.")


def _unfit(column: Column, value: str) -> str | None:
    reads = choice(column.name) if column.type == "choice" else PLAIN.get(column.type)
    if reads is None:
        return f"cannot be a constant, since it is a {column.type}"
    try:
        reads(value)
    except ValueError as error:
        return str(error)
    return None


def _profile(name: str, data: Any) -> Profile:
    columns = data["columns"].items()
    values = data.get("values", {}).items()
    return Profile(
        name=name,
        kind=data["kind"],
        title=data.get("title", ""),
        columns={column: tuple(map(code, _listed(headers))) for column, headers in columns},
        constants={column: code(value) for column, value in data.get("constants", {}).items()},
        keep=tuple(map(code, data.get("keep", ()))),
        dates=_ORDERS.get(data.get("dates")),  # type: ignore[arg-type]  # the shape has checked it
        numbers=data.get("numbers"),
        complete=data.get("complete"),
        values={
            column: {code(key): code(value) for key, value in table.items()}
            for column, table in values
        },
    )


def _listed(headers: Any) -> list[Any]:
    return headers if isinstance(headers, list) else [headers]
