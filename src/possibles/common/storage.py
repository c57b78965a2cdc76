"""Files that a power cut leaves whole or absent, never in between."""

import os
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.files.storage import FileSystemStorage


class DurableFileStorage(FileSystemStorage):
    """Write beside, to the disk itself, then give the file its name in one step."""

    def _save(self, name: str, content: Any) -> str:
        partial = Path(self.path(super()._save(f"{name}.{uuid4().hex}", content)))  # type: ignore[misc]
        _flush(partial)
        target = Path(self.path(name))
        os.replace(partial, target)  # noqa: PTH105  the trial of power cuts stops here
        _flush(target.parent)
        return name


def _flush(path: Path) -> None:
    """Wait until the disk has it: a file, or the names of a directory."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
