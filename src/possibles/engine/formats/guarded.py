"""Open files from strangers: sizes first, dangerous XML never parsed.

XML may name other files (external entities) or unfold into gigabytes (entity bombs).
Both need a document type declaration, and no project file needs one: a file that has
one is refused on its first kilobytes, by the parser's own reading of them, whatever
its encoding.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from possibles.engine.errors import InvalidInput

LARGEST_XML = 64 * 1024 * 1024
LARGEST_JSON = 64 * 1024 * 1024
DEEPEST = 64
# A real file of the largest size holds fewer: some 40 bytes each.
MOST_ELEMENTS = 2_000_000
_CHUNK = 1 << 16


def read_bytes(path: Path, *, largest: int) -> bytes:
    """Return the content of a file, refused unread when it is too large.

    Raises
    ------
    InvalidInput
        When the file weighs more than `largest` bytes.
    OSError
        When it cannot be read.
    """
    size = path.stat().st_size
    if size > largest:
        raise InvalidInput(
            f"The file weighs {size} bytes; at most {largest} are read.",
            keys=[path.name],
        )
    with path.open("rb") as stream:
        content = stream.read(largest + 1)
    if len(content) > largest:
        raise InvalidInput("The file grew while it was read.", keys=[path.name])
    return content


def parse_xml(content: bytes, *, largest: int = LARGEST_XML) -> Element:
    """Return the root of an XML document, names stripped of their namespace.

    Raises
    ------
    InvalidInput
        When the document is too large, too deep, ill-formed, or declares a document
        type or an entity.
    """
    if len(content) > largest:
        raise InvalidInput(
            f"The document weighs {len(content)} bytes; at most {largest} are read."
        )
    if content.count(b"<") > 2 * MOST_ELEMENTS:
        raise InvalidInput("The XML holds too many elements.")
    reader = _Reader()
    try:
        for place in range(0, max(len(content), 1), _CHUNK):
            reader.parser.Parse(content[place : place + _CHUNK], False)
        reader.parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise InvalidInput(f"This is not well-formed XML: {error}.") from None
    except (LookupError, ValueError) as error:
        raise InvalidInput(f"This XML cannot be decoded: {error}.") from None
    return reader.builder.close()


class _Reader:
    """An expat parser that builds elements and refuses what it should."""

    def __init__(self) -> None:
        self.builder = TreeBuilder()
        self.depth = 0
        self.count = 0
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self.builder.data
        parser.StartDoctypeDeclHandler = _refuse("a document type")
        parser.EntityDeclHandler = _refuse("an entity")
        parser.UnparsedEntityDeclHandler = _refuse("an entity")
        parser.ExternalEntityRefHandler = _refuse("an external entity")
        self.parser = parser

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.count += 1
        if self.depth > DEEPEST or self.count > MOST_ELEMENTS:
            raise InvalidInput("The XML is nested too deep, or holds too much.")
        self.builder.start(name.rpartition(" ")[2], attributes)

    def _end(self, name: str) -> None:
        self.depth -= 1
        self.builder.end(name.rpartition(" ")[2])


def _refuse(what: str) -> Callable[..., Any]:
    def handler(*_: object) -> None:
        raise InvalidInput(f"The XML declares {what}: it is refused unread.")

    return handler
