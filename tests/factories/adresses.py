"""A small invented address base, in the format of the official one."""

import gzip
from pathlib import Path

from possibles.apps.territoires.domain.base_adresse import (
    Apport,
    find_places,
    store_base,
)
from possibles.apps.territoires.interfaces.ban import read_ban

HEADER = (
    "id;id_fob;numero;rep;nom_voie;code_postal;code_insee;nom_commune;"
    "code_insee_ancienne_commune;nom_ancienne_commune;x;y;lon;lat;type_position;alias;"
    "nom_ld;libelle_acheminement;nom_afnor;source_position;source_nom_voie;"
    "certification_commune;cad_parcelles"
)


def ban_line(
    number: str,
    street: str,
    code: str,
    postcode: str,
    lon: float,
    lat: float,
    **over: str,
) -> str:
    """Return a line of the base; `rep` and `type_position` may be given."""
    cells = dict.fromkeys(HEADER.split(";"), "") | {
        "id": f"{code}_0001_{number}",
        "numero": number,
        "nom_voie": street,
        "code_postal": postcode,
        "code_insee": code,
        "nom_commune": "Commune d’essai",
        "lon": str(lon),
        "lat": str(lat),
        "type_position": "entrée",
    }
    return ";".join((cells | over).values())


def write_ban(path: Path, *lines: str) -> Path:
    """Write such a file, packed when its name ends so."""
    content = "\n".join((HEADER, *lines, "")).encode()
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path


def load_ban(path: Path, *lines: str) -> Apport:
    """Write such a file and store it."""
    written = write_ban(path / "adresses-13.csv", *lines)
    return store_base(read_ban(written, set(find_places())), source="essai")
