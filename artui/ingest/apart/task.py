"""What the child is asked, and what it answers: plain data, the same on both sides."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

WORKBOOK, HTML, XML = "workbook", "html", "xml"
#: What the first members of a workbook's archive are called.
WORKBOOK_MEMBERS = (b"[Content_Types].xml", b"_rels/", b"xl/", b"docProps/", b"mimetype")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a workbook may take.

    Attributes:
        unpacked_mb: how much it may hold once unpacked, as it says itself, in MiB.
        ratio: how many times its packed size a large part may unpack to.
        rows: how many rows a sheet may have.
        columns: how many columns a sheet may have.
        memory_mb: how much memory its reader may take, in MiB.
        seconds: how long its reader may take.
    """

    unpacked_mb: int = 1024
    ratio: int = 200
    rows: int = 1_048_576
    columns: int = 16_384
    memory_mb: int = 2048
    seconds: int = 600


@dataclass(frozen=True, slots=True)
class Task:
    """A file to be read apart.

    Attributes:
        format: workbook, html or xml.
        path: where the child opens it.
        folder: where it writes the sheets.
        encoding: the codec of its text; blank for a workbook.
        limits: what it may take.
    """

    format: str
    path: str
    folder: str
    encoding: str
    limits: Limits

    def text(self) -> str:
        """The task as an argument."""
        return json.dumps(asdict(self))

    @classmethod
    def of(cls, text: str) -> Task:
        """The task of an argument."""
        data = json.loads(text)
        return cls(**{**data, "limits": Limits(**data["limits"])})


@dataclass(frozen=True, slots=True)
class Written:
    """A sheet as it was written.

    Attributes:
        name: what people call it.
        file: the name of its file in the folder.
        format: which format it came in: xlsx, xls, ods, HTML, SpreadsheetML.
        width: the cells of its widest row.
        notes: what looks wrong; names in it are as they stand in the file, and not safe to print.
        whole: False where its last row may be cut off.
    """

    name: str
    file: str
    format: str
    width: int
    notes: tuple[Note, ...] = ()
    whole: bool = True


#: A sentence by its name, with the facts it speaks of.
Note = tuple[str, dict[str, Any]]


class Refused(Exception):  # noqa: N818 - named for what is said
    """A file that is not read.

    Attributes:
        code: which sentence says why; see `artui.ingest.isolation`.
        facts: what the sentence speaks of.
    """

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def answer(sheets: list[Written]) -> str:
    """What the child says when all went well."""
    return json.dumps({"sheets": [asdict(each) for each in sheets]})


def refusal(refused: Refused) -> str:
    """What the child says of a file it does not read."""
    return json.dumps({"refused": refused.code, "facts": refused.facts})


def sheets_of(text: str) -> list[Written]:
    """The sheets of an answer.

    Raises:
        Refused: what the answer says instead.
        ValueError: it is no answer.
    """
    data = json.loads(text)
    if "refused" in data:
        raise Refused(data["refused"], **data["facts"])
    return [
        Written(**{**each, "notes": tuple((name, facts) for name, facts in each["notes"])})
        for each in data["sheets"]
    ]
