"""Open a project file by its ending, print results: shared by the commands.

Reading imports nothing heavy: a file to refuse is refused before numpy is loaded.
"""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from possibles.engine.errors import InvalidInput
from possibles.engine.formats.mspdi import read_mspdi
from possibles.engine.formats.project_json import read_project
from possibles.engine.scheduling.model import Project

if TYPE_CHECKING:
    from possibles.engine.scheduling.schedule import Schedule


def open_project(name: str) -> Project:
    """Read `.xml` as MS Project XML and `.json` as our JSON.

    Raises
    ------
    InvalidInput
        For another ending, or when the file is refused.
    """
    path = Path(name)
    if path.suffix.lower() == ".xml":
        return read_mspdi(path).project
    if path.suffix.lower() == ".json":
        return read_project(path)
    raise InvalidInput("Give a .json or an MS Project .xml file.", keys=[path.name])


def save_schedule(schedule: "Schedule", name: str) -> None:
    """Write `.xml` with its dates, or `.json` as the project alone.

    Raises
    ------
    InvalidInput
        For another ending.
    """
    path = Path(name)
    if path.suffix.lower() == ".xml":
        from possibles.engine.formats.mspdi_write import write_mspdi

        path.write_bytes(write_mspdi(schedule))
    elif path.suffix.lower() == ".json":
        from possibles.engine.formats.project_json_write import dump_project

        text = json.dumps(dump_project(schedule.project), ensure_ascii=False, indent=1)
        path.write_text(text + "\n", encoding="utf-8")
    else:
        raise InvalidInput("Write to a .json or a .xml file.", keys=[path.name])


def print_json(value: Any) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def print_table(header: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    lines = [header, *(tuple(map(_cell, row)) for row in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(header))]
    for line in lines:
        text = "  ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True))
        sys.stdout.write(text.rstrip() + "\n")


def _cell(value: object) -> str:
    return "-" if value is None else str(value)
