import io
import re

import pypdf
import pytest

from possibles.reports.pdf import PdfUnavailableError, write_pdf


@pytest.fixture
def template(settings, tmp_path):
    """Give reports a template of their own."""
    (tmp_path / "essai.html").write_text(
        '<!doctype html><html lang="fr"><head><title>Essai</title></head>'
        "<body><h1>{{ name }}</h1><p>@@EMPREINTE@@</p></body></html>"
    )
    engines = settings.TEMPLATES
    settings.TEMPLATES = [{**engines[0], "DIRS": [tmp_path, *engines[0]["DIRS"]]}]
    return "essai.html"


def words_of(content: bytes) -> str:
    return pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text()


def test_what_is_printed_carries_its_fingerprint(template):
    first, same, other = (
        words_of(write_pdf(template, {"name": name})) for name in ("A", "A", "B")
    )

    assert first == same
    assert first != other
    assert re.search(r"\b[0-9a-f]{12}\b", first)


def test_the_paper_has_no_rule_the_printer_refuses(template, caplog):
    write_pdf(template, {"name": "A"})

    assert [record.getMessage() for record in caplog.records] == []


def test_what_people_typed_is_printed_as_text(template):
    assert "<script>" in words_of(write_pdf(template, {"name": "<script>"}))


def test_a_machine_without_pango_says_how_to_install_it(template, monkeypatch):
    import builtins

    real = builtins.__import__

    def missing(name, *args, **kwargs):
        if name == "weasyprint":
            raise OSError("cannot load library 'pango-1.0-0'")
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", missing)

    with pytest.raises(PdfUnavailableError) as refused:
        write_pdf(template, {"name": "A"})

    assert "libpango-1.0-0" in refused.value.command
