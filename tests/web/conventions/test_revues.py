"""The yearly review: prepared, examined, held, frozen, printed."""

import io
from datetime import date

import docx
import pytest
from django.urls import reverse
from django.utils import timezone
from tests.factories.acteurs import make_organisation
from tests.factories.conventions import make_constat, make_convention, make_engagement
from tests.factories.territoires import make_commune, make_projet_renouvellement
from tests.web.reading import count_queries, jeton, sent_from, text

from possibles.apps.acteurs.enums import Role
from possibles.apps.conventions.domain.revue import measure_again, prepare_revue
from possibles.apps.conventions.domain.revue_contenu import describe_revue
from possibles.apps.conventions.models import Avenant, RevueDeProjet
from possibles.apps.journal.domain.snapshots import freeze
from possibles.apps.journal.models import change
from possibles.reports.revue.data import read_feuille

pytestmark = pytest.mark.django_db


@pytest.fixture
def director(client_for):
    return client_for(Role.DIRECTEUR_DE_PROJET)


def make_scope(count=2):
    convention = make_convention(make_organisation(), title="Partenariat")
    engagements = [make_engagement(convention) for _ in range(count)]
    return convention, engagements


def go(client, revue, name, **data):
    return client.post(reverse("revue-transition", args=[revue.pk, name]), data)


def examine(client, ligne, **data):
    url = reverse("ligne-revue-update", args=[ligne.pk])
    return client.post(url, sent_from(client.get(url), **data))


def test_a_review_goes_from_preparation_to_its_frozen_documents(director, client):
    convention, (first, second) = make_scope()
    make_constat(first, verdict="tenu", date=timezone.localdate(), text="Livré.")
    director.post(
        reverse("revue-create"),
        jeton() | {"convention": convention.pk, "year": 2026},
    )
    revue = RevueDeProjet.objects.get()
    page = reverse("revue-detail", args=[revue.pk])
    hidden = client.get(page).status_code

    go(director, revue, "hold", on=timezone.localdate().isoformat())
    early = go(director, revue, "freeze")
    lines = {ligne.engagement_id: ligne for ligne in revue.lignes.all()}
    examine(director, lines[first.pk], comment="Vu.")
    examine(
        director,
        lines[second.pk],
        comment="À revoir.",
        decision="Recaler.",
        avenant_kind="avenant_partenariat",
        avenant_objet="Recaler le calendrier",
    )
    write = reverse("revue-update", args=[revue.pk])
    director.post(
        write, sent_from(director.get(write), compte_rendu="Tout a été examiné.")
    )
    frozen = go(director, revue, "freeze")

    assert frozen.status_code == 302, text(frozen)[-900:]
    revue.refresh_from_db()
    avenant = Avenant.objects.get()
    assert hidden == 404
    assert (early.status_code, frozen.status_code) == (422, 302)
    assert "2 engagements restent à examiner" in text(early)
    assert "Rédigez le compte rendu" in text(early)
    assert (avenant.objet, avenant.state) == ("Recaler le calendrier", "a_preparer")
    assert client.get(page).status_code == 200
    content = revue.instantane.data
    assert [(x["tenue"], x["commentaire"]) for x in content["lignes"]] == [
        ("tenu", "Vu."),
        ("non_mesurable", "À revoir."),
    ]
    assert [(a["type"], a["objet"]) for a in content["avenants"]] == [
        ("avenant_partenariat", "Recaler le calendrier")
    ]
    for route, key in (("revue-update", revue.pk), ("revue-measure", revue.pk)):
        assert director.post(reverse(route, args=[key])).status_code == 404
    ligne = reverse("ligne-revue-update", args=[lines[first.pk].pk])
    assert director.get(ligne).status_code == 404


def test_frozen_documents_do_not_move_with_the_facts(director):
    convention, (engagement,) = make_scope(1)
    author = director.personne
    revue = prepare_revue(convention, 2026, author=author)
    with change(author=author, reason="Essai"):
        ligne = revue.lignes.get()
        ligne.is_examined = True
        ligne.save()
        revue.compte_rendu = "Vu."
        revue.save()
    go(director, revue, "hold", on=timezone.localdate().isoformat())
    go(director, revue, "freeze")

    with change(author=author, reason="Essai"):
        engagement.text = "Autre promesse"
        engagement.save()
    url = reverse("revue-download", args=[revue.pk, "compte-rendu", "docx"])
    words = read_docx(director.get(url).content)

    assert f"{engagement.number}. Faire {engagement.number}" in words
    assert "Autre promesse" not in words
    assert RevueDeProjet.objects.get().instantane.digest[:16] in words


@pytest.mark.parametrize("document", ["methode", "indicateurs", "compte-rendu"])
def test_each_document_comes_as_text_and_as_pdf(director, document):
    convention, (engagement, _) = make_scope()
    revue = prepare_revue(convention, 2026, author=director.personne)

    def get(kind):
        return director.get(reverse("revue-download", args=[revue.pk, document, kind]))

    assert engagement.text in read_docx(get("docx").content)
    assert get("pdf").content.startswith(b"%PDF")
    assert get("odt").status_code == 404


def test_columns_by_type_keep_their_order_once_frozen(director):
    convention, _ = make_scope(1)
    make_constat(convention.engagements.get(), verdict="tenu", date=date(2026, 1, 1))
    revue = prepare_revue(convention, 2026, author=director.personne)
    with change(author=director.personne, reason="Essai"):
        kept = freeze(revue, describe_revue(revue), kind="essai", title="Essai").data

    feuille = read_feuille(kept)
    assert [label for label, _, _, _ in feuille.couverture] == [
        "Tenu",
        "En cours",
        "En retard",
        "Non mesurable",
    ]
    assert feuille.types == [("Autre engagement", 1, [1, 0, 0, 0])]


def test_the_scope_of_a_renewal_project_is_its_signed_conventions(director):
    projet = make_projet_renouvellement(name="Nord")
    signed, draft = make_convention(), make_convention(state="preparation")
    with change(author=None, origin="tests"):
        signed.renouvellements.add(projet)
        draft.renouvellements.add(projet)
    held = make_engagement(signed)
    make_engagement(draft)

    director.post(
        reverse("revue-create"), jeton() | {"renouvellement": projet.pk, "year": 2026}
    )

    revue = RevueDeProjet.objects.get()
    assert [ligne.engagement for ligne in revue.lignes.all()] == [held]
    assert str(revue) == "Revue de projet 2026 — Nord"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Choisissez une convention ou un projet"),
        ({"convention": True, "renouvellement": True}, "et un seul"),
        ({"convention": "vide"}, "Aucun engagement"),
        ({"convention": "tenue"}, "existe déjà"),
    ],
)
def test_a_review_that_cannot_open_says_why(director, data, sentence):
    convention, _ = make_scope()
    prepare_revue(convention, 2026, author=director.personne)
    keys = {
        True: make_convention().pk,
        "vide": make_convention().pk,
        "tenue": convention.pk,
    }
    sent = {
        name: make_projet_renouvellement().pk
        if name == "renouvellement"
        else keys[value]
        for name, value in data.items()
    }

    page = director.post(reverse("revue-create"), jeton() | sent | {"year": 2026})

    assert page.status_code == 422
    assert sentence in text(page)
    assert RevueDeProjet.objects.count() == 1


def test_one_reviews_ones_own_territory(client_for):
    convention, _ = make_scope()
    charge = client_for(Role.CHARGE_DE_CONTRAT, commune=make_commune())

    page = charge.post(
        reverse("revue-create"), jeton() | {"convention": convention.pk, "year": 2026}
    )

    assert "n’est pas le vôtre" in text(page)
    assert not RevueDeProjet.objects.exists()


def test_measuring_again_keeps_what_people_wrote_and_compares_with_last_year(director):
    convention, (engagement,) = make_scope(1)
    author = director.personne
    prepare_revue(convention, 2025, author=author)
    revue = prepare_revue(convention, 2026, author=author)
    with change(author=author, reason="Essai"):
        ligne = revue.lignes.get()
        ligne.comment = "À suivre."
        ligne.save()
    make_constat(engagement, verdict="tenu", date=timezone.localdate())

    moved = measure_again(revue, author=author)
    again = measure_again(RevueDeProjet.objects.get(pk=revue.pk), author=author)

    ligne = revue.lignes.get()
    assert (moved, again) == (1, 0)
    assert (ligne.tenue, ligne.previous, ligne.comment) == (
        "tenu",
        "non_mesurable",
        "À suivre.",
    )


def test_the_next_commitment_to_examine_follows(director):
    convention, _ = make_scope(3)
    revue = prepare_revue(convention, 2026, author=director.personne)
    first, second, _ = revue.lignes.all()

    answer = examine(director, first, comment="Vu.", suivant="1")

    assert answer.url == reverse("ligne-revue-update", args=[second.pk])


def test_a_review_takes_the_same_queries_however_many_commitments(director):
    def make(count):
        convention, _ = make_scope(count)
        revue = prepare_revue(convention, 2026, author=director.personne)
        return reverse("revue-detail", args=[revue.pk])

    assert count_queries(director, make(1)) == count_queries(director, make(3))


def read_docx(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    words = [paragraph.text for paragraph in document.paragraphs]
    words += [
        cell.text
        for table in document.tables
        for row in table.rows
        for cell in row.cells
    ]
    words += [p.text for s in document.sections for p in s.footer.paragraphs]
    return "\n".join(words)
