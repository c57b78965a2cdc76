import pytest
from django.urls import reverse
from tests.factories.contrat import make_projet
from tests.web.reading import jeton, text

from possibles.apps.acteurs.models import VueNommee
from possibles.apps.journal.models import Acte

pytestmark = pytest.mark.django_db
CREATE = "/vues/garder/"


def keep(client, **over):
    data = {
        "name": "À relancer",
        "liste": "projets",
        "query": "manque=nouvelles&tri=-titre",
        "chemin": "/contrat/projets/",
    }
    return client.post(reverse("vue-create"), data | jeton() | over)


@pytest.fixture
def mine(client_for):
    return client_for()


def test_a_list_is_kept_with_its_state_and_opens_on_it(mine):
    make_projet()

    answer = keep(mine)

    vue = VueNommee.objects.get()
    acte = Acte.objects.first()
    assert answer["Location"] == "/contrat/projets/?manque=nouvelles&tri=-titre"
    assert (vue.owner, vue.is_shared) == (mine.personne, False)
    assert (acte.author, acte.reason) == (mine.personne, "Vue gardée")
    assert "À relancer" in text(mine.get("/contrat/projets/"))


def test_a_view_sent_twice_is_kept_once(mine):
    again = jeton()

    answers = [keep(mine, **again) for _ in range(2)]

    assert {a.status_code for a in answers} == {302}
    assert VueNommee.objects.count() == 1


def test_a_name_already_used_is_an_error_of_the_form(mine, client_for):
    keep(mine)

    assert keep(client_for()).status_code == 302
    answer = keep(mine)

    assert answer.status_code == 422
    assert "Vous avez déjà une vue de ce nom." in text(answer)


def test_a_view_is_seen_by_others_when_shared(mine, client_for):
    keep(mine, name="Pour moi")
    keep(mine, name="Pour tous", is_shared="on")

    page = text(client_for().get("/contrat/projets/"))

    assert "Pour tous (partagée)" in page
    assert "Pour moi" not in page


def test_only_its_author_removes_a_view(mine, client_for):
    keep(mine, name="Pour moi")
    keep(mine, name="Pour tous", is_shared="on")
    own, shared = VueNommee.objects.order_by("name")
    other = client_for()

    def remove(client, vue):
        return client.post(reverse("vue-delete", args=[vue.pk]), follow=True)

    assert remove(other, own).status_code == 404
    assert "Seul son auteur" in text(remove(other, shared))
    assert VueNommee.objects.count() == 2
    remove(mine, own)
    assert [v.name for v in VueNommee.objects.all()] == ["Pour tous"]


@pytest.mark.parametrize(
    "path",
    ["//ailleurs.test/", "https://ailleurs.test/", "/\\ailleurs.test", "projets"],
)
def test_a_view_never_leads_away(mine, path):
    answer = keep(mine, chemin=path)

    assert answer.status_code == 422
    assert not VueNommee.objects.exists()


def test_the_views_of_a_person_are_theirs_alone(mine, client_for):
    keep(mine, is_shared="on")

    assert list(client_for().get(reverse("vue-list")).context["vues"]) == []
    assert len(mine.get(reverse("vue-list")).context["vues"]) == 1
