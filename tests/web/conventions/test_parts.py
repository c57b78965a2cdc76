"""A convention made from nothing to its end, by its pages alone."""

from datetime import date, timedelta

import icalendar
import pytest
from django.urls import reverse
from django.utils import timezone
from tests.factories.acteurs import make_organisation, make_personne
from tests.factories.conventions import (
    make_article,
    make_avenant,
    make_convention,
    make_courrier,
    make_engagement,
    make_versement,
)
from tests.factories.territoires import make_commune
from tests.web.reading import count_queries, jeton, sent_from, text

from possibles.apps.acteurs.enums import Role
from possibles.apps.conventions.domain.revue import prepare_revue
from possibles.apps.conventions.models import (
    Article,
    Convention,
    Courrier,
    Echeance,
    Engagement,
    Partie,
    Versement,
)
from possibles.apps.journal.models import Acte

pytestmark = pytest.mark.django_db


@pytest.fixture
def director(client_for):
    return client_for(Role.DIRECTEUR_DE_PROJET)


@pytest.mark.parametrize(
    "kind",
    [
        "contrat_de_ville",
        "communale",
        "projet_de_quartier",
        "pluriannuelle",
        "partenariat",
        "abattement_tfpb",
        "subvention",
    ],
)
def test_a_convention_of_any_kind_is_opened_written_and_signed(director, kind):
    organisation = make_organisation()
    url = reverse("convention-create")
    opened = director.post(
        url, jeton() | {"kind": kind, "title": "Une convention", "end": "2031-12-31"}
    )
    convention = Convention.objects.get()
    parts = {
        "partie-create": {"organisation": organisation.pk, "role": "signataire"},
        "article-create": {"number": "1", "title": "Objet", "text": "…", "position": 1},
        "engagement-create": {"text": "Faire", "kind": "etude"},
        "versement-create": {"label": "Acompte", "amount": "1 000"},
    }
    for route, data in parts.items():
        page = director.post(reverse(route, args=[convention.pk]), jeton() | data)
        assert page.status_code == 302, (route, text(page))
    sign = reverse("convention-transition", args=[convention.pk, "sign"])
    signed = director.post(sign, {"on": timezone.localdate().isoformat()})

    convention.refresh_from_db()
    assert (opened.status_code, signed.status_code) == (302, 302)
    assert (convention.slug, convention.state) == ("une-convention", "en_vigueur")
    assert (
        Partie.objects.get().organisation,
        Article.objects.get().title,
        Engagement.objects.get().number,
        Versement.objects.get().amount,
    ) == (organisation, "Objet", 1, 100_000)
    assert set(convention.echeances.values_list("code", flat=True)) == {
        "terme",
        "preavis",
    }


def test_two_conventions_of_one_title_have_their_own_identifiers(director):
    for _ in range(2):
        director.post(
            reverse("convention-create"),
            jeton() | {"kind": "subvention", "title": "Écoles"},
        )

    assert set(Convention.objects.values_list("slug", flat=True)) == {
        "ecoles",
        "ecoles-2",
    }


def test_one_opens_a_convention_within_ones_own_territory(client_for):
    commune, elsewhere = make_commune(in_contrat=True), make_commune(in_contrat=True)
    charge = client_for(Role.CHARGE_DE_CONTRAT, commune=commune)
    data = {"kind": "communale", "title": "La nôtre"}

    refused = charge.post(
        reverse("convention-create"), jeton() | data | {"communes": [elsewhere.pk]}
    )
    before = (
        Convention.objects.count(),
        Acte.objects.filter(author=charge.personne).count(),
    )
    accepted = charge.post(
        reverse("convention-create"), jeton() | data | {"communes": [commune.pk]}
    )

    assert before == (0, 0)
    assert (refused.status_code, accepted.status_code) == (422, 302)
    assert "de votre périmètre" in text(refused)


def test_a_signed_article_is_corrected_with_its_reason_alone(director):
    article = make_article(text="Trente jour.")
    url = reverse("article-update", args=[article.pk])

    mute = director.post(url, sent_from(director.get(url), text="Trente jours."))
    told = director.post(
        url, sent_from(director.get(url), text="Trente jours.", motif="Coquille")
    )

    article.refresh_from_db()
    assert (mute.status_code, told.status_code) == (422, 302)
    assert "ne change que par avenant" in text(mute)
    assert (article.text, Acte.objects.first().reason) == ("Trente jours.", "Coquille")


def test_a_part_taken_away_comes_back_with_its_dates(director):
    versement = make_versement(due=date(2026, 3, 1))
    code = f"versement-{versement.pk}"

    gone = director.post(reverse("versement-delete", args=[versement.pk]), follow=True)
    without = Echeance.objects.filter(code=code).exists()
    change = Acte.objects.filter(model="conventions.versement").first().change
    director.post(reverse("change-undo", args=[change]))

    assert "C’est retiré." in text(gone)
    assert not without
    assert Versement.objects.get().label == "Acompte"
    assert Echeance.objects.get(code=code).due == date(2026, 3, 1)


def test_a_commitment_examined_at_a_review_stays(director):
    engagement = make_engagement()
    prepare_revue(engagement.convention, 2026, author=director.personne)

    answer = director.post(
        reverse("engagement-delete", args=[engagement.pk]), follow=True
    )

    assert "ne peut pas être retiré" in text(answer)
    assert Engagement.objects.filter(pk=engagement.pk).exists()


def test_a_computed_date_is_kept_but_not_moved(director):
    convention = make_convention(end=date(2026, 12, 31))
    echeance = convention.echeances.get(code="preavis")
    url = reverse("echeance-update", args=[echeance.pk])

    director.post(
        url,
        sent_from(director.get(url), done_on="2026-09-01", due="2020-01-01"),
    )

    echeance.refresh_from_db()
    assert (echeance.due, echeance.done_on) == (date(2026, 10, 2), date(2026, 9, 1))


def test_a_termination_runs_from_its_letter_then_ends(director):
    convention = make_convention(
        make_organisation(), signed_on=date(2020, 1, 1), termination_months=1
    )

    def go(name, **data):
        url = reverse("convention-transition", args=[convention.pk, name])
        return director.post(url, data)

    go("denounce", on=timezone.localdate().isoformat())
    early = go("terminate")
    letter = Courrier.objects.get()
    due = convention.echeances.get(code=f"resiliation-{letter.pk}").due
    go("withdraw", motif="Accord trouvé")
    go("denounce", on=(timezone.localdate() - timedelta(60)).isoformat())
    ended = go("terminate")

    convention.refresh_from_db()
    assert early.status_code == 422
    assert "La résiliation prend effet le" in text(early)
    assert due > timezone.localdate()
    assert (ended.status_code, convention.state) == (302, "resiliee")


def test_the_sheet_tells_the_money_late_and_left(client):
    convention = make_convention(amount=300_000)
    make_versement(convention, label="Premier", paid_on=date(2026, 1, 5))
    make_versement(convention, label="Second", due=timezone.localdate() - timedelta(3))

    page = text(client.get(reverse("convention-detail", args=[convention.pk])))

    assert "3 jours de retard" in page
    assert "Reste à verser 2 000 €" in page
    assert "écart de 1 000 €" in page


def test_payments_are_listed_by_where_they_stand(client):
    today = timezone.localdate()
    make_versement(label="À demander")
    make_versement(label="Demandé", requested_on=today)
    make_versement(label="En retard", due=today - timedelta(1))
    make_versement(label="Versé", paid_on=today, paid_amount=90_000)

    def found(state):
        page = client.get(reverse("versement-list"), {"etat": state})
        return {v.label for v in page.context["listing"].page.object_list}

    assert [found(s) for s in ("demander", "demande", "retard", "verse")] == [
        {"À demander", "En retard"},
        {"Demandé"},
        {"En retard"},
        {"Versé"},
    ]
    totals = client.get(reverse("versement-list")).context["listing"].totals
    assert totals == {"montant": 400_000, "verse": 90_000}


def test_dates_go_to_ones_own_calendar_and_only_those_one_sees(client, director):
    seen = make_convention(end=date(2026, 12, 31), title="Vue")
    make_convention(end=date(2026, 6, 30), state="preparation")
    make_courrier(seen, received_on=date(2026, 3, 4))

    def events(who, **query):
        answer = who.get(reverse("echeance-calendar"), query)
        calendar = icalendar.Calendar.from_ical(answer.content)
        return sorted(event["dtstart"].dt for event in calendar.walk("VEVENT"))

    mine = [date(2026, 4, 3), date(2026, 10, 2), date(2026, 12, 31)]
    assert events(client) == mine
    assert len(events(director)) == 5
    assert events(director, convention=seen.pk) == mine


@pytest.mark.parametrize("route", ["versement-list", "avenant-list", "revue-list"])
def test_new_lists_take_the_same_queries_for_one_and_three_rows(client, route):
    director = make_personne(Role.DIRECTEUR_DE_PROJET)

    def add():
        convention = make_convention(signed_on=date(2026, 1, 5), state="echue")
        make_versement(convention)
        make_avenant(convention)
        make_engagement(convention)
        prepare_revue(convention, 2026, author=director)

    client.force_login(director)
    add()
    one = count_queries(client, reverse(route))
    add()
    add()

    assert count_queries(client, reverse(route)) == one
