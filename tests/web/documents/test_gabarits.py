"""The template of the house: tried when deposited, then worn by what is written."""

import io

import docx
import pptx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.factories.documents import make_document
from tests.factories.gouvernance import make_seance
from tests.factories.opc import make_point, make_rapport
from tests.reports.office.test_office import make_slides_template, make_text_template
from tests.web.reading import jeton, text

from possibles.apps.acteurs.enums import Role
from possibles.apps.documents.models import Gabarit
from possibles.apps.opc.domain.points.seance import move_point

pytestmark = pytest.mark.django_db


@pytest.fixture
def director(client_for):
    return client_for(Role.DIRECTEUR_DE_PROJET)


def send(client, kind: str, name: str, content: bytes):
    upload = SimpleUploadedFile(name, content)
    url = reverse("gabarit-update", args=[kind])
    return client.post(url, {"upload": upload, **jeton()})


def header_of(response) -> str:
    document = docx.Document(io.BytesIO(response.content))
    return document.sections[0].header.paragraphs[0].text


def test_the_papers_of_a_sitting_and_of_a_point_wear_the_template(director):
    done = send(director, "texte", "Ville.docx", make_text_template())
    assert done.url == reverse("gabarit-list")
    assert "Ville.docx" in text(director.get(done.url))
    seance, point = make_seance(), make_point()

    papers = [
        director.get(reverse("convocation-docx", args=[seance.pk])),
        director.get(reverse("compte-rendu-docx", args=[seance.pk])),
        director.get(reverse("point-mensuel-download", args=[point.pk, "docx"])),
    ]
    assert [header_of(paper) for paper in papers] == ["Ville d’Exemple"] * 3

    director.post(reverse("gabarit-delete", args=["texte"]))
    plain = director.get(reverse("convocation-docx", args=[seance.pk]))
    assert header_of(plain) == ""


def test_the_slides_of_the_report_wear_the_template(director):
    send(director, "diapositives", "Ville.pptx", make_slides_template())
    point = make_point()
    move_point(point, "freeze", author=director.personne)
    rapport = make_rapport(point.renouvellement)

    deck = director.get(reverse("rapport-download", args=[rapport.pk, "pptx"]))

    assert round(pptx.Presentation(io.BytesIO(deck.content)).slide_width.cm, 1) == 25.4


@pytest.mark.parametrize(
    ("kind", "name", "content", "expected"),
    [
        ("texte", "a.pptx", make_slides_template(), "Choisissez un fichier docx"),
        ("texte", "a.docx", b"PK nothing", "n’est pas celui qu’annonce"),
        ("texte", "a.docx", make_slides_template(), "pas un modèle docx"),
        ("diapositives", "a.pptx", make_text_template(), "pas un modèle pptx"),
    ],
)
def test_what_is_no_template_is_refused_with_what_to_do(
    director, kind, name, content, expected
):
    refused = send(director, kind, name, content)

    assert refused.status_code == 422
    assert expected in text(refused)
    assert not Gabarit.objects.exists()


def test_slides_without_a_page_of_title_are_refused(director):
    deck = pptx.Presentation()
    for layout in deck.slide_layouts:
        for shape in list(layout.placeholders):
            shape._element.getparent().remove(shape._element)
    output = io.BytesIO()
    deck.save(output)

    refused = send(director, "diapositives", "a.pptx", output.getvalue())

    assert "pas les masques qu’il faut" in text(refused)


def test_a_poor_text_template_gets_the_styles_it_lacks(director):
    document = docx.Document()
    for name in ("Title", "Heading 1", "Heading 3", "List Bullet"):
        document.styles[name].delete()
    output = io.BytesIO()
    document.save(output)

    assert send(director, "texte", "Ville.docx", output.getvalue()).status_code == 302


def test_the_template_of_a_report_is_tried_when_it_is_chosen(director):
    rapport = make_rapport()
    bad = make_document(title="Note", visibility="membres")
    bad.__class__.objects.filter(pk=bad.pk).unrecorded_update(file_name="note.docx")

    refused = director.post(
        reverse("rapport-update", args=[rapport.pk]), {"gabarit_texte": bad.pk}
    )

    assert refused.status_code == 422
    assert "pas un modèle docx" in text(refused)
