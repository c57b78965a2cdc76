import io
from datetime import date

import docx
import pptx
import pypdf
import pytest
from tests.factories.acteurs import make_personne
from tests.factories.contrat import make_agenda

from possibles.apps.acteurs.enums import Role
from possibles.apps.documents.models import Document
from possibles.apps.traitements.domain.launch import launch
from possibles.apps.traitements.enums import State

pytestmark = pytest.mark.django_db


def test_the_bilan_is_filed_once_in_three_formats():
    author = make_personne(Role.DIRECTEUR_DE_PROJET)
    agenda = make_agenda(state="valide", validated_on=date(2025, 6, 1))

    traitement = launch("bilan", author=author, agenda=agenda.pk)

    assert (traitement.state, traitement.error) == (State.FINI, "")
    filed = {d.file_name: d for d in Document.objects.attached_to(agenda)}
    year = agenda.year
    assert set(filed) == {f"bilan-{year}.{kind}" for kind in ("docx", "pptx", "pdf")}
    assert {d.author for d in filed.values()} == {author}
    words = docx.Document(io.BytesIO(filed[f"bilan-{year}.docx"].file.read()))
    assert words.paragraphs[0].text == f"Bilan {year} du contrat de ville"
    deck = pptx.Presentation(io.BytesIO(filed[f"bilan-{year}.pptx"].file.read()))
    assert f"Bilan {year}" in deck.slides[0].shapes.title.text
    paper = pypdf.PdfReader(io.BytesIO(filed[f"bilan-{year}.pdf"].file.read()))
    assert f"Bilan {year} du contrat de ville" in paper.pages[0].extract_text()
