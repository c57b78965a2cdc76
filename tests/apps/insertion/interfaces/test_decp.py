"""Essential data, against the published samples where they are on this machine."""

import json
import os
from pathlib import Path

import pytest
from tests.factories.acteurs import make_organisation, make_personne
from tests.factories.insertion import make_famille

from possibles.apps.acteurs.enums import Role
from possibles.apps.imports.domain.applying import apply
from possibles.apps.imports.domain.planning import dry_run
from possibles.apps.imports.domain.receiving import receive
from possibles.apps.imports.specs import find_spec
from possibles.apps.insertion.interfaces.imports.cpv import guess_famille
from possibles.apps.insertion.interfaces.imports.decp import read_decp
from possibles.apps.insertion.interfaces.imports.marches import COLUMNS
from possibles.apps.insertion.models import Marche
from possibles.common.sheets import UnreadableFileError

SHARED = Path(os.environ.get("POSSIBLES_SHARED", Path(__file__).parents[5] / "shared"))
SAMPLES = SHARED / "data" / "decp"
MARCHE = {
    "id": "2026-1",
    "acheteur": {"id": "21750001630040"},
    "nature": "Marché",
    "objet": "Voirie du secteur Nord",
    "codeCPV": "45233140-2",
    "lieuExecution": {"code": "13055", "typeCode": "Code commune"},
    "dureeMois": 12,
    "dateNotification": "2026-01-15",
    "montant": 575000.5,
    "considerationsSociales": {"considerationSociale": ["Clause sociale"]},
    "titulaires": [
        {"titulaire": {"id": "55204599900869", "typeIdentifiant": "SIRET"}},
        {"titulaire": {"id": "FR12", "typeIdentifiant": "TVA"}},
    ],
}


def read(*records, **over):
    content = json.dumps({"marches": {"marche": [*records]} | over})
    return read_decp("marches.json", content.encode())


def lines(table):
    keys = [column.key for column in COLUMNS]
    return [
        {k: v for k, v in zip(keys, cells, strict=True) if v} for _, cells in table.rows
    ]


def sample(name):
    path = SAMPLES / name
    if not path.exists():
        pytest.skip("shared/data/decp is not on this machine")
    return read_decp(name, path.read_bytes())


def test_a_contract_is_told_in_our_columns():
    assert lines(read(MARCHE)) == [
        {
            "reference": "2026-1",
            "title": "Voirie du secteur Nord",
            "owner": "21750001630040",
            "famille": "vrd",
            "amount": "575000.5",
            "clause": "execution",
            "titulaire": "55204599900869",
            "titulaire_siret": "55204599900869",
            "cotraitants": "TVA FR12",
            "commune": "13055",
            "notified_on": "2026-01-15",
            "months": "12",
        }
    ]


@pytest.mark.parametrize(
    ("told", "clause"),
    [
        (["Clause sociale"], "execution"),
        (["Critère social", "Clause sociale"], "execution_critere"),
        (["Marché réservé"], "reserve"),
        (["Critère social"], "aucune"),
        (["Pas de considération sociale"], "aucune"),
    ],
)
@pytest.mark.parametrize("wrap", [True, False])
def test_the_social_clause_is_recognised(told, clause, wrap):
    held = {"considerationSociale": told} if wrap else told

    (line,) = lines(read(MARCHE | {"considerationsSociales": held}))

    assert line["clause"] == clause


def test_the_last_modification_is_in_force():
    modifications = [
        {
            "modification": {
                "dateNotificationModification": "2026-06-01",
                "montant": 700_000,
                "titulaires": [{"titulaire": {"id": "81223113200034"}}],
            }
        },
        {
            "modification": {
                "dateNotificationModification": "2026-03-01",
                "montant": 600_000,
                "dureeMois": 18,
            }
        },
    ]

    (line,) = lines(read(MARCHE | {"modifications": modifications}))

    assert (line["amount"], line["months"], line["titulaire"]) == (
        "700000",
        "18",
        "81223113200034",
    )


def test_a_version_published_again_replaces_the_first():
    table = read(MARCHE, MARCHE | {"objet": "Nouvel objet"})

    assert [line["title"] for line in lines(table)] == ["Nouvel objet"]
    assert "1 version antérieure remplacée." in [
        n.replace("\u202f", " ") for n in table.notes
    ]


def test_the_layout_of_2019_and_its_concessions():
    old = MARCHE | {"titulaires": [{"id": "55204599900869"}], "_type": "Marché"}
    other = {"id": "c", "_type": "Contrat de concession"}

    table = read_decp("a.json", json.dumps({"marches": [old, other]}).encode())

    assert [line["titulaire"] for line in lines(table)] == ["55204599900869"]
    assert any("1 concession laissée" in note for note in table.notes)


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"[]",
        b'{"marches": 3}',
        b'{"marches": {"marche": ["x", 1, null]}}',
        b"<marches>",
        b"<marches/>",
        b'<!DOCTYPE a [<!ENTITY x "y">]><marches><marche/></marches>',
        b"[" * 100_000,
    ],
)
def test_what_is_not_essential_data_is_refused(content):
    with pytest.raises(UnreadableFileError):
        read_decp("fichier", content)


@pytest.mark.parametrize(
    "broken",
    [
        {"acheteur": "x"},
        {"titulaires": "x"},
        {"titulaires": [None, 3, {"titulaire": None}]},
        {"lieuExecution": [1]},
        {"considerationsSociales": 4},
        {"modifications": [{"modification": "x"}]},
        {"actesSousTraitance": {"acteSousTraitance": {"sousTraitant": 1}}},
        {"objet": {"a": 1}, "id": ["x"], "montant": [2]},
    ],
)
def test_a_contract_told_wrong_is_read_as_far_as_it_goes(broken):
    assert len(lines(read(MARCHE | broken))) == 1


def test_another_file_is_left_to_other_readers():
    assert read_decp("a.csv", b"R\xc3\xa9f\xc3\xa9rence;Objet\n1;2\n") is None


@pytest.mark.parametrize(
    ("cpv", "famille"),
    [
        ("45233140-2", "vrd"),
        ("45442100-8", "peinture"),
        ("71000000", "ingenierie"),
        ("45112700-2", "espaces-verts-creation"),
        ("90911200-8", "nettoyage"),
        ("30000000-9", ""),
        ("", ""),
    ],
)
def test_a_cpv_code_suggests_a_family(cpv, famille):
    assert guess_famille(cpv) == famille


def test_the_json_samples():
    assert [
        (m["reference"], m["clause"]) for m in lines(sample("marches_concessions.json"))
    ] == [
        ("TEST2022", "execution_critere"),
        ("TEST2022Bis", "execution_critere"),
    ]
    (first, _) = lines(sample("marches_avec_modifications.json"))
    assert (first["amount"], first["months"], first["sous_traitants"]) == (
        "123457.87",
        "12",
        "SIRET 214356",
    )


def test_a_sample_of_concessions_alone_is_refused():
    with pytest.raises(UnreadableFileError, match="aucun marché"):
        sample("concessions.json")


def test_the_xml_sample_is_the_same_as_json():
    (line,) = lines(sample("Marche.xml"))

    assert line == {
        "reference": "TEST2022",
        "title": "envoi pour Json test",
        "owner": "21750001630040",
        "famille": "batiment-tous-corps",
        "amount": "575000",
        "clause": "execution_critere",
        "titulaire": "55204599900869",
        "titulaire_siret": "55204599900869",
        "sous_traitants": "SIRET 214356",
        "notified_on": "2024-05-15",
        "months": "48",
    }


def test_the_text_sample_keeps_the_version_in_force_with_all_its_holders():
    (line,) = lines(sample("decp_exemple_valide.csv"))

    assert (
        line["reference"],
        line["months"],
        line["titulaire"],
        line["cotraitants"],
    ) == (
        "2019000564623",
        "6",
        "Colin Maudry",
        "Datactivist",
    )
    assert line["clause"] == "aucune"


@pytest.mark.django_db
def test_essential_data_become_contracts_once():
    author = make_personne(Role.FACILITATEUR)
    owner = make_organisation(siret="21750001630040")
    make_famille(slug="vrd")
    content = json.dumps(
        {
            "marches": {
                "marche": [MARCHE, MARCHE | {"id": "2", "acheteur": {"id": "1" * 14}}]
            }
        }
    )
    options = {"seulement_connus": True}

    def bring():
        held = receive(
            find_spec("marches"),
            "m.json",
            content.encode(),
            author=author,
            options=options,
        )
        return dry_run(held, author=author)

    tried = bring()
    assert [line["errors"] for line in tried.report["lines"]] == [{}, {}]
    apply(tried, author=author)

    (marche,) = Marche.objects.all()
    assert (marche.maitre_ouvrage, marche.amount, marche.clause, marche.state) == (
        owner,
        57_500_050,
        "execution",
        "en_cours",
    )
    assert [line["outcome"] for line in bring().report["lines"]] == [
        "inchange",
        "ecarte",
    ]
