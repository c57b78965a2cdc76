"""ANRU's report: gathered once, the same in every format, figures checked by hand."""

import io
from datetime import date

import docx
import pypdf
import pytest
from python_calamine import CalamineWorkbook
from tests.factories.acteurs import make_personne
from tests.factories.insertion import (
    make_beneficiaire,
    make_embauche,
    make_employeur,
    make_engagement,
    make_famille,
    make_heures,
    make_marche,
    make_suivi,
)
from tests.factories.referentiel import make_parametre
from tests.factories.territoires import make_quartier

from possibles.apps.acteurs.enums import Role
from possibles.apps.insertion.domain.heures import recount
from possibles.apps.insertion.domain.vie_privee import anonymise
from possibles.apps.insertion.models import Beneficiaire
from possibles.reports.dossier import write_docx, write_dossier_pdf, write_xlsx
from possibles.reports.insertion.anru import gather_rapport

pytestmark = pytest.mark.django_db
CANARY = "ZQXWKV"


@pytest.fixture
def reader():
    return make_personne(Role.FINANCEUR)


@pytest.fixture
def year(reader):
    """Make 2026: twelve people on works, two on GUP, one more hour the year before."""
    make_parametre(code="insertion.suivi_mois", kind="list", value=[6, 12])
    works = make_marche(contract_hours=1_000)
    gup = make_marche(famille=make_famille(cadre="gup"), contract_hours=500)
    employer, quartier = make_employeur(kind="geiq", headcount=12), make_quartier()
    for index in range(14):
        person = make_beneficiaire(
            initials=CANARY,
            sex="fh"[index % 2],
            birth_year=2004 if index < 6 else 1980,
            quartier=quartier if index % 2 else None,
            commune=quartier.commune,
        )
        embauche = make_embauche(
            person,
            gup if index >= 12 else works,
            employeur=employer,
            kind="apprentissage" if index < 7 else "cdd",
        )
        make_heures(embauche, date(2026, 3, 1), 10, training=200)
        make_suivi(person, situation="formation" if index < 7 else "recherche")
    make_heures(embauche, date(2025, 12, 1), 99)
    recount(set(Beneficiaire.objects.values_list("pk", flat=True)))
    make_engagement(reached_direct=1, reached_indirect=2)


def sheets(content: bytes) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_the_workbook_tells_what_was_worked(reader, year):
    told = sheets(write_xlsx(gather_rapport(2026, reader)))

    synthesis = {row[0]: row[1:] for row in told["Synthèse"][1:4]}
    assert synthesis["Travaux et ingénierie"][:6] == [1000, 144, 144, 0, 856, "secret"]
    assert synthesis["Gestion urbaine de proximité"][:6] == [
        500, 24, 24, 0, 476, "secret",
    ]  # fmt: skip
    assert synthesis["Total"][:6] == [1500, 168, 168, 0, 1332, 14]
    assert synthesis["Total"][6:] == [0.5, 0.5, pytest.approx(72 / 168)]
    modes = {row[0]: row[1:] for row in told["Contrats"]}
    assert modes["Contrat d’apprentissage"] == [7, 70, 14, 84]
    assert modes["CDD"] == [7, 70, 14, 84]
    assert modes["Total"] == [14, 140, 28, 168]
    sizes = {row[0]: row[1] for row in told["Tailles"]}
    assert sizes["10 à 49 salariés"] == 14
    people = {row[0]: row[1:3] for row in told["Sexe"]}
    assert people["Femme"] == [7, 70]
    situations = {row[0]: row[1:] for row in told["Situation"]}
    assert situations["Formation ou alternance"] == [7, 0]
    assert situations["Total"] == [14, 0]
    hires = {row[0]: row[1:] for row in told["Embauches"]}
    assert hires["Embauches liées à l’ingénierie"] == [1, 2, 1, 2]


def test_small_cells_are_secret_and_so_is_what_gives_them_back(reader, year):
    told = sheets(write_xlsx(gather_rapport(2026, reader)))

    grid = {row[0]: row[1:] for row in told["Sexe et âge"]}
    for sexe in ("Femme", "Homme"):
        assert [cell for cell in grid[sexe] if cell == "secret"] == ["secret"] * 2
    for name, rows in told.items():
        for row in rows[1:]:
            for head, cell in zip(rows[0], row, strict=True):
                if head == "Personnes":
                    assert cell in {"secret", "", 0} or cell >= 5, (name, row)


def test_every_table_says_its_source_and_its_day(reader, year):
    dossier = gather_rapport(2026, reader)

    assert len(dossier.tableaux) > 12
    assert all(
        "au" in t.source and t.source.startswith("Possibles") for t in dossier.tableaux
    )
    names = [(t.sheet or t.title)[:31].lower() for t in dossier.tableaux]
    assert len(names) == len(set(names))


def test_text_and_paper_say_what_the_workbook_says(reader, year):
    dossier = gather_rapport(2026, reader)

    document = docx.Document(io.BytesIO(write_docx(dossier)))
    tables = [[[c.text for c in r.cells] for r in t.rows] for t in document.tables]
    paper = pypdf.PdfReader(io.BytesIO(write_dossier_pdf(dossier)))
    text = "".join(page.extract_text() for page in paper.pages)

    shown = [t for t in dossier.tableaux if t.rows]
    assert len(tables) == len(shown)
    for table, tableau in zip(tables, shown, strict=True):
        lines = [[words for words, _ in line] for line in tableau.lines]
        lines += [[words for words, _ in tableau.total_line]] if tableau.totals else []
        assert table[1:] == lines
    assert "168" in text
    assert "Rapport d’insertion 2026" in text


@pytest.mark.parametrize("write", [write_xlsx, write_docx, write_dossier_pdf])
def test_nobody_is_named_in_a_document(reader, year, write):
    content = write(gather_rapport(2026, reader))

    person = Beneficiaire.objects.first()
    for secret in (CANARY, person.code):
        assert secret not in _words(content), secret


def _words(content: bytes) -> str:
    """Return everything written in a document, whatever its kind."""
    if content.startswith(b"%PDF"):
        pages = pypdf.PdfReader(io.BytesIO(content)).pages
        return "".join(page.extract_text() for page in pages)
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "".join(
            archive.read(name).decode(errors="ignore") for name in archive.namelist()
        )


def test_the_report_is_the_same_once_people_are_anonymous(reader, year):
    before = gather_rapport(2026, reader).tableaux

    anonymise(Beneficiaire.objects.all(), reason="Fin de conservation")

    after = gather_rapport(2026, reader).tableaux
    assert [(t.rows, t.totals) for t in after] == [(t.rows, t.totals) for t in before]


def test_a_year_without_hours_is_still_a_report(reader):
    content = write_xlsx(gather_rapport(2026, reader))

    assert "Total" in [row[0] for row in sheets(content)["Synthèse"]]
