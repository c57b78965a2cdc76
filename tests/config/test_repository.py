"""The repository keeps its own promises."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from possibles.apps.journal.models import TrackedModel

ROOT: Path = settings.ROOT
SOURCES: Path = settings.SOURCES
TEMPLATES = SOURCES / "web" / "templates"


def read_all(*patterns: str, under: Path = SOURCES) -> str:
    files = [file for pattern in patterns for file in sorted(under.rglob(pattern))]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def list_documents() -> list[Path]:
    return [
        ROOT / "README.md",
        ROOT / "CHANGELOG.md",
        *sorted((ROOT / "docs").rglob("*.md")),
    ]


def test_each_setting_of_the_environment_is_documented():
    sources = read_all("*.py", under=SOURCES / "config" / "settings")
    names = set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", sources))
    launcher = (ROOT / "possibles").read_text(encoding="utf-8")
    names |= set(re.findall(r"\$\{([A-Z_]+):-", launcher))
    page = (ROOT / "docs" / "development" / "settings.md").read_text(encoding="utf-8")

    told = set(re.findall(r"`([A-Z_]+)`", page))

    assert names - {"HOME", "TMPDIR", "NODE_EXTRA_CA_CERTS"} - told == set()
    assert "SECRET_KEY" in names


def test_no_documented_setting_has_vanished():
    page = (ROOT / "docs" / "development" / "settings.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `([A-Z_]+)`", page, re.MULTILINE))
    sources = read_all("*.py") + (ROOT / "possibles").read_text(encoding="utf-8")
    sources += read_all("*.py", under=ROOT / "tests")

    assert {name for name in told if name not in sources} == set()


def test_each_tracked_model_is_in_the_glossary():
    glossary = (ROOT / "docs" / "development" / "glossary.md").read_text("utf-8")
    told = set(re.findall(r"`([A-Z]\w+)`", glossary))
    models = {m.__name__ for m in apps.get_models() if issubclass(m, TrackedModel)}

    assert models - told == set()


def test_each_class_of_the_glossary_exists():
    glossary = (ROOT / "docs" / "development" / "glossary.md").read_text("utf-8")
    rows = re.findall(r"^\| `([A-Z]\w+)`", glossary, re.MULTILINE)
    models = {model.__name__ for model in apps.get_models()}

    assert rows
    assert set(rows) - models == set()


def test_each_template_is_used():
    # A component of the design system may wait for its page; its documentation names it.
    places = read_all("*.py", "*.html") + read_all(
        "design-system.md", under=ROOT / "docs"
    )
    unused = []
    for file in sorted(TEMPLATES.rglob("*.html")):
        name = file.relative_to(TEMPLATES).as_posix()
        if name.startswith("cotton/"):
            tag = name.removeprefix("cotton/").removesuffix(".html")
            used = f"<c-{tag.replace('_', '-').replace('/', '.')}" in places
        else:
            used = name in places or name.startswith(
                (
                    "account/",
                    "mfa/",
                    "usersessions/",
                    "socialaccount/",
                    "allauth/",
                    "django/",
                )
            )
        if not used:
            unused.append(name)

    assert unused == []


def test_no_template_hides_a_component_in_plain_text():
    """A component that is not drawn comes out as text, without any error."""
    known = {
        f.relative_to(TEMPLATES / "cotton")
        .as_posix()
        .removesuffix(".html")
        .replace("_", "-")
        .replace("/", ".")
        for f in (TEMPLATES / "cotton").rglob("*.html")
    } | {"vars", "slot"}
    named = set(re.findall(r"<c-([a-z.-]+)", read_all("*.html")))

    assert named - known == set()


@pytest.mark.parametrize("pattern", [r"\sstyle=", r"\son\w+=\"", r"hx-on", r"\|safe\b"])
def test_templates_keep_to_the_content_policy(pattern):
    found = [
        f"{file.relative_to(TEMPLATES)}: {line.strip()[:80]}"
        for file in sorted(TEMPLATES.rglob("*.html"))
        # Django's own form templates, redrawn: their help texts are ours.
        if not file.relative_to(TEMPLATES).as_posix().startswith("django/")
        for line in file.read_text(encoding="utf-8").splitlines()
        if re.search(pattern, line)
    ]

    assert found == []


def test_the_changelog_speaks_of_four_things():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    sections = set(re.findall(r"^### (.+)$", text, re.MULTILINE))

    assert sections <= {"Ajouté", "Modifié", "Corrigé", "Retiré"}
    assert "Ajouté" in sections


@pytest.mark.parametrize("document", list_documents(), ids=lambda p: p.name)
def test_each_link_between_documents_leads_somewhere(document):
    text = document.read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", text)

    broken = [link for link in links if not (document.parent / link).exists()]

    assert broken == []


def test_each_decision_is_listed():
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text(encoding="utf-8")
    pages = {file.name for file in folder.glob("*.md")} - {"README.md"}

    assert {page for page in pages if f"({page})" not in index} == set()


def test_locks_are_hashed_and_name_no_registry():
    locks = sorted((ROOT / "requirements").glob("*.txt"))
    assert [lock.stem for lock in locks] == ["app", "dev", "node", "uv"]
    for lock in locks:
        text = lock.read_text(encoding="utf-8")
        pins = re.findall(r"^[a-z0-9][^\n]*", text, re.MULTILINE)
        assert "://" not in text, lock
        assert all(pin.endswith("\\") for pin in pins), lock
    packages = json.loads((ROOT / "front" / "package-lock.json").read_text())[
        "packages"
    ]
    assert [name for name, row in packages.items() if "resolved" in row] == []
    assert [n for n, row in packages.items() if n and "integrity" not in row] == []


def test_every_dependency_declared_is_locked():
    declared = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    names = re.findall(
        r'^  "([a-z0-9-]+)', declared.split("[dependency-groups]")[0], re.MULTILINE
    )
    lock = (ROOT / "requirements" / "app.txt").read_text(encoding="utf-8")

    assert [
        name for name in names if not re.search(rf"^{name}[=\[]", lock, re.MULTILINE)
    ] == []


@pytest.mark.parametrize("script", ["possibles", "scripts/pg.sh"])
def test_scripts_are_posix_and_executable(script):
    path = ROOT / script

    assert path.stat().st_mode & 0o111
    assert path.read_text().startswith("#!/bin/sh\n")
    done = subprocess.run(["sh", "-n", str(path)], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
