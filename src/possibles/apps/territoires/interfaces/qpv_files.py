"""One door for the files of quarters, whatever their form."""

import hashlib
from datetime import date
from pathlib import PurePath
from typing import Any

from possibles.apps.territoires.domain.qpv_import import prepare_import
from possibles.apps.territoires.enums import ImportKind
from possibles.apps.territoires.models import ImportTerritoire

from .qpv_csv import read_qpv_csv
from .qpv_geojson import read_qpv_geojson


def prepare_qpv_file(
    filename: str,
    content: bytes,
    *,
    source: str,
    data_date: date | None = None,
    author: Any = None,
) -> ImportTerritoire:
    """Read a CSV list or a GeoJSON of outlines and make its dry run.

    Raises
    ------
    UnreadableFileError
        The file is refused as a whole, with a sentence.
    """
    # The content tells the form, not the name.
    is_json = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}
    read = read_qpv_geojson if is_json else read_qpv_csv
    rows, notes = read(content)
    return prepare_import(
        kind=ImportKind.CONTOURS if is_json else ImportKind.LISTE,
        filename=PurePath(filename).name,
        digest=hashlib.sha256(content).hexdigest(),
        rows=[row.as_dict() for row in rows],
        notes=notes,
        source=source,
        data_date=data_date,
        author=author,
    )
