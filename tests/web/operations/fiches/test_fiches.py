"""The list of operations, a sheet, its parts and its states."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from tests.factories.acteurs import make_organisation
from tests.factories.operations import (
    make_chain,
    make_commentaire,
    make_consultation,
    make_contact,
    make_estimation,
    make_financement,
    make_interface,
    make_limits,
    make_operation,
    make_paiement,
    make_reserve,
)
from tests.factories.territoires import make_quartier
from tests.web.reading import count_queries, jeton, text

from possibles.apps.acteurs.enums import Role
from possibles.apps.operations.models import Estimation, Operation

pytestmark = pytest.mark.django_db


def fill(operation: Operation) -> Operation:
    """Give an operation one of everything its sheet shows."""
    make_chain(
        operation,
        ("Études", 40, "etudes"),
        ("Décision", 60, "das"),
        ("Travaux", 200, "travaux"),
        ("Ouverture", 0, "mise_en_service"),
    )
    make_estimation(operation)
    make_financement(operation)
    make_paiement(operation)
    make_reserve(operation)
    make_consultation(operation)
    make_contact(operation, name="Dominique Secret")
    make_interface(make_operation(title="Démolition voisine"), operation)
    return operation


def make_full() -> Operation:
    make_limits()
    return fill(
        make_operation(
            make_quartier(),
            title="École des Lilas",
            lancement_year=2027,
            lancement_semester=1,
            duree_semestres=6,
            convention_cost=90_000_000,
            lon=5.4,
            lat=43.3,
        )
    )


def builder_of(client_for, operation: Operation):
    owner = operation.maitre_ouvrage
    return client_for(
        Role.MAITRE_OUVRAGE, organisation=owner, perimetre_organisation=owner
    )


@pytest.mark.parametrize("face", ["", "?vue=carte"])
def test_the_list_costs_the_same_for_one_and_for_three(client_for, face):
    client = client_for(Role.OPC)
    address = reverse("operation-list") + face
    fill(make_operation())
    client.get(address)
    one = count_queries(client, address)
    fill(make_operation())

    assert count_queries(client, address) == one


def test_a_sheet_costs_the_same_whatever_it_holds(client_for):
    client = client_for(Role.OPC)
    operation = make_full()
    address = reverse("operation-detail", args=[operation.pk])
    client.get(address)
    one = count_queries(client, address)
    for _ in range(2):
        make_estimation(operation)
        make_financement(operation)
        make_reserve(operation)
        make_consultation(operation)
        make_contact(operation)
        make_interface(make_operation(), operation)

    assert count_queries(client, address) == one


def test_an_unfruitful_consultation_is_recorded_then_launched_again(client_for):
    operation = make_operation()
    client = builder_of(client_for, operation)
    failed = {
        "objet": "Lot 3, gros œuvre",
        "launched_on": "2026-03-02",
        "issue": "infructueuse",
        "motif": "Aucune offre.",
    }
    url = reverse("consultation-create", args=[operation.pk])

    refused = client.post(url, {**failed, **jeton()})
    client.post(url, {**failed, "ended_on": "2026-05-04", **jeton()})
    again = {
        "objet": "Lot 3, deux allotissements",
        "launched_on": "2026-06-01",
        "issue": "en_cours",
        "relance_de": operation.consultations.get().pk,
    }
    client.post(url, {**again, **jeton()})

    sheet = text(client.get(reverse("operation-detail", args=[operation.pk])))
    assert "Donnez le jour où l’issue est connue" in text(refused)
    assert "Infructueuse Lot 3, gros œuvre" in sheet
    assert "relance « Lot 3, gros œuvre »" in sheet


def test_the_list_totals_costs_and_filters(client_for):
    late = make_operation(title="Crèche en retard")
    make_estimation(late, lignes={"travaux": 300_000_000})
    make_estimation(make_operation(title="Gymnase"), lignes={"travaux": 100_000_000})

    page = client_for(Role.ELU).get(reverse("operation-list"))
    found = client_for(Role.ELU).get(reverse("operation-list"), {"q": "creche"})

    assert "4 000 000" in text(page)
    assert found.context["listing"].count == 1


def test_every_question_of_the_list_has_an_answer(client_for):
    make_full()
    client = client_for(Role.OPC)
    listing = client.get(reverse("operation-list")).context["listing"]

    for bound in listing.filters:
        for choice, _ in bound.options:
            answer = client.get(reverse("operation-list"), {bound.key: choice.value})
            assert answer.status_code == 200, (bound.key, choice)


def test_the_sheet_tells_contract_and_forecast_side_by_side(client_for):
    operation = make_full()

    told = text(
        client_for(Role.ELU).get(reverse("operation-detail", args=[operation.pk]))
    )

    for words in (
        "1er semestre 2027",
        "2e semestre 2029",
        "Limite d’engagement",
        "1 000 000 €",
        "100 000 €",
        "Il manque",
        "Démolition voisine",
        "à lever",
        "Dominique Secret",
    ):
        assert words in told


def test_visitors_see_no_name_and_no_discussion(client):
    operation = make_full()

    told = text(client.get(reverse("operation-detail", args=[operation.pk])))

    assert "École des Lilas" in told
    assert "Dominique Secret" not in told
    assert "discussion" not in told
    address = reverse("operation-discussion", args=[operation.pk])
    assert client.get(address).status_code == 302


def test_an_idea_is_not_public(client, client_for):
    idea = make_operation(state="idee", title="Idée secrète")
    address = reverse("operation-detail", args=[idea.pk])

    assert client.get(address).status_code == 404
    assert client_for(Role.ELU).get(address).status_code == 200
    assert "Idée secrète" not in text(client.get(reverse("operation-list")))


def test_a_new_operation_gets_its_usual_schedule(client_for):
    import yaml
    from django.conf import settings

    from possibles.apps.operations.domain.modeles import load_modeles

    file = settings.ROOT / "content" / "operations" / "modeles.yaml"
    load_modeles(yaml.safe_load(file.read_text(encoding="utf-8")))
    projet = make_operation().renouvellement
    owner = make_organisation()
    client = client_for(
        Role.MAITRE_OUVRAGE, organisation=owner, perimetre_organisation=owner
    )

    answer = client.post(
        reverse("operation-create"),
        {
            "title": "École des Lilas",
            "kind": "ecole_neuve",
            "renouvellement": projet.pk,
            "maitre_ouvrage": owner.pk,
            "start": "2027-01-04",
        }
        | jeton(),
        follow=True,
    )

    made = Operation.objects.get(title="École des Lilas")
    assert answer.redirect_chain[-1][0] == reverse("operation-detail", args=[made.pk])
    assert made.taches.count() == 17
    assert made.delivery_forecast.year in {2031, 2032}


def test_an_owner_adds_for_itself_only(client_for):
    other = make_operation()
    owner = make_organisation()
    client = client_for(
        Role.MAITRE_OUVRAGE, organisation=owner, perimetre_organisation=owner
    )

    answer = client.post(
        reverse("operation-create"),
        {
            "title": "Chez le voisin",
            "kind": "creche",
            "renouvellement": other.renouvellement_id,
            "maitre_ouvrage": other.maitre_ouvrage_id,
        }
        | jeton(),
    )

    assert answer.status_code == 422
    assert not Operation.objects.filter(title="Chez le voisin").exists()


def test_an_estimate_is_written_with_its_items(client_for):
    operation = make_operation()
    client = builder_of(client_for, operation)

    client.post(
        reverse("estimation-create", args=[operation.pk]),
        {
            "date": "2026-11-01",
            "maturite": "aps",
            "taux_tva": "20",
            "travaux": "1 000 000",
            "etudes": "120 000",
        }
        | jeton(),
    )

    estimation = Estimation.objects.get()
    assert (estimation.total_ht, estimation.total_ttc) == (112_000_000, 134_400_000)
    assert estimation.author == client.personne
    operation.refresh_from_db()
    assert operation.cost_ht == 112_000_000


def test_an_estimate_without_any_item_says_what_to_do(client_for):
    operation = make_operation()

    answer = builder_of(client_for, operation).post(
        reverse("estimation-create", args=[operation.pk]),
        {"date": "2026-11-01", "maturite": "aps", "taux_tva": "20"} | jeton(),
    )

    assert answer.status_code == 422
    assert "Donnez le montant d’un poste" in text(answer)


def test_an_item_emptied_leaves_the_estimate(client_for):
    operation = make_operation()
    estimation = make_estimation(
        operation, lignes={"travaux": 100_000_000, "foncier": 5_000_000}
    )
    client = builder_of(client_for, operation)
    address = reverse("estimation-update", args=[estimation.pk])
    base = client.get(address).context["base"]

    client.post(
        address,
        {
            **base,
            "date": "2026-01-05",
            "maturite": "programme",
            "taux_tva": "20",
            "travaux": "1 100 000",
        },
    )

    operation.refresh_from_db()
    assert operation.cost_ht == 110_000_000
    assert [line.poste for line in estimation.lignes.all()] == ["travaux"]


def test_a_line_of_the_plan_keeps_its_rate(client_for):
    operation = make_operation()
    anru = make_organisation(slug="anru")

    builder_of(client_for, operation).post(
        reverse("financement-create", args=[operation.pk]),
        {
            "financeur": anru.pk,
            "montant": "250 000",
            "state": "sollicite",
            "assiette": "1 000 000",
            "taux": "25",
        }
        | jeton(),
    )

    line = operation.financements.get()
    assert (line.montant, line.taux) == (25_000_000, Decimal("0.25"))


def test_a_state_says_what_is_missing_before_it_moves(client_for):
    operation = make_operation(state="programmee")
    client = builder_of(client_for, operation)
    address = reverse("operation-move", args=[operation.pk, "present"])

    assert "Ajoutez une estimation du coût." in text(client.get(address))
    assert client.post(address, {"reason": ""} | jeton()).status_code == 422
    operation.refresh_from_db()
    assert operation.state == "programmee"


def test_a_decision_moves_the_operation(client_for):
    operation = make_operation(state="fat_deposee")

    builder_of(client_for, operation).post(
        reverse("operation-move", args=[operation.pk, "engage"]),
        {"on": date(2026, 6, 1).isoformat(), "reason": "Décision reçue"} | jeton(),
    )

    operation.refresh_from_db()
    assert operation.state == "engagee"


def test_a_word_of_discussion_is_kept(client_for):
    operation = make_operation()
    client = client_for(Role.ELU)

    client.post(
        reverse("commentaire-operation-create", args=[operation.pk]),
        {"text": "Qui prévient l’école ?"} | jeton(),
    )

    written = operation.commentaires.get()
    assert (written.text, written.author) == (
        "Qui prévient l’école ?",
        client.personne,
    )


def test_the_discussion_is_a_page_and_the_foot_of_the_sheet(client_for):
    operation = make_operation()
    make_commentaire(operation, text="Qui prévient l’école ?")
    client = client_for(Role.ELU)
    address = reverse("operation-discussion", args=[operation.pk])
    sheet = client.get(reverse("operation-detail", args=[operation.pk]))

    page = client.get(address)
    part = client.get(address, headers={"HX-Request": "true"})

    assert f'href="{address}"' in sheet.content.decode()
    assert "Qui prévient l’école ?" in text(page)
    assert "Qui prévient l’école ?" in text(part)
    assert "<html" not in part.content.decode()


@pytest.mark.parametrize(
    ("given", "back"),
    [({}, "operation-detail"), ({"page": "discussion"}, "operation-discussion")],
)
def test_a_word_leads_back_to_where_it_was_written(client_for, given, back):
    operation = make_operation()

    answer = client_for(Role.ELU).post(
        reverse("commentaire-operation-create", args=[operation.pk]),
        {"text": "Bonjour", **given} | jeton(),
    )

    assert answer.url.split("#")[0] == reverse(back, args=[operation.pk])


def test_the_map_shows_placed_operations_alone(client):
    placed = make_operation(lon=5.4, lat=43.3)
    make_operation()

    found = client.get(reverse("operation-geojson")).json()["features"]

    assert [f["properties"]["key"] for f in found] == [f"o{placed.pk}"]


def test_the_sheet_prints(client_for):
    operation = make_full()

    answer = client_for(Role.ELU).get(reverse("operation-pdf", args=[operation.pk]))

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert b"ecole-des-lilas" in answer["Content-Disposition"].encode()


def test_the_home_counts_operations(client_for):
    make_full()

    page = client_for(Role.ELU).get(reverse("home"))

    assert "Opérations de renouvellement" in text(page)


def test_the_frame_of_renewal_leads_to_its_operations(client):
    operation = make_full()

    page = client.get(reverse("renouvellement-list"))

    assert f"?projet={operation.renouvellement_id}" in page.content.decode()
