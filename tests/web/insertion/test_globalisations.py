import pytest
from django.urls import reverse
from tests.factories.insertion import make_globalisation, make_marche
from tests.web.reading import jeton, text

from possibles.apps.acteurs.enums import Role
from possibles.apps.insertion.models import Globalisation, Marche
from possibles.apps.journal.models import Acte

pytestmark = pytest.mark.django_db


def test_small_contracts_hand_their_hours_over_and_none_is_lost(client):
    small = make_marche(title="Petit", contract_hours=30)
    large = make_marche(title="Grand", contract_hours=400)
    held = make_globalisation(small, large, minimum=50)

    response = client.get(reverse("globalisation-detail", args=[held.pk]))

    parts = {p.marche.title: (p.owed, p.carried) for p in response.context["parts"]}
    assert parts == {"Petit": (30, 0), "Grand": (400, 430)}
    assert response.context["total"] == 430


def test_a_visitor_is_not_told_of_contracts_to_come(client, client_for):
    held = make_globalisation(make_marche(title="À venir", state="prevu"))
    url = reverse("globalisation-detail", args=[held.pk])

    assert "À venir" not in text(client.get(url))
    assert "À venir" in text(client_for(Role.ELU).get(url))


def test_a_pool_is_opened_with_its_contracts_then_changed_in_one_act(client_for):
    facilitateur = client_for(Role.FACILITATEUR)
    first, second = make_marche(), make_marche()
    data = {"name": "Nord", "minimum": "60", "note": "", "marches": [first.pk]}

    opened = facilitateur.post(reverse("globalisation-create"), data | jeton())
    held = Globalisation.objects.get()
    assert opened["Location"] == reverse("globalisation-detail", args=[held.pk])

    url = reverse("globalisation-update", args=[held.pk])
    base = facilitateur.get(url).context["base"]
    facilitateur.post(url, data | base | {"marches": [second.pk]})

    assert [m.pk for m in Marche.objects.filter(globalisation=held)] == [second.pk]
    last = Acte.objects.order_by("-sequence").first()
    told = Acte.objects.filter(change=last.change, model="insertion.marche")
    assert {int(a.object_id) for a in told} == {first.pk, second.pk}


def test_the_list_counts_contracts_and_hours(client):
    make_globalisation(make_marche(contract_hours=30), name="Nord")

    (row,) = client.get(reverse("globalisation-list")).context["rows"]

    assert (row[0].name, row[1], row[2]) == ("Nord", 1, 30)


def test_a_row_of_example_says_so_in_the_list(client):
    make_marche(title="Vrai")
    make_marche(title="Inventé", is_exemple=True)

    page = text(client.get(reverse("marche-list")))

    assert "Inventé exemple" in " ".join(page.split())
    assert "Vrai exemple" not in " ".join(page.split())
