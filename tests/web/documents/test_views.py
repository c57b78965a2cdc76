import hashlib
import io
import zipfile

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.factories.contrat import make_agenda, make_projet, make_public_projet
from tests.factories.documents import make_document
from tests.web.reading import count_queries, jeton, sent_from, text

from possibles.apps.acteurs.enums import Role
from possibles.apps.contrat.enums import AgendaState
from possibles.apps.documents.models import Document
from possibles.apps.journal.models import Acte

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client_for):
    return client_for(Role.PARTENAIRE)


def send(client, content=b"%PDF-1.7 essai", name="note.pdf", query="", **over):
    data = {
        "upload": SimpleUploadedFile(name, content),
        "title": "Note",
        "kind": "autre",
        "visibility": "membres",
    }
    return client.post(reverse("document-create") + query, data | jeton() | over)


def archive(*names: str) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return output.getvalue()


def test_a_file_is_kept_with_its_hash_its_author_and_its_subject(member):
    projet = make_projet()

    send(member, query=f"?objet=contrat.projet&cle={projet.pk}")

    document = Document.objects.get()
    acte = Acte.objects.first()
    assert document.sha256 == hashlib.sha256(b"%PDF-1.7 essai").hexdigest()
    assert (document.author, document.subject) == (member.personne, projet)
    assert (document.media_type, document.size) == ("application/pdf", 14)
    assert (acte.author, acte.reason) == (member.personne, "Document déposé")
    assert document.is_intact()


def test_a_file_sent_twice_is_kept_once(member):
    again = jeton()

    answers = [send(member, **again) for _ in range(2)]

    assert {a.status_code for a in answers} == {302}
    assert Document.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("virus.exe", b"MZ", "Ce format n’est pas accepté."),
        ("page.html", b"<script>", "Ce format n’est pas accepté."),
        ("note.pdf", b"<html>", "Le contenu de ce fichier n’est pas celui"),
        ("image.png", b"%PDF-1.7", "Le contenu de ce fichier n’est pas celui"),
        ("note.docx", b"PK\x03\x04 rien", "Ce document est abîmé"),
        (
            "note.docx",
            archive("word/vbaProject.bin"),
            "Ce document contient des macros",
        ),
        ("note.txt", b"\x00\x01", "Le contenu de ce fichier n’est pas celui"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(member, name, content, sentence):
    before = len(default_storage.listdir("")[1])

    answer = send(member, content, name)

    assert answer.status_code == 422
    assert sentence in text(answer)
    assert not Document.objects.exists()
    assert len(default_storage.listdir("")[1]) == before


def test_an_empty_file_is_refused(member):
    assert send(member, b"").status_code == 422
    assert not Document.objects.exists()


def test_a_file_is_handed_over_as_a_download_never_run(client):
    document = make_document(content="Été".encode())

    answer = client.get(reverse("document-download", args=[document.pk]))

    assert b"".join(answer.streaming_content).decode() == "Été"
    assert answer["Content-Disposition"] == 'attachment; filename="note.txt"'
    assert answer["Content-Type"].startswith("text/plain")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_lost_file_is_not_found_and_said_damaged(client):
    document = make_document(content=b"A perdre")
    default_storage.delete(document.file.name)

    page = client.get(reverse("document-detail", args=[document.pk]))

    assert page.context["is_intact"] is False
    url = reverse("document-download", args=[document.pk])
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("name", ["document-detail", "document-download"])
def test_a_document_opens_to_those_it_says(client, client_for, member, name):
    steering = client_for(Role.DIRECTEUR_DE_PROJET)
    opened = {}
    for visibility in ("public", "membres", "pilotage"):
        url = reverse(name, args=[make_document(visibility=visibility).pk])
        opened[visibility] = [
            c.get(url).status_code == 200 for c in (client, member, steering)
        ]

    assert opened == {
        "public": [True, True, True],
        "membres": [False, True, True],
        "pilotage": [False, False, True],
    }


def test_a_public_document_of_a_hidden_project_is_in_no_list(client):
    hidden = make_projet(title="Caché")
    make_agenda(hidden, state=AgendaState.SOUMIS)
    make_document(subject=hidden, title="Pièce cachée")
    make_document(subject=make_public_projet(), title="Pièce montrée")

    page = text(client.get(reverse("document-list")))

    assert "Pièce montrée" in page
    assert "Pièce cachée" not in page


@pytest.mark.parametrize(
    "query",
    [
        "?objet=contrat.projet&cle=²",
        "?objet=contrat.projet&cle=999999",
        "?objet=contrat.projet",
        "?objet=acteurs.personne&cle=1",
    ],
)
def test_nothing_is_deposited_on_what_cannot_be_seen(member, query):
    assert send(member, query=query).status_code == 404
    assert not Document.objects.exists()


def test_an_account_without_a_role_deposits_nothing(client_for):
    reader = client_for()

    assert send(reader).status_code == 404
    assert not Document.objects.exists()


def test_those_who_steer_open_a_document_to_everyone(member, client_for):
    director = client_for(Role.DIRECTEUR_DE_PROJET)

    refused = send(member, visibility="public")
    send(director, visibility="public")

    assert refused.status_code == 422
    assert "visibility" in refused.context["form"].errors
    assert [d.author for d in Document.objects.all()] == [director.personne]


def test_what_is_public_already_stays_so_when_its_author_describes_it(member):
    document = make_document(author=member.personne, visibility="public")
    hidden = make_document(author=member.personne, visibility="membres")

    for one, visibility in ((document, "public"), (hidden, "public")):
        url = reverse("document-update", args=[one.pk])
        sent = sent_from(member.get(url), title="Relue")
        member.post(url, sent | {"visibility": visibility})
        one.refresh_from_db()

    assert (document.title, document.visibility) == ("Relue", "public")
    assert hidden.visibility == "membres"


def test_a_description_is_changed_by_its_author_alone(member, client_for):
    document = make_document(author=member.personne, title="Note")
    url = reverse("document-update", args=[document.pk])

    refused = client_for(Role.PARTENAIRE).get(url)
    member.post(url, sent_from(member.get(url), title="Note relue"))

    document.refresh_from_db()
    assert refused.status_code == 404
    assert document.title == "Note relue"


def test_a_document_is_withdrawn_and_brought_back(member):
    document = make_document(author=member.personne)
    page = member.post(reverse("document-delete", args=[document.pk]), follow=True)
    acte = Acte.objects.first()
    assert not Document.objects.exists()
    assert f"/changements/{acte.change}/annuler/" in page.content.decode()

    member.post(reverse("change-undo", args=[acte.change]))

    assert Document.objects.get().is_intact()


def test_the_list_takes_the_same_queries_for_one_and_three_rows(client_for):
    client = client_for(Role.ADMINISTRATEUR)
    url = reverse("document-list")

    def add():
        make_document(subject=make_projet(), author=client.personne)

    add()
    one = count_queries(client, url)
    add()
    add()

    assert count_queries(client, url) == one


def test_a_title_is_found_whatever_its_accents(client):
    make_document(title="Évaluation à mi-parcours")
    make_document(title="Autre")

    page = client.get(reverse("document-list"), {"q": "evaluation"})

    found = page.context["listing"].page.object_list
    assert [d.title for d in found] == ["Évaluation à mi-parcours"]
