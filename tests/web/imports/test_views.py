import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook
from tests.factories.acteurs import make_organisation
from tests.factories.files import make_csv, make_xlsx
from tests.factories.insertion import make_famille
from tests.web.reading import jeton

from possibles.apps.acteurs.enums import Role
from possibles.apps.imports.domain.receiving import forget_old
from possibles.apps.imports.models import Importation
from possibles.apps.insertion.models import Marche
from possibles.apps.traitements.models import Traitement
from possibles.web.imports import pages, views

pytestmark = pytest.mark.django_db

HEAD = ["Référence", "Objet", "Maître d’ouvrage", "Famille", "Montant HT"]
ROW = ["M-1", "Rue", "Habitat", "Voirie", "1000"]


@pytest.fixture
def client(client_for):
    make_organisation(name="Habitat")
    make_famille(name="Voirie")
    return client_for(Role.FACILITATEUR)


def send(client, content, name="marches.xlsx"):
    data = {"file": SimpleUploadedFile(name, content), **jeton()}
    return client.post(reverse("marche-import"), data)


def page_of(client, response):
    return client.get(response["Location"]).content.decode().replace("\u202f", " ")


def test_the_model_to_fill_in_comes_back_understood(client):
    model = client.get(reverse("marche-import"), {"modele": "xlsx"}).content
    sheets = load_workbook(io.BytesIO(model))

    response = send(client, model)

    assert sheets.sheetnames == ["À remplir", "Mode d’emploi"]
    held = Importation.objects.get()
    assert len(held.mapping) == len(held.header) == sheets["À remplir"].max_column
    assert response["Location"] == reverse("importation-detail", args=[held.pk])


def test_a_file_goes_from_its_columns_to_the_report_to_the_contracts_and_back(client):
    head = ["N° marché", *HEAD[1:]]
    response = send(client, make_csv([head, ROW]), "marches.csv")
    held = Importation.objects.get()
    assert response["Location"] == reverse("importation-map", args=[held.pk])
    assert "N° marché" in page_of(client, response)

    names = {"reference": "0", "title": "1", "owner": "2", "famille": "3"}
    response = client.post(response["Location"], names)
    page = page_of(client, response)
    assert "Importer 1 ligne" in page
    assert "Rien n’a été écrit" in page

    response = client.post(reverse("importation-apply", args=[held.pk]))
    assert Marche.objects.get().reference == "M-1"
    assert Marche.objects.get().amount is None
    assert "Annuler l’import" in page_of(client, response)

    client.post(reverse("importation-undo", args=[held.pk]))
    assert not Marche.objects.exists()


def test_a_column_is_chosen_once_and_needed_ones_are_asked(client):
    response = send(client, make_csv([["A", "B", "C"], ["1", "2", "3"]]), "a.csv")

    page = client.post(response["Location"], {"reference": "0", "title": "0"})

    assert page.status_code == 422
    text = page.content.decode()
    assert "sert déjà pour « Référence »" in text
    assert "Choisissez la colonne" in text


def test_lines_in_error_are_shown_first_and_can_be_taken_away(client):
    bad = ["M-2", "-cmd()", "Inconnu", "Voirie", "x"]
    response = send(client, make_xlsx([HEAD, ROW, bad]))

    page = page_of(client, response)
    assert page.index("M-2") < page.index("M-1")
    assert "n’est pas une organisation connue" in page
    assert "Importer 1 ligne juste" in page

    file = client.get(response["Location"], {"format": "xlsx"}).content
    rows = list(load_workbook(io.BytesIO(file)).active.iter_rows(values_only=True))
    assert rows[0] == (*HEAD, "À corriger")
    assert rows[1][:2] == ("M-2", "-cmd()")

    held = Importation.objects.get()
    client.post(reverse("importation-apply", args=[held.pk]), {"ecarter": "1"})
    assert [m.reference for m in Marche.objects.all()] == ["M-1"]


def test_a_refused_file_says_why_and_keeps_nothing(client):
    response = send(client, b"%PDF-1.7", "marches.xlsx")

    assert response.status_code == 422
    assert "n’est pas un tableau" in response.content.decode()
    assert not Importation.objects.exists()


def test_a_file_can_be_given_up(client):
    response = send(client, make_xlsx([HEAD, ROW]))
    held = Importation.objects.get()

    client.post(reverse("importation-drop", args=[held.pk]))

    held.refresh_from_db()
    assert (held.state, held.rows) == ("abandonne", [])
    assert response.status_code == 302


def test_a_large_file_goes_through_the_worker_and_nothing_is_asked_twice(
    client, monkeypatch
):
    monkeypatch.setattr(pages, "LARGE", 1)
    monkeypatch.setattr(views, "LARGE", 1)
    rows = [[f"M-{n}", *ROW[1:]] for n in range(3)]

    response = send(client, make_xlsx([HEAD, *rows]))
    held = Importation.objects.get()
    assert "Importer 3 lignes" in page_of(client, response)

    for _ in range(2):
        client.post(reverse("importation-apply", args=[held.pk]))
    assert Marche.objects.count() == 3

    client.post(reverse("importation-undo", args=[held.pk]))
    assert not Marche.objects.exists()
    assert [(t.kind, t.state) for t in Traitement.objects.order_by("pk")] == [
        ("import-essai", "fini"),
        ("import-ecriture", "fini"),
        ("import-annulation", "fini"),
    ]


def test_others_do_not_see_the_files_one_brings(client, client_for):
    send(client, make_xlsx([HEAD, ROW]))
    url = reverse("importation-detail", args=[Importation.objects.get().pk])

    statuses = {
        role: client_for(role).get(url).status_code
        for role in (Role.FACILITATEUR, Role.ADMINISTRATEUR, Role.ELU)
    }

    assert statuses == {
        Role.FACILITATEUR: 404,
        Role.ADMINISTRATEUR: 200,
        Role.ELU: 404,
    }


def test_a_file_left_alone_is_forgotten_after_a_month(client):
    send(client, make_xlsx([HEAD, ROW]))
    held = Importation.objects.get()

    assert forget_old(held.received_at + timedelta(days=29)) == 0
    assert forget_old(held.received_at + timedelta(days=31)) == 1

    held.refresh_from_db()
    assert (held.state, held.rows) == ("abandonne", [])
