from uuid import uuid4

import pytest
from django.urls import reverse
from tests.factories.acteurs import make_organisation
from tests.factories.conventions import make_convention
from tests.factories.insertion import (
    make_charte,
    make_engagement,
    make_niveau,
    make_obligation,
    make_seminaire,
)
from tests.web.reading import posted, sent_from, text

from possibles.apps.acteurs.enums import Role
from possibles.apps.conventions.models import Article
from possibles.apps.insertion.models import (
    CharteLocale,
    EngagementInsertion,
    Seminaire,
    StructurePilote,
)
from possibles.apps.journal.models import change


@pytest.fixture
def facilitateur(client_for):
    return client_for(Role.FACILITATEUR)


def save(client, url, **over):
    """Send the edit form of a page."""
    return client.post(url, sent_from(client.get(url), **over))


def add(client, route, **over):
    url = reverse(route)
    form = client.get(url).context["form"]
    return client.post(url, posted(form, {"_jeton": str(uuid4())}, **over))


def test_a_duty_points_at_its_proof_and_at_the_text_that_carries_it(facilitateur):
    held = make_obligation()
    convention = make_convention(title="Convention pluriannuelle du Grand Pré")
    with change(author=None, origin="tests"):
        article = Article.objects.create(
            convention=convention, number="8.2", position=1, title="Insertion"
        )
    url = reverse("obligation-update", args=[held.pk])

    refused = save(facilitateur, url, state="tenu")
    save(
        facilitateur,
        url,
        state="tenu",
        proof="Délibération du 3 mars",
        article=article.pk,
    )

    page = text(facilitateur.get(reverse("insertion-cadre")))
    assert refused.status_code == 422
    assert "Délibération du 3 mars" in page
    assert "Convention pluriannuelle du Grand Pré, article 8.2" in page
    assert "1 sur 1" in page


def test_the_structure_the_seminars_and_the_charter_are_on_the_page(facilitateur):
    organisation = make_organisation(name="Maison des clauses")

    add(facilitateur, "structure-pilote-create", organisation=organisation.pk)
    add(
        facilitateur, "seminaire-create", title="Heures du nettoyage", date="2026-03-03"
    )
    add(facilitateur, "charte-create", title="Charte du territoire")

    page = text(facilitateur.get(reverse("insertion-cadre")))
    for expected in (
        "Maison des clauses",
        "Heures du nettoyage",
        "Charte du territoire",
    ):
        assert expected in page
    second = add(facilitateur, "structure-pilote-create", organisation=organisation.pk)
    assert second.status_code == 422
    assert StructurePilote.objects.count() == 1


def test_what_is_there_is_changed(facilitateur):
    save(
        facilitateur,
        reverse("niveau-insertion-update", args=[make_niveau().pk]),
        missions="Suivre les heures",
    )
    save(
        facilitateur,
        reverse("seminaire-update", args=[make_seminaire().pk]),
        title="Autre titre",
    )
    save(
        facilitateur,
        reverse("charte-update", args=[make_charte().pk]),
        title="Charte signée",
    )

    page = text(facilitateur.get(reverse("insertion-cadre")))
    assert "Suivre les heures" in page
    assert Seminaire.objects.get().title == "Autre titre"
    assert CharteLocale.objects.get().title == "Charte signée"


def test_an_owner_commits_for_itself_and_for_no_other(client_for):
    own, other = make_organisation(), make_organisation()
    client = client_for(Role.MAITRE_OUVRAGE, perimetre_organisation=own)
    values = {"kind": "femmes", "title": "Une femme sur trois", "unit": "parcours"}

    refused = add(
        client, "engagement-insertion-create", organisation=other.pk, **values
    )
    add(client, "engagement-insertion-create", organisation=own.pk, **values)

    assert refused.status_code == 422
    assert EngagementInsertion.objects.get().organisation == own
    assert "Une femme sur trois" in text(
        client.get(reverse("engagement-insertion-list"))
    )


def test_a_commitment_is_not_handed_to_another(client_for):
    own, other = make_organisation(), make_organisation()
    client = client_for(Role.MAITRE_OUVRAGE, perimetre_organisation=own)
    held = make_engagement(organisation=own)
    url = reverse("engagement-insertion-update", args=[held.pk])

    assert save(client, url, organisation=other.pk).status_code == 422
    assert save(client, url, reached_direct="2").status_code == 302

    held.refresh_from_db()
    assert (held.organisation, held.reached) == (own, 2)


def test_readers_change_nothing(client_for):
    client = client_for(Role.ELU)
    make_obligation()

    assert "Renseigner" not in text(client.get(reverse("insertion-cadre")))
    assert client.get(reverse("seminaire-create")).status_code == 404
