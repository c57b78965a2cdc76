"""The other documents: the attestation, the guide, the clauses, the half-yearly chapter."""

import io
from datetime import date

import docx
import pytest
from tests.factories.acteurs import make_organisation, make_personne
from tests.factories.insertion import (
    make_beneficiaire,
    make_embauche,
    make_employeur,
    make_heures,
    make_marche,
    make_obligation,
    make_structure,
)
from tests.factories.referentiel import make_parametre

from possibles.apps.acteurs.enums import Role
from possibles.apps.insertion.domain.heures import recount
from possibles.apps.insertion.models import Beneficiaire
from possibles.reports.dossier import write_docx
from possibles.reports.insertion.attestation import gather_attestation
from possibles.reports.insertion.clauses import gather_clauses
from possibles.reports.insertion.guide import gather_guide
from possibles.reports.insertion.semestre import gather_semestre

pytestmark = pytest.mark.django_db
CANARY = "ZQXWKV"


@pytest.fixture
def reader():
    return make_personne(Role.FACILITATEUR)


def words(dossier) -> str:
    """Return all that the text document says."""
    document = docx.Document(io.BytesIO(write_docx(dossier)))
    told = [p.text for p in document.paragraphs]
    told += [c.text for t in document.tables for r in t.rows for c in r.cells]
    return " ".join(told).replace("\u202f", " ")


def worked(marche, employeur, month, hours):
    person = make_beneficiaire(initials=CANARY, validated_on=date(2025, 1, 5))
    make_heures(
        make_embauche(person, marche, employeur=employeur), month, hours, training=150
    )
    recount({person.pk})


def test_an_attestation_tells_the_hours_of_one_company_in_one_year(reader):
    marche, other = make_marche(reference="M-7"), make_marche()
    company, rival = make_employeur(), make_employeur()
    worked(marche, company, date(2026, 3, 1), 100)
    worked(marche, company, date(2026, 5, 1), 50)
    worked(marche, company, date(2025, 3, 1), 999)
    worked(other, rival, date(2026, 3, 1), 888)
    make_structure(make_organisation(name="Maison des clauses"), ended_on=None)

    dossier = gather_attestation(company, 2026, reader)

    (tableau,) = dossier.tableaux
    assert [row[3:] for row in tableau.rows] == [[150, 3, 153]]
    assert tableau.totals[3:] == [150, 3, 153]
    text = words(dossier)
    assert "mars 2026 à mai 2026" in text
    assert "Maison des clauses" in text
    for secret in (CANARY, *Beneficiaire.objects.values_list("code", flat=True)):
        assert secret not in text


def test_the_guide_is_written_from_parameters_and_results(reader):
    make_parametre(
        code="insertion.taux_gup",
        label="Taux GUP",
        value="0.12",
        source="Essai du jour",
    )
    make_obligation(title="Désigner la structure")
    make_marche(contract_hours=321)

    text = words(gather_guide(reader))

    for expected in ("833 heures", "3 500 heures", "Taux GUP", "12", "Essai du jour",
                     "Désigner la structure", "321"):  # fmt: skip
        assert expected in text, expected


def test_clauses_carry_the_contract_s_own_figures(reader):
    marche = make_marche(penalty_hourly=4_500, title="Entretien des pins")
    make_parametre(
        code="insertion.duree_eligibilite_mois", kind="number", value="24", unit="mois"
    )

    text = words(gather_clauses(marche, reader))

    for expected in (
        "833 heures",
        "50 %",
        "5 %",
        "45,00 €",
        "Entretien des pins",
        "24 mois",
    ):
        assert expected in text, expected


def test_what_a_contract_does_not_say_is_left_to_fill(reader):
    text = words(gather_clauses(make_marche(amount=None), reader))

    assert "au moins [à compléter] heures" in text
    assert "mise en demeure : [à compléter]" in text


def test_the_chapter_tells_the_half_year_and_no_other_month(reader):
    marche = make_marche(contract_hours=1_000)
    company = make_employeur()
    for month, hours in (
        (date(2026, 6, 1), 10),
        (date(2026, 7, 1), 20),
        (date(2025, 8, 1), 40),
    ):
        worked(marche, company, month, hours)

    dossier = gather_semestre(2026, 2, reader)

    months = next(t for t in dossier.tableaux if t.sheet == "Mois")
    assert months.totals == ["Total", 21.5]
    assert len(months.rows) == 6
    assert all(t.source for t in dossier.tableaux)
