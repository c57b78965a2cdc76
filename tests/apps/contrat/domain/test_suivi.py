from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.factories.acteurs import make_organisation, make_personne
from tests.factories.contrat import (
    make_indicateur,
    make_jalon,
    make_projet,
    make_releve,
    make_synthese,
)

from possibles.apps.acteurs.enums import Role
from possibles.apps.contrat.domain import suivi
from possibles.apps.contrat.domain.suivi import (
    SyntheseVideError,
    add_commentaire,
    draft_synthese,
    edit_commentaire,
    publish_synthese,
)
from possibles.apps.contrat.models import Projet
from possibles.apps.journal.models import StaleObjectError, change

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return make_personne(
        Role.CHEF_DE_FILE,
        first_name="Lou",
        last_name="Roux",
        function="Cheffe de projet",
        organisation=make_organisation(name="Régie"),
    )


def test_a_synthesis_is_drafted_then_signed(lead):
    projet = make_projet()
    draft = draft_synthese(projet, author=lead)
    draft.meteo, draft.deja_fait = "appuis", "Une réunion."

    publish_synthese(draft, author=lead)

    projet.refresh_from_db()
    assert draft.signature == "Lou Roux, Cheffe de projet, Régie"
    assert (projet.meteo, projet.meteo_on) == ("appuis", timezone.localdate())


def test_two_drafts_of_one_person_cannot_be(lead):
    projet = make_projet()
    draft_synthese(projet, author=lead)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_synthese(projet, author=lead, published_at=None, signature="")
    make_synthese(projet, author=make_personne(), published_at=None, signature="")

    assert projet.syntheses.count() == 2


def test_a_draft_begun_in_another_window_meanwhile_is_the_one(lead, monkeypatch):
    projet = make_projet()
    other = draft_synthese(projet, author=lead)
    monkeypatch.setattr(suivi, "find_draft", _blind_once(suivi.find_draft))

    assert draft_synthese(projet, author=lead) == other
    assert projet.syntheses.count() == 1


def _blind_once(find):
    """Look just before the other window saved, then after."""
    looked: list[bool] = []

    def look(*given):
        looked.append(True)
        return None if len(looked) == 1 else find(*given)

    return look


def test_a_draft_takes_up_the_last_texts_and_is_one(lead):
    projet = make_projet()
    make_synthese(projet, ambition="Vingt espaces", meteo="securises")

    draft = draft_synthese(projet, author=lead)

    assert (draft.ambition, draft.meteo) == ("Vingt espaces", "securises")
    assert draft_synthese(projet, author=lead) == draft


def test_an_empty_synthesis_is_not_published(lead):
    draft = draft_synthese(make_projet(), author=lead)

    with pytest.raises(SyntheseVideError):
        publish_synthese(draft, author=lead)


def test_an_older_synthesis_does_not_change_the_meteo(lead):
    projet = make_projet()
    make_synthese(projet, date=timezone.localdate(), meteo="securises")
    draft = draft_synthese(projet, author=lead)
    draft.date, draft.meteo, draft.deja_fait = date(2025, 1, 1), "compromis", "Rien."

    publish_synthese(draft, author=lead)

    projet.refresh_from_db()
    assert projet.meteo == "securises"


def test_editing_a_projet_does_not_undo_its_meteo(lead):
    projet = make_projet()
    seen = Projet.objects.get(pk=projet.pk)
    draft = draft_synthese(projet, author=lead)
    draft.meteo, draft.deja_fait = "appuis", "Fait."
    publish_synthese(draft, author=lead)

    with change(author=lead, reason="Statut"):
        seen.statut = "en_cours"
        seen.save()

    projet.refresh_from_db()
    assert (projet.meteo, projet.statut) == ("appuis", "en_cours")


def test_two_people_editing_a_projet_do_not_lose_a_change(lead):
    projet = make_projet()
    mine, theirs = (Projet.objects.get(pk=projet.pk) for _ in range(2))
    with change(author=lead, reason="A"):
        theirs.public_vise = "Jeunes"
        theirs.save()

    mine.statut = "en_cours"
    with pytest.raises(StaleObjectError), change(author=lead, reason="B"):
        mine.save()


def test_silence_is_broken_by_people_only(lead):
    projets = [make_projet() for _ in range(5)]
    indicateur = make_indicateur(projet=projets[3])
    jalon = make_jalon(projets[2])
    assert Projet.objects.without_news().count() == 5

    with change(author=None, origin="tests"):
        projets[4].statut = "en_cours"
        projets[4].save()
    add_commentaire(projets[1], author=lead, text="Bonjour")
    with change(author=lead, reason="Jalon atteint"):
        jalon.done_on = timezone.localdate()
        jalon.save()
    with change(author=lead, reason="Saisir"):
        indicateur.releves.create(
            period="2025", value=1, entered_at=timezone.now(), author=lead
        )

    assert set(Projet.objects.without_news()) == {projets[0], projets[4]}


def test_silence_is_counted_in_days():
    projet = make_projet()
    ninety_ago = timezone.now() - timedelta(days=90)
    Projet.objects.filter(pk=projet.pk).unrecorded_update(last_news_at=ninety_ago)
    today = timezone.localdate()

    assert not Projet.objects.without_news(days=90, on=today).exists()
    assert Projet.objects.without_news(days=90, on=today + timedelta(days=1)).exists()


def test_silence_is_one_query(django_assert_num_queries):
    make_releve(make_indicateur(projet=make_projet()), 1)

    with django_assert_num_queries(1):
        list(Projet.objects.without_news())


def test_a_comment_keeps_its_author_and_correction(lead):
    commentaire = add_commentaire(make_projet(), author=lead, text=" Bonjour ")

    edit_commentaire(commentaire, author=lead, text="Bonsoir")

    commentaire.refresh_from_db()
    assert (commentaire.text, commentaire.author) == ("Bonsoir", lead)
    assert commentaire.edited_at is not None


def test_a_milestone_remembers_its_first_date(lead):
    jalon = make_jalon(make_projet(), due=date(2026, 9, 1))
    with change(author=lead, reason="Report"):
        jalon.due = date(2026, 10, 13)
        jalon.save()

    assert jalon.slip_days == 42
