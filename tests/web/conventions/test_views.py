import csv
import io
from datetime import date

import pytest
from django.urls import reverse
from tests.factories.acteurs import make_organisation
from tests.factories.conventions import make_convention, make_echeance
from tests.factories.documents import make_document
from tests.factories.territoires import make_commune
from tests.web.reading import count_queries, sent_from, text

from possibles.apps.acteurs.enums import Role
from possibles.apps.conventions.enums import ConventionState
from possibles.apps.conventions.models import Article, Engagement
from possibles.apps.journal.models import Acte, change

pytestmark = pytest.mark.django_db


def make_engagement(convention, number=1, **over) -> Engagement:
    with change(author=None, origin="tests"):
        article = Article.objects.create(
            convention=convention, number=str(number), position=number, title="Objet"
        )
        fields = {"text": f"Financer {number}", "article": article} | over
        return Engagement.objects.create(
            convention=convention,
            number=number,
            organisation=make_organisation(),
            **fields,
        )


@pytest.fixture
def director(client_for):
    return client_for(Role.DIRECTEUR_DE_PROJET)


def test_what_is_being_prepared_is_hidden_from_the_public_everywhere(client, director):
    hidden = make_convention(title="Secrète", state=ConventionState.PREPARATION)
    make_engagement(hidden, text="Promesse secrète")
    make_echeance(convention=hidden, label="Date secrète")

    for route in ("convention-list", "engagement-list", "echeance-list"):
        assert "secrète" not in text(client.get(reverse(route))).lower(), route
        assert "secrète" in text(director.get(reverse(route))).lower(), route
    url = reverse("convention-detail", args=[hidden.pk])
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("query", [{}, {"format": "csv"}])
@pytest.mark.parametrize(
    "route", ["convention-list", "engagement-list", "echeance-list"]
)
def test_lists_take_the_same_queries_for_one_and_three_rows(client, route, query):
    def add():
        convention = make_convention(make_organisation())
        make_engagement(convention)
        make_echeance(convention=convention)

    add()
    one = count_queries(client, reverse(route), query)
    add()
    add()

    assert count_queries(client, reverse(route), query) == one


@pytest.mark.parametrize("is_member", [False, True])
def test_a_sheet_takes_the_same_queries_for_one_and_three_parts(
    client, client_for, is_member
):
    if is_member:
        client = client_for(Role.ADMINISTRATEUR)

    def make(count):
        convention = make_convention(*(make_organisation() for _ in range(count)))
        for number in range(1, count + 1):
            make_engagement(convention, number)
            make_echeance(convention=convention)
            make_convention(parent=convention)
            make_document(subject=convention)
        return reverse("convention-detail", args=[convention.pk])

    assert count_queries(client, make(1)) == count_queries(client, make(3))


def test_amounts_are_euros_and_their_total_is_that_of_the_list(client):
    make_convention(title="A", amount=123_450)
    make_convention(title="B", amount=100)

    page = client.get(reverse("convention-list"))
    export = client.get(reverse("convention-list"), {"format": "csv"})

    rows = list(
        csv.reader(io.StringIO(export.content.decode("utf-8-sig")), delimiter=";")
    )
    column = rows[0].index("Montant TTC (€)")
    assert page.context["listing"].totals["montant"] == 123_550
    assert [row[column] for row in rows[1:]] == ["1234,50", "1,00", "1235,50"]


def test_each_filter_keeps_what_it_says(client):
    caf = make_organisation(slug="caf")
    make_convention(caf, title="École ouverte", state=ConventionState.EN_VIGUEUR)
    make_convention(title="Autre", kind="contrat_de_ville", state="signee")

    for query in (
        {"q": "ecole"},
        {"partie": "caf"},
        {"nature": "partenariat"},
        {"etat": "en_vigueur"},
    ):
        page = client.get(reverse("convention-list"), query)
        found = [c.title for c in page.context["listing"].page.object_list]
        assert found == ["École ouverte"], query


def test_commitments_with_and_without_a_proof(client):
    convention = make_convention()
    make_engagement(convention, 1, proof="Compte rendu")
    make_engagement(convention, 2)

    def found(proof):
        page = client.get(reverse("engagement-list"), {"preuve": proof})
        return [e.text for e in page.context["listing"].page.object_list]

    assert (found("avec"), found("sans")) == (["Financer 1"], ["Financer 2"])


def test_dates_held_and_to_come(client):
    make_echeance(label="Tenue", done_on=date(2026, 1, 1))
    make_echeance(label="À venir")

    def found(held):
        page = client.get(reverse("echeance-list"), {"tenue": held})
        return [e.label for e in page.context["listing"].page.object_list]

    assert (found("oui"), found("non")) == (["Tenue"], ["À venir"])


def test_a_convention_changes_with_author_and_reason(director):
    convention = make_convention(title="Partenariat")
    url = reverse("convention-update", args=[convention.pk])
    data = sent_from(director.get(url), amount="1 234,50 €", motif="Avis du comité")

    answer = director.post(url, data)
    wrong = director.post(url, sent_from(director.get(url), amount="beaucoup"))

    convention.refresh_from_db()
    acte = Acte.objects.first()
    assert answer.status_code == 302
    assert convention.amount == 123_450
    assert (acte.author, acte.reason) == (director.personne, "Avis du comité")
    assert wrong.status_code == 422
    assert "« beaucoup » n’est pas un montant" in text(wrong)


def test_an_amount_sent_back_untouched_changes_nothing(director):
    convention = make_convention(amount=123_450)
    url = reverse("convention-update", args=[convention.pk])
    before = Acte.objects.count()

    answer = director.post(url, sent_from(director.get(url)))

    assert answer.status_code == 302
    assert Acte.objects.count() == before


def test_a_commitment_stays_under_the_articles_of_its_convention(director):
    engagement = make_engagement(make_convention())
    other = make_engagement(make_convention(), text="Ailleurs")
    url = reverse("engagement-update", args=[engagement.pk])

    refused = director.post(url, sent_from(director.get(url), article=other.article_id))
    accepted = director.post(url, sent_from(director.get(url), proof="Compte rendu"))

    engagement.refresh_from_db()
    assert (refused.status_code, accepted.status_code) == (422, 302)
    assert engagement.proof == "Compte rendu"
    assert Acte.objects.first().reason == "Modifier l’engagement"


def test_a_convention_out_of_reach_is_not_found(client_for):
    convention = make_convention()
    engagement = make_engagement(convention)
    partner = client_for(Role.PARTENAIRE)
    steering = client_for(Role.CHARGE_DE_CONTRAT, commune=make_commune())

    for client in (partner, steering):
        for name, key in (
            ("convention-update", convention.pk),
            ("engagement-update", engagement.pk),
        ):
            assert client.post(reverse(name, args=[key])).status_code == 404
