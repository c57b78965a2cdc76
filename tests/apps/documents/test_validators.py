import io
import zipfile

import pytest
from django.core.exceptions import ValidationError

from possibles.apps.documents import validators
from possibles.apps.documents.validators import check_upload

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 16


def archive(**entries: bytes) -> io.BytesIO:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in entries.items():
            zipped.writestr(name.replace("__", "/"), content)
    return held


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("plan.pdf", b"%PDF-1.7 ...", "application/pdf"),
        ("PHOTO.PNG", PNG, "image/png"),
        ("photo.jpeg", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("notes.txt", "Réunion\n".encode(), "text/plain"),
        ("liste.csv", "nom;âge\n".encode("latin-1"), "text/csv"),
    ],
)
def test_accepts_what_it_recognises(name, content, expected):
    stream = io.BytesIO(content)

    assert check_upload(name, stream) == expected
    assert stream.tell() == 0


def test_accepts_office_documents():
    assert check_upload("a.docx", archive(word__document=b"<x/>")).endswith(
        "wordprocessingml.document"
    )


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("page.html", b"<script>", "format"),
        ("dessin.svg", b"<svg onload=alert(1)>", "format"),
        ("outil.exe", b"MZ", "format"),
        ("classeur.xlsm", b"PK\x03\x04", "format"),
        ("sans-extension", b"abc", "format"),
        ("vide.pdf", b"", "empty"),
        ("faux.pdf", b"<html>", "content"),
        ("faux.png", b"GIF89a", "content"),
        ("binaire.txt", b"abc\0def", "content"),
        ("abime.docx", b"PK\x03\x04 abc", "content"),
    ],
)
def test_refuses_what_it_does_not(name, content, code):
    with pytest.raises(ValidationError) as error:
        check_upload(name, io.BytesIO(content))

    assert error.value.code == code


def test_refuses_what_is_too_large(monkeypatch):
    monkeypatch.setattr(validators, "MAX_BYTES", 10)

    with pytest.raises(ValidationError) as error:
        check_upload("a.txt", io.BytesIO(b"a" * 11))

    assert error.value.code == "size"


def test_refuses_an_archive_that_swells(monkeypatch):
    monkeypatch.setattr(validators, "MAX_UNZIPPED_BYTES", 1000)

    with pytest.raises(ValidationError) as error:
        check_upload("a.xlsx", archive(xl__sheet=b"0" * 1001))

    assert error.value.code == "size"


@pytest.mark.parametrize("entry", ["word/vbaProject.bin", "Basic/script.xml"])
def test_refuses_macros(entry):
    with pytest.raises(ValidationError) as error:
        check_upload("a.docx", archive(**{entry: b"x"}))

    assert error.value.code == "macro"
