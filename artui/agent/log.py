"""The agent's log: one JSON line an event, with names and counts, never what is in a row."""

from __future__ import annotations

import json
import logging
import logging.handlers
import re
import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from artui.errors import ArtuiError
from artui.text import safe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME = "artui.agent"
_QUOTED = re.compile(r"'.*'", re.DOTALL)
_logger = logging.getLogger(NAME)
# What watchdog says of its own threads is no event of ours, and no line of the log's form.
logging.getLogger("watchdog").addHandler(logging.NullHandler())


def info(event: str, **facts: object) -> None:
    """Tell an event; a text among the facts is made safe for terminals."""
    _logger.info(event, extra={"facts": facts})


def warn(event: str, **facts: object) -> None:
    """Tell an event somebody should look at."""
    _logger.warning(event, extra={"facts": facts})


def reason(problem: BaseException) -> str:
    """Why something failed, in a sentence that quotes no data.

    Of errors whose text is not known to be free of data only the class is named.
    """
    if isinstance(problem, ArtuiError):
        return unquoted(str(problem))
    if isinstance(problem, OSError) and problem.strerror:
        return problem.strerror
    if type(problem).__module__ == "sqlite3":
        return f"the database says: {problem}"
    return f"unexpected {type(problem).__name__}"


def unquoted(sentence: str) -> str:
    """A sentence without what it quotes."""
    return _QUOTED.sub("'…'", sentence)


@contextmanager
def writing_to(path: Path | None) -> Iterator[None]:
    """Let events go to a file, or to stderr, while the context lasts.

    Raises:
        OSError: where the file cannot be written.
    """
    handler = _Stream(sys.stderr) if path is None else _File(path, encoding="utf-8")
    handler.setFormatter(Lines())
    level, spread = _logger.level, _logger.propagate
    _logger.addHandler(handler)
    _logger.setLevel(logging.INFO)
    _logger.propagate = False
    try:
        yield
    finally:
        _logger.removeHandler(handler)
        _logger.setLevel(level)
        _logger.propagate = spread
        handler.close()


class Lines(logging.Formatter):
    """Formats a record as one line of JSON: at, level, event, then the facts."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        facts: dict[str, object] = getattr(record, "facts", {})
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"at": at, "level": record.levelname.lower(), "event": record.getMessage()}
        return json.dumps(line | {name: _plain(fact) for name, fact in facts.items()})


def _plain(fact: object) -> object:
    return fact if fact is None or isinstance(fact, int | float) else safe(fact)


class _Silent(logging.Handler):
    """A full disk or a closed terminal must not stop the agent, nor make it talk about itself."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Drop the line."""


class _Stream(_Silent, logging.StreamHandler):  # type: ignore[type-arg] # its stream is stderr
    """To stderr."""


class _File(_Silent, logging.handlers.WatchedFileHandler):
    """To a file, opened anew once somebody has moved it away."""
