"""The half-yearly report and the minutes of a point: what they say, in every format."""

import io
from datetime import date

import docx
import pptx
import pypdf
import pytest
from pptx.util import Cm
from tests.factories.acteurs import make_personne
from tests.factories.opc import make_mesure, make_seuils
from tests.factories.operations import make_interface, make_operation
from tests.factories.territoires import make_projet_renouvellement

from possibles.apps.acteurs.enums import Role
from possibles.apps.journal.models import change
from possibles.apps.opc.domain.points.lecture import read_point
from possibles.apps.opc.domain.points.preparation import prepare_point
from possibles.apps.opc.domain.points.seance import add_decision, move_point
from possibles.apps.opc.domain.rapports.lecture import read_rapport
from possibles.apps.opc.domain.rapports.redaction import (
    RapportError,
    freeze_rapport,
    prepare_rapport,
    suggest_semester,
)
from possibles.apps.opc.models import DecisionDePoint
from possibles.apps.operations.models import Operation
from possibles.reports.point.docx import write_point_docx
from possibles.reports.point.pdf import write_point_pdf
from possibles.reports.rapport.docx import write_rapport_docx
from possibles.reports.rapport.pdf import draw_bars, write_rapport_pdf
from possibles.reports.rapport.pptx import write_rapport_pptx

pytestmark = pytest.mark.django_db


@pytest.fixture
def opc():
    make_seuils()
    return make_personne(Role.OPC)


@pytest.fixture
def projet():
    return make_projet_renouvellement(name="Cœur de quartier")


def write(held, **values):
    with change(author=None, origin="tests"):
        for name, value in values.items():
            setattr(held, name, value)
        held.save()


def set_columns(operation, **values):
    Operation.objects.filter(pk=operation.pk).unrecorded_update(**values)


@pytest.fixture
def semester(projet, opc):
    """Hold two points of the second semester; the school slips between them."""
    school = make_operation(renouvellement=projet, title="École", convention_cost=90_00)
    site = make_operation(renouvellement=projet, title="Démolition")
    make_interface(site, school, label="Terrain", promised=date(2028, 1, 1))
    set_columns(
        school, delivery_forecast=date(2029, 6, 30), delay_days=0, cost_ht=100_00
    )
    september = prepare_point(
        projet, date(2026, 9, 1), author=opc, today=date(2026, 9, 20)
    )
    write(september.lignes.get(operation=school), meteo="atteignables")
    decision = DecisionDePoint(point=september, operation=school, text="Acquérir.")
    add_decision(decision, author=opc)
    move_point(september, "freeze", author=opc, on=date(2026, 9, 22))
    set_columns(
        school, delivery_forecast=date(2029, 9, 8), delay_days=70, cost_ht=120_00
    )
    october = prepare_point(
        projet, date(2026, 10, 1), author=opc, today=date(2026, 10, 20)
    )
    write(
        october.lignes.get(operation=school),
        meteo="compromis",
        points_durs="Amiante.",
        decision_demandee="Voter le surcoût.",
    )
    make_mesure(school, title="Deux lots")
    move_point(october, "freeze", author=opc, on=date(2026, 10, 22))
    return september, october


@pytest.fixture
def rapport(semester, projet, opc):
    made = prepare_rapport(projet, 2026, 2, author=opc)
    write(made.blocs.get(key="synthese"), text="L’école glisse.")
    return made


def test_every_figure_knows_its_month_and_its_point(semester, rapport):
    september, october = semester

    lu = read_rapport(rapport)

    told = {c.label: (c.value, c.before_text, c.point) for c in lu.chiffres}
    assert told["Coût actuel (HT)"] == (
        "120\u202f€",
        "100\u202f€ en septembre 2026",
        october.pk,
    )
    assert told["En retard sur la convention"][0] == "1 opération"
    assert [(m.label, m.point) for m in lu.mois] == [
        ("septembre 2026", september.pk),
        ("octobre 2026", october.pk),
    ]
    assert [m.digest for m in lu.mois] == [
        september.instantane.digest,
        october.instantane.digest,
    ]
    assert [(m.ligne.title, m.days) for m in lu.mouvements] == [("École", 70)]
    assert [(month, d.text) for month, d in lu.decisions] == [
        ("septembre 2026", "Acquérir.")
    ]


def test_words_are_kept_from_one_edition_to_the_next(rapport, projet, opc):
    point = prepare_point(projet, date(2027, 2, 1), author=opc, today=date(2027, 2, 10))
    move_point(point, "freeze", author=opc, on=date(2027, 2, 12))

    following = prepare_rapport(projet, 2027, 1, author=opc)

    bloc = following.blocs.get(key="synthese")
    assert (bloc.text, bloc.is_inherited) == ("L’école glisse.", True)
    write(bloc, text="L’école repart.")
    assert not following.blocs.get(key="synthese").is_inherited


def test_a_frozen_report_no_longer_moves(rapport, projet, opc):
    freeze_rapport(rapport, author=opc)
    write(rapport.blocs.get(key="synthese"), text="Réécrit.")
    point = prepare_point(
        projet, date(2026, 11, 1), author=opc, today=date(2026, 11, 20)
    )
    move_point(point, "freeze", author=opc, on=date(2026, 11, 21))

    lu = read_rapport(type(rapport).objects.get(pk=rapport.pk))

    assert lu.blocs[0].text == "L’école glisse."
    assert [m.label for m in lu.mois] == ["septembre 2026", "octobre 2026"]
    assert lu.digest == rapport.instantane.digest


def test_a_report_needs_a_frozen_point_and_is_made_once(rapport, projet, opc):
    with pytest.raises(RapportError, match="existe déjà"):
        prepare_rapport(projet, 2026, 2, author=opc)
    with pytest.raises(RapportError, match="Aucun point mensuel"):
        prepare_rapport(projet, 2025, 1, author=opc)
    assert suggest_semester(date(2026, 6, 30)) == (2026, 1)
    assert suggest_semester(date(2026, 7, 1)) == (2026, 2)


def words_of(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [
        c.text for table in document.tables for row in table.rows for c in row.cells
    ]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def test_the_text_says_figures_their_source_and_what_is_asked(semester, rapport):
    told = words_of(write_rapport_docx(read_rapport(rapport)))

    digest = semester[1].instantane.digest
    for words in (
        "L’école glisse.",
        "+ 10 semaines",
        "Voter le surcoût.",
        "Acquérir.",
        "Deux lots",
        f"empreinte {digest[:12]}",
        "À rédiger.",
    ):
        assert words in told, words


def test_the_slides_hold_native_charts_and_tables(rapport):
    deck = pptx.Presentation(io.BytesIO(write_rapport_pptx(read_rapport(rapport))))

    charts = {
        slide.shapes.title.text: [
            (s.name, list(s.values)) for shape in slide.shapes if shape.has_chart
            for s in shape.chart.plots[0].series
        ]
        for slide in deck.slides
        if any(shape.has_chart for shape in slide.shapes)
    }  # fmt: skip
    titles = [slide.shapes.title.text for slide in deck.slides]
    assert charts["Météo des opérations, mois par mois"][:2] == [
        ("Objectifs sécurisés", [0, 0]),
        ("Objectifs atteignables", [1, 0]),
    ]
    assert charts["Retards sur la convention (semaines)"] == [("Semaines", [10])]
    assert "Ce que le comité doit décider" in titles


def test_the_slides_wear_the_template_of_the_house(rapport):
    house = pptx.Presentation()
    house.slide_width, house.slide_height = Cm(25.4), Cm(14.29)
    kept = io.BytesIO()
    house.save(kept)

    content = write_rapport_pptx(read_rapport(rapport), kept.getvalue())

    deck = pptx.Presentation(io.BytesIO(content))
    widest = max(
        shape.left + shape.width for slide in deck.slides for shape in slide.shapes
    )
    assert round(deck.slide_width.cm, 1) == 25.4
    assert widest <= deck.slide_width


def test_the_pdf_of_the_report_can_be_read(rapport):
    lu = read_rapport(rapport)

    pages = pypdf.PdfReader(io.BytesIO(write_rapport_pdf(lu))).pages

    told = " ".join(page.extract_text() for page in pages)
    assert "octobre 2026" in told
    bars = draw_bars(lu)
    assert [label for label, _ in bars] == ["septembre 2026", "octobre 2026"]
    assert sum(part.width for part in bars[0][1]) == 480.0


def test_the_minutes_of_a_point_say_what_changed_first(semester):
    _, october = semester
    lu = read_point(type(october).objects.get(pk=october.pk))

    told = words_of(write_point_docx(lu))
    pages = pypdf.PdfReader(io.BytesIO(write_point_pdf(lu))).pages

    assert told.index("Ce qui a changé") < told.index("Toutes les opérations")
    assert "Livraison prévue\u202f: 30 juin 2029 → 8 septembre 2029" in told
    assert "Amiante." in told
    assert "Terrain" in told
    assert "Voter le surcoût." in " ".join(page.extract_text() for page in pages)
