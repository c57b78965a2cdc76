import time

import pytest

from possibles.engine.errors import InvalidInput
from possibles.engine.formats.guarded import parse_xml, read_bytes

BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol">'
    + b"".join(
        b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(12)
    )
    + b"]><Project>&m;</Project>"
)
EXTERNAL = (
    b'<?xml version="1.0"?><!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    b"<Project>&x;</Project>"
)
REMOTE = b'<!DOCTYPE p SYSTEM "http://127.0.0.1:9/x.dtd"><Project/>'


@pytest.mark.parametrize("content", [BOMB, EXTERNAL, REMOTE])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_hostile_documents_are_refused_at_once(content, encoding):
    hostile = content.decode().encode(encoding)
    before = time.perf_counter()

    with pytest.raises(InvalidInput) as caught:
        parse_xml(hostile)

    assert "refused" in str(caught.value)
    assert time.perf_counter() - before < 2


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not xml",
        b"<Project>",
        b"<a></b>",
        b"\xff\xfe<",
        b"<a>&undefined;</a>",
        b"<a>" * 100 + b"</a>" * 100,
        b'<?xml version="1.0" encoding="nonsense"?><a/>',
    ],
)
def test_broken_documents_are_refused(content):
    with pytest.raises(InvalidInput):
        parse_xml(content)


def test_two_hundred_megabytes_are_refused_unread(tmp_path):
    path = tmp_path / "huge.xml"
    with path.open("wb") as stream:
        stream.truncate(200 * 1024 * 1024)
    before = time.perf_counter()

    with pytest.raises(InvalidInput) as caught:
        read_bytes(path, largest=64 * 1024 * 1024)

    assert caught.value.keys == ("huge.xml",)
    assert time.perf_counter() - before < 2


def test_large_bytes_are_refused_before_parsing():
    with pytest.raises(InvalidInput):
        parse_xml(b"<a>" + b" " * 100 + b"</a>", largest=50)


def test_too_many_elements_are_refused_before_parsing():
    before = time.perf_counter()

    with pytest.raises(InvalidInput):
        parse_xml(b"<a>" + b"<b/>" * 4_000_001 + b"</a>")

    assert time.perf_counter() - before < 2


def test_names_lose_their_namespace():
    root = parse_xml(b'<p:a xmlns:p="urn:x"><p:b c="1">t</p:b></p:a>')
    assert (root.tag, root[0].tag, root[0].text, root[0].attrib) == (
        "a",
        "b",
        "t",
        {"c": "1"},
    )
