"""What every template owes to the security policy and to the components."""

import re
from pathlib import Path

import pytest
from django.conf import settings

FOLDER = settings.SOURCES / "web" / "templates"
TEMPLATES = sorted(FOLDER.rglob("*.html"))
FORBIDDEN = {
    "inline style": r"\sstyle=[\"']",
    "inline handler": r"\son[a-z]+=[\"']",
    "htmx evaluation": r"hx-on|hx-vars|['\"]js:",
    "inline script": r"<script(?![^>]*\bsrc=)[^>]*>",
    "address of a third party": r"(?:src|href|action)=[\"'](?:https?:)?//",
    "arithmetic": r"\|(?:add:[\"']?-?\d|divisibleby|widthratio)|\{%\s*widthratio",
}


@pytest.mark.parametrize("cause", FORBIDDEN)
def test_no_template_holds(cause):
    pattern = re.compile(FORBIDDEN[cause])

    assert [_name(p) for p in TEMPLATES if pattern.search(p.read_text())] == []


def test_every_component_exists_and_knows_its_attributes():
    declared = {
        path.stem.replace("_", "-"): _declare(path)
        for path in (FOLDER / "cotton").glob("*.html")
    }

    faults = []
    for path in TEMPLATES:
        for name, attributes in _list_uses(path.read_text()):
            if name not in declared:
                faults.append(f"{_name(path)}: <c-{name}> does not exist")
                continue
            known, is_open = declared[name]
            if not is_open and attributes - known:
                faults.append(f"{_name(path)}: <c-{name}> {attributes - known}")

    assert faults == []


def test_creating_forms_carry_their_protection():
    posts = re.compile(r"<form[^>]*method=\"post\"[^>]*>(.*?)</form>", re.DOTALL)

    naked = [
        _name(path)
        for path in TEMPLATES
        for body in posts.findall(path.read_text())
        if "{% csrf_token %}" not in body and "{% include" not in body
    ]

    assert naked == []


def _name(path: Path) -> str:
    return str(path.relative_to(FOLDER))


def _declare(path: Path) -> tuple[set[str], bool]:
    text = path.read_text()
    found = re.search(r"<c-vars(.*?)/>", text, re.DOTALL)
    return _read_attributes(found[1] if found else ""), "{{ attrs }}" in text


def _list_uses(text: str) -> list[tuple[str, set[str]]]:
    tags = re.findall(r"<c-([a-z-]+)((?:\s+[^>\"]*(?:\"[^\"]*\")?)*)\s*/?>", text)
    return [
        (name, _read_attributes(attributes))
        for name, attributes in tags
        if name not in {"vars", "slot"}
    ]


def _read_attributes(text: str) -> set[str]:
    bare = re.sub(r"\"[^\"]*\"", '""', text)
    names = re.findall(r"(?:^|\s)(:?[a-z_-]+)(?==|\s|$)", bare)
    return {name.lstrip(":") for name in names}
