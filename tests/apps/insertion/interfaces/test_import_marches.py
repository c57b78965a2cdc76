from datetime import date

import pytest
from tests.factories.acteurs import make_organisation, make_personne
from tests.factories.files import make_csv, make_xlsx
from tests.factories.insertion import make_famille, make_marche
from tests.factories.territoires import make_commune, make_quartier

from possibles.apps.acteurs.enums import Role
from possibles.apps.acteurs.models import Organisation
from possibles.apps.imports.domain.applying import ImportRefusedError, apply, undo
from possibles.apps.imports.domain.planning import dry_run
from possibles.apps.imports.domain.receiving import receive
from possibles.apps.imports.enums import ImportState
from possibles.apps.imports.specs import find_spec
from possibles.apps.insertion.models import Marche
from possibles.apps.journal.models import Acte, change

pytestmark = pytest.mark.django_db

HEAD = ["Référence", "Objet", "Maître d’ouvrage", "Famille", "Montant HT"]


@pytest.fixture
def facilitateur():
    return make_personne(Role.FACILITATEUR)


@pytest.fixture
def bailleur():
    return make_organisation(name="Habitat du Sud", siret="21750001630040")


@pytest.fixture
def famille():
    return make_famille(name="Voirie", slug="voirie")


def bring(author, rows, head=HEAD, **options):
    content = make_xlsx([head, *rows])
    received = receive(
        find_spec("marches"), "marches.xlsx", content, author=author, options=options
    )
    return dry_run(received, author=author)


def outcomes(tried):
    return [line["outcome"] for line in tried.report["lines"]]


def test_contracts_are_announced_then_written_then_taken_back(
    facilitateur, bailleur, famille
):
    tried = bring(facilitateur, [["M-1", "Rue", "habitat du sud", "voirie", 1_000_000]])

    assert outcomes(tried) == ["cree"]
    assert not Marche.objects.exists()

    apply(tried, author=facilitateur)

    marche = Marche.objects.get()
    assert (marche.reference, marche.maitre_ouvrage, marche.famille, marche.amount) == (
        "M-1",
        bailleur,
        famille,
        100_000_000,
    )
    assert marche.objective_hours == 833
    assert tried.state == ImportState.APPLIQUE
    assert tried.rows == []

    undo(tried, author=facilitateur)

    assert not Marche.objects.exists()
    assert tried.state == ImportState.ANNULE


def test_the_same_file_twice_changes_nothing(facilitateur, bailleur, famille):
    rows = [["M-1", "Rue", "Habitat du Sud", "Voirie", 1_000_000]]
    apply(bring(facilitateur, rows), author=facilitateur)

    again = bring(facilitateur, rows)

    assert outcomes(again) == ["inchange"]
    with pytest.raises(ImportRefusedError, match="rien à écrire"):
        apply(again, author=facilitateur)


def test_an_empty_cell_keeps_what_is_there_and_a_full_one_is_told(
    facilitateur, bailleur, famille
):
    marche = make_marche(
        reference="M-1", title="Rue", maitre_ouvrage=bailleur, famille=famille
    )

    tried = bring(facilitateur, [["m-1", "Avenue", "21750001630040", "", ""]])

    assert tried.report["lines"][0]["changes"] == [("objet", "Rue", "Avenue")]
    apply(tried, author=facilitateur)
    marche.refresh_from_db()
    assert (marche.title, marche.amount) == ("Avenue", 100_000_000)

    undo(tried, author=facilitateur)
    marche.refresh_from_db()
    assert marche.title == "Rue"


def test_everything_a_contract_has_can_come_from_a_file(
    facilitateur, bailleur, famille
):
    commune = make_commune(name="Aubagne")
    quartier = make_quartier(commune=commune, code="QN01301M")
    head = [*HEAD, "Commune", "QPV", "Notifié le", "Durée en mois", "Titulaire"]
    head += ["SIRET du titulaire", "Cotraitants", "Sous-traitants", "Clause sociale"]
    head += ["Heures inscrites au marché", "Pénalité par heure non réalisée"]
    row = ["M-1", "Rue", "Habitat du Sud", "Voirie", "1 000 000,00 €", "aubagne"]
    row += ["QN01301M", "15/01/2026", 12, "BTP Sud", "55204599900869"]
    row += ["Peintres unis; BTP Nord", "Terrassiers", "Marché réservé", 900, 60]

    tried = bring(facilitateur, [row], head)
    assert tried.report["lines"][0]["errors"] == {}
    apply(tried, author=facilitateur)

    marche = Marche.objects.get()
    assert marche.commune == commune
    assert list(marche.quartiers.all()) == [quartier]
    assert (marche.notified_on, marche.end) == (date(2026, 1, 15), date(2027, 1, 14))
    assert (marche.titulaire.name, marche.titulaire.siret) == (
        "BTP Sud",
        "55204599900869",
    )
    assert (marche.clause, marche.state, marche.objective_hours) == (
        "reserve",
        "en_cours",
        900,
    )
    assert marche.penalty_hourly == 6_000
    assert sorted((i.organisation.name, i.role) for i in marche.intervenants.all()) == [
        ("BTP Nord", "cotraitant"),
        ("Peintres unis", "cotraitant"),
        ("Terrassiers", "sous_traitant"),
    ]

    undo(tried, author=facilitateur)
    assert not Marche.objects.exists()
    assert not Organisation.objects.filter(name="Peintres unis").exists()


def test_a_company_named_on_two_lines_is_added_once(facilitateur, bailleur, famille):
    head = [*HEAD, "Titulaire"]
    rows = [
        [f"M-{n}", "Rue", "Habitat du Sud", "Voirie", 1_000, "BTP Sud"] for n in (1, 2)
    ]

    apply(bring(facilitateur, rows, head), author=facilitateur)

    assert Organisation.objects.filter(name="BTP Sud").count() == 1
    assert Marche.objects.filter(titulaire__name="BTP Sud").count() == 2


@pytest.mark.parametrize(
    ("row", "cell", "words"),
    [
        (["", "Rue", "Habitat du Sud", "Voirie", 1], "reference", "vide"),
        (["M", "Rue", "Inconnu", "Voirie", 1], "owner", "pas une organisation connue"),
        (["M", "Rue", "Habitat du Sud", "Rien", 1], "famille", "pas une famille"),
        (["M", "Rue", "Habitat du Sud", "", 1], "famille", "La famille manque"),
        (["M", "Rue", "Habitat du Sud", "Voirie", "cher"], "amount", "pas un montant"),
        (["M", "Rue", "Habitat du Sud", "Voirie", -1], "amount", "négatif"),
    ],
)
def test_a_wrong_cell_is_told_where_it_is(
    facilitateur, bailleur, famille, row, cell, words
):
    tried = bring(facilitateur, [row])

    (line,) = tried.report["lines"]
    assert line["outcome"] == "erreur"
    assert words in line["errors"][cell]
    with pytest.raises(ImportRefusedError, match="erreurs"):
        apply(tried, author=facilitateur)


def test_right_lines_can_be_written_without_the_wrong_ones(
    facilitateur, bailleur, famille
):
    tried = bring(
        facilitateur,
        [
            ["M-1", "Rue", "Habitat du Sud", "Voirie", 1_000],
            ["M-2", "Rue", "Inconnu", "Voirie", 1_000],
            ["M-1", "Double", "Habitat du Sud", "Voirie", 1_000],
        ],
    )
    assert outcomes(tried) == ["cree", "erreur", "erreur"]

    apply(tried, author=facilitateur, without_errors=True)

    assert [m.title for m in Marche.objects.all()] == ["Rue"]


def test_an_owner_imports_its_own_contracts_only(bailleur, famille):
    make_organisation(name="Autre bailleur")
    owner = make_personne(Role.MAITRE_OUVRAGE, perimetre_organisation=bailleur)

    tried = bring(
        owner,
        [
            ["M-1", "Rue", "Habitat du Sud", "Voirie", 1_000],
            ["M-2", "Rue", "Autre bailleur", "Voirie", 1_000],
        ],
    )

    assert outcomes(tried) == ["cree", "erreur"]
    assert "Vous ne gérez pas" in tried.report["lines"][1]["errors"]["owner"]


def test_what_moved_since_the_dry_run_stops_everything(facilitateur, bailleur, famille):
    tried = bring(facilitateur, [["M-1", "Rue", "Habitat du Sud", "Voirie", 1_000]])
    make_marche(reference="M-1", title="Déjà", maitre_ouvrage=bailleur, famille=famille)

    with pytest.raises(ImportRefusedError, match="a changé depuis"):
        apply(tried, author=facilitateur)

    tried.refresh_from_db()
    assert (outcomes(tried), tried.state) == (["modifie"], ImportState.ESSAI)
    assert Marche.objects.get().title == "Déjà"


def test_a_contract_changed_since_is_not_taken_back(facilitateur, bailleur, famille):
    tried = bring(facilitateur, [["M-1", "Rue", "Habitat du Sud", "Voirie", 1_000]])
    apply(tried, author=facilitateur)
    marche = Marche.objects.get()
    with change(author=facilitateur, reason="Corriger"):
        marche.title = "Corrigé à la main"
        marche.save()

    with pytest.raises(ImportRefusedError, match="modifié depuis"):
        undo(tried, author=facilitateur)

    assert Marche.objects.get().title == "Corrigé à la main"


def test_an_import_is_one_change_of_the_journal(facilitateur, bailleur, famille):
    rows = [[f"M-{n}", "Rue", "Habitat du Sud", "Voirie", 1_000] for n in range(1, 4)]

    tried = apply(bring(facilitateur, rows), author=facilitateur)

    actes = Acte.objects.filter(change=tried.change, model="insertion.marche")
    assert [(a.verb, a.author) for a in actes] == [("create", facilitateur)] * 3


def test_columns_are_guessed_from_the_names_people_use(facilitateur):
    content = make_csv(
        [["N° marché", "Intitulé", "MOA", "Montant € HT", "Date de notification", "?"]]
    )

    received = receive(find_spec("marches"), "a.csv", content, author=facilitateur)

    assert received.mapping == {
        "reference": 0,
        "title": 1,
        "owner": 2,
        "amount": 3,
        "notified_on": 4,
    }
