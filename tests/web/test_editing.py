"""Two people on one sheet: what each wrote is kept, or asked."""

import pytest
from django.urls import reverse
from tests.factories.acteurs import make_organisation
from tests.factories.contrat import (
    make_agenda,
    make_indicateur,
    make_jalon,
    make_projet,
)
from tests.factories.territoires import make_commune
from tests.web.reading import sent_from, text

from possibles.apps.acteurs.enums import Role
from possibles.apps.contrat.enums import AgendaState
from possibles.apps.contrat.models import AvenantAgenda, Indicateur, Projet
from possibles.apps.journal.models import Acte, change
from possibles.web import editing

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(client_for):
    return client_for(Role.DIRECTEUR_DE_PROJET)


@pytest.fixture
def second(client_for):
    return client_for(
        Role.DIRECTEUR_DE_PROJET, first_name="Dominique", last_name="Roux"
    )


def update_url(projet) -> str:
    return reverse("projet-update", args=[projet.pk])


def choices_of(page, **chosen) -> dict:
    """Return what the page of choices sends."""
    context = page.context
    data: dict = {}
    for name, value in context["kept"]:
        data.setdefault(name, []).append(value)
    data[context["version_field"]] = context["version"]
    data[context["seen_field"]] = context["seen"]
    return data | {f"{context['choice']}{name}": side for name, side in chosen.items()}


def test_fields_changed_apart_are_both_kept_without_a_question(first, second):
    projet = make_projet(title="Halte répit", public_vise="Familles")
    mine, theirs = (c.get(update_url(projet)) for c in (first, second))

    second.post(update_url(projet), sent_from(theirs, public_vise="Aidants"))
    answer = first.post(update_url(projet), sent_from(mine, title="Répit"))

    projet.refresh_from_db()
    assert answer.status_code == 302
    assert (projet.title, projet.public_vise) == ("Répit", "Aidants")


def test_links_changed_apart_are_both_kept(first, second):
    """Links have no version: the values read tell what each one changed."""
    here, there = make_commune(), make_commune()
    projet = make_projet(title="Halte")
    mine, theirs = (c.get(update_url(projet)) for c in (first, second))

    second.post(update_url(projet), sent_from(theirs, communes=[here.pk, there.pk]))
    first.post(update_url(projet), sent_from(mine, title="Répit"))

    projet.refresh_from_db()
    assert projet.title == "Répit"
    assert set(projet.communes.all()) == {here, there}


def test_the_same_field_is_asked_with_what_each_wrote(first, second):
    projet = make_projet(title="Halte")
    mine, theirs = (c.get(update_url(projet)) for c in (first, second))

    second.post(update_url(projet), sent_from(theirs, title="Pause"))
    answer = first.post(update_url(projet), sent_from(mine, title="Répit"))

    projet.refresh_from_db()
    conflict = answer.context["conflicts"][0]
    assert answer.status_code == 409
    assert (conflict.base, conflict.theirs, conflict.mine) == (
        "Halte",
        "Pause",
        "Répit",
    )
    assert "Dominique Roux a mis" in text(answer)
    assert projet.title == "Pause"


@pytest.mark.parametrize(("side", "kept"), [("moi", "Répit"), ("autre", "Pause")])
def test_the_choice_is_obeyed(first, second, side, kept):
    projet = make_projet(title="Halte")
    mine, theirs = (c.get(update_url(projet)) for c in (first, second))
    second.post(update_url(projet), sent_from(theirs, title="Pause"))
    asked = first.post(update_url(projet), sent_from(mine, title="Répit"))

    answer = first.post(update_url(projet), choices_of(asked, title=side))

    projet.refresh_from_db()
    assert answer.status_code == 302
    assert projet.title == kept


def test_links_in_conflict_are_asked_by_name_and_the_choice_is_obeyed(first, second):
    aix, fos = make_commune(name="Aix"), make_commune(name="Fos")
    projet = make_projet()
    mine, theirs = (c.get(update_url(projet)) for c in (first, second))
    second.post(update_url(projet), sent_from(theirs, communes=[aix.pk]))

    asked = first.post(update_url(projet), sent_from(mine, communes=[fos.pk]))
    first.post(update_url(projet), choices_of(asked, communes="autre"))

    conflict = asked.context["conflicts"][0]
    assert (conflict.base, conflict.theirs, conflict.mine) == ("", "Aix", "Fos")
    assert list(projet.communes.all()) == [aix]


def test_a_choice_made_against_one_value_does_not_overwrite_a_third(first, second):
    projet = make_projet(title="Halte", public_vise="Familles")
    mine, theirs = (c.get(update_url(projet)) for c in (first, second))
    second.post(update_url(projet), sent_from(theirs, title="Pause"))
    asked = first.post(update_url(projet), sent_from(mine, title="Répit"))
    third = second.get(update_url(projet))
    second.post(
        update_url(projet), sent_from(third, title="Escale", public_vise="Tous")
    )

    again = first.post(update_url(projet), choices_of(asked, title="moi"))
    last = first.post(update_url(projet), choices_of(again, title="moi"))

    projet.refresh_from_db()
    assert again.status_code == 409
    assert again.context["conflicts"][0].theirs == "Escale"
    assert last.status_code == 302
    assert (projet.title, projet.public_vise) == ("Répit", "Tous")


def test_a_page_back_with_errors_keeps_what_was_read(first, second):
    """With the version of now, correcting the error would undo the other's change."""
    projet = make_projet(title="Halte", public_vise="Familles")
    mine, theirs = (c.get(update_url(projet)) for c in (first, second))
    second.post(update_url(projet), sent_from(theirs, public_vise="Aidants"))

    wrong = first.post(update_url(projet), sent_from(mine, title=""))
    answer = first.post(update_url(projet), sent_from(wrong, title="Répit"))

    projet.refresh_from_db()
    assert wrong.status_code == 422
    assert answer.status_code == 302
    assert (projet.title, projet.public_vise) == ("Répit", "Aidants")


def test_a_form_that_lost_what_was_read_asks_every_difference(first):
    projet = make_projet(title="Halte")
    page = first.get(update_url(projet))
    data = sent_from(page, title="Répit") | {"_base": "abîmée"}

    answer = first.post(update_url(projet), data)

    projet.refresh_from_db()
    assert answer.status_code == 409
    assert [c.name for c in answer.context["conflicts"]] == ["title"]
    assert projet.title == "Halte"


def test_a_save_between_reading_and_writing_is_read_again(first, second, monkeypatch):
    """The late save runs in our own transaction here: it is rolled back with our try."""
    projet = make_projet(title="Halte", public_vise="Familles")
    page = first.get(update_url(projet))
    merge, calls = editing._merge, []

    def merge_late(request, form, stored):
        found = merge(request, form, stored)
        if not calls:
            calls.append(1)
            with change(author=second.personne, reason="Entre-temps"):
                other = Projet.objects.get(pk=projet.pk)
                other.public_vise = "Aidants"
                other.save()
        return found

    monkeypatch.setattr(editing, "_merge", merge_late)

    answer = first.post(update_url(projet), sent_from(page, title="Répit"))

    projet.refresh_from_db()
    assert answer.status_code == 302
    assert (calls, projet.title) == ([1], "Répit")


def test_numbers_written_otherwise_are_the_same_number(first, second):
    indicateur = make_indicateur(baseline="1.5", baseline_year=2024)
    url = reverse("indicateur-update", args=[indicateur.pk])
    mine, theirs = (c.get(url) for c in (first, second))

    second.post(url, sent_from(theirs, baseline="1.500", unit="enfants"))
    answer = first.post(url, sent_from(mine, baseline="1.50", source="Enquête"))

    found = Indicateur.objects.get()
    assert answer.status_code == 302
    assert (found.unit, found.source) == ("enfants", "Enquête")


def test_parts_are_merged_as_sheets_are(first, second):
    jalon = make_jalon(make_projet(), label="Comité")
    url = reverse("jalon-update", args=[jalon.pk])
    mine, theirs = (c.get(url) for c in (first, second))

    second.post(url, sent_from(theirs, due="2026-12-01"))
    first.post(url, sent_from(mine, label="Comité de suivi"))

    jalon.refresh_from_db()
    assert (jalon.label, f"{jalon.due}") == ("Comité de suivi", "2026-12-01")


def test_a_change_carries_its_author_and_reason(first):
    projet = make_projet(title="Halte")
    page = first.get(update_url(projet))

    first.post(update_url(projet), sent_from(page, title="Répit", motif="Nom d’usage"))

    acte = Acte.objects.first()
    assert (acte.author, acte.reason) == (first.personne, "Nom d’usage")
    assert acte.fields["title"]["new"] == "Répit"


def test_nothing_changed_leaves_no_trace(first):
    projet = make_projet(communes=[make_commune()])
    page = first.get(update_url(projet))
    before = Acte.objects.count()

    first.post(update_url(projet), sent_from(page, motif="Pour voir"))

    assert Acte.objects.count() == before


# --- A validated agenda -----------------------------------------------------------------


def test_a_commitment_needs_a_reason(first):
    projet = make_projet(title="Halte")
    make_agenda(projet, state=AgendaState.VALIDE)
    page = first.get(update_url(projet))

    answer = first.post(update_url(projet), sent_from(page, title="Répit"))

    projet.refresh_from_db()
    assert answer.status_code == 422
    assert "L’agenda 2026 est validé" in answer.context["form"].errors["motif"][0]
    assert projet.title == "Halte"


def test_with_a_reason_an_avenant_tells_what_changed(first):
    projet = make_projet(title="Halte")
    agenda = make_agenda(projet, state=AgendaState.VALIDE)
    page = first.get(update_url(projet))

    first.post(
        update_url(projet), sent_from(page, title="Répit", motif="Vote du comité")
    )

    avenant = AvenantAgenda.objects.get()
    assert (avenant.agenda, avenant.motif, avenant.author) == (
        agenda,
        "Vote du comité",
        first.personne,
    )
    assert "Halte → Répit" in avenant.summary


def test_the_text_of_a_validated_agenda_changes_by_an_avenant(first):
    agenda = make_agenda(make_projet(), state=AgendaState.VALIDE, title="Agenda")
    url = reverse("agenda-update", args=[agenda.pk])
    page = first.get(url)

    refused = first.post(url, sent_from(page, title="Agenda revu"))
    accepted = first.post(url, sent_from(page, title="Agenda revu", motif="Décision"))

    agenda.refresh_from_db()
    assert (refused.status_code, accepted.status_code) == (422, 302)
    assert agenda.title == "Agenda revu"
    assert AvenantAgenda.objects.get().summary == "titre : Agenda → Agenda revu"


def test_a_conflict_on_an_engaged_organisation_is_told_by_its_name(first, second):
    here, there = make_organisation(name="ADIL"), make_organisation(name="CAF")
    projet = make_projet()
    mine, theirs = (c.get(update_url(projet)) for c in (first, second))
    second.post(update_url(projet), sent_from(theirs, chef_de_file=here.pk))

    asked = first.post(update_url(projet), sent_from(mine, chef_de_file=there.pk))

    conflict = asked.context["conflicts"][0]
    assert (conflict.theirs, conflict.mine) == ("ADIL", "CAF")
