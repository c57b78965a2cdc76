"""Bring an installation up to date: schema, content, demonstration, static files.

Each step knows whether it is needed from its sources, so that a second start does nothing.
"""

import hashlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from possibles.apps.traitements.models import Preparation

CONTENT = settings.ROOT / "content"
APPS = settings.SOURCES / "apps"
SEARCHABLES = tuple(sorted(APPS.glob("*/searchables.py")))


@dataclass(frozen=True, slots=True)
class Step:
    """A command run when its sources changed since it was last run on this database."""

    label: str
    command: str
    arguments: tuple[str, ...] = ()
    sources: tuple[Path, ...] = ()
    demo_only: bool = False

    @property
    def name(self) -> str:
        return " ".join((self.command, *self.arguments[:1]))[-60:]

    @property
    def is_available(self) -> bool:
        wanted = settings.DEMO or not self.demo_only
        given = all(Path(a).exists() for a in self.arguments if "/" in a)
        return wanted and given and self.command in get_commands()


STEPS = (
    Step(
        "Chargement du contrat de ville",
        "load",
        (str(CONTENT / "amp"),),
        (CONTENT / "amp",),
    ),
    Step(
        "Familles de marchés d’insertion",
        "load_familles",
        (str(CONTENT / "insertion"),),
        (CONTENT / "insertion",),
    ),
    Step(
        "Modèles de planning",
        "load_modeles",
        (str(CONTENT / "operations"),),
        (CONTENT / "operations",),
    ),
    Step("Contours des communes", "load_outlines", sources=(CONTENT / "amp",)),
    Step(
        "Comptes de démonstration",
        "demo_accounts",
        sources=(APPS / "acteurs" / "domain" / "demo.py",),
        demo_only=True,
    ),
    Step(
        "Contenu de démonstration",
        "load",
        (str(CONTENT / "demo"),),
        (CONTENT / "demo",),
        demo_only=True,
    ),
    Step(
        "Instances et séances d’exemple",
        "demo_gouvernance",
        sources=(APPS / "gouvernance" / "domain" / "demo.py",),
        demo_only=True,
    ),
    Step(
        "Opérations d’exemple",
        "demo_operations",
        sources=(APPS / "operations" / "domain" / "demo",),
        demo_only=True,
    ),
    Step(
        "Marchés et heures d’exemple",
        "demo_insertion",
        sources=(
            APPS / "insertion" / "domain" / "demo.py",
            APPS / "insertion" / "domain" / "demo_people.py",
            APPS / "insertion" / "domain" / "demo_cadre.py",
        ),
        demo_only=True,
    ),
    Step(
        "Convention d’exemple",
        "demo_conventions",
        sources=(APPS / "conventions" / "domain" / "demo.py",),
        demo_only=True,
    ),
    Step(
        "Obligations d’insertion d’exemple",
        "demo_obligations",
        sources=(APPS / "insertion" / "domain" / "demo_obligations.py",),
        demo_only=True,
    ),
    Step(
        "Points mensuels et mesures d’exemple",
        "demo_opc",
        sources=(APPS / "opc" / "domain" / "demo.py",),
        demo_only=True,
    ),
    Step("Index de recherche", "reindex", sources=(CONTENT, *SEARCHABLES)),
)


def prepare() -> Iterator[str]:
    """Do what is needed, and yield the label of each step as it begins."""
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    if _has_pending_migrations():
        yield "Préparation de la base"
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
    done = dict(Preparation.objects.values_list("step", "digest"))
    for step in STEPS:
        digest = _digest(step.sources)
        if step.is_available and done.get(step.name) != digest:
            yield step.label
            _call(step)
            Preparation.objects.update_or_create(
                step=step.name, defaults={"digest": digest}
            )
    yield from _collect_static()


def _call(step: Step) -> None:
    """Run the command; what it says is shown only if it fails."""
    told = StringIO()
    try:
        call_command(step.command, *step.arguments, verbosity=0, stdout=told)
    except Exception:
        sys.stderr.write(told.getvalue())
        raise


def _has_pending_migrations() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _digest(sources: tuple[Path, ...]) -> str:
    digest = hashlib.sha256()
    for source in sources:
        files = [source] if source.is_file() else source.rglob("*")
        for file in sorted(p for p in files if p.is_file()):
            digest.update(f"{file.relative_to(source)}\n".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _collect_static() -> Iterator[str]:
    """Gather, hash and compress static files when they changed."""
    folders = [Path(d) for d in settings.STATICFILES_DIRS if Path(d).exists()]
    lock = settings.ROOT / "requirements" / "app.txt"
    found = [
        f"{file} {file.stat().st_size} {file.stat().st_mtime_ns}"
        for folder in [*folders, *settings.SOURCES.rglob("static")]
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    ]
    digest = hashlib.sha256("\n".join(found).encode() + lock.read_bytes()).hexdigest()
    stamp = settings.STATIC_ROOT / ".digest"
    if stamp.exists() and stamp.read_text() == digest:
        return
    yield "Fichiers de l’interface"
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(digest)
