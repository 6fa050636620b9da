"""Files that hold a message in a table's place: an error, a log-in page, a list without entries."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from artui.ingest import refusal
from artui.ingest.grids import bank
from artui.ingest.sniff import SAMPLE, TextFile, look

if TYPE_CHECKING:
    from pathlib import Path

    from artui.ingest.sniff import Binary

_LONGEST = 8_192
_MOST_LINES = 40
_WORDS = re.compile(
    r"\b(errors?|exceptions?|traceback|denied|forbidden|unauthori[sz]ed|not (authori[sz]ed|found)"
    r"|failed|failure|invalid|timed? ?out|timeout|unavailable|expired|log ?in|sign ?in|password"
    r"|try again|no (data|items?|records?|rows|results?|entries)|contains no"
    r"|fehler|zugriff|verweigert|abgelaufen|anmeld\w+|keine (daten|posten|einträge))\b",
    re.IGNORECASE,
)
_TABLE = re.compile(r"<\s*(table|tr)\b", re.IGNORECASE)
_JSON_ERROR = re.compile(
    r'\s*\{\s*"(error|errors|message|fault|exception)"\s*:\s*(?!null|false|""|\[\s*\])',
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"<(script|style|head)\b.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_TITLE = re.compile(r"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_CELL = re.compile(r"[,;\t|]")
_PROSE = 2.5


def opened(file: TextFile | Binary, scratch: Path) -> None:
    """Nothing: a page without a table and an error in JSON are refused, others left to the others.

    Raises:
        MessageError: it holds a message and nothing else.
    """
    del scratch
    if not isinstance(file, TextFile) or file.stamp.size > SAMPLE:
        return
    text = "".join(file.sample())
    if file.markup == "HTML" and not _TABLE.search(text):
        raise refusal.MessageError(words=refusal.quoted(_said(text)))
    if file.markup == "JSON" and _JSON_ERROR.match(text):
        raise refusal.MessageError(words=refusal.quoted(_joined(text)))


def instead(path: Path, misfit: refusal.RefusedError) -> refusal.RefusedError:
    """A better reason why nothing fits a file: it is a bank's statement, or a message.

    Args:
        path: the file.
        misfit: the refusal that says that nothing fits.
    """
    file = look(path)
    if not isinstance(file, TextFile) or file.markup:
        return misfit
    if bank.is_statement(file.sample()):
        return refusal.NotReadYetError(where=str(path), what="a bank statement")
    text = "".join(file.sample()) if file.stamp.size <= _LONGEST else ""
    if _is_message(text):
        return refusal.MessageError(where=str(path), words=refusal.quoted(_joined(text)))
    return misfit


def _is_message(text: str) -> bool:
    """Whether a text is a few lines of prose, and says so with a word such messages have."""
    lines = [line for line in text.splitlines() if line.strip()]
    return 0 < len(lines) <= _MOST_LINES and _is_prose(lines[0]) and bool(_WORDS.search(text))


def _is_prose(line: str) -> bool:
    """Whether a line is a sentence rather than names of columns."""
    cells = [cell for cell in _CELL.split(line) if cell.strip()]
    return len(cells) <= 1 or len(line.split()) / len(cells) >= _PROSE


def _said(page: str) -> str:
    """What a page says: its title, else its first words."""
    title = _TITLE.search(page)
    shown = title[1] if title and title[1].strip() else _HIDDEN.sub(" ", page)
    return _joined(html.unescape(_TAG.sub(" ", shown)))


def _joined(text: str) -> str:
    return " ".join(text.split())
