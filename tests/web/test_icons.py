"""The sprite holds every icon that a template or a view names."""

import re
import subprocess

import pytest
from django.conf import settings

FRONT = settings.ROOT / "front"
SPRITE = FRONT / "out" / "icons.svg"
PATTERNS = [
    r"<c-icon\s[^>]*?name=\"([a-z0-9-]+)\"",
    r"\bicon=[\"']([a-z0-9-]+)[\"']",
    r"\{%\s*icon\s+[\"']([a-z0-9-]+)[\"']",
]


def _find_names() -> set[str]:
    names = set()
    for path in [*settings.SOURCES.rglob("*.html"), *settings.SOURCES.rglob("*.py")]:
        text = path.read_text()
        for pattern in PATTERNS:
            names.update(re.findall(pattern, text))
    return names


@pytest.mark.skipif(not (FRONT / "node_modules").exists(), reason="npm ci first")
def test_every_icon_exists_in_the_set():
    names = _find_names()

    outline = FRONT / "node_modules" / "@tabler" / "icons" / "icons" / "outline"

    assert {name for name in names if not (outline / f"{name}.svg").exists()} == set()
    assert len(names) > 20


@pytest.mark.skipif(not SPRITE.exists(), reason="node build.mjs first")
def test_sprite_is_complete():
    built = SPRITE.stat().st_mtime
    if any(p.stat().st_mtime > built for p in settings.SOURCES.rglob("*.html")):
        subprocess.run(["node", "build.mjs"], cwd=FRONT, check=True)

    symbols = set(re.findall(r'<symbol id="([a-z0-9-]+)"', SPRITE.read_text()))

    assert _find_names() - symbols == set()
