import pytest
from tests.factories.acteurs import make_organisation, make_personne
from tests.factories.files import make_csv
from tests.factories.operations import make_operation
from tests.factories.territoires import make_projet_renouvellement, make_quartier

from possibles.apps.imports.domain.applying import apply, undo
from possibles.apps.imports.domain.planning import dry_run
from possibles.apps.imports.domain.receiving import receive
from possibles.apps.imports.specs import find_spec
from possibles.apps.operations.interfaces.imports.operations import read_semester
from possibles.apps.operations.models import Operation

pytestmark = pytest.mark.django_db

HEAD = ["IDTOP", "Libellé", "Projet", "MOA", "Type", "LO", "Durée", "Coût HT", "QPV"]


@pytest.fixture
def director():
    return make_personne("directeur_de_projet")


@pytest.fixture
def owner():
    return make_organisation(name="Ville de l’exemple")


@pytest.fixture
def projet():
    return make_projet_renouvellement(kind="prin", number=3)


def bring(author, *rows, head=HEAD):
    received = receive(
        find_spec("operations"), "o.csv", make_csv([head, *rows]), author=author,
        options={},
    )  # fmt: skip
    return dry_run(received, author=author)


def outcomes(tried):
    return [line["outcome"] for line in tried.report["lines"]]


def row(owner, **over):
    cells = {
        "idtop": "478-6013024-37-0002-001",
        "title": "Groupe scolaire",
        "projet": "PRIN 3",
        "moa": owner.name,
        "kind": "École neuve",
        "lo": "2027 S1",
        "length": "6",
        "cost": "8 400 000",
        "qpv": "",
    } | over
    return list(cells.values())


def test_an_operation_is_announced_written_and_taken_back(director, owner, projet):
    quartier = make_quartier()

    tried = bring(director, row(owner, qpv=quartier.code))
    assert outcomes(tried) == ["cree"]
    assert not Operation.objects.exists()
    apply(tried, author=director)

    made = Operation.objects.get()
    assert (made.lancement_year, made.lancement_semester) == (2027, 1)
    assert made.convention_cost == 840_000_000
    assert list(made.quartiers.all()) == [quartier]
    assert made.state == "idee"
    undo(tried, author=director)
    assert not Operation.objects.exists()


def test_it_is_recognised_the_second_time(director, owner, projet):
    apply(bring(director, row(owner)), author=director)

    tried = bring(director, row(owner), row(owner, idtop="", title="Autre"))

    assert outcomes(tried) == ["inchange", "cree"]


def test_it_is_recognised_by_its_title_in_its_project(director, owner, projet):
    held = make_operation(renouvellement=projet, maitre_ouvrage=owner, title="Gymnase")

    tried = bring(director, row(owner, title="gymnase", kind="Gymnase"))

    assert outcomes(tried) == ["modifie"]
    apply(tried, author=director)
    held.refresh_from_db()
    assert held.idtop == "478-6013024-37-0002-001"


def test_one_writes_one_s_own_operations_only(owner, projet):
    mine = make_organisation(name="Bailleur")
    author = make_personne("maitre_ouvrage", organisation=mine)

    tried = bring(author, row(owner), row(mine, idtop="", title="Réhabilitation"))

    assert outcomes(tried) == ["erreur", "cree"]


@pytest.mark.parametrize(
    ("over", "key", "told"),
    [
        ({"moa": "Inconnue"}, "maitre_ouvrage", "n’est pas une organisation connue"),
        ({"projet": "PRIN 99"}, "renouvellement", "inconnu ici"),
        ({"qpv": "QN01399Z"}, "quartiers", "QPV inconnu"),
        ({"lo": "printemps"}, "lancement", "2027 S1"),
        ({"kind": "stade"}, "kind", "Choisissez parmi"),
    ],
)
def test_each_refusal_says_what_to_do(director, owner, projet, over, key, told):
    tried = bring(director, row(owner, **over))

    assert told in tried.report["lines"][0]["errors"][key]


@pytest.mark.parametrize("text", ["2027 S1", "S1 2027", "2027-1", "s1-2027", "2027/S1"])
def test_a_semester_is_read_as_people_write_it(text):
    assert read_semester(text) == (2027, 1)
