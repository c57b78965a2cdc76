"""The yearly account: gathered once, the same in every format."""

import io

import docx
import pptx
import pypdf
import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from tests.factories.acteurs import make_organisation, make_personne
from tests.factories.contrat import (
    make_agenda,
    make_cible,
    make_indicateur,
    make_inscription,
    make_orientation,
    make_outil,
    make_projet,
    make_releve,
    make_synthese,
)
from tests.factories.territoires import make_quartier
from tests.web.reading import count_queries, text

from possibles.apps.contrat.enums import AgendaState
from possibles.reports.bilan.data import gather_bilan
from possibles.reports.bilan.docx import write_bilan_docx
from possibles.reports.bilan.pdf import write_bilan_pdf
from possibles.reports.bilan.pptx import write_bilan_pptx
from possibles.reports.office.slides import ROWS_PER_SLIDE

pytestmark = pytest.mark.django_db
PUBLIC = AnonymousUser()


@pytest.fixture
def agenda():
    """Make an agenda of 2025: two orientations, three projects, one of them measured."""
    habiter = make_orientation(number=1, name="Habiter")
    grandir = make_orientation(number=2, name="Grandir")
    agenda = make_agenda(year=2025, title="Agenda 2025", state=AgendaState.EVALUE)
    measured = make_projet(
        title="Halte répit",
        meteo="appuis",
        statut="en_cours",
        chef_de_file=make_organisation(name="CAF"),
        quartiers=[make_quartier()],
        orientations=[habiter],
    )
    make_inscription(agenda, measured, orientation=habiter, position=1)
    make_inscription(
        agenda, make_projet(title="Deuxième"), orientation=habiter, position=2
    )
    make_inscription(agenda, make_projet(title="École"), orientation=grandir)
    make_synthese(
        measured, meteo="appuis", deja_fait="Trois réunions", signature="La CAF"
    )
    make_synthese(measured, deja_fait="Un secret", published_at=None, signature="")
    indicateur = make_indicateur(
        projet=measured,
        label="Familles",
        unit="familles",
        baseline=10,
        baseline_year=2024,
    )
    make_cible(indicateur, 2025, 20)
    make_cible(indicateur, 2026, 30)
    make_releve(indicateur, 15, period="2025")
    make_releve(indicateur, 28, period="2026")
    make_outil(name="Veille")
    return agenda


def test_the_account_counts_what_the_agenda_holds(agenda):
    bilan = gather_bilan(agenda, PUBLIC)

    meteos = {value: count for value, _, count in bilan.meteos}
    manques = {count.label: count.value for count in bilan.manques}
    assert bilan.projets_count == 3
    assert meteos == {
        "securises": 0, "atteignables": 0, "appuis": 1, "compromis": 0, "": 2,
    }  # fmt: skip
    assert [(s.number, s.title, len(s.projets)) for s in bilan.sections] == [
        (1, "Habiter", 2),
        (2, "Grandir", 1),
    ]
    assert (manques["sans chef de file"], manques["sans lieu précisé"]) == (2, 2)
    assert bilan.quartiers_count == 1
    assert {c.label: c.value for c in bilan.gaps} == {"Habiter": 0, "Grandir": 1}
    assert any("Veille" in outil for outil in bilan.unused_outils)


def test_the_account_of_a_year_holds_the_values_of_that_year(agenda):
    line = gather_bilan(agenda, PUBLIC).sections[0].indicateurs[0]

    assert (line.baseline, line.value, line.period, line.target, line.reach) == (
        "10",
        "15",
        "2025",
        "20",
        "25\u202f%",
    )
    assert (line.unit, line.coverage) == ("familles", "1/1")


def test_what_is_unknown_is_a_dash_never_a_zero(agenda):
    make_indicateur(projet=agenda.projets.get(title="École"), label="Élèves")

    line = gather_bilan(agenda, PUBLIC).sections[1].indicateurs[0]

    assert (line.baseline, line.value, line.target, line.reach) == ("—",) * 4
    assert line.coverage == "aucune saisie"


def test_a_draft_is_in_no_account_even_its_authors(agenda):
    for user in (PUBLIC, make_personne()):
        content = write_bilan_docx(gather_bilan(agenda, user))
        words = " ".join(p.text for p in docx.Document(io.BytesIO(content)).paragraphs)
        assert "Trois réunions" in words
        assert "Un secret" not in words


def test_the_text_document_holds_the_same_counts(agenda):
    bilan = gather_bilan(agenda, PUBLIC)

    document = docx.Document(io.BytesIO(write_bilan_docx(bilan)))

    tables = [
        [[cell.text for cell in row.cells] for row in table.rows]
        for table in document.tables
    ]
    heads = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert tables[0] == [
        ["Météo", "Projets"],
        *[[label, str(count)] for _, label, count in bilan.meteos],
        ["Ensemble", "3"],
    ]
    assert tables[1][1:] == [
        ["Halte répit", "Appuis nécessaires", "En cours", "CAF"],
        ["Deuxième", "Non renseignée", "À engager", "Non désigné"],
    ]
    assert heads[:3] == ["L’année en un coup d’œil", "1. Habiter", "2. Grandir"]
    assert document.core_properties.language == "fr-FR"
    assert "données au" in document.sections[0].footer.paragraphs[0].text


def test_the_slides_hold_a_native_chart_with_the_same_counts(agenda):
    bilan = gather_bilan(agenda, PUBLIC)

    deck = pptx.Presentation(io.BytesIO(write_bilan_pptx(bilan)))

    titles = [slide.shapes.title.text for slide in deck.slides]
    charts = [s.chart for slide in deck.slides for s in slide.shapes if s.has_chart]
    tables = [s.table for slide in deck.slides for s in slide.shapes if s.has_table]
    assert titles[:3] == [
        "Bilan 2025\ndu contrat de ville",
        "Météo des 3 projets",
        "1. Habiter",
    ]
    assert list(charts[0].plots[0].series[0].values) == [c for _, _, c in bilan.meteos]
    assert [cell.text for cell in tables[0].rows[1].cells] == [
        "Halte répit",
        "Appuis nécessaires",
        "En cours",
        "CAF",
    ]


def test_long_orientations_take_as_many_slides_as_they_need(agenda):
    place = make_orientation(number=3, name="Longue")
    for number in range(ROWS_PER_SLIDE + 1):
        make_inscription(agenda, make_projet(), orientation=place, position=number)

    content = write_bilan_pptx(gather_bilan(agenda, PUBLIC))

    titles = [
        s.shapes.title.text for s in pptx.Presentation(io.BytesIO(content)).slides
    ]
    assert "3. Longue (1/2)" in titles
    assert "3. Longue (2/2)" in titles


def test_the_paper_is_tagged_and_holds_the_same_words(agenda):
    reader = pypdf.PdfReader(io.BytesIO(write_bilan_pdf(gather_bilan(agenda, PUBLIC))))

    words = " ".join(page.extract_text() for page in reader.pages)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    for expected in ("Habiter", "Halte répit", "Trois réunions", "Familles"):
        assert expected in words


@pytest.mark.parametrize("kind", ["docx", "pptx", "pdf"])
def test_each_format_is_downloaded_under_its_name(client, agenda, kind):
    answer = client.get(reverse("bilan-download", args=[2025, kind]))

    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="bilan-2025.{kind}"'


def test_an_agenda_not_public_has_no_public_account(client):
    make_agenda(year=2027)

    for url in (
        reverse("bilan-detail", args=[2027]),
        reverse("bilan-download", args=[2027, "docx"]),
        reverse("bilan-download", args=[2027, "exe"]),
    ):
        assert client.get(url).status_code == 404
    assert list(client.get(reverse("evaluation-list")).context["agendas"]) == []


def test_the_account_takes_the_same_queries_for_one_and_three_projects(client, agenda):
    url = reverse("bilan-detail", args=[2025])
    place = make_orientation()

    def add():
        projet = make_projet(chef_de_file=make_organisation())
        make_inscription(agenda, projet, orientation=place)
        make_synthese(projet)
        make_releve(make_indicateur(projet=projet), 3)

    add()
    one = count_queries(client, url)
    add()
    add()

    assert count_queries(client, url) == one
    assert "Halte répit" in text(client.get(url))
