"""Essential data of public procurement (DECP): JSON, XML or CSV → our columns.

Schema « marchés et concessions » 2.0.3, and the earlier layouts still published. The
last modification told gives the amount, the length and the holders in force.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element

from possibles.apps.acteurs.domain.annuaire import siret_of
from possibles.apps.insertion.enums import Clause
from possibles.common.french import plural
from possibles.common.sheets import Table, UnreadableFileError
from possibles.common.sheets.table import MAX_ROWS
from possibles.common.sheets.text import decode, read_csv
from possibles.engine.errors import InvalidInput
from possibles.engine.formats.guarded import parse_xml

from .cpv import guess_famille
from .marches import COLUMNS

Record = dict[str, Any]
_CSV_MARKS = {"acheteur.id", "titulaire.id", "datenotification"}
_LISTS = {
    "titulaire",
    "considerationSociale",
    "acteSousTraitance",
    "modification",
    "modalite",
}


def read_decp(filename: str, content: bytes) -> Table | None:
    """Recognise essential data by its content; nothing when it is another file.

    Raises
    ------
    UnreadableFileError
        It is JSON or XML, but not that.
    """
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start in {b"{", b"["}:
        return _as_table(*_read_json(content))
    if start == b"<":
        return _as_table(*_read_xml(content))
    head = content[:2_000].split(b"\n", 1)[0].decode("utf-8", "replace").lower()
    if all(mark in head for mark in _CSV_MARKS):
        return _as_table(_read_rows(content), 0)
    return None


# --- The three layouts ------------------------------------------------------------------


def _read_json(content: bytes) -> tuple[list[Record], int]:
    text, _ = decode(content)
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise UnreadableFileError("Ce fichier n’est pas un JSON lisible.") from None
    held = data.get("marches") if isinstance(data, dict) else data
    if isinstance(held, dict):
        marches = held.get("marche") or []
        others = len(held.get("contrat-concession") or [])
    else:
        every = held if isinstance(held, list) else []
        marches = [m for m in every if _is_marche(m)]
        others = len(every) - len(marches)
    found = [m for m in marches if isinstance(m, dict)]
    return _checked(found), others


def _is_marche(record: Any) -> bool:
    if not isinstance(record, dict):
        return False
    told = str(record.get("_type") or record.get("nature") or "")
    return "oncession" not in told and "élégation" not in told


def _read_xml(content: bytes) -> tuple[list[Record], int]:
    try:
        root = parse_xml(content)
    except InvalidInput as error:
        raise UnreadableFileError(
            "Ce fichier XML est refusé : il est mal formé, ou déclare des entités."
        ) from error
    found = [_as_dict(element) for element in root.iter("marche")]
    return _checked(found), sum(1 for _ in root.iter("contrat-concession"))


def _as_dict(element: Element) -> dict[str, Any]:
    """Return an element as the JSON layout would tell it."""
    held: dict[str, Any] = {}
    for child in element:
        value: Any = _as_dict(child) if len(child) else (child.text or "").strip()
        if child.tag in _LISTS or child.tag in held:
            held.setdefault(child.tag, [])
            if not isinstance(held[child.tag], list):
                held[child.tag] = [held[child.tag]]
            held[child.tag].append(value)
        else:
            held[child.tag] = value
    return held


def _read_rows(content: bytes) -> list[Record]:
    """Gather the lines of a text file: one for each holder, and each version."""
    table = read_csv(content, _CSV_MARKS)
    names = [name.lower() for name in table.header]
    rows = [dict(zip(names, cells, strict=True)) for _, cells in table.rows]
    gathered: dict[tuple[str, str], dict[str, Any]] = {}
    for row in sorted(rows, key=lambda r: r.get("datepublicationdonnees", "")):
        if row.get("donneesactuelles") == "0":
            continue
        reference = _stable_id(row)
        key = (row["acheteur.id"], reference)
        published = row.get("datepublicationdonnees", "")
        if key not in gathered or gathered[key]["_at"] != published:
            gathered[key] = _from_row(row, reference) | {"_at": published}
        gathered[key]["titulaires"].append(
            {
                "id": row["titulaire.id"],
                "denominationSociale": row.get("titulaire.denominationsociale", ""),
            }
        )
    return _checked(list(gathered.values()))


def _stable_id(row: Mapping[str, str]) -> str:
    """Return the number without that of its modification (layout of 2019)."""
    number = row["id"]
    is_2019 = "objetmodification" in row and number.isdigit() and len(number) > 6
    return number[:-2] if is_2019 else number


def _from_row(row: Mapping[str, str], reference: str) -> dict[str, Any]:
    names = {
        "objet": "objet",
        "codeCPV": "codecpv",
        "dureeMois": "dureemois",
        "dateNotification": "datenotification",
        "montant": "montant",
        "considerationsSociales": "considerationssociales",
    }
    held: dict[str, Any] = {key: row.get(name, "") for key, name in names.items()}
    return held | {
        "id": reference,
        "acheteur": {"id": row["acheteur.id"], "nom": row.get("acheteur.nom", "")},
        "lieuExecution": {
            "code": row.get("lieuexecution.code", ""),
            "typeCode": row.get("lieuexecution.typecode", ""),
        },
        "titulaires": [],
    }


def _checked(found: list[Record]) -> list[Record]:
    if not found:
        raise UnreadableFileError(
            "Ce fichier ne contient aucun marché au format des données essentielles (DECP)."
        )
    if len(found) > MAX_ROWS:
        raise UnreadableFileError(
            f"Ce fichier dépasse {MAX_ROWS} marchés : gardez ceux de votre territoire."
        )
    return found


# --- A contract, in our columns ---------------------------------------------------------


def _as_table(found: list[Record], concessions: int) -> Table:
    kept = {(_text(_at(m, "acheteur", "id")), _text(m.get("id"))): m for m in found}
    rows = [
        (rank, [cells.get(c.key, "") for c in COLUMNS])
        for rank, cells in enumerate(map(_cells, kept.values()), start=1)
    ]
    notes = [
        "Données essentielles (DECP) reconnues : la ligne est le rang dans le fichier.",
        "Familles déduites du code CPV : vérifiez-les.",
    ]
    doubles = len(found) - len(kept)
    if doubles:
        notes.append(
            f"{plural(doubles, 'version antérieure remplacée', 'versions antérieures remplacées')}."
        )
    if concessions:
        notes.append(
            f"{plural(concessions, 'concession laissée', 'concessions laissées')} de côté."
        )
    silent = sum(1 for m in kept.values() if not m.get("considerationsSociales"))
    if silent:
        notes.append(
            f"{plural(silent, 'marché ne dit', 'marchés ne disent')} rien des "
            "considérations sociales : sans clause, à compléter."
        )
    return Table([c.label for c in COLUMNS], rows, notes)


def _cells(record: Record) -> dict[str, str]:
    latest = _latest_modification(record)
    holders = _people(latest.get("titulaires") or record.get("titulaires"), "titulaire")
    holder = holders[0] if holders else {}
    is_commune = _text(_at(record, "lieuExecution", "typeCode")) == "Code commune"
    siret = siret_of(_text(holder.get("id")))
    return {
        "reference": _text(record.get("id"))[:60],
        "title": _shorten(_text(record.get("objet"))),
        "owner": _text(_at(record, "acheteur", "id"))
        or _text(_at(record, "acheteur", "nom")),
        "famille": guess_famille(_text(record.get("codeCPV"))),
        "amount": _text(latest.get("montant") or record.get("montant")),
        "clause": _clause(record),
        "titulaire": _name(holder),
        "titulaire_siret": siret,
        "cotraitants": ";".join(_name(h) for h in holders[1:]),
        "sous_traitants": ";".join(dict.fromkeys(_subcontractors(record))),
        "commune": _text(_at(record, "lieuExecution", "code")) if is_commune else "",
        "notified_on": _text(record.get("dateNotification")),
        "months": _text(latest.get("dureeMois") or record.get("dureeMois")),
    }


def _clause(record: Record) -> str:
    """Read the social considerations: a criterion alone is not a clause."""
    told = _considerations(record.get("considerationsSociales"))
    if "Marché réservé" in told:
        return Clause.RESERVE
    if "Clause sociale" in told:
        is_judged = "Critère social" in told
        return Clause.EXECUTION_CRITERE if is_judged else Clause.EXECUTION
    return Clause.AUCUNE


def _considerations(held: Any) -> set[str]:
    if isinstance(held, dict):
        held = held.get("considerationSociale")
    if isinstance(held, str):
        held = held.replace("|", ",").replace(";", ",").split(",")
    return {_text(item) for item in held} if isinstance(held, list) else set()


def _latest_modification(record: Record) -> Record:
    found = _people(record.get("modifications"), "modification")
    dated = sorted(found, key=lambda m: _text(m.get("dateNotificationModification")))
    merged: dict[str, Any] = {}
    for modification in dated:
        merged |= {key: value for key, value in modification.items() if value}
    return merged


def _subcontractors(record: Record) -> Iterator[str]:
    for act in _people(record.get("actesSousTraitance"), "acteSousTraitance"):
        held = act.get("sousTraitant")
        if isinstance(held, dict):
            yield _name(held)


def _people(held: Any, name: str) -> list[Record]:
    """Return the things of a list, whichever way the layout wraps them."""
    if isinstance(held, dict):
        held = held.get(name, [])
    items: Iterable[Any] = held if isinstance(held, list) else []
    unwrapped = [
        item[name]
        if isinstance(item, dict) and isinstance(item.get(name), dict)
        else item
        for item in items
    ]
    return [item for item in unwrapped if isinstance(item, dict)]


def _name(person: Record) -> str:
    name = _text(person.get("denominationSociale")).replace(";", ",")
    number = _text(person.get("id"))
    kind = _text(person.get("typeIdentifiant")) or "Identifiant"
    return name or siret_of(number) or (f"{kind} {number}" if number else "")


def _at(record: Record, *path: str) -> Any:
    held: Any = record
    for key in path:
        held = held.get(key) if isinstance(held, dict) else None
    return held


def _text(value: Any) -> str:
    if value is None or isinstance(value, dict | list):
        return ""
    return " ".join(str(value).split())


def _shorten(text: str) -> str:
    return text if len(text) <= 250 else f"{text[:249]}…"
