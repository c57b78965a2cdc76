import logging
from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from tests.factories.acteurs import make_organisation
from tests.factories.adresses import ban_line, load_ban
from tests.factories.insertion import (
    make_beneficiaire,
    make_embauche,
    make_employeur,
    make_heures,
    make_marche,
)
from tests.factories.referentiel import make_parametre
from tests.factories.territoires import make_commune, make_quartier, outlined
from tests.web.reading import jeton, text

from possibles.apps.acteurs.enums import Role
from possibles.apps.insertion.domain.heures import recount
from possibles.apps.insertion.models import Beneficiaire, Embauche, Heures

CANARY = "ZQXWKV"
MARCH = date(2026, 3, 1)


@pytest.fixture
def facilitateur(client_for):
    return client_for(Role.FACILITATEUR)


def person_of(**over):
    values = {
        "initials": "kb",
        "sex": "f",
        "birth_year": "1998",
        "critere": "rsa",
        "validated_on": "2026-01-05",
        "eligibility_months": "24",
        "_jeton": str(uuid4()),
    } | over
    return {k: getattr(v, "pk", v) for k, v in values.items()}


def edit(client, url, data):
    """Send an edit form with what its page carried."""
    return client.post(url, client.get(url).context["base"] | data)


def text_of(response) -> str:
    return response.content.decode().replace("\u202f", " ")


def test_a_person_is_added_with_initials_and_a_code(facilitateur):
    quartier = make_quartier()

    facilitateur.post(reverse("beneficiaire-create"), person_of(quartier=quartier))

    person = Beneficiaire.objects.get()
    assert (person.initials, person.commune) == ("KB", quartier.commune)
    assert person.validated_by == facilitateur.personne
    assert person.code.startswith("B-")


def test_the_length_of_eligibility_comes_from_the_parameter(facilitateur):
    make_parametre(code="insertion.duree_eligibilite_mois", kind="number", value="36")

    form = facilitateur.get(reverse("beneficiaire-create")).context["form"]

    assert form.initial["eligibility_months"] == 36


def test_a_validation_is_not_dated_ahead(facilitateur):
    tomorrow = timezone.localdate() + timedelta(days=1)

    response = facilitateur.post(
        reverse("beneficiaire-create"), person_of(validated_on=tomorrow.isoformat())
    )

    assert response.status_code == 422


def test_moving_the_validation_counts_the_hours_again(facilitateur):
    embauche = make_embauche()
    person = embauche.beneficiaire
    line = make_heures(embauche, MARCH)
    recount({person.pk})
    data = person_of(validated_on="2026-04-02")

    edit(facilitateur, reverse("beneficiaire-update", args=[person.pk]), data)

    line.refresh_from_db()
    assert line.refusal == "before_eligibility"


@pytest.mark.parametrize(
    ("validated", "start", "status"),
    [
        (None, "2026-03-01", 422),
        (date(2026, 3, 2), "2026-03-01", 422),
        (date(2026, 3, 1), "2026-03-01", 302),
    ],
)
def test_eligibility_comes_before_the_hire(facilitateur, validated, start, status):
    person = make_beneficiaire(validated_on=validated)
    data = {
        "marche": make_marche().pk,
        "employeur": make_employeur().pk,
        "modalite": "embauche",
        "kind": "cdd",
        "start": start,
        "_jeton": str(uuid4()),
    }

    response = facilitateur.post(reverse("embauche-create", args=[person.pk]), data)

    assert response.status_code == status
    assert Embauche.objects.count() == (status == 302)


def test_each_look_at_a_person_is_logged(facilitateur, caplog):
    person = make_beneficiaire()

    with caplog.at_level(logging.INFO, logger="possibles.security"):
        facilitateur.get(reverse("beneficiaire-detail", args=[person.pk]))
        facilitateur.get(reverse("beneficiaire-list"))

    told = [r.getMessage() for r in caplog.records]
    assert (
        f"consulted beneficiaire={person.code} user={facilitateur.personne.pk}" in told
    )
    assert any("list=beneficiaires" in line for line in told)


def test_a_facilitateur_sees_the_people_of_their_place_only(client_for):
    own, other = make_quartier(), make_quartier()
    here = make_beneficiaire(commune=own.commune)
    there = make_beneficiaire(commune=other.commune)
    client = client_for(Role.FACILITATEUR, commune=own.commune)

    page = text_of(client.get(reverse("beneficiaire-list")))

    assert here.code in page
    assert there.code not in page
    url = reverse("beneficiaire-detail", args=[there.pk])
    assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    "role",
    [Role.ADMINISTRATEUR, Role.DIRECTEUR_DE_PROJET, Role.ELU, Role.MAITRE_OUVRAGE],
)
def test_a_person_is_seen_nowhere_by_the_others(client_for, role):
    embauche = make_embauche(make_beneficiaire(initials=CANARY, critere="refugie"))
    make_heures(embauche, MARCH)
    recount({embauche.beneficiaire_id})
    client = client_for(role)
    marche, code = embauche.marche_id, embauche.beneficiaire.code
    pages = [
        reverse("insertion-dashboard"),
        reverse("insertion-dashboard") + "?par=marche&format=csv",
        reverse("marche-list") + "?format=csv",
        reverse("marche-detail", args=[marche]),
        reverse("history-detail", args=["insertion.marche", marche]),
        reverse("search") + f"?q={CANARY}",
        reverse("search") + f"?q={code}",
        reverse("beneficiaire-list"),
        reverse("heures-list"),
        reverse("heures-entry", args=[marche]) + "?mois=2026-03",
        reverse("beneficiaire-detail", args=[embauche.beneficiaire_id]),
        reverse(
            "history-detail", args=["insertion.beneficiaire", embauche.beneficiaire_id]
        ),
        reverse("history-detail", args=["insertion.embauche", embauche.pk]),
    ]

    for url in pages:
        page = client.get(url).content.decode()
        asked = url.partition("?q=")[2]
        for secret in {CANARY, code} - {asked}:
            assert secret not in page, url
        assert "refugie" not in page, url
        assert "Réfugié" not in page, url


def test_a_month_is_entered_then_validated(facilitateur):
    embauche = make_embauche()
    url = reverse("heures-entry", args=[embauche.marche_id]) + "?mois=2026-03"
    assert embauche.beneficiaire.code in text_of(facilitateur.get(url))

    facilitateur.post(
        url,
        {
            f"travail-{embauche.pk}": "151,67",
            f"formation-{embauche.pk}": "",
            f"version-{embauche.pk}": "0",
        },
    )
    for state in ("justifie", "valide"):
        facilitateur.post(
            reverse("heures-advance", args=[embauche.marche_id]),
            {"mois": "2026-03", "etat": state},
        )

    line = Heures.objects.get()
    assert (line.counted, line.state) == (15_167, "valide")
    assert "151,67" in text_of(facilitateur.get(url))
    page = text_of(facilitateur.get(reverse("heures-list") + "?mois=2026-03"))
    assert embauche.beneficiaire.code in page


def test_wrong_cells_are_shown_where_they_are(facilitateur):
    embauche = make_embauche()
    url = reverse("heures-entry", args=[embauche.marche_id]) + "?mois=2026-03"

    response = facilitateur.post(url, {f"travail-{embauche.pk}": "cent"})

    assert response.status_code == 422
    assert f'id="erreur-travail-{embauche.pk}"' in text_of(response)
    assert 'value="cent"' in text_of(response)


def test_an_unknown_month_or_state_changes_nothing(facilitateur):
    marche = make_marche()
    url = reverse("heures-advance", args=[marche.pk])

    assert facilitateur.post(url, {"mois": "x", "etat": "valide"}).status_code == 302
    assert facilitateur.post(url, {"mois": "2026-03", "etat": "x"}).status_code == 302
    entry = reverse("heures-entry", args=[marche.pk])
    assert facilitateur.get(entry + "?mois=pas-un-mois").status_code == 200


def test_employers_are_added_once(facilitateur):
    organisation = make_organisation()
    data = {"organisation": organisation.pk, "kind": "geiq"}

    for expected in (302, 422):
        response = facilitateur.post(
            reverse("employeur-create"), data | {"_jeton": str(uuid4())}
        )
        assert response.status_code == expected
    assert str(organisation) in text_of(facilitateur.get(reverse("employeur-list")))


def test_the_dashboard_and_its_export_say_the_same(client_for):
    from python_calamine import CalamineWorkbook

    client = client_for(Role.ELU)
    marche = make_marche()
    for _ in range(5):
        make_heures(make_embauche(marche=marche), MARCH, 10)
    recount(set(Beneficiaire.objects.values_list("pk", flat=True)))
    url = reverse("insertion-dashboard")

    page = client.get(url + "?par=marche")
    book = CalamineWorkbook.from_filelike(
        BytesIO(client.get(url + "?par=marche&format=xlsx").content)
    )

    head, line, total = book.get_sheet_by_index(0).to_python()[:3]
    assert line[1:6] == total[1:6] == [1, 833, 50, 0, 783]
    assert line[7] == 1
    assert "50" in text_of(page)
    assert head[0] == "Marché"
    assert client.get(url + "?par=inconnu").status_code == 200


def test_a_month_leaves_as_a_file_that_the_import_reads_back(facilitateur):
    hire = make_embauche(make_beneficiaire(initials="AB"), employeur=make_employeur())
    url = reverse("heures-entry", args=[hire.marche_id])
    file = facilitateur.get(url, {"mois": "2026-03", "format": "xlsx"}).content
    book = load_workbook(BytesIO(file))
    book.active["G2"] = 35.5
    filled = BytesIO()
    book.save(filled)

    upload = SimpleUploadedFile("h.xlsx", filled.getvalue())
    sent = facilitateur.post(reverse("heures-import"), {"file": upload, **jeton()})
    facilitateur.post(f"{sent['Location']}ecrire/")

    line = Heures.objects.get()
    assert (line.beneficiaire, line.employeur, line.month, line.work) == (
        hire.beneficiaire,
        hire.employeur,
        MARCH,
        3_550,
    )


def test_a_sheet_takes_its_quarter_from_an_address_chosen_among_two(
    client_for, tmp_path
):
    commune = make_commune(code_insee="13077", name="Port-de-Bouc")
    quartier = make_quartier(
        commune=commune, name="Les Aigues", **outlined(4.98, 43.40)
    )
    load_ban(
        tmp_path,
        ban_line("12", "Rue du Port", "13077", "13110", 4.985, 43.405),
        ban_line("40", "Rue du Port", "13077", "13110", 4.999, 43.405),
    )
    person = make_beneficiaire(commune=commune)
    client = client_for(Role.FACILITATEUR)
    url = reverse("beneficiaire-update", args=[person.pk])
    form = client.get(url).context["form"]
    data = {n: form[n].value() or "" for n in form.fields} | client.get(url).context[
        "base"
    ]

    asked = client.post(url, data | {"adresse": "14 rue du Port"})
    sent = client.post(
        url,
        data
        | {"adresse": "14 rue du Port", "lieu": "12 Rue du Port, 13110 Port-de-Bouc"},
    )

    assert asked.status_code == 422
    assert "Laquelle de ces adresses" in text(asked)
    assert sent.status_code == 302
    person.refresh_from_db()
    assert (person.quartier, person.residence) == (quartier, "adresse")
    assert "d’après l’adresse" in text(client.get(sent.url))
