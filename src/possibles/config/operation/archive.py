"""Save an instance in one file, and come back to it.

The archive is a `.tar.gz`: `manifest.json` first (version, migrations, SHA-256 of every
member, rows and digest of every table), then the database, the files, the anchors of the
journal. The secret key is not in it: keep `data/.env` apart, where secrets are kept.
"""

import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from .engines import OperationError, find_engine
from .service import InServiceError, out_of_service
from .tables import Fingerprints

FORMAT = 1
ANCHORS = "ancres.jsonl"


def backup(target: Path | None = None, now: datetime | None = None) -> Path:
    """Write the archive, and return where. People may go on writing meanwhile.

    The database is copied first: a file is always written before the row that names it,
    so every row of the copy finds its file.
    """
    moment = timezone.localtime(now)
    path = target or settings.DATA_DIR / "sauvegardes" / (
        f"possibles-{moment:%Y-%m-%dT%H%M%S}.tar.gz"
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = find_engine()
    with _scratch(path.parent) as scratch:
        database = scratch / engine.member
        tables = engine.dump(database)
        members = {engine.member: database, **_list_files()}
        manifest = {
            "product": "possibles",
            "format": FORMAT,
            "version": _version(),
            "made_at": moment.isoformat(),
            "database": engine.vendor,
            "migrations": _known_migrations(),
            "tables": tables,
            "members": {name: _digest(file) for name, file in members.items()},
        }
        partial = scratch / "archive"
        _write(partial, manifest, members)
        partial.replace(path)
    return path


def restore(source: Path, now: datetime | None = None) -> tuple[Mapping[str, Any], str]:
    """Put the archive in place of the current data, once everything in it is verified.

    Returns the manifest, and where the previous data was kept.

    Raises
    ------
    OperationError
        With a sentence; the current data is then untouched.
    """
    moment = timezone.localtime(now)
    engine = find_engine()
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    with _alone(), _scratch(settings.DATA_DIR) as scratch:
        manifest = _extract(source, scratch)
        _check_origin(manifest, engine.vendor)
        _check_members(manifest, scratch)
        loaded: Any = engine.load(scratch / engine.member)
        try:
            _check_tables(manifest["tables"], engine.inspect(loaded))
            aside = settings.DATA_DIR / f"avant-restauration-{moment:%Y-%m-%dT%H%M%S}"
            aside.mkdir()
            engine.replace(loaded, aside, moment)
        except OperationError:
            engine.discard(loaded)
            raise
        _replace(settings.MEDIA_ROOT, scratch / "files", aside)
        _replace(settings.ANCHORS_FILE, scratch / ANCHORS, aside)
    return manifest, engine.describe_aside(aside, moment)


@contextmanager
def _alone() -> Iterator[None]:
    try:
        with out_of_service():
            yield
    except InServiceError:
        raise OperationError(
            "Le serveur tourne encore sur ces données : arrêtez-le, puis recommencez."
        ) from None


@contextmanager
def _scratch(beside: Path) -> Iterator[Path]:
    """Give a folder on the same disk, so that the last move is a rename."""
    folder = Path(tempfile.mkdtemp(prefix=".en-cours-", dir=beside))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _list_files() -> dict[str, Path]:
    root = settings.MEDIA_ROOT
    found = {
        f"files/{file.relative_to(root).as_posix()}": file
        for file in sorted(root.rglob("*"))
        if file.is_file()
    }
    if settings.ANCHORS_FILE.exists():
        found[ANCHORS] = settings.ANCHORS_FILE
    return found


def _write(
    path: Path, manifest: Mapping[str, Any], members: Mapping[str, Path]
) -> None:
    text = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
    with path.open("wb") as file:
        with tarfile.open(fileobj=file, mode="w:gz", compresslevel=6) as archive:
            head = tarfile.TarInfo("manifest.json")
            head.size = len(text)
            archive.addfile(head, io.BytesIO(text))
            for name, member in members.items():
                archive.add(member, name, recursive=False)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(0o600)


def _extract(source: Path, target: Path) -> dict[str, Any]:
    try:
        with tarfile.open(source) as archive:
            archive.extractall(target, filter="data")
        manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, tarfile.TarError, EOFError, ValueError, KeyError) as error:
        raise OperationError(
            f"« {source} » n’est pas une sauvegarde lisible : {error}."
        ) from error
    if not isinstance(manifest, dict) or manifest.get("product") != "possibles":
        raise OperationError(f"« {source} » n’est pas une sauvegarde de Possibles.")
    return manifest


def _check_origin(manifest: Mapping[str, Any], vendor: str) -> None:
    if manifest["format"] != FORMAT:
        raise OperationError(
            "Cette sauvegarde a un format inconnu : mettez Possibles à jour."
        )
    if manifest["database"] != vendor:
        raise OperationError(
            f"Cette sauvegarde vient d’une base {manifest['database']}, "
            f"l’installation utilise {vendor} : changez DATABASE_URL."
        )
    unknown = sorted(set(manifest["migrations"]) - set(_known_migrations()))
    if unknown:
        raise OperationError(
            f"Cette sauvegarde vient d’une version plus récente ({manifest['version']}) : "
            f"mettez Possibles à jour ({unknown[0]} est inconnu)."
        )


def _check_members(manifest: Mapping[str, Any], folder: Path) -> None:
    expected = manifest["members"]
    found = {
        file.relative_to(folder).as_posix(): file
        for file in folder.rglob("*")
        if file.is_file() and file.name != "manifest.json"
    }
    if found.keys() != expected.keys():
        wrong = min(found.keys() ^ expected.keys())
        raise OperationError(f"La sauvegarde est incomplète ou étrangère : {wrong}.")
    for name, file in found.items():
        if _digest(file) != expected[name]:
            raise OperationError(f"La sauvegarde est abîmée : {name}.")


def _check_tables(expected: Fingerprints, found: Fingerprints) -> None:
    for name in sorted({*expected, *found}):
        if expected.get(name) != found.get(name):
            raise OperationError(f"La table {name} ne se relit pas à l’identique.")


def _replace(current: Path, restored: Path, aside: Path) -> None:
    if current.exists():
        shutil.move(current, aside / current.name)
    if restored.exists():
        current.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(restored, current)


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _known_migrations() -> list[str]:
    loader = MigrationLoader(None)
    return sorted(f"{app}.{name}" for app, name in loader.disk_migrations)


def _version() -> str:
    text = (settings.ROOT / "pyproject.toml").read_text(encoding="utf-8")
    return str(tomllib.loads(text)["project"]["version"])
