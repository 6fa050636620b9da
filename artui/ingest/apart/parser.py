"""XML read as it comes, without entities and without a tree."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers import expat

from artui.ingest.apart.task import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

#: Stands between a namespace and a name.
_BETWEEN = "\n"


def parse(
    chunks: Iterable[bytes | str],
    start: Callable[[str, Mapping[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> None:
    """Read a document; names of elements and attributes come without their namespaces.

    Args:
        chunks: the document in pieces; bytes are decoded as it declares itself.
        start: told of each element that begins, with its attributes.
        end: told of each element that ends.
        text: told of text, in pieces.

    Raises:
        Refused: it declares a document type or entities, is cut off, or is no XML.
    """
    parser = expat.ParserCreate(namespace_separator=_BETWEEN)
    parser.buffer_text = True
    local = _Local()
    parser.StartElementHandler = lambda name, attributes: start(
        local[name], {local[key]: value for key, value in attributes.items()}
    )
    parser.EndElementHandler = lambda name: end(local[name])
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _declared
    parser.EntityDeclHandler = _declared
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)  # noqa: FBT003 - expat takes no keyword
        parser.Parse(b"", True)  # noqa: FBT003 - as above
    except expat.ExpatError as error:
        unfinished = {expat.errors.XML_ERROR_NO_ELEMENTS, expat.errors.XML_ERROR_UNCLOSED_TOKEN}
        cut = expat.errors.messages[error.code] in unfinished
        raise Refused("cut_off" if cut else "damaged") from None


def _declared(*_: Any) -> None:
    raise Refused("entities")


class _Local(dict[str, str]):
    """Names without their namespaces, each found once."""

    def __missing__(self, name: str) -> str:
        self[name] = name.rpartition(_BETWEEN)[2]
        return self[name]
