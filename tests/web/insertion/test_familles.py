from datetime import date
from decimal import Decimal
from uuid import uuid4

from django.urls import reverse
from tests.factories.insertion import (
    make_famille,
    make_hypothese,
    make_jeu,
    make_marche,
)
from tests.web.reading import jeton

from possibles.apps.acteurs.enums import Role
from possibles.apps.insertion.models import JeuDHypotheses


def text_of(response) -> str:
    return response.content.decode().replace("\u202f", " ")


def test_the_calculator_gives_the_published_examples(client, db):
    famille = make_famille()

    page = text_of(
        client.get(
            reverse("calcul"),
            {
                "famille": famille.slug,
                "montant": "1 500 000",
                "b-part": "70",
                "b-taux": "10",
            },
        )
    )

    assert "<strong>1 250</strong>" in page
    assert "<strong>3 500</strong>" in page


def test_what_is_left_empty_keeps_the_value_in_force(client, db):
    famille = make_famille()

    response = client.get(
        reverse("calcul"),
        {"famille": famille.slug, "montant": "1 000 000", "c-cout": "60"},
    )

    (first, _), (second, _) = response.context["variantes"]
    assert (first.result.hours, second.result.hours) == (833, 417)
    assert second.base.labour_share == Decimal("0.5")


def test_a_wrong_hypothesis_is_told_and_the_others_stay(client, db):
    famille = make_famille()

    response = client.get(
        reverse("calcul"),
        {"famille": famille.slug, "b-part": "beaucoup", "b-cout": "0"},
    )

    page = text_of(response)
    assert "n’est pas un pourcentage" in page
    assert "supérieur à zéro" in page
    assert len(response.context["variantes"]) == 1


def test_a_calculator_without_family_says_so(client, db):
    assert "Aucune famille chargée" in text_of(client.get(reverse("calcul")))


def test_a_hypothesis_goes_from_the_calculator_to_its_adoption(client_for):
    famille = make_famille()
    marche = make_marche(famille=famille)
    client = client_for(Role.FACILITATEUR)
    asked = client.get(reverse("calcul"), {"famille": famille.slug, "b-part": "45,5"})
    url = asked.context["variantes"][1][1]

    form = client.get(url).context["form"]
    assert form.initial["labour_share"] == Decimal("0.4550")
    data = {
        "valid_from": "2026-11-01",
        "labour_share": "45,5",
        "labour_low": "40",
        "labour_high": "60",
        "hourly_cost": "36",
        "rate": "5",
        "step": "10",
        "certainty": "P",
        "source": "Séminaire",
        "motif": "Séance du 4 novembre",
        "_jeton": str(uuid4()),
    }
    response = client.post(reverse("hypothese-create", args=[famille.pk]), data)

    assert response.status_code == 302
    adopted = famille.hypotheses.get(valid_from=date(2026, 11, 1))
    assert (adopted.labour_share, adopted.hourly_cost) == (Decimal("0.455"), 3_600)
    marche.refresh_from_db()
    assert marche.objective_hours == 833


def test_two_hypotheses_do_not_begin_on_the_same_day(client_for):
    famille = make_famille()
    held = famille.hypotheses.get()
    data = {
        "valid_from": held.valid_from.isoformat(),
        "labour_share": "50",
        "labour_low": "40",
        "labour_high": "60",
        "hourly_cost": "36",
        "rate": "5",
        "step": "1",
        "certainty": "P",
        "source": "Séminaire",
        "motif": "Essai",
        "_jeton": str(uuid4()),
    }

    response = client_for(Role.FACILITATEUR).post(
        reverse("hypothese-create", args=[famille.pk]), data
    )

    assert response.status_code == 422
    assert "commence déjà ce jour-là" in text_of(response)


def test_a_family_tells_its_history(client, db):
    famille = make_famille()
    make_hypothese(famille, valid_from=date(2025, 7, 1), hourly_cost=3_600)
    make_hypothese(famille, valid_from=date(2199, 1, 1))

    page = text_of(client.get(reverse("famille-detail", args=[famille.pk])))

    assert page.count("en vigueur</") == 1
    assert "à venir</" in page


def test_families_without_hypothesis_are_shown_as_such(client, db):
    make_famille(hypothese=False)

    assert "Aucune hypothèse en vigueur" in text_of(client.get(reverse("famille-list")))


def test_a_set_is_prepared_compared_then_adopted(client_for, db):
    famille = make_famille(name="Voirie")
    make_marche(famille=famille, state="prevu")
    client = client_for(Role.FACILITATEUR)
    key = f"f{famille.pk}"

    empty = client.post(reverse("jeu-create"), {"name": "Prix 2027", **jeton()})
    sent = client.post(
        reverse("jeu-create"),
        {"name": "Prix 2027", f"{key}-cout": "50", **jeton()},
    )
    page = text_of(client.get(sent.url))
    jeu = JeuDHypotheses.objects.get()
    again = client.get(reverse("jeu-update", args=[jeu.pk]))
    adopted = client.post(
        reverse("jeu-adopt", args=[jeu.pk]),
        {
            "valid_from": "2026-11-02",
            "source": "Étude de prix",
            "certainty": "P",
            "with_coming": "on",
            "motif": "Séance",
            **jeton(),
        },
    )

    assert empty.status_code == 422
    assert "−333" in page
    assert 'value="50,00"' in again.content.decode()
    assert adopted.status_code == 302
    assert famille.marches.get().objective_hours == 500
    assert client.get(reverse("jeu-update", args=[jeu.pk])).status_code == 404
    assert client.get(reverse("jeu-adopt", args=[jeu.pk])).status_code == 404


def test_sets_are_exported_as_they_are_shown(client_for, db):
    famille = make_famille()
    make_marche(famille=famille, state="prevu")
    jeu = make_jeu(famille, hourly_cost=5_000, name="Prix 2027")
    client = client_for(Role.ELU)

    for par in ("famille", "maitre-ouvrage", "projet", "autre"):
        answer = client.get(
            reverse("jeu-list"), {"par": par, "jeu": jeu.pk, "format": "csv"}
        )
        assert "833;500;-333" in answer.content.decode().replace('"', "")
    assert "Adopter" not in text_of(client.get(reverse("jeu-list")))
