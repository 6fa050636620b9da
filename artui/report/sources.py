"""The lines of files behind some rows: when each was loaded, under which policy, and its text."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from artui.errors import ArtuiError
from artui.ingest import original
from artui.store.trace import imports

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from artui.books.trace.model import Row
    from artui.home import Home
    from artui.report.request import Source
    from artui.store.trace.imports import Loaded


class Quoted(NamedTuple):
    """The text of a line, or why there is none; not made safe yet."""

    text: str | None
    note: str | None


def quote(home: Home, loaded: Loaded, line: int | None) -> Quoted:
    """The text of one line of a file."""
    return quoted(home, loaded, [line])[line]


def quoted(home: Home, loaded: Loaded, wanted: Iterable[int | None]) -> dict[int | None, Quoted]:
    """The texts of lines of one file; None for the file as a whole, which has none."""
    asked = sorted({line for line in wanted if line is not None})
    found: dict[int | None, Quoted] = {None: Quoted(None, "the file as a whole says so")}
    try:
        texts = original.lines(home, loaded, asked) if asked else {}
    except ArtuiError as problem:
        return found | dict.fromkeys(asked, Quoted(None, str(problem)))
    for line in asked:
        text = texts.get(line)
        found[line] = Quoted(text, None if text is not None else f"the file has no line {line}")
    return found


class Sources:
    """Where rows came from, each line of a file once."""

    def __init__(self, source: Source, rows: Iterable[Row]) -> None:
        """Read what is recorded of the imports, and the lines out of the files that were kept."""
        wanted: dict[int, set[int | None]] = defaultdict(set)
        for row in rows:
            if row.import_id is not None:
                wanted[row.import_id].add(row.line)
        self._loaded = imports.loaded(source.reader, wanted)
        self._quoted = {
            number: quoted(source.home, each, wanted[number])
            for number, each in self._loaded.items()
        }
        self._wanted = wanted

    def of(self, row: Row) -> dict[str, Any]:
        """The place a row came from: import, file, line, when it was loaded, the policy then."""
        loaded = None if row.import_id is None else self._loaded.get(row.import_id)
        if loaded is None:
            return dict.fromkeys(("import", "file", "line", "loaded_at", "revision"))
        return {
            "import": loaded.id,
            "file": loaded.file,
            "line": row.line,
            "loaded_at": loaded.loaded_at,
            "revision": loaded.revision,
        }

    def data(self) -> Iterator[dict[str, Any]]:
        """Every line once, by import and line, with its text or why there is none."""
        for number, loaded in sorted(self._loaded.items()):
            for line in sorted(self._wanted[number], key=lambda each: each or 0):
                text, note = self._quoted[number].get(line, Quoted(None, None))
                yield {
                    "import": number,
                    "file": loaded.file,
                    "line": line,
                    "loaded_at": loaded.loaded_at,
                    "revision": loaded.revision,
                    "sha256": loaded.sha256,
                    "kept_as": loaded.kept_as,
                    "text": text,
                    "note": note,
                }
