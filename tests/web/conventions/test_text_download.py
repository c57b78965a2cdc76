"""The consolidated text leaves as it reads on the day asked for."""

import io

import docx
import pytest
from django.urls import reverse
from tests.factories.conventions import make_article, make_convention
from tests.web.reading import text

pytestmark = pytest.mark.django_db


def test_the_text_of_a_day_leaves_as_a_document(client):
    convention = make_convention(title="Convention de l’école")
    make_article(convention, "1", title="Objet", text="Livrer **l’école**.")
    make_article(convention, "2", title="Durée", text="")
    url = reverse("convention-text-download", args=[convention.pk, "docx"])

    sent = client.get(url, {"le": "2026-05-04"})

    document = docx.Document(io.BytesIO(sent.content))
    words = [p.text for p in document.paragraphs]
    assert words[:2] == [
        "Convention de l’école",
        "Texte consolidé au 4 mai 2026, avenants signés compris.",
    ]
    assert words[2:4] == ["Article 1 — Objet", "Livrer l’école."]
    assert words[-1] == "Le texte de cet article n’est pas saisi."
    page = client.get(reverse("convention-text", args=[convention.pk]))
    assert "Texte (docx)" in text(page)


def test_the_paper_is_drawn_and_other_formats_do_not_exist(client):
    convention = make_convention()
    make_article(convention)

    paper = client.get(reverse("convention-text-download", args=[convention.pk, "pdf"]))

    assert paper.content.startswith(b"%PDF-")
    for kind, day in (("odt", ""), ("pdf", "2026-13-40")):
        url = reverse("convention-text-download", args=[convention.pk, kind])
        assert client.get(url, {"le": day}).status_code == 404
