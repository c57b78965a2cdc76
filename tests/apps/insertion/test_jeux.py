"""Sets of hypotheses: compared on everything still to be signed, then one is adopted."""

from datetime import date
from decimal import Decimal

import pytest
from tests.factories.acteurs import make_organisation, make_personne
from tests.factories.insertion import (
    make_famille,
    make_jeu,
    make_lot,
    make_marche,
)

from possibles.apps.acteurs.enums import Role
from possibles.apps.insertion.domain.jeux import (
    COMPARED,
    adopt_set,
    compare_sets,
    save_set,
)
from possibles.apps.insertion.domain.objectifs import Base, find_hypothese
from possibles.apps.insertion.domain.suivi import Face
from possibles.apps.insertion.models import Hypothese, JeuDHypotheses
from possibles.apps.journal.models import Acte

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 1)


@pytest.fixture
def author():
    return make_personne(Role.FACILITATEUR)


def adopt(jeu, author, **over):
    values = {
        "valid_from": DAY,
        "certainty": "P",
        "source": "Séminaire",
        "with_coming": False,
        "author": author,
        "reason": "Séance du 4 novembre",
    }
    return adopt_set(jeu, **values | over)


def test_only_what_is_not_signed_moves(author):
    famille = make_famille()
    make_marche(famille=famille, state="prevu")
    make_marche(famille=famille, state="en_cours")
    make_marche(famille=famille, state="prevu", contract_hours=100)
    make_marche(famille=famille, state="prevu", clause="aucune")
    dearer = make_jeu(famille, hourly_cost=5_000)
    lower = make_jeu(famille, rate=Decimal("0.1"), hourly_cost=3_000)

    found = compare_sets(author, [dearer, lower], Face.FAMILLE)

    (ligne,) = found.lignes
    assert (ligne.today, ligne.hours, ligne.gaps) == (
        1_766,
        [1_433, 2_600],
        [-333, 834],
    )
    assert found.coming == 1


def test_a_contract_keeps_its_own_values_and_its_lots_follow_their_family(author):
    famille, other = make_famille(), make_famille()
    make_marche(famille=famille, state="prevu", hourly_cost=2_500)
    parts = make_marche(famille=famille, state="prevu")
    make_lot(parts, famille=other, hypothese=other.hypotheses.get(), amount=60_000_000)

    found = compare_sets(author, [make_jeu(other, hourly_cost=6_000)], Face.FAMILLE)

    # Own cost: 1 000 h, unmoved; the lot: 500 h at 30 €, 250 h at 60 €.
    assert found.total.hours == [1_250]


@pytest.mark.parametrize("face", COMPARED)
def test_lines_add_up_whatever_the_face(author, face):
    famille = make_famille()
    owners = [make_organisation(), make_organisation()]
    for owner in owners:
        make_marche(famille=famille, state="prevu", maitre_ouvrage=owner)
    make_marche(state="prevu")

    found = compare_sets(author, [make_jeu(famille)], face)

    assert sum(x.today for x in found.lignes) == found.total.today
    assert [sum(x.hours[0] for x in found.lignes)] == found.total.hours


def test_comparing_takes_the_same_queries_whatever_the_contracts(
    author, django_assert_num_queries
):
    famille = make_famille()
    jeux = [make_jeu(famille)]
    for _ in range(2):
        make_lot(make_marche(famille=famille, state="prevu"))
        with django_assert_num_queries(4 + len(jeux)):
            compare_sets(author, jeux, Face.OWNER)


def test_adopting_writes_hypotheses_and_leaves_contracts_alone(author):
    famille = make_famille()
    marche = make_marche(famille=famille, state="prevu")
    jeu = make_jeu(famille, labour_share=Decimal("0.95"))

    assert adopt(jeu, author) == 0

    held = find_hypothese(famille, DAY)
    marche.refresh_from_db()
    jeu.refresh_from_db()
    assert (held.labour_share, held.hourly_cost) == (Decimal("0.95"), 4_000)
    assert (held.labour_low, held.labour_high) == (Decimal("0.1"), Decimal("0.95"))
    assert (held.source, held.certainty) == ("Séminaire", "P")
    assert (marche.objective_hours, jeu.adopted_on) == (833, DAY)
    acte = Acte.objects.get(model="insertion.hypothese", object_id=str(held.pk))
    assert (acte.author, acte.reason) == (author, "Séance du 4 novembre")


def test_adopting_with_the_coming_gives_what_was_compared(author):
    famille = make_famille()
    coming = make_marche(famille=famille, state="prevu")
    signed = make_marche(famille=famille, state="en_cours")
    jeu = make_jeu(famille, hourly_cost=5_000)
    announced = compare_sets(author, [jeu], Face.FAMILLE).total.hours

    assert adopt(jeu, author, with_coming=True) == 1

    coming.refresh_from_db()
    signed.refresh_from_db()
    assert (coming.objective_hours, signed.objective_hours) == (500, 833)
    assert [coming.objective_hours + signed.objective_hours] == announced


def test_nothing_is_adopted_by_halves(author):
    famille = make_famille()
    jeu = make_jeu(make_famille(), famille)
    Hypothese.objects.filter(famille=famille).unrecorded_update(valid_from=DAY)

    with pytest.raises(Exception, match="ce jour-là"):
        adopt(jeu, author)

    jeu.refresh_from_db()
    assert jeu.is_draft
    assert Hypothese.objects.count() == 2


def test_a_draft_forgets_the_family_it_no_longer_tells_of(author):
    first, second = make_famille(), make_famille()
    jeu = make_jeu(first)
    base = Base(Decimal("0.4"), 3_500, Decimal("0.05"))

    save_set(jeu, {second: base}, author=author, reason="Essai")

    held = JeuDHypotheses.objects.get().lignes.get()
    assert (held.famille, held.hourly_cost) == (second, 3_500)
