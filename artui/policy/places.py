"""Where each value of a policy stands: its file and line, kept with the policy in the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from artui.domain.conditions import Path
    from artui.policy.document import Document


@dataclass(frozen=True, slots=True)
class Places:
    """The lines of the policy files that gave the values of a policy.

    Attributes:
        lines: by subject (the file's name without its suffix) and JSON pointer (RFC 6901) into
            the file's data, the line, counted from 1.
    """

    lines: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @classmethod
    def of_documents(cls, documents: Mapping[str, Document]) -> Places:
        """The places of every value in some files, by subject; of an entry, where its key is."""
        return cls(
            {
                subject: {
                    pointer(path): document.keys.get(path, place).line
                    for path, place in document.values.items()
                }
                for subject, document in documents.items()
            }
        )

    @classmethod
    def from_data(cls, data: Any) -> Places:
        """The places of data that `to_data` wrote."""
        return cls({str(subject): dict(lines) for subject, lines in data.items()})

    def to_data(self) -> dict[str, dict[str, int]]:
        """Plain data that `from_data` reads back, and JSON can carry."""
        return {subject: dict(lines) for subject, lines in self.lines.items()}

    def line(self, subject: str, *path: str | int) -> int | None:
        """The line of exactly this value; None where no file says it: a built-in default."""
        return self.lines.get(subject, {}).get(pointer(path))

    def of(self, subject: str, *path: str | int) -> str:
        """`credit.yaml:18` for exactly this value, empty where it is a built-in default.

        Args:
            subject: the file's name without its suffix, as credit.
            path: the keys and indexes that lead to the value in the file, as "limits", 0.
        """
        line = self.line(subject, *path)
        return "" if line is None else f"{subject}.yaml:{line}"


def pointer(path: Path) -> str:
    """A path into data as a JSON pointer: /limits/0/when."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)
