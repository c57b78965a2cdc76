import pytest
from django.urls import reverse
from tests.factories.contrat import (
    make_agenda,
    make_commentaire,
    make_jalon,
    make_partenaire,
    make_projet,
    make_synthese,
)
from tests.factories.documents import make_document
from tests.factories.territoires import make_commune
from tests.web.reading import count_queries, text

from possibles.apps.acteurs.enums import Role
from possibles.apps.contrat.domain.projets import remove_part
from possibles.apps.contrat.enums import AgendaState
from possibles.apps.contrat.models import (
    AvenantAgenda,
    Commentaire,
    Jalon,
    Partenaire,
    Projet,
)
from possibles.apps.documents.domain.deposit import withdraw
from possibles.apps.documents.models import Document
from possibles.apps.journal.models import Acte, change

pytestmark = pytest.mark.django_db


def history_of(projet) -> str:
    return reverse("history-detail", args=["contrat.projet", projet.pk])


def rename(projet, title, author, reason="Nom d’usage") -> Acte:
    with change(author=author, reason=reason):
        projet.title = title
        projet.save()
    return Acte.objects.filter(object_id=str(projet.pk), model="contrat.projet")[0]


@pytest.fixture
def director(client_for):
    return client_for(Role.DIRECTEUR_DE_PROJET)


# --- Read -------------------------------------------------------------------------------


def test_the_history_says_what_who_why(director):
    projet = make_projet(title="Halte")
    rename(projet, "Répit", director.personne)

    page = director.get(history_of(projet))

    story = page.context["stories"][0]
    assert (story.title, story.who, story.acte.reason) == (
        "Répit : modification",
        str(director.personne),
        "Nom d’usage",
    )
    assert [(line.label, line.before, line.after) for line in story.lines] == [
        ("intitulé", "Halte", "Répit")
    ]


def test_the_draft_of_another_is_not_told(director, client_for):
    projet = make_projet()
    page = {"date": "2026-11-01", "meteo": "appuis", "deja_fait": "Un secret"}
    director.post(reverse("synthese-write", args=[projet.pk]), page)

    seen_by_author = text(director.get(history_of(projet)))
    seen_by_another = text(client_for(Role.ADMINISTRATEUR).get(history_of(projet)))
    on_the_sheet = text(
        client_for(Role.ADMINISTRATEUR).get(reverse("projet-detail", args=[projet.pk]))
    )

    assert "Un secret" in seen_by_author
    assert "Un secret" not in seen_by_another
    assert "Un secret" not in on_the_sheet


def test_once_published_a_synthesis_is_told_but_not_its_drafts(director, client_for):
    projet = make_projet()
    draft = {"author": director.personne, "published_at": None, "signature": ""}
    synthese = make_synthese(projet, deja_fait="Un secret", **draft)
    page = {"date": "2026-11-01", "meteo": "appuis", "deja_fait": "Une phrase publique"}
    url = reverse("synthese-write", args=[projet.pk])
    director.post(url, page | {"publier": "1"})

    words = text(client_for(Role.ELU).get(history_of(projet)))

    synthese.refresh_from_db()
    assert synthese.published_at is not None
    assert "Un secret" not in words
    assert "signature" in words


@pytest.mark.parametrize("is_withdrawn", [False, True])
def test_a_document_kept_for_some_is_not_told(director, client_for, is_withdrawn):
    projet = make_projet()
    fields = {"visibility": "pilotage", "title": "Note réservée", "subject": projet}
    document = make_document(author=director.personne, **fields)
    if is_withdrawn:
        withdraw(document, author=director.personne, reason="Erreur")

    seen_by_author = text(director.get(history_of(projet)))
    seen_by_partner = text(client_for(Role.PARTENAIRE).get(history_of(projet)))

    assert "Note réservée" in seen_by_author
    assert "Note réservée" not in seen_by_partner


def test_a_part_removed_stays_told(director, client_for):
    projet = make_projet()
    remove_part(make_jalon(projet, label="Comité"), author=director.personne)

    words = text(client_for(Role.PARTENAIRE).get(history_of(projet)))

    assert "Comité : jalon, suppression" in words


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("contrat.projet", "999999"),
        ("contrat.projet", "²"),
        ("contrat.projet", "9" * 30),
        ("contrat.rien", "1"),
        ("rien", "1"),
        ("contrat.commentaire", "1"),
    ],
)
def test_what_cannot_be_seen_has_no_history(client_for, label, key):
    page = client_for(Role.PARTENAIRE).get(reverse("history-detail", args=[label, key]))

    assert page.status_code == 404


def test_the_draft_itself_has_no_history_for_another(director, client_for):
    draft = make_synthese(
        make_projet(), author=director.personne, published_at=None, signature=""
    )
    url = reverse("history-detail", args=["contrat.synthese", draft.pk])

    assert director.get(url).status_code == 200
    assert client_for(Role.ADMINISTRATEUR).get(url).status_code == 404


def test_the_history_takes_the_same_queries_for_one_and_three_acts(director):
    def make(count):
        projet = make_projet(communes=[make_commune()])
        for number in range(count):
            make_jalon(projet)
            make_commentaire(projet, author=director.personne)
            rename(projet, f"Nom {number}", director.personne)
        return projet

    one, three = make(1), make(3)

    assert count_queries(director, history_of(one)) == count_queries(
        director, history_of(three)
    )


# --- Restore ----------------------------------------------------------------------------


def restore(client, acte, **data):
    return client.post(reverse("acte-restore", args=[acte.sequence]), data)


def test_a_former_value_is_restored_and_told(director):
    projet = make_projet(title="Halte")
    acte = rename(projet, "Répit", director.personne)
    rename(projet, "Escale", director.personne)

    restore(director, acte, motif="Retour au nom voté")

    projet.refresh_from_db()
    last = Acte.objects.first()
    assert projet.title == "Halte"
    assert (last.author, last.reason) == (director.personne, "Retour au nom voté")


def test_only_the_chosen_field_is_restored(director):
    projet = make_projet(title="Halte", public_vise="Familles")
    with change(author=director.personne, reason="Deux champs"):
        projet.title, projet.public_vise = "Répit", "Aidants"
        projet.save()

    restore(director, Acte.objects.first(), champ="public_vise")

    projet.refresh_from_db()
    assert (projet.title, projet.public_vise) == ("Répit", "Familles")


def test_a_part_removed_comes_back_from_the_history(director):
    projet = make_projet()
    jalon = make_jalon(projet, label="Comité")
    remove_part(jalon, author=director.personne)
    page = director.get(history_of(projet))
    story = page.context["stories"][0]

    restore(director, story.acte)

    assert story.can_restore
    assert Jalon.objects.get().label == "Comité"


def test_a_locked_commitment_is_not_restored(director):
    projet = make_projet(title="Halte")
    acte = rename(projet, "Répit", director.personne)
    make_agenda(projet, state=AgendaState.VALIDE)

    url = reverse("acte-restore", args=[acte.sequence])

    offered = director.post(url, {"champ": "title"})
    again = director.post(url, {"champ": "title", "avenant": "1", "motif": " "})

    projet.refresh_from_db()
    assert [page.status_code for page in (offered, again)] == [409, 409]
    assert "Rien n’a encore été rétabli" in text(offered)
    assert projet.title == "Répit"
    assert not AvenantAgenda.objects.exists()


def test_a_locked_commitment_is_restored_by_an_amendment(director):
    projet = make_projet(title="Halte")
    acte = rename(projet, "Répit", director.personne)
    agenda = make_agenda(projet, state=AgendaState.VALIDE)
    data = {"champ": "title", "avenant": "1", "motif": "Erreur de saisie"}

    answer = director.post(reverse("acte-restore", args=[acte.sequence]), data)

    projet.refresh_from_db()
    avenant = AvenantAgenda.objects.get()
    assert (answer.status_code, projet.title) == (302, "Halte")
    assert (avenant.agenda, avenant.motif) == (agenda, "Erreur de saisie")
    assert (avenant.author, "Répit → Halte" in avenant.summary) == (
        director.personne,
        True,
    )


def test_a_published_synthesis_is_not_restored(director):
    projet = make_projet()
    url = reverse("synthese-write", args=[projet.pk])
    page = {"date": "2026-11-01", "meteo": "appuis", "deja_fait": "Une réunion"}
    director.post(url, page)
    director.post(url, page | {"deja_fait": "Deux réunions", "publier": "1"})
    acte = Acte.objects.filter(model="contrat.synthese", verb="update").last()

    answer = director.post(reverse("acte-restore", args=[acte.sequence]), follow=True)

    assert projet.syntheses.get().deja_fait == "Deux réunions"
    assert "elle ne se réécrit pas" in text(answer)


def test_nobody_restores_what_they_may_not_change(director, client_for):
    projet = make_projet(title="Halte")
    acte = rename(projet, "Répit", director.personne)
    stranger = client_for(Role.PARTENAIRE)

    answer = restore(stranger, acte)

    projet.refresh_from_db()
    assert answer.status_code == 404
    assert projet.title == "Répit"
    assert not stranger.get(history_of(projet)).context["stories"][0].can_restore


# --- Undo -------------------------------------------------------------------------------


def undo(client, acte):
    return client.post(reverse("change-undo", args=[acte.change]), follow=True)


def test_one_undoes_ones_own_change(director):
    projet = make_projet(title="Halte")
    acte = rename(projet, "Répit", director.personne)

    page = undo(director, acte)

    projet.refresh_from_db()
    assert "C’est annulé." in text(page)
    assert (projet.title, Acte.objects.first().author) == ("Halte", director.personne)


def test_nobody_undoes_the_change_of_another(director, client_for):
    projet = make_projet(title="Halte")
    acte = rename(projet, "Répit", director.personne)

    page = undo(client_for(Role.ADMINISTRATEUR), acte)

    projet.refresh_from_db()
    assert page.status_code == 404
    assert projet.title == "Répit"


def test_who_lost_the_right_to_change_undoes_no_more(client_for):
    commune = make_commune()
    client = client_for(Role.CHARGE_DE_CONTRAT, commune=commune)
    projet = make_projet(title="Halte", communes=[commune])
    acte = rename(projet, "Répit", client.personne)
    with change(author=None, origin="tests"):
        projet.communes.set([make_commune()])

    page = undo(client, acte)

    projet.refresh_from_db()
    assert page.status_code == 404
    assert projet.title == "Répit"


def test_undoing_never_overwrites_a_later_change(director, client_for):
    projet = make_projet(title="Halte")
    acte = rename(projet, "Répit", director.personne)
    rename(projet, "Escale", client_for(Role.ADMINISTRATEUR).personne)

    page = undo(director, acte)

    projet.refresh_from_db()
    assert "quelqu’un a modifié intitulé depuis" in text(page)
    assert projet.title == "Escale"


def test_a_document_withdrawn_comes_back_whole(director):
    document = make_document(author=director.personne, content=b"La preuve")
    deposited_at = document.created_at
    withdraw(document, author=director.personne, reason="Erreur")

    undo(director, Acte.objects.first())

    back = Document.objects.get()
    assert (back.sha256, back.is_intact()) == (document.sha256, True)
    assert back.created_at == deposited_at


def test_a_comment_removed_comes_back_with_its_answers(director):
    """The answers go with it in the database: the journal tells them too."""
    projet = make_projet()
    question = make_commentaire(projet, text="Quand ?", author=director.personne)
    make_commentaire(projet, text="Demain", author=director.personne, reply_to=question)
    director.post(reverse("commentaire-delete", args=[question.pk]))
    assert not Commentaire.objects.exists()

    undo(director, Acte.objects.first())

    assert [str(c) for c in Commentaire.objects.all()] == ["Quand ?", "Demain"]


def test_a_whole_project_is_not_unmade_by_undoing_its_creation(director):
    with change(author=director.personne, reason="Créer"):
        projet = Projet.objects.create(slug="halte", title="Halte")
    make_partenaire(projet)

    page = undo(director, Acte.objects.filter(model="contrat.projet")[0])

    assert page.status_code == 404
    assert Projet.objects.count() == Partenaire.objects.count() == 1


def test_visitors_have_no_history_and_undo_nothing(client):
    projet = make_projet()
    acte = Acte.objects.filter(model="contrat.projet")[0]

    for answer in (
        client.get(history_of(projet)),
        client.post(reverse("change-undo", args=[acte.change])),
        client.post(reverse("acte-restore", args=[acte.sequence])),
    ):
        assert answer.status_code == 302
        assert "/connexion/" in answer["Location"]
    assert Projet.objects.count() == 1
