"""A YAML file read strictly: plain data, and the line and column every part of it stands on.

The reader follows the parser's events instead of building YAML's own nodes: depth is known before
it costs anything, and nothing is resolved that a policy has no use for. Of YAML's shorthands only
null, true, false, whole numbers and plain decimals mean anything but text: a date stays text, `NO`
is a country, `010` a code and `12:30` no number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from artui.domain.conditions import shown
from artui.policy.finding import Finding, suggestion

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path as FilePath

    from artui.domain.conditions import Path, Problem
    from artui.policy.finding import Severity

LARGEST = 256 * 1024
DEEPEST = 20

#: Where PyYAML was built with it. What it objects to is read by the other, whose words are told.
_QUICK = getattr(yaml, "CSafeLoader", None)
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,17})\.[0-9]{1,18}")
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    "true": True,
    "false": False,
}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
#: What a reader of the file does not see, or a parser takes for the end of a line and a review for
#: none: a comment could hold a rule, and a word differ from itself.
_UNSEEN = re.compile("\r(?!\n)|[\x85\u2028\u2029\u200b\u2060\ufeff]|[\u202a-\u202e\u2066-\u2069]")
_DIFFERS = re.compile(rf"{_UNSEEN.pattern}|[\t?]|[|>]\S*#|[^\x00-\uffff]")
_CONFLICT = re.compile(r"^(<<<<<<<|>>>>>>>) ", re.MULTILINE)


class Place(NamedTuple):
    """A line and a column, both counted from 1."""

    line: int
    column: int


START = Place(1, 1)


@dataclass(frozen=True, slots=True)
class Document:
    """What one YAML file says, and where it says it.

    Attributes:
        file: the file, as the caller named it.
        data: dict with text keys, list, str, int, Decimal, bool or None; None for an empty file.
        values: where each value stands, by the keys and indexes that lead to it.
        keys: where the key of each mapping entry stands.
    """

    file: str
    data: Any
    values: Mapping[Path, Place] = field(default_factory=dict)
    keys: Mapping[Path, Place] = field(default_factory=dict)

    def place(self, path: Path, *, on_key: bool = False) -> Place:
        """Where a part stands; the nearest part around it, where it is not there itself."""
        if on_key and path in self.keys:
            return self.keys[path]
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path, START)

    def finding(self, problem: Problem, severity: Severity = "error") -> Finding:
        """A problem with the data, told with its place and a guess at what was meant."""
        line, column = self.place(problem.path, on_key=problem.on_key)
        message = problem.message + suggestion(problem.word, problem.known)
        return Finding(self.file, line, column, severity, message)


class _RefusedError(Exception):
    """The text is YAML that a policy may not use, or no YAML at all."""

    def __init__(self, place: Place, message: str) -> None:
        super().__init__(message)
        self.place = place
        self.message = message


def read(path: FilePath, *, name: str | None = None) -> Document | Finding:
    """Read a file strictly.

    Args:
        path: the file.
        name: how findings call it; the path itself when left out.

    Returns:
        The document, or the one finding that says why there is none. Never raises for what is
        in the file, or for a file that cannot be read.
    """
    file = str(path) if name is None else name
    try:
        if not path.is_file():
            return Finding(file, *START, "error", "This is no regular file.")
        with path.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except OSError as error:
        reason = error.strerror or "unknown reason"
        return Finding(file, *START, "error", f"The file cannot be read: {reason}.")
    return parse(content, file)


def parse(content: bytes | str, file: str) -> Document | Finding:
    """Read YAML strictly.

    Args:
        content: the whole file; bytes are UTF-8, with or without a byte order mark.
        file: how findings call it.

    Returns:
        The document, or the one finding that says why there is none. Never raises for what is
        in the content.
    """
    try:
        text = _decode(content)
        return _Reader(text, file).quick() or _Reader(text, file).document()
    except _RefusedError as refused:
        return Finding(file, *refused.place, "error", refused.message)


def _decode(content: bytes | str) -> str:
    raw = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    if len(raw) > LARGEST:
        raise _RefusedError(START, f"The file is larger than {LARGEST // 1024} KiB.")
    try:
        return raw.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        place = _place_in(raw[: error.start].decode("utf-8"), error.start)
        raise _RefusedError(place, "The text is not UTF-8.") from None


def _place_in(text: str, index: int) -> Place:
    before = text[:index]
    return Place(before.count("\n") + 1, len(before) - before.rfind("\n"))


def _at(mark: yaml.Mark | yaml._yaml.Mark | None) -> Place:
    return Place(mark.line + 1, mark.column + 1) if mark else START


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end has not come yet."""

    path: Path
    data: dict[str, Any] | list[Any]
    key: str | None = None

    def next_path(self) -> Path:
        if isinstance(self.data, list):
            return (*self.path, len(self.data))
        return (*self.path, self.key or "")

    def take(self, value: Any) -> None:
        if isinstance(self.data, list):
            self.data.append(value)
        else:
            self.data[self.key or ""] = value
            self.key = None


class _Reader:
    """One pass over the parser's events, with a stack of what is open."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self.values: dict[Path, Place] = {}
        self.keys: dict[Path, Place] = {}
        self.open: list[_Open] = []
        self.data: Any = None
        self.documents = 0

    def document(self) -> Document:
        if unseen := _UNSEEN.search(self.text):
            raise self.unfit(unseen.start())
        loader: yaml.SafeLoader | None = None
        try:
            loader = yaml.SafeLoader(self.text)
            self.follow(loader)
        except yaml.reader.ReaderError as error:
            raise self.unfit(error.position) from None
        except yaml.MarkedYAMLError as error:
            raise self.broken(error) from None
        except (yaml.YAMLError, ValueError, ArithmeticError, RecursionError):
            place = _at(loader.get_mark()) if loader else START
            raise _RefusedError(place, "This is not valid YAML.") from None
        return Document(self.file, self.data, self.values, self.keys)

    def quick(self) -> Document | None:
        """The same by the parser in C, ten times as fast; None where there is none or it objects.

        None too for text about which the two may differ.
        """
        if _QUICK is None or _DIFFERS.search(self.text):
            return None
        try:
            self.follow(_QUICK(self.text))
        except (_RefusedError, yaml.YAMLError, ValueError, ArithmeticError, RecursionError):
            return None
        return Document(self.file, self.data, self.values, self.keys)

    def follow(self, loader: Any) -> None:
        """Take every event of a parser."""
        while loader.check_event():
            self.take(loader.get_event())

    def unfit(self, position: int) -> _RefusedError:
        """The finding about one character."""
        message = f"The character U+{ord(self.text[position]):04X} has no place in a policy."
        return _RefusedError(_place_in(self.text, position), message)

    def broken(self, error: yaml.MarkedYAMLError) -> _RefusedError:
        """The parser's own complaint, in words for people who edit policies."""
        conflict = _CONFLICT.search(self.text)
        if conflict:
            place = _place_in(self.text, conflict.start())
            return _RefusedError(place, "A merge was left unfinished here: git's conflict marks.")
        place = _at(error.problem_mark or error.context_mark)
        problem = error.problem or "something is wrong"
        if "'\\t'" in problem:
            return _RefusedError(place, "A tab cannot indent YAML. Use spaces.")
        if error.context and error.context_mark:
            problem += f" ({error.context} begun on line {_at(error.context_mark).line})"
        return _RefusedError(place, f"This is not valid YAML: {problem}.")

    def take(self, event: yaml.Event) -> None:
        """Follow one event."""
        match event:
            case yaml.DocumentStartEvent():
                self.begin(event)
            case yaml.AliasEvent():
                raise _RefusedError(_at(event.start_mark), "An alias (*) has no place in a policy.")
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self.descend(event)
            case yaml.CollectionEndEvent():
                self.open.pop()
            case yaml.ScalarEvent():
                self.scalar(event)

    def begin(self, event: yaml.DocumentStartEvent) -> None:
        self.documents += 1
        if self.documents > 1:
            raise _RefusedError(_at(event.start_mark), "One file holds one document, not several.")
        if event.tags:
            raise _RefusedError(_at(event.start_mark), "A tag (!) has no place in a policy.")

    def descend(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        _refuse_extras(event)
        place = _at(event.start_mark)
        if self.wants_key():
            raise _RefusedError(place, "A key must be a single word, not a list or a mapping.")
        if len(self.open) == DEEPEST:
            raise _RefusedError(place, f"This is nested more than {DEEPEST} levels deep.")
        data: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
        self.open.append(_Open(self.put(data, place), data))

    def wants_key(self) -> bool:
        return bool(self.open) and isinstance(self.open[-1].data, dict) and not self.has_key()

    def has_key(self) -> bool:
        return self.open[-1].key is not None

    def scalar(self, event: yaml.ScalarEvent) -> None:
        _refuse_extras(event)
        place = _at(event.start_mark)
        if _CONTROL.search(event.value):
            raise _RefusedError(place, "A control character has no place in a policy.")
        if self.wants_key():
            self.name(event, place)
        else:
            self.put(_plain(event), place)

    def name(self, event: yaml.ScalarEvent, place: Place) -> None:
        """Take a scalar as the key of the entry that follows; keys are text, as written."""
        within = self.open[-1]
        if event.value == "<<" and not event.style:
            raise _RefusedError(place, "A merge key (<<) has no place in a policy.")
        path = (*within.path, event.value)
        if path in self.keys:
            first = self.keys[path].line
            message = f"The key {shown(event.value)} stands here twice, first on line {first}."
            raise _RefusedError(place, message)
        self.keys[path] = place
        within.key = event.value

    def put(self, value: Any, place: Place) -> Path:
        """Put a value where it belongs, and remember where it stood."""
        path: Path = ()
        if not self.open:
            self.data = value
        else:
            path = self.open[-1].next_path()
            self.open[-1].take(value)
        self.values[path] = place
        return path


def _refuse_extras(event: yaml.NodeEvent) -> None:
    if event.anchor is not None:
        raise _RefusedError(_at(event.start_mark), "An anchor (&) has no place in a policy.")
    if event.tag is not None:  # type: ignore[attr-defined]  # every node event but an alias has one
        raise _RefusedError(_at(event.start_mark), "A tag (!) has no place in a policy.")


def _plain(event: yaml.ScalarEvent) -> str | int | Decimal | bool | None:
    """What a scalar means: anything quoted is text."""
    text = event.value
    if event.style:
        return str(text)
    if text in _WORDS:
        return _WORDS[text]
    if _WHOLE.fullmatch(text):
        return int(text)
    return Decimal(text) if _DECIMAL.fullmatch(text) else str(text)
