"""Commitments: judged, stated, attached, walked from both ends."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.factories.acteurs import make_organisation
from tests.factories.contrat import make_indicateur, make_projet, make_releve
from tests.factories.conventions import (
    make_article,
    make_constat,
    make_convention,
    make_engagement,
)
from tests.factories.insertion import make_embauche, make_heures
from tests.web.reading import count_queries, jeton, sent_from, text

from possibles.apps.acteurs.enums import Role
from possibles.apps.conventions.domain.chaine import attach, engagements_of
from possibles.apps.conventions.models import Constat, Engagement
from possibles.apps.journal.models import change

pytestmark = pytest.mark.django_db


@pytest.fixture
def director(client_for):
    return client_for(Role.DIRECTEUR_DE_PROJET)


def measured_on_an_indicator(value=12, **over):
    """Return a commitment measured on an indicator of which one value is known."""
    indicateur = make_indicateur(maille="contrat", unit="réunions")
    make_releve(indicateur, period="2025", value=value)
    fields = {"target": 10, "due": timezone.localdate() + timedelta(30)} | over
    engagement = make_engagement(
        mesure="contrat.indicateur", mesure_objet=str(indicateur.pk), **fields
    )
    return engagement, indicateur


def test_an_indicator_keeps_or_misses_the_promise(client):
    kept, _ = measured_on_an_indicator(12)
    short, _ = measured_on_an_indicator(4)

    pages = [
        text(client.get(reverse("engagement-detail", args=[e.pk])))
        for e in (kept, short)
    ]

    assert ": 12 réunions (2025)." in pages[0].replace("\u202f", " ")
    assert ["Tenu, échéance" in pages[0], "En cours, échéance" in pages[1]] == [
        True
    ] * 2


def test_the_chain_is_walked_from_both_ends(client, director):
    engagement, indicateur = measured_on_an_indicator()
    article = make_article(engagement.convention, "8.2")
    projet = make_projet()
    with change(author=None, origin="tests"):
        engagement.article = article
        engagement.save()
    with change(author=None, origin="tests"):
        attach(engagement, projet, author=None)
        attach(engagement, projet, author=None)

    back = reverse("engagement-detail", args=[engagement.pk])
    ends = [
        reverse("projet-detail", args=[projet.pk]),
        reverse("indicateur-detail", args=[indicateur.pk]),
    ]

    found = director.get(back).content.decode()
    public = client.get(back).content.decode()

    assert "#article-8.2" in found
    assert [end in found for end in ends] == [True, True]
    for end in ends:
        assert back in director.get(end).content.decode(), end
    assert list(engagements_of(projet, director.personne)) == [engagement]
    # A project the public may not see is not named to them.
    assert ends[0] not in public
    assert projet.title not in public


def test_an_attachment_is_made_and_taken_off_by_the_pages(director):
    engagement, projet = make_engagement(), make_projet()
    url = reverse("rattachement-create", args=[engagement.pk])

    wrong = director.post(url, jeton() | {"objet": "contrat.projet:999999"})
    made = director.post(url, jeton() | {"objet": f"contrat.projet:{projet.pk}"})
    link = engagement.rattachements.get()
    director.post(reverse("rattachement-delete", args=[link.pk]))

    assert (wrong.status_code, made.status_code) == (422, 302)
    assert link.target == projet
    assert not engagement.rattachements.exists()


def test_a_measure_is_chosen_among_what_exists(director):
    indicateur = make_indicateur()
    engagement = make_engagement()
    url = reverse("engagement-update", args=[engagement.pk])
    choice = f"contrat.indicateur:{indicateur.pk}"

    director.post(url, sent_from(director.get(url), mesuree_par=choice, target="10"))
    refused = director.post(url, sent_from(director.get(url), mesuree_par="rien:1"))
    again = director.get(url).context["form"]

    engagement.refresh_from_db()
    assert (engagement.mesure, engagement.mesure_objet) == (
        "contrat.indicateur",
        str(indicateur.pk),
    )
    assert engagement.target == Decimal(10)
    assert refused.status_code == 422
    assert again["mesuree_par"].value() == choice


def test_who_made_the_commitment_states_where_it_stands(client_for):
    organisation = make_organisation()
    mine = make_engagement(organisation=organisation)
    other = make_engagement(organisation=make_organisation())
    partner = client_for(
        Role.PARTENAIRE, organisation=organisation, perimetre_organisation=organisation
    )
    data = {"date": "2026-06-01", "verdict": "tenu", "value": "4", "text": "Quatre."}

    said = partner.post(reverse("constat-create", args=[mine.pk]), jeton() | data)
    not_mine = partner.post(reverse("constat-create", args=[other.pk]), jeton() | data)

    constat = Constat.objects.get()
    assert (said.status_code, not_mine.status_code) == (302, 404)
    assert (constat.author, constat.value) == (partner.personne, Decimal(4))


def test_the_list_counts_filters_and_exports_what_is_judged(client):
    kept, _ = measured_on_an_indicator(12, text="Réunir")
    late = make_engagement(text="Signer", due=date(2026, 1, 1))
    make_constat(late, verdict="en_cours", date=date(2026, 2, 1))
    make_engagement(text="Améliorer")

    page = client.get(reverse("engagement-list"))
    found = client.get(reverse("engagement-list"), {"tenue": "en_retard"})
    export = client.get(reverse("engagement-list"), {"format": "csv"})

    counts = [count for _, _, count in page.context["couverture"].rows]
    assert counts == [1, 0, 1, 1]
    assert [e.text for e in found.context["listing"].page.object_list] == ["Signer"]
    assert "tone-danger" in found.content.decode()
    body = export.content.decode("utf-8-sig")
    assert "Tenu" in body
    assert "<span" not in body
    assert Engagement.objects.filter(pk=kept.pk).exists()


def test_a_measure_kept_for_members_is_not_told_to_the_public(client, director):
    make_heures(make_embauche(), date(2026, 2, 1), counted=10_000)
    engagement = make_engagement(mesure="insertion.heures", target=10)
    url = reverse("engagement-detail", args=[engagement.pk])

    assert "Ni mesure ni constat." in text(client.get(url))
    assert "heures d’insertion validées." in text(director.get(url))


@pytest.mark.parametrize("is_member", [False, True])
def test_a_commitment_takes_the_same_queries_however_much_it_holds(
    client, client_for, is_member
):
    if is_member:
        client = client_for(Role.ADMINISTRATEUR)

    def make(count):
        engagement, _ = measured_on_an_indicator()
        for _ in range(count):
            make_constat(engagement)
            with change(author=None, origin="tests"):
                attach(engagement, make_projet(), author=None)
        return reverse("engagement-detail", args=[engagement.pk])

    assert count_queries(client, make(1)) == count_queries(client, make(3))


def test_commitments_of_a_draft_are_hidden(client):
    hidden = make_engagement(make_convention(state="signature"))

    assert client.get(reverse("engagement-detail", args=[hidden.pk])).status_code == 404
