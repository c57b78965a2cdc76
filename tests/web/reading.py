"""What tests of pages read in them."""

import html
import re
from typing import Any
from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext


def text(response: Any) -> str:
    """Return the words of a page, on one line."""
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(words).split())


def count_queries(client: Any, url: str, params: dict[str, str] | None = None) -> int:
    """Return how many queries a page takes, once its caches are warm."""
    client.get(url, params)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url, params)
    assert response.status_code == 200, url
    return len(captured)


def jeton() -> dict[str, str]:
    """Return the field that makes a creating form safe to send twice."""
    return {"_jeton": str(uuid4())}


def posted(
    form: Any, base: dict[str, str] | None = None, **over: Any
) -> dict[str, Any]:
    """Return what a browser would send from this form as it is shown, and its base."""
    data: dict[str, Any] = dict(base or {})
    for bound in form:
        value = bound.field.prepare_value(bound.value())
        if value is None or value is False:
            continue
        if isinstance(value, list | tuple | set) or hasattr(value, "all"):
            value = [getattr(item, "pk", item) for item in value]
        data[bound.html_name] = value
    return data | over


def sent_from(page: Any, **over: Any) -> dict[str, Any]:
    """Return what a browser would send from the edit form of this page."""
    return posted(page.context["form"], page.context["base"], **over)


def hidden(response: Any) -> dict[str, str]:
    """Return the hidden inputs of a part of a page."""
    inputs = re.findall(r"<input[^>]*type=.hidden.[^>]*>", response.content.decode())
    found = {}
    for tag in inputs:
        name, value = (
            re.search(r'name="([^"]*)"', tag),
            re.search(r'value="([^"]*)"', tag),
        )
        if name and value:
            found[name[1]] = html.unescape(value[1])
    return found
