"""What a profile may say, as a shape: it checks profiles, and describes them to editors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from artui.ingest.kinds import KINDS
from artui.policy.schema import schema_of
from artui.policy.shape import NAME, Choice, Flag, Key, ListOf, Record, Table, Text, misfit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from artui.domain.conditions import Path, Problem

ORDERS: Mapping[str, str] = {
    "dmy": "dmy",
    "mdy": "mdy",
    "ymd": "ymd",
    "iso": "ymd",
    "serial": "serial",
}

_HEADER = Text("a header", bare=True)
_COLUMN = Text("a canonical column")
_VALUE = Text("a value", bare=True)
_MEANT = Text("a value", r"(?s).*", bare=True)
_PATTERN = Text("a pattern", bare=True)
_MARK = Text("a mark", r"[\s\S]+")


@dataclass(frozen=True, slots=True)
class Listed:
    """One text, or a list of several."""

    of: Text
    noun: str

    def problems(self, data: Any, where: Path) -> Iterator[Problem]:
        """Everything about `data` that does not fit."""
        if isinstance(data, list):
            yield from ListOf(self.of, least=1).problems(data, where)
        elif any(self.of.problems(data, where)):
            yield misfit(self, data, where)

    def schema(self) -> dict[str, Any]:
        """The JSON Schema of what fits."""
        one = {"type": ["string", "number"], "pattern": r"\S"}
        return {"anyOf": [one, {"type": "array", "minItems": 1, "items": one}]}


HEADERS = Listed(_HEADER, "a header or a list of headers")
_VALUES = Listed(_VALUE, "a value or a list of values")
_PATTERNS = Listed(_PATTERN, "a pattern or a list of patterns")

TAKEN = Record(
    {
        "header": Key(HEADERS, "its headers; the first that is there counts", required=True),
        "before": Key(_MARK, "the value is what stands before this mark in the cell"),
        "after": Key(_MARK, "the value is what stands after this mark in the cell"),
        "and": Key(HEADERS, "a column added to an id that alone stands for several things"),
        "else": Key(HEADERS, "the columns that together stand for an id that is blank"),
        "minus": Key(HEADERS, "the column whose amount is taken off, as credits from debits"),
        "sign": Key(HEADERS, "the column that tells the sign of an amount or a number"),
        "negative": Key(ListOf(_VALUE, least=1), "its values that make an amount negative"),
        "positive": Key(
            ListOf(_VALUE, least=1), "its values that leave it; then any other rejects the row"
        ),
        "unit": Key(Choice(("minor",)), "amounts are whole minor units: 1234 is 12.34"),
    }
)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a canonical column comes from: its headers, or how it is taken from them."""

    noun: str = "a header, a list of headers, or a mapping with " + ", ".join(TAKEN.keys)

    def problems(self, data: Any, where: Path) -> Iterator[Problem]:
        """Everything about `data` that does not fit."""
        if isinstance(data, dict):
            yield from TAKEN.problems(data, where)
        elif isinstance(data, list) or not any(HEADERS.problems(data, where)):
            yield from HEADERS.problems(data, where)
        else:
            yield misfit(self, data, where)

    def schema(self) -> dict[str, Any]:
        """The JSON Schema of what fits."""
        made = schema_of(TAKEN, "how a column is taken from a file")
        del made["$schema"]
        return {"anyOf": [*HEADERS.schema()["anyOf"], made]}


_TOTALS = Record(
    {
        "labels": Key(
            _PATTERNS,
            "how rows with sums begin, besides Total, Sum and the like; one without * is of all",
        ),
        "unlabelled": Key(Flag(), "whether a row with nothing but amounts is a sum"),
        "expected": Key(Flag(), "whether it always ends in its grand total"),
    }
)
_CHOSEN = Table(_VALUES, _HEADER)

#: What a profile may say.
#:
#: Of the profiles that fit a header, the one with the most columns reads it. Beside it reads any
#: other that takes rows (`take`) by the same header and other values; and, beside one of documents
#: that says how their rows go together (`lines`), one of their lines (kind invoice_lines or
#: quote_lines). A profile does not fit where a header is missing that it takes, leaves or groups
#: rows by, that tells a sign, or that it requires. `column 3` names the third column where its
#: header is blank or stands twice.
SHAPE = Record(
    {
        "name": Key(Text("a name", NAME), "what it is called, where not as its file"),
        "title": Key(Text(), "what the export is called where it comes from"),
        "comment": Key(Text(), "for people"),
        "sample": Key(
            Choice(("genuine", "documented")),
            "whether its layout was seen in a genuine file, or is written from documents",
        ),
        "kind": Key(Choice(tuple(KINDS)), "what its rows are", required=True),
        "columns": Key(
            Table(Source(), _COLUMN), "where each canonical column comes from", required=True
        ),
        "requires": Key(
            ListOf(HEADERS, least=1),
            "headers, or lists of which one is enough, without which it is another export",
        ),
        "constants": Key(
            Table(_VALUE, _COLUMN), "what a column holds where the file has none, or a blank"
        ),
        "keep": Key(ListOf(_HEADER), "headers that are kept with the row and need no warning"),
        "dates": Key(Choice(tuple(ORDERS)), "the order of its dates"),
        "numbers": Key(Choice(("dot", "comma")), "its decimal sign"),
        "complete": Key(Flag(), "whether it lists everything that is open"),
        "values": Key(
            Table(Table(_MEANT, _VALUE), _COLUMN),
            "what its values are called here, by column; * is any other that is not blank",
        ),
        "group": Key(HEADERS, "the column that stands on a row of its own above its rows"),
        "labels": Key(
            Table(_PATTERNS, _COLUMN), "labels of lines that give a column for what follows"
        ),
        "sections": Key(_PATTERNS, "texts on rows of their own that mean nothing"),
        "footers": Key(_PATTERNS, "texts that may follow the last row"),
        "totals": Key(_TOTALS, "how sums are printed among its rows"),
        "take": Key(_CHOSEN, "only rows with one of these values, by header; others may share"),
        "leave": Key(_CHOSEN, "rows with one of these values are no receivables, by header"),
        "lines": Key(
            Choice(("repeated", "first", "summed")),
            "how a document's several rows go together: each repeats what is said of it, only the"
            " first says it, or their amounts add up; of invoice_lines and quote_lines without a"
            " column for the line, that they are numbered",
        ),
        "final_newline": Key(Flag(), "false where it never ends its last line"),
        "sheet": Key(_PATTERN, "the sheet's name"),
    }
)
