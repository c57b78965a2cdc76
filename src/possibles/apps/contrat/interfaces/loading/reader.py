"""Read and check files; turn them into records, or into French sentences."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .errors import ContentError, Problem
from .kinds import KINDS
from .records import Record

EXTENSIONS = {".yaml", ".yml", ".csv"}
MAX_BYTES = 5_000_000


def read_records(path: Path) -> list[Record]:
    """Read a file, or all those of a folder, in the order they are to be written.

    Raises
    ------
    ContentError
        With every problem found, not only the first.
    """
    problems: list[Problem] = []
    records: list[Record] = []
    for file in _list_files(path):
        for record in _read_file(file, problems):
            record.file = file.name
            records.append(record)
    _find_doubles(records, problems)
    if problems:
        raise ContentError(problems)
    order = {kind: rank for rank, kind in enumerate(KINDS)}
    return sorted(records, key=lambda record: order[record.kind])


def has_files(folder: Path) -> bool:
    return any(f.suffix in EXTENSIONS for f in folder.iterdir())


def _list_files(path: Path) -> list[Path]:
    if path.is_dir():
        files = sorted(f for f in path.iterdir() if f.suffix in EXTENSIONS)
        if not files:
            sentence = "ce dossier ne contient aucun fichier .yaml ou .csv."
            raise ContentError([Problem(str(path), "", sentence)])
        return files
    if not path.is_file():
        raise ContentError(
            [Problem(str(path), "", "fichier introuvable. Vérifiez le chemin.")]
        )
    return [path]


def _read_file(file: Path, problems: list[Problem]) -> Iterator[Record]:
    from pydantic import ValidationError

    from .schema import Fichier

    try:
        data = _parse(file)
        document = Fichier.model_validate(data)
    except ContentError as error:
        problems.extend(error.problems)
        return
    except ValidationError as error:
        problems.extend(
            Problem(file.name, _place(e["loc"], data), _sentence(e))
            for e in error.errors()
        )
        return
    for section, elements in document.sections():
        for element in elements:
            for record in element.records():
                record.place = f"{section} › {record.key}"
                _mark(record, document)
                yield record


def _mark(record: Record, document: Any) -> None:
    """Carry the file's own mention down to what it creates."""
    kind = KINDS[record.kind]
    fields = {field.name for field in kind.model._meta.get_fields()}
    if document.exemple and kind.creates and "is_exemple" in fields:
        record.values["is_exemple"] = True
    if document.source and record.kind == "projet_renouvellement":
        record.values["source"] = document.source


def _parse(file: Path) -> Any:
    import yaml

    if file.stat().st_size > MAX_BYTES:
        raise ContentError([Problem(file.name, "", "ce fichier dépasse 5 Mo.")])
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        sentence = "ce fichier n’est pas en UTF-8. Enregistrez-le dans cet encodage."
        raise ContentError([Problem(file.name, "", sentence)]) from None
    if file.suffix == ".csv":
        return {file.stem: list(csv.DictReader(text.splitlines()))}
    try:
        data = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = "" if mark is None else f"ligne {mark.line + 1}"
        sentence = (
            "cette ligne n’est pas du YAML. Vérifiez le retrait et mettez entre "
            "guillemets les textes qui contiennent « : »."
        )
        raise ContentError([Problem(file.name, place, sentence)]) from None
    return {} if data is None else data


def _find_doubles(records: list[Record], problems: list[Problem]) -> None:
    seen: dict[tuple[str, str], Record] = {}
    for record in records:
        first = seen.setdefault((record.kind, record.key), record)
        if first is not record:
            sentence = f"déjà donné dans {first.file}. Gardez-en un seul."
            problems.append(Problem(record.file, record.place, sentence))


def _place(loc: tuple[int | str, ...], data: Any) -> str:
    """Name where an error is: section, the element's own identifier, then the key."""
    parts: list[str] = []
    held = data
    for step in loc:
        held = _step_into(held, step)
        if isinstance(step, int):
            parts.append(_name_of(held) or f"n° {step + 1}")
        elif not step.startswith(
            ("function-", "is-instance", "literal", "list[", "dict[")
        ):
            parts.append(step)
    return " › ".join(parts)


def _step_into(held: Any, step: int | str) -> Any:
    try:
        return held[step]
    except (KeyError, IndexError, TypeError):
        return None


def _name_of(held: Any) -> str:
    if not isinstance(held, dict):
        return ""
    names = ("id", "code", "code_insee", "slug", "projet", "numero", "annee", "nom")
    return next((str(held[n]) for n in names if held.get(n)), "")


_SENTENCES = {
    "missing": "cette clé manque. Ajoutez-la.",
    "extra_forbidden": "cette clé est inconnue. Retirez-la ou corrigez son nom.",
    "string_type": "un texte est attendu. Mettez la valeur entre guillemets.",
    "string_too_short": "ce texte est vide. Complétez-le.",
    "int_type": "un nombre entier est attendu.",
    "int_parsing": "un nombre entier est attendu.",
    "decimal_parsing": "un nombre est attendu.",
    "bool_parsing": "répondez par oui ou non.",
    "bool_type": "répondez par oui ou non.",
    "list_type": "une liste est attendue.",
    "dict_type": "un ensemble de clés est attendu.",
    "model_type": "un ensemble de clés est attendu.",
    "date_from_datetime_parsing": "une date est attendue, par exemple 2026-12-31.",
    "date_type": "une date est attendue, par exemple 2026-12-31.",
    "date_parsing": "une date est attendue, par exemple 2026-12-31.",
    "is_instance_of": "une date est attendue, par exemple 2026-12-31 ou J-12.",
    "too_short": "cette liste est vide. Complétez-la.",
}


def _sentence(error: Any) -> str:
    kind = error["type"]
    if kind in {"enum", "literal_error"}:
        choices = error["ctx"]["expected"].replace(" or ", ", ")
        return f"« {error['input']} » n’est pas prévu. Choisissez parmi {choices}."
    if kind == "string_pattern_mismatch":
        return f"« {error['input']} » n’a pas la forme attendue."
    if kind in {"greater_than", "greater_than_equal", "less_than", "less_than_equal"}:
        return f"{error['input']} est hors des bornes permises."
    return _SENTENCES.get(kind, "cette valeur n’est pas celle attendue.")
