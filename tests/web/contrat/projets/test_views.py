"""A project's sheet: read, made, printed; its parts, its syntheses; many at once."""

import io
import re

import pypdf
import pytest
from django.urls import reverse
from tests.factories.acteurs import make_organisation, make_personne
from tests.factories.contrat import (
    make_agenda,
    make_cible,
    make_commentaire,
    make_indicateur,
    make_inscription,
    make_jalon,
    make_partenaire,
    make_projet,
    make_public_projet,
    make_releve,
    make_synthese,
)
from tests.factories.documents import make_document
from tests.factories.territoires import make_commune, make_quartier
from tests.web.reading import count_queries, jeton, sent_from, text

from possibles.apps.acteurs.enums import Role
from possibles.apps.contrat.enums import AgendaState
from possibles.apps.contrat.models import (
    AvenantAgenda,
    Commentaire,
    Jalon,
    Partenaire,
    Projet,
    Synthese,
)
from possibles.apps.journal.models import Acte, change

pytestmark = pytest.mark.django_db


@pytest.fixture
def director(client_for):
    return client_for(Role.DIRECTEUR_DE_PROJET, first_name="Anne", last_name="Faure")


def sheet(projet) -> str:
    return reverse("projet-detail", args=[projet.pk])


# --- Read -------------------------------------------------------------------------------


def test_the_sheet_shows_the_public_what_is_public(client, director):
    projet = make_public_projet(title="Halte")
    make_synthese(projet, deja_fait="Publié", author=director.personne)
    draft = {"author": director.personne, "published_at": None, "signature": ""}
    make_synthese(projet, deja_fait="Brouillon", **draft)
    make_commentaire(projet, text="Entre nous")
    make_document(subject=projet, title="Compte rendu public")
    make_document(subject=projet, title="Note réservée", visibility="membres")
    make_agenda(year=2027, title="À venir", state=AgendaState.PREPARATION)

    seen = text(client.get(sheet(projet)))

    for words in ("Halte", "Publié", "Compte rendu public"):
        assert words in seen
    for words in ("Brouillon", "Entre nous", "Note réservée"):
        assert words not in seen
    assert "Entre nous" in text(director.get(sheet(projet)))


def test_a_project_not_yet_validated_is_no_page_for_the_public(client):
    projet = make_projet()

    for name in ("projet-detail", "projet-pdf"):
        assert client.get(reverse(name, args=[projet.pk])).status_code == 404


@pytest.mark.parametrize("is_member", [False, True])
def test_the_sheet_takes_the_same_queries_for_one_and_three_parts(
    client, client_for, is_member
):
    if is_member:
        client = client_for(Role.ADMINISTRATEUR)

    def make(count):
        projet = make_public_projet(chef_de_file=make_organisation())
        for _ in range(count):
            make_partenaire(projet)
            make_jalon(projet)
            make_synthese(projet)
            make_commentaire(projet, author=make_personne())
            make_document(subject=projet)
            indicateur = make_indicateur(projet=projet)
            make_cible(indicateur, 2026, 5)
            make_releve(indicateur, 3)
        return sheet(projet)

    assert count_queries(client, make(1)) == count_queries(client, make(3))


def test_the_pdf_says_what_the_page_says_and_is_tagged(client):
    projet = make_public_projet(title="Cœur d’îlot", slug="coeur")
    make_synthese(projet, deja_fait="Trois réunions publiques")
    make_commentaire(projet, text="Entre nous")

    answer = client.get(reverse("projet-pdf", args=[projet.pk]))

    reader = pypdf.PdfReader(io.BytesIO(answer.content))
    words = " ".join(page.extract_text() for page in reader.pages)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="projet-coeur.pdf"'
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "fr"
    assert "Cœur d’îlot" in words
    assert "Trois réunions publiques" in words
    assert "Entre nous" not in words


# --- Make -------------------------------------------------------------------------------


def test_a_project_sent_twice_is_made_once(director):
    url = reverse("projet-create")
    data = {"title": "Halte répit", "statut": "a_engager", "motif": "Vote"} | jeton()

    answers = [director.post(url, data) for _ in range(2)]

    projet = Projet.objects.get()
    acte = Acte.objects.filter(model="contrat.projet").first()
    assert {a["Location"] for a in answers} == {sheet(projet)}
    assert (projet.slug, acte.author, acte.reason) == (
        "halte-repit",
        director.personne,
        "Vote",
    )


def test_two_projects_of_one_name_have_each_their_key(director):
    for _ in range(3):
        data = {"title": "Halte", "statut": "a_engager"} | jeton()
        director.post(reverse("projet-create"), data)

    assert sorted(Projet.objects.values_list("slug", flat=True)) == [
        "halte",
        "halte-2",
        "halte-3",
    ]


def test_a_wrong_project_is_shown_again(director):
    answer = director.post(reverse("projet-create"), {"title": ""} | jeton())

    assert answer.status_code == 422
    assert not Projet.objects.exists()


# --- Parts ------------------------------------------------------------------------------


def test_a_partner_sent_twice_is_added_once(director):
    projet, caf = make_projet(), make_organisation()
    url = reverse("partenaire-create", args=[projet.pk])
    data = {"organisation": caf.pk, "engagement": "Une salle"} | jeton()

    answers = [director.post(url, data) for _ in range(2)]

    assert {a.status_code for a in answers} == {302}
    assert Partenaire.objects.get().engagement == "Une salle"


def test_the_same_partner_again_is_an_error_of_the_form(director):
    projet, caf = make_projet(), make_organisation()
    make_partenaire(projet, organisation=caf)
    url = reverse("partenaire-create", args=[projet.pk])

    answer = director.post(url, {"organisation": caf.pk} | jeton())

    assert answer.status_code == 422
    assert "Cette organisation est déjà partenaire du projet." in text(answer)


def test_a_partner_of_a_validated_agenda_needs_a_reason(director):
    projet, caf = make_projet(), make_organisation(name="CAF")
    make_agenda(projet, state=AgendaState.VALIDE)
    url = reverse("partenaire-create", args=[projet.pk])

    refused = director.post(url, {"organisation": caf.pk} | jeton())
    accepted = director.post(url, {"organisation": caf.pk, "motif": "Vote"} | jeton())

    assert (refused.status_code, accepted.status_code) == (422, 302)
    assert "motif" in refused.context["form"].errors
    assert AvenantAgenda.objects.get().motif == "Vote"
    assert "CAF : ajout" in AvenantAgenda.objects.get().summary


def test_removing_a_committed_partner_needs_a_reason(director):
    partenaire = make_partenaire(make_projet())
    make_agenda(partenaire.projet, state=AgendaState.VALIDE)
    url = reverse("partenaire-delete", args=[partenaire.pk])

    refused = director.post(url, follow=True)
    assert Partenaire.objects.exists()
    director.post(url, {"motif": "Retrait voté"})

    assert "L’agenda 2026 est validé" in text(refused)
    assert not Partenaire.objects.exists()
    assert AvenantAgenda.objects.get().motif == "Retrait voté"


def test_a_milestone_is_added_moved_removed_and_undone(director):
    projet = make_projet()
    create = reverse("jalon-create", args=[projet.pk])
    director.post(create, {"label": "Comité", "due": "2026-12-01"} | jeton())
    jalon = Jalon.objects.get()
    url = reverse("jalon-update", args=[jalon.pk])
    director.post(url, sent_from(director.get(url), due="2027-01-15"))
    jalon.refresh_from_db()
    assert (f"{jalon.due}", jalon.slip_days) == ("2027-01-15", 45)

    page = director.post(reverse("jalon-delete", args=[jalon.pk]), follow=True)
    assert not Jalon.objects.exists()
    acte = Acte.objects.first()
    assert f"/changements/{acte.change}/annuler/" in page.content.decode()
    director.post(reverse("change-undo", args=[acte.change]))

    assert Jalon.objects.get().initial_due == jalon.initial_due


def test_parts_of_a_project_out_of_reach_are_not_found(client_for):
    projet = make_projet(communes=[make_commune()])
    jalon, partenaire = make_jalon(projet), make_partenaire(projet)
    stranger = client_for(Role.CHARGE_DE_CONTRAT, commune=make_commune())

    for name, key in (
        ("partenaire-create", projet.pk),
        ("partenaire-update", partenaire.pk),
        ("partenaire-delete", partenaire.pk),
        ("jalon-create", projet.pk),
        ("jalon-update", jalon.pk),
        ("jalon-delete", jalon.pk),
        ("synthese-write", projet.pk),
        ("synthese-autosave", projet.pk),
    ):
        answer = stranger.post(reverse(name, args=[key]), jeton())
        assert answer.status_code == 404, name
    assert Jalon.objects.count() == Partenaire.objects.count() == 1


def test_a_comment_is_answered_and_corrected_by_its_author_alone(client_for):
    projet = make_projet()
    first = make_commentaire(projet, text="Quand ouvre-t-on ?", signature="Ana Roux")
    stranger = make_commentaire(make_projet())
    author = client_for(Role.PARTENAIRE, first_name="Lou", last_name="Cros")
    sheet, create = (
        reverse(name, args=[projet.pk])
        for name in ("projet-detail", "commentaire-create")
    )

    asked = author.get(sheet, {"repondre": first.pk})
    author.post(create, {"text": "En juni", "reply_to": first.pk} | jeton())
    refused = author.post(
        create, {"text": "Ailleurs", "reply_to": stranger.pk} | jeton(), follow=True
    )
    answer = projet.commentaires.exclude(pk=first.pk).get()
    correct = reverse("commentaire-update", args=[answer.pk])
    empty = author.post(correct, {"text": " "})
    author.post(correct, {"text": "En juin"})
    answer.refresh_from_db()

    assert "Vous répondez à Ana Roux" in text(asked)
    assert "a été retiré" in text(refused)
    assert (answer.reply_to, answer.text, empty.status_code) == (first, "En juin", 422)
    page = text(author.get(sheet))
    assert "en réponse à Ana Roux" in page
    assert "corrigé le" in page
    assert client_for(Role.ADMINISTRATEUR).get(correct).status_code == 404


def test_a_comment_is_signed_kept_once_and_removed_by_its_author(client_for):
    projet = make_projet()
    author = client_for(Role.PARTENAIRE, first_name="Lou", last_name="Cros")
    url = reverse("commentaire-create", args=[projet.pk])
    data = {"text": " Bonjour "} | jeton()

    for _ in range(2):
        author.post(url, data)
    empty = author.post(url, {"text": " "} | jeton(), follow=True)
    found = Commentaire.objects.get()
    remove = reverse("commentaire-delete", args=[found.pk])
    refused = client_for(Role.PARTENAIRE).post(remove)

    assert (found.text, found.signature) == ("Bonjour", "Lou Cros")
    assert "Écrivez votre commentaire" in text(empty)
    assert refused.status_code == 404
    author.post(remove)
    assert not Commentaire.objects.exists()


# --- Syntheses --------------------------------------------------------------------------

TEXTS = {"date": "2026-11-01", "meteo": "appuis", "deja_fait": "Deux réunions"}


def test_a_draft_is_its_authors_alone(director, client_for):
    projet = make_projet()
    url = reverse("synthese-write", args=[projet.pk])

    director.post(url, TEXTS)
    other = client_for(Role.ADMINISTRATEUR)

    draft = Synthese.objects.get()
    projet.refresh_from_db()
    assert (draft.author, draft.published_at) == (director.personne, None)
    assert "Deux réunions" in text(director.get(url))
    assert "Deux réunions" not in text(other.get(url))
    assert "Deux réunions" not in text(other.get(sheet(projet)))
    assert (projet.meteo, projet.last_news_at) == ("", None)


def test_autosave_keeps_what_is_typed_so_far(director):
    projet = make_projet()
    url = reverse("synthese-autosave", args=[projet.pk])

    first = director.post(url, {"date": "2026-11-01", "a_faire": "Chercher"})
    second = director.post(url, {"date": "2026-11-01", "a_faire": "Chercher une salle"})
    wrong = director.post(url, {"date": "demain"})

    assert (first.status_code, second.status_code, wrong.status_code) == (200, 200, 422)
    assert second.json()["version"] > first.json()["version"]
    assert list(wrong.json()["errors"]) == ["date"]
    assert Synthese.objects.get().a_faire == "Chercher une salle"


def test_publishing_signs_dates_and_gives_the_weather(director):
    projet = make_projet()
    url = reverse("synthese-write", args=[projet.pk])

    director.post(url, TEXTS)
    answer = director.post(url, TEXTS | {"publier": "1"})

    published = Synthese.objects.get()
    projet.refresh_from_db()
    assert answer["Location"] == sheet(projet)
    assert published.signature == "Anne Faure"
    assert (projet.meteo, f"{projet.meteo_on}") == ("appuis", "2026-11-01")
    assert projet.last_news_at is not None


def test_an_empty_synthesis_is_not_published(director):
    projet = make_projet()
    url = reverse("synthese-write", args=[projet.pk])
    empty = {"date": "2026-11-01", "meteo": "appuis", "publier": "1"}

    answer = director.post(url, empty)

    assert answer.status_code == 422
    assert "Écrivez au moins ce qui est déjà fait" in text(answer)
    assert Synthese.objects.get().published_at is None


def test_a_new_synthesis_takes_up_the_last_texts_without_writing(director):
    projet = make_projet()
    make_synthese(projet, deja_fait="Une réunion", meteo="securises")

    page = director.get(reverse("synthese-write", args=[projet.pk]))

    form = page.context["form"]
    assert (form["deja_fait"].value(), form["meteo"].value()) == (
        "Une réunion",
        "securises",
    )
    assert Synthese.objects.count() == 1


# --- Many at once -----------------------------------------------------------------------

BULK = "/contrat/projets/lot/"


def confirm(*projets) -> dict[str, object]:
    """Return what the preview of these projects sends when one confirms."""
    return {"_confirme": "1", "_lu": [f"{p.pk}:{p.version}" for p in projets]}


def test_a_bulk_change_is_shown_then_applied_then_undone(director):
    first, second = make_projet(title="A"), make_projet(title="B", statut="en_cours")
    data = {"pk": [first.pk, second.pk], "champ": "statut", "statut": "suspendu"}

    chosen = director.post(BULK, {"pk": [first.pk, second.pk]})
    preview = director.post(BULK, data)
    again = director.post(BULK, data)  # the page refreshed
    assert {p.statut for p in Projet.objects.all()} == {"a_engager", "en_cours"}
    done = director.post(
        BULK, data | confirm(first, second) | {"motif": "Gel"}, follow=True
    )

    acte = Acte.objects.first()
    assert (chosen.status_code, again.status_code) == (200, 200)
    assert preview.context["lines"] == [
        (first, "À engager", "Suspendu"),
        (second, "En cours", "Suspendu"),
    ]
    assert (acte.author, acte.reason) == (director.personne, "Gel")
    assert Acte.objects.filter(change=acte.change).count() == 2
    assert "2 projets modifiés." in text(done)
    director.post(reverse("change-undo", args=[acte.change]))
    assert {p.statut for p in Projet.objects.all()} == {"a_engager", "en_cours"}


def test_a_bulk_change_sent_again_changes_nothing_more(director):
    projet = make_projet()
    data = {
        "pk": [projet.pk],
        "champ": "statut",
        "statut": "suspendu",
    }
    director.post(BULK, data | confirm(projet))
    before = Acte.objects.count()

    director.post(BULK, data | confirm(projet))
    projet.refresh_from_db()
    director.post(BULK, data | confirm(projet))

    assert (projet.statut, Acte.objects.count()) == ("suspendu", before)


def test_a_bulk_change_asks_again_when_another_changed_a_row(director):
    first, second = make_projet(title="A"), make_projet(title="B")
    data = {"pk": [first.pk, second.pk], "champ": "statut", "statut": "suspendu"}
    read = confirm(first, second)
    with change(author=None, origin="essai"):
        second.statut = "en_cours"
        second.save()

    asked = director.post(BULK, data | read)

    assert asked.status_code == 409
    assert asked.context["moved"] == [second]
    assert "a modifié « B »" in text(asked)
    assert asked.context["lines"] == [
        (first, "À engager", "Suspendu"),
        (second, "En cours", "Suspendu"),
    ]
    assert {p.statut for p in Projet.objects.all()} == {"a_engager", "en_cours"}
    again = hidden_list(asked, "_lu")
    director.post(BULK, data | {"_confirme": "1", "_lu": again})
    assert {p.statut for p in Projet.objects.all()} == {"suspendu"}


def hidden_list(page, name) -> list[str]:
    return re.findall(rf'name="{name}" value="([^"]*)"', page.content.decode())


def test_only_the_rows_one_may_change_have_a_box(client_for):
    commune = make_commune()
    client = client_for(Role.CHARGE_DE_CONTRAT, commune=commune)
    mine = make_public_projet(quartiers=[make_quartier(commune=commune)])
    make_public_projet(communes=[make_commune()])

    page = client.get("/contrat/projets/")

    assert len(page.context["listing"].page.object_list) == 2
    assert re.findall(r'name="pk" value="(\d+)"', page.content.decode()) == [
        str(mine.pk)
    ]


def test_all_that_answers_the_filters_can_be_chosen(director):
    make_projet(title="Halte un")
    make_projet(title="Halte deux")
    make_projet(title="Ailleurs")

    page = director.post(f"{BULK}?q=halte", {"all": "1"})

    assert [p.title for p in page.context["allowed"]] == ["Halte deux", "Halte un"]
    assert 'name="all"' not in page.content.decode()


def test_projects_out_of_reach_are_left_as_they_are(client_for):
    commune = make_commune()
    client = client_for(Role.CHARGE_DE_CONTRAT, commune=commune)
    mine = make_projet(quartiers=[make_quartier(commune=commune)])
    other = make_projet(communes=[make_commune()])
    data = {"champ": "statut", "statut": "suspendu", **confirm(mine, other)}

    answer = client.post(BULK, data | {"pk": [mine.pk, other.pk]}, follow=True)
    refused = client.post(BULK, data | {"pk": [other.pk]}, follow=True)

    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.statut, other.statut) == ("suspendu", "a_engager")
    assert "1 refusé : hors de votre périmètre" in text(answer)
    assert "Aucun des projets choisis" in text(refused)


def test_a_commitment_of_many_needs_a_reason(director):
    projets = [make_projet(), make_projet()]
    make_agenda(projets[0], state=AgendaState.VALIDE)
    caf = make_organisation()
    data = {
        "pk": [p.pk for p in projets],
        "champ": "chef_de_file",
        "chef_de_file": caf.pk,
        **confirm(*projets),
    }

    refused = director.post(BULK, data, follow=True)
    assert not Projet.objects.exclude(chef_de_file=None).exists()
    director.post(BULK, data | {"motif": "Vote"})

    assert "Rien n’a été changé" in text(refused)
    assert Projet.objects.filter(chef_de_file=caf).count() == 2
    assert AvenantAgenda.objects.get().motif == "Vote"


@pytest.mark.parametrize(
    "data",
    [
        {"champ": "statut", "statut": ""},
        {"champ": "statut", "statut": "rêvé"},
        {"champ": "titre"},
        {"champ": "pilote", "pilote": "999999"},
    ],
)
def test_a_wrong_bulk_change_changes_nothing(director, data):
    projet = make_projet()

    answer = director.post(BULK, data | {"pk": [projet.pk]} | confirm(projet))

    assert answer.status_code == 422
    assert Projet.objects.get().statut == "a_engager"


def test_odd_keys_choose_nothing(director):
    projet = make_projet()

    page = director.post(BULK, {"pk": [str(projet.pk), "²", "9" * 40, "x", "-1"]})

    assert page.context["allowed"] == [projet]
    assert director.get(BULK).status_code == 302


def test_the_pilots_offered_are_the_people_one_sees(client_for):
    client = client_for(Role.CHEF_DE_FILE)
    resident = make_personne(Role.HABITANT, last_name="Discret")
    projet = make_projet(pilote=client.personne)

    page = client.post(BULK, {"pk": [projet.pk]})

    field = page.context["form"].fields["pilote"]
    assert client.personne in field.queryset
    assert resident not in field.queryset


def test_placing_on_agendas_shows_on_the_sheet(client):
    projet = make_public_projet()
    hidden = make_agenda(year=2027, title="Agenda secret")
    make_inscription(hidden, projet, objectif="Objectif secret")

    page = client.get(sheet(projet))

    assert [i.agenda.year for i in page.context["inscriptions"]] == [2026]
    assert "Objectif secret" not in text(page)
