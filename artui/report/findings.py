"""What a check of the policies found: as lines, as JSON, and as remarks in a review of code."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from artui.text import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from artui.policy.finding import Finding

_SEVERITIES = {"error": "major", "warning": "minor"}


def as_lines(findings: Iterable[Finding]) -> str:
    """One line each: file:line:column: message."""
    return "".join(
        f"{each}\n" if each.severity == "error" else f"{each} (warning)\n" for each in findings
    )


def as_json(findings: Iterable[Finding]) -> str:
    """A list of objects: file, line, column, severity, message."""
    return _json(
        [
            {
                "file": each.file,
                "line": each.line,
                "column": each.column,
                "severity": each.severity,
                "message": each.message,
            }
            for each in findings
        ]
    )


def as_github(findings: Iterable[Finding]) -> str:
    """Workflow commands, which GitHub shows beside the lines of a pull request."""
    return "".join(
        f"::{each.severity} file={_property(_within(each.file))},line={each.line},"
        f"col={each.column}::{_text(each.message)}\n"
        for each in findings
    )


def as_gitlab(findings: Sequence[Finding]) -> str:
    """A code quality report, which GitLab shows beside the lines of a merge request.

    A fingerprint stays the same while the finding only moves to another line; of several alike
    in one file each has its own.
    """
    seen: Counter[tuple[str, str]] = Counter()
    rows: list[dict[str, Any]] = []
    for each in findings:
        path = _within(each.file)
        seen[path, each.message] += 1
        told_apart = f"{path}\0{each.message}\0{seen[path, each.message]}"
        fingerprint = hashlib.sha256(told_apart.encode("utf-8", "surrogateescape")).hexdigest()
        rows.append(
            {
                "check_name": "artui policy check",
                "description": each.message,
                "fingerprint": fingerprint[:40],
                "severity": _SEVERITIES[each.severity],
                "location": {"path": path, "lines": {"begin": each.line}},
            }
        )
    return _json(rows)


def _json(data: Any) -> str:
    """JSON in ASCII, in which nothing can act on a terminal."""
    return json.dumps(data, ensure_ascii=True, indent=1).replace("\x7f", "\\u007f") + "\n"


def _within(file: str) -> str:
    """A file by its path from here, where it lies below: reviews know no other paths."""
    path = Path(file).absolute()
    return path.relative_to(Path.cwd()).as_posix() if path.is_relative_to(Path.cwd()) else file


def _text(message: str) -> str:
    """A message that ends no workflow command and begins none."""
    return safe(message).replace("%", "%25")


def _property(text: str) -> str:
    return _text(text).replace(":", "%3A").replace(",", "%2C")


FORMATS: dict[str, Callable[[Sequence[Finding]], str]] = {
    "table": as_lines,
    "json": as_json,
    "github": as_github,
    "gitlab": as_gitlab,
}
