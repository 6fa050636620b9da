"""The JSON Schemas of everything a policies folder holds, as files for editors."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from artui.ingest import profile_shape
from artui.policy.files import FILES
from artui.policy.schema import file_schema, schema_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from artui.policy.schema import Schema

#: What the profiles in exports/ go by.
EXPORT = "export"
NAMES = (*FILES, EXPORT)
#: Where the policy files of a home look for their schemas; see their first lines.
FOLDER = ".schema"


def schema(name: str) -> Schema:
    """The schema of a policy file, by its name without the suffix, or of a profile."""
    return schema_of(profile_shape.SHAPE, "a profile") if name == EXPORT else file_schema(name)


def text(made: Schema | Mapping[str, Schema]) -> str:
    """A schema, or several by name, as JSON for people too."""
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"


def write(folder: Path) -> None:
    """Write every schema into a folder, one file each: terms.json and so on.

    Raises:
        OSError: where the folder cannot be made or written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name in NAMES:
        (folder / f"{name}.json").write_text(text(schema(name)), encoding="utf-8")
