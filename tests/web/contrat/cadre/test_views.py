import pytest
from django.urls import reverse
from tests.factories.acteurs import make_organisation
from tests.factories.contrat import (
    make_agenda,
    make_chantier,
    make_orientation,
    make_outil,
    make_projet,
    make_public_projet,
)
from tests.factories.conventions import make_contrat
from tests.factories.documents import make_document
from tests.factories.gouvernance import make_instance
from tests.factories.territoires import make_commune, make_quartier
from tests.web.reading import count_queries, sent_from, text

from possibles.apps.acteurs.enums import Role
from possibles.apps.contrat.enums import AgendaState
from possibles.apps.contrat.models import ActeurChantier, AvenantAgenda
from possibles.apps.journal.models import Acte, change

pytestmark = pytest.mark.django_db


def make_led_chantier(**over):
    chantier = make_chantier(**over)
    with change(author=None, origin="tests"):
        chantier.outils.set([make_outil()])
        for role in ("chef_de_file", "partenaire"):
            ActeurChantier.objects.create(
                chantier=chantier, organisation=make_organisation(), role=role
            )
    return chantier


def test_the_public_counts_what_the_public_sees(client, client_for):
    orientation = make_orientation(name="Habiter")
    make_contrat()
    make_public_projet(orientations=[orientation])
    make_projet(orientations=[orientation])

    def count(someone):
        page = someone.get(reverse("contrat-detail"))
        return page.context["orientations"].get(name="Habiter").projets_count

    assert (count(client), count(client_for())) == (1, 2)


def test_the_documents_of_the_contract_are_those_one_may_read(client):
    contrat = make_contrat()
    make_document(subject=contrat, title="Le contrat signé")
    make_document(subject=contrat, title="Projet d’avenant", visibility="pilotage")

    words = text(client.get(reverse("contrat-detail")))

    assert "Le contrat signé" in words
    assert "Projet d’avenant" not in words


@pytest.mark.parametrize(
    "route",
    ["contrat-detail", "outil-list", "couverture-detail", "chantier-list"],
)
def test_pages_take_the_same_queries_for_one_and_three_of_all(client, route):
    make_contrat()

    def add():
        orientation, outil = make_orientation(), make_outil()
        quartier = make_quartier()
        make_public_projet(
            orientations=[orientation], outils=[outil], quartiers=[quartier]
        )
        make_led_chantier()
        make_instance()

    add()
    one = count_queries(client, reverse(route))
    add()
    add()

    assert count_queries(client, reverse(route)) == one


def test_the_toolbox_counts_the_unused(client):
    used = make_outil(name="Veille")
    make_outil(name="Charte")
    make_public_projet(outils=[used])

    page = client.get(reverse("outil-list"))

    assert (page.context["count"], page.context["unused"]) == (2, 1)


def test_coverage_of_one_commune(client):
    commune = make_commune(name="Vitrolles")
    make_quartier(commune=commune, name="Les Pins")
    make_quartier(name="Ailleurs")
    make_orientation()
    url = reverse("couverture-detail")

    page = client.get(url, {"commune": commune.code_insee})

    assert [q.name for q in page.context["couverture"].quartiers] == ["Les Pins"]
    assert len(client.get(url, {"commune": "²"}).context["couverture"].quartiers) == 2


@pytest.mark.parametrize("year", ["2026", "²", "aucun"])
def test_works_are_filtered_by_agenda(client, year):
    chantier = make_led_chantier(title="Dedans")
    make_led_chantier(title="Dehors")
    agenda = make_agenda(state=AgendaState.SUIVI)
    with change(author=None, origin="tests"):
        agenda.chantiers.set([chantier])

    page = client.get(reverse("chantier-list"), {"agenda": year})

    found = [c.title for c in page.context["listing"].page.object_list]
    assert found == (["Dedans"] if year == "2026" else [])


def test_a_work_is_followed_with_author_and_reason(client_for):
    director = client_for(Role.DIRECTEUR_DE_PROJET)
    chantier = make_led_chantier()
    url = reverse("chantier-update", args=[chantier.pk])
    data = sent_from(director.get(url), avancement="Commencé", motif="Point de mai")

    answer = director.post(url, data)

    chantier.refresh_from_db()
    acte = Acte.objects.first()
    assert answer["Location"] == reverse("chantier-detail", args=[chantier.pk])
    assert chantier.avancement == "Commencé"
    assert (acte.author, acte.reason) == (director.personne, "Point de mai")
    assert "Point de mai" in text(director.get(answer["Location"]))


def test_the_title_of_a_committed_work_changes_by_an_amendment(client_for):
    director = client_for(Role.DIRECTEUR_DE_PROJET)
    chantier = make_led_chantier(title="Charte")
    agenda = make_agenda(state=AgendaState.VALIDE)
    with change(author=None, origin="tests"):
        agenda.chantiers.set([chantier])
    url = reverse("chantier-update", args=[chantier.pk])

    answer = director.post(url, sent_from(director.get(url), title="Autre"))

    chantier.refresh_from_db()
    assert answer.status_code == 422
    assert "motif" in answer.context["form"].errors
    assert chantier.title == "Charte"

    data = sent_from(director.get(url), title="Charte commune", motif="Vote du comité")
    director.post(url, data)

    chantier.refresh_from_db()
    avenant = AvenantAgenda.objects.get()
    assert chantier.title == "Charte commune"
    assert (avenant.agenda, avenant.motif) == (agenda, "Vote du comité")
    assert avenant.summary == "Charte commune — intitulé : Charte → Charte commune"


def test_a_work_is_not_changed_by_a_partner(client_for):
    url = reverse("chantier-update", args=[make_led_chantier().pk])

    assert client_for(Role.PARTENAIRE).get(url).status_code == 404
