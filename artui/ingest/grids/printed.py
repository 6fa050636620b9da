"""What stands on printed pages besides rows: rules, and lines of text between tables."""

from __future__ import annotations

import re

_RULE = re.compile(r"[\s|+=_-]+")
_DRAWN = ("---", "===", "___")
_APART = re.compile(r"\s{2,}|\t|(?<=:)\s+|(?<=[^\W\d]:)(?=\S)")


def is_rule(line: str) -> bool:
    """Whether a line is drawn, not written: dashes, with or without dividers."""
    return any(each in line for each in _DRAWN) and _RULE.fullmatch(line) is not None


def free(line: str, width: int) -> list[str]:
    """A line between the rows of a table as cells, cut at two blanks or after a colon.

    Args:
        line: the line, like `Company Code  1000` or `A/C: 1234567`.
        width: how many cells the table's rows have; a line with as many is not cut, so that it is
            never taken for one of them.
    """
    text = line.strip()
    cells = [cell.strip() for cell in _APART.split(text) if cell.strip()]
    return cells if len(cells) < width else [text]
