"""The profiles of a folder: YAML files read strictly, each checked against its kind's columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from artui.domain.conditions import Problem, named, shown
from artui.ingest.choices import choice
from artui.ingest.convert import PLAIN
from artui.ingest.kinds import KINDS
from artui.ingest.profile import Profile, Taken, Totals
from artui.ingest.profile_shape import ORDERS, SHAPE
from artui.policy.document import read
from artui.policy.finding import Finding
from artui.policy.plain import code
from artui.policy.tree import EXPORTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from artui.ingest.kinds import Column, Kind
    from artui.policy.document import Document
    from artui.policy.tree import Tree


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
        yield from _unfit_taken(data, kind)
        if data.get("complete") and not kind.snapshot:
            message = f"Only snapshots are complete or not, and {kind.name} are none."
            yield Problem(("complete",), message, on_key=True)


def _strangers(data: Any, kind: Kind) -> Iterator[Problem]:
    known = tuple(column.name for column in kind.columns)
    for part in ("columns", "constants", "values", "labels"):
        for name in data.get(part, {}):
            if name not in known:
                message = f"{kind.name} have no column {shown(name)}."
                yield Problem((part, name), message, on_key=True, word=name, known=known)


def _missing(data: Any, kind: Kind) -> Iterator[Problem]:
    given = {*data["columns"], *data.get("constants", {}), *data.get("labels", {})}
    given |= {"line"} if "lines" in data else set()
    for name in kind.required:
        if name not in given:
            yield Problem(("columns",), f"The required column '{name}' has no header.", on_key=True)


def _unfit_taken(data: Any, kind: Kind) -> Iterator[Problem]:
    """Ways of taking a column that do not go together, or do not suit its type."""
    for name, entry in data["columns"].items():
        column, where = kind.column(name), ("columns", name)
        if not isinstance(entry, dict) or column is None:
            continue
        for key in ("minus", "sign", "unit"):
            suits = ("money", "number") if key == "sign" else ("money",)
            if key in entry and column.type not in suits:
                message = f"'{key}' is for amounts, and '{name}' is a {column.type}."
                yield Problem((*where, key), message, on_key=True)
        if "and" in entry and (column.type != "id" or kind.snapshot):
            message = "'and' is for ids of what is no snapshot."
            yield Problem((*where, "and"), message, on_key=True)
        if "else" in entry and column.type != "id":
            message = f"'else' is for ids, and '{name}' is a {column.type}."
            yield Problem((*where, "else"), message, on_key=True)
        if "positive" in entry and "sign" not in entry:
            yield Problem((*where, "positive"), "'positive' is about a 'sign'.", on_key=True)
        if ("sign" in entry) != ("negative" in entry):
            yield Problem(where, "'sign' and 'negative' go together.", on_key=True)
        if "before" in entry and "after" in entry:
            message = "A value stands before a mark or after it, not both."
            yield Problem((*where, "after"), message, on_key=True)


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
    columns, values = data["columns"].items(), data.get("values", {}).items()
    return Profile(
        name=name,
        kind=data["kind"],
        title=data.get("title", ""),
        columns={column: _listed(_headers(entry)) for column, entry in columns},
        taken={column: _taken(entry) for column, entry in columns if isinstance(entry, dict)},
        constants={column: code(value) for column, value in data.get("constants", {}).items()},
        requires=tuple(_listed(each) for each in data.get("requires", ())),
        keep=_listed(data.get("keep")),
        dates=ORDERS.get(data.get("dates")),  # type: ignore[arg-type]  # the shape has checked it
        numbers=data.get("numbers"),
        complete=data.get("complete"),
        values={
            column: {code(key): code(value) for key, value in table.items()}
            for column, table in values
        },
        group=_listed(data.get("group")),
        labels={column: _listed(each) for column, each in data.get("labels", {}).items()},
        sections=_listed(data.get("sections")),
        footers=_listed(data.get("footers")),
        totals=_totals(data.get("totals", {})),
        take=_chosen(data.get("take", {})),
        leave=_chosen(data.get("leave", {})),
        lines=data.get("lines"),
        final_newline=data.get("final_newline", True),
        sheet=code(data.get("sheet", "")),
    )


def _headers(entry: Any) -> Any:
    return entry["header"] if isinstance(entry, dict) else entry


def _taken(entry: Any) -> Taken:
    return Taken(
        before=entry.get("before", ""),
        after=entry.get("after", ""),
        also=_listed(entry.get("and")),
        otherwise=_listed(entry.get("else")),
        minus=_listed(entry.get("minus")),
        sign=_listed(entry.get("sign")),
        negative=_folded(entry.get("negative", ())),
        positive=_folded(entry.get("positive", ())),
        minor=entry.get("unit") == "minor",
    )


def _totals(data: Any) -> Totals:
    return Totals(
        labels=_listed(data.get("labels")),
        unlabelled=data.get("unlabelled", False),
        expected=data.get("expected", False),
    )


def _chosen(data: Any) -> Mapping[str, frozenset[str]]:
    return {header: _folded(_listed(values)) for header, values in data.items()}


def _folded(values: Iterable[Any]) -> frozenset[str]:
    return frozenset(code(value).strip().casefold() for value in values)


def _listed(entry: Any) -> tuple[str, ...]:
    """One or several codes as text; none where nothing is said."""
    if entry is None:
        return ()
    return tuple(map(code, entry)) if isinstance(entry, list) else (code(entry),)
