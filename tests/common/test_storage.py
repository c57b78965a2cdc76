"""A file kept is whole or absent."""

import os

import pytest
from django.core.files.base import ContentFile

from possibles.common.storage import DurableFileStorage


def stored(folder) -> list[str]:
    return sorted(p.name for p in folder.rglob("*") if p.is_file())


def test_a_file_takes_its_name_once_whole(tmp_path):
    storage = DurableFileStorage(location=tmp_path)

    name = storage.save("documents/ab/note", ContentFile(b"texte"))

    assert name == "documents/ab/note"
    assert (tmp_path / name).read_bytes() == b"texte"
    assert stored(tmp_path) == ["note"]


def test_a_file_not_on_the_disk_yet_has_no_name(tmp_path, monkeypatch):
    def fail(_: int) -> None:
        raise OSError("plus de place")

    monkeypatch.setattr(os, "fsync", fail)
    storage = DurableFileStorage(location=tmp_path)

    with pytest.raises(OSError, match="plus de place"):
        storage.save("note", ContentFile(b"texte"))

    assert not storage.exists("note")


def test_a_second_file_of_the_same_name_takes_another(tmp_path):
    storage = DurableFileStorage(location=tmp_path)
    storage.save("note", ContentFile(b"un"))

    second = storage.save("note", ContentFile(b"deux"))

    assert second != "note"
    assert (tmp_path / "note").read_bytes() == b"un"
