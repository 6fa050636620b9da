"""A proposal as YAML that a person can read, check and complete."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

from artui.ingest.kinds import KINDS
from artui.ingest.layout import normal
from artui.ingest.suggest.vocabulary import words
from artui.text import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from artui.ingest.suggest.proposal import Proposal

_LONGEST = 40
_PLAIN = re.compile(r"[^\W\d_](?:[\w /.()&$]*[\w.)])?")
_WORDS = frozenset("true false null yes no on off y n".split())
_WIDTH = 46
_NEAREST = 3
_FLOW = frozenset(",[]{}")


def quoted(text: str) -> str:
    """A text as YAML that reads as it, on one line and without anything unseen."""
    plain = _PLAIN.fullmatch(text) and text.casefold() not in _WORDS and text == safe(text)
    if plain and not _FLOW.intersection(text) and _reads(text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in escaped) + '"'


def _reads(text: str) -> bool:
    try:
        return bool(yaml.safe_load(text) == text)
    except yaml.YAMLError:
        return False


def example(value: str) -> str:
    """A value of the file for a comment: safe, on one line, and not long."""
    text = safe(" ".join(value.split()))
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def written(proposal: Proposal) -> str:
    """The whole profile."""
    return "\n".join([line.rstrip() for line in _lines(proposal)]) + "\n"


def _lines(proposal: Proposal) -> Iterator[str]:
    grid, match = proposal.frame.grid, proposal.match
    yield f"# Proposed for {example(grid.path.name)} by `artui profile suggest`. Check each line"
    yield "# against what you know of the export, then keep it in policies/exports/."
    yield _line(f"kind: {match.kind}", f"header on line {proposal.frame.line}")
    yield _line(f"title: {quoted(safe(grid.path.stem))}", "what the export is called")
    yield _line("sample: genuine", "the layout was seen in a file, not in documents")
    if grid.part:
        others = (
            f"others: {_several(proposal.others)}" if proposal.others else "the part of the file"
        )
        yield _line(f"sheet: {quoted(_pattern(grid.part))}", others)
    yield "columns:"
    yield from map(_indented, _columns(proposal))
    yield from _constants(proposal)
    yield from _rows(proposal)
    yield from _meanings(proposal)
    yield from _conventions(proposal)
    yield from _kept(proposal)


def _columns(proposal: Proposal) -> Iterator[str]:
    kind = KINDS[proposal.match.kind]
    given = proposal.structure.labels
    any_column = False
    for column in kind.columns:
        if column.name in proposal.match.columns:
            any_column = True
            yield _column(proposal, column.name)
            if column.name == "customer_id" and _names_too(proposal):
                yield _column(proposal, "customer_name")
        elif column.name in proposal.lacking and column.name not in given:
            yield _line(
                f"# {column.name}: ???", f"required; nearest: {_nearest(proposal, column.name)}"
            )
    if not any_column:
        yield "{}"


def _names_too(proposal: Proposal) -> bool:
    """Whether the cells of the customers' ids hold their names as well."""
    has = KINDS[proposal.match.kind].column("customer_name") is not None
    return has and proposal.values.split and "customer_name" not in proposal.match.columns


def _column(proposal: Proposal, name: str) -> str:
    """One column, with a value of it."""
    frame, columns = proposal.frame, proposal.match.columns
    index = columns.get(name, columns.get("customer_id", 0))
    header = quoted(frame.name(index))
    more = list(_taken(proposal, name))
    entry = f"{{{', '.join([f'header: {header}', *more])}}}" if more else header
    return _line(f"{name}: {entry}", _said(proposal, index))


def _taken(proposal: Proposal, name: str) -> Iterator[str]:
    """How a column is taken from others."""
    frame, columns, meant = proposal.frame, proposal.match.columns, proposal.values
    if meant.split and name == "customer_id":
        yield 'before: " "'
    if meant.split and name == "customer_name" and columns.get(name) is None:
        yield 'after: " "'
    if name == "amount" and meant.minus is not None:
        yield f"minus: {quoted(frame.name(meant.minus))}"
    column = KINDS[proposal.match.kind].column(name)
    if meant.sign and name in ("amount", "open_amount") and column and column.type == "money":
        index, negative = meant.sign
        yield f"sign: {quoted(frame.name(index))}"
        yield f"negative: [{', '.join(map(quoted, negative))}]"
    if name == "document_id" and proposal.documents.otherwise:
        others = (quoted(frame.name(columns[each])) for each in proposal.documents.otherwise)
        yield f"else: [{', '.join(others)}]"


def _said(proposal: Proposal, index: int) -> str:
    value = proposal.frame.example(index)
    return f"e.g. {example(value)}" if value else "blank in this file"


def _nearest(proposal: Proposal, name: str) -> str:
    """Headers that share a word or letters with a column that was not found."""
    frame = proposal.frame
    used = set(proposal.match.columns.values())
    wanted = set(words(name))
    free = [index for index, cell in enumerate(frame.header) if index not in used and normal(cell)]
    free.sort(key=lambda index: (-len(wanted & set(words(frame.header[index]))), index))
    near = [f"{frame.name(index)} ({_said(proposal, index)})" for index in free[:_NEAREST]]
    return ", ".join(near) or "no column is left"


def _constants(proposal: Proposal) -> Iterator[str]:
    if proposal.values.constants:
        yield "constants:"
        for name, value in proposal.values.constants.items():
            yield _indented(_line(f"{name}: {quoted(value)}", "the amount's header says so"))


def _rows(proposal: Proposal) -> Iterator[str]:
    """The rows that hold no facts."""
    found, frame = proposal.structure, proposal.frame
    if found.group is not None:
        name = quoted(frame.name(found.group))
        yield _line(
            f"group: {name}", f"on rows of its own above its items, {_said(proposal, found.group)}"
        )
    if found.labels:
        yield "labels:"
        for name, (label, value) in found.labels.items():
            yield _indented(_line(f"{name}: {quoted(safe(label))}", f"gives {example(value)}"))
    yield from _listed("sections", found.sections.items())
    yield from _listed("footers", [(_pattern(each), each) for each in found.footers])
    yield from _totals(proposal)
    if proposal.values.leave:
        index, value = proposal.values.leave
        about = "down payment requests and other noted items: nothing is owed by them"
        yield "leave:"
        yield _indented(_line(f"{quoted(proposal.frame.name(index))}: {quoted(value)}", about))
    if proposal.documents.lines:
        told = proposal.documents.line
        why = f"line {told} is of the document above it" if told else "rows are lines of documents"
        yield _line(f"lines: {proposal.documents.lines}", why)


def _totals(proposal: Proposal) -> Iterator[str]:
    found = proposal.structure
    if found.unlabelled is not None:
        yield "totals:"
        line = f"as on line {found.unlabelled.line}, which has amounts and no document"
        yield _indented(_line("unlabelled: true", line))
    if found.summed is not None:
        text = example(next(filter(None, found.summed.cells), ""))
        yield f"# Sums are known by their words, as on line {found.summed.line}: {text}"


def _listed(key: str, entries: Iterable[tuple[str, str]]) -> Iterator[str]:
    entries = list(dict(entries).items())
    if entries:
        yield f"{key}:"
        for pattern, text in entries:
            yield _indented(_line(f"- {quoted(safe(pattern))}", f"e.g. {example(text)}"))


def _pattern(text: str) -> str:
    """A text as a pattern that fits it alone."""
    return re.sub(r"([*?\[])", r"[\1]", safe(" ".join(text.split()))) or "*"


def _meanings(proposal: Proposal) -> Iterator[str]:
    if proposal.values.values:
        yield "values:"
    for name, table in proposal.values.values.items():
        yield f"  {name}:"
        for value, meant in table.items():
            yield f"    {quoted(safe(value))}: {meant}"


def _conventions(proposal: Proposal) -> Iterator[str]:
    found = proposal.settled
    doubts = dict(found.doubts)
    for key, value, told, guess in (
        ("dates", found.dates, found.told[0], "dmy"),
        ("numbers", found.numbers, found.told[1], "dot"),
    ):
        if key in doubts:
            yield f"# {safe(' '.join(doubts[key].split()))}"
            yield f"# {key}: {guess}"
        elif value:
            yield _line(f"{key}: {value}", f"as in {told}")
    if KINDS[proposal.match.kind].snapshot:
        yield "# Take the mark away if the export always lists everything that is open:"
        yield "# complete: true"


def _kept(proposal: Proposal) -> Iterator[str]:
    """The columns that mean nothing to artui."""
    frame, used = proposal.frame, set(proposal.match.columns.values())
    names = {
        frame.name(index): index
        for index, cell in enumerate(frame.header)
        if index not in used and normal(cell)
    }
    if names:
        yield "keep:"
    for index in names.values():
        header = quoted(safe(" ".join(frame.header[index].split())))
        yield _indented(_line(f"- {header}", _said(proposal, index)))


def _line(said: str, about: str) -> str:
    return f"{said:<{_WIDTH}} # {safe(about)}"


def _indented(line: str) -> str:
    return f"  {line}"


def _several(names: Iterable[str]) -> str:
    return ", ".join(map(example, names))
