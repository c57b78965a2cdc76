from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from tests.factories.acteurs import make_organisation, make_personne
from tests.factories.contrat import (
    make_agenda,
    make_chantier,
    make_cible,
    make_commentaire,
    make_indicateur,
    make_jalon,
    make_orientation,
    make_outil,
    make_projet,
    make_public_projet,
    make_releve,
    make_synthese,
)
from tests.factories.territoires import make_commune, make_quartier

from possibles.apps.acteurs.enums import Role
from possibles.apps.contrat.domain.queries.accueil import (
    count_meteos,
    list_chiffres,
    list_nouvelles,
    list_taches,
)
from possibles.apps.contrat.domain.queries.attendus import COUNTED, list_ecarts
from possibles.apps.contrat.domain.queries.couverture import (
    cover_quartiers,
    list_usages,
)
from possibles.apps.contrat.domain.queries.indicateurs import (
    count_places,
    read_evolutions,
    read_saisies,
)
from possibles.apps.contrat.domain.queries.manques import (
    filter_by_manque,
    list_manques,
)
from possibles.apps.contrat.enums import AgendaState, Cumul, Maille, Statut
from possibles.apps.contrat.models import Attendu, Indicateur, Note, Projet
from possibles.apps.journal.models import change

pytestmark = pytest.mark.django_db
PUBLIC = AnonymousUser()


# --- Figures and gaps -------------------------------------------------------------------


def test_each_figure_opens_the_list_of_its_count():
    make_public_projet()
    make_projet()
    make_quartier()

    for user in (PUBLIC, make_personne()):
        for chiffre in list_chiffres(user):
            assert chiffre.queryset.count() == chiffre.count, chiffre.code

    counts = {c.code: c.count for c in list_chiffres(PUBLIC)}
    assert (counts["projets"], counts["quartiers"]) == (1, 1)


def test_expected_numbers_are_set_against_what_is_found():
    with change(author=None, origin="tests"):
        Attendu.objects.create(code="defis", label="Défis", value=10, source="Cahier")
        Note.objects.create(slug="n", kind="non_nomme", subject="defis", text="Tus")

    (ecart,) = list_ecarts(PUBLIC)

    assert (ecart.found, ecart.missing, ecart.is_complete) == (0, 10, False)
    assert [n.slug for n in ecart.notes] == ["n"]


def test_every_expected_code_counts_something_countable():
    for code, counted in COUNTED.items():
        assert counted().visible_to(PUBLIC).count() == 0, code


def test_gaps_list_exactly_what_they_count():
    complete = make_projet(
        chef_de_file=make_organisation(),
        communes=[make_commune()],
        registre="essaimage",
    )
    make_releve(make_indicateur(projet=complete), 1)
    make_synthese(complete)
    empty = make_projet()
    make_projet(statut=Statut.TERMINE)
    Projet.objects.filter(pk=complete.pk).unrecorded_update(meteo="appuis")

    gaps = {m.code: list(m.queryset) for m in list_manques(make_personne())}

    assert gaps == {
        "chef-de-file": [empty],
        "nouvelles": [complete, empty],
        "meteo": [empty],
        "valeur": [empty],
        "indicateur": [empty],
        "lieu": [empty],
        "registre": [empty],
    }
    assert filter_by_manque("inconnu", Projet.objects.all()).count() == 3


def test_gaps_do_not_leak_what_is_prepared():
    make_projet()

    assert {m.count for m in list_manques(PUBLIC)} == {0}


def test_meteos_are_all_told_even_at_zero():
    make_projet()

    assert [
        (value, count) for value, _, count in count_meteos(Projet.objects.all())
    ] == [
        ("securises", 0),
        ("atteignables", 0),
        ("appuis", 0),
        ("compromis", 0),
        ("", 1),
    ]


# --- Coverage ---------------------------------------------------------------------------


def test_coverage_reaches_quarters_by_name_and_by_commune():
    habiter, grandir = make_orientation(), make_orientation()
    commune = make_commune()
    named, of_commune, far = (
        make_quartier(),
        make_quartier(commune=commune),
        make_quartier(),
    )
    make_projet(quartiers=[named], orientations=[habiter])
    make_projet(communes=[commune], orientations=[habiter, grandir])
    make_projet(quartiers=[far], orientations=[habiter], statut=Statut.ABANDONNE)
    make_projet(orientations=[grandir])

    cover = cover_quartiers(make_personne())

    assert {
        (q, o): cover.count(q, o) for q in cover.quartiers for o in cover.orientations
    } == {
        (named, habiter): 1,
        (named, grandir): 0,
        (of_commune, habiter): 1,
        (of_commune, grandir): 1,
        (far, habiter): 0,
        (far, grandir): 0,
    }
    assert cover.without_place == 1
    assert set(cover.gaps) == {(named, grandir), (far, habiter), (far, grandir)}


def test_coverage_of_a_commune_keeps_its_quarters():
    quartier, _ = make_quartier(), make_quartier()

    cover = cover_quartiers(PUBLIC, commune=quartier.commune)

    assert list(cover.quartiers) == [quartier]


def test_coverage_asks_a_constant_number_of_queries(django_assert_num_queries):
    user = make_personne()
    orientation = make_orientation()
    make_projet(quartiers=[make_quartier()], orientations=[orientation])
    with django_assert_num_queries(7):
        cover_quartiers(user)
    for _ in range(3):
        make_projet(
            quartiers=[make_quartier()],
            communes=[make_commune()],
            orientations=[orientation],
        )

    with django_assert_num_queries(7):
        cover_quartiers(user)


def test_toolbox_tells_who_uses_each_measure():
    used, unused = make_outil(), make_outil()
    projet = make_public_projet(outils=[used])
    make_projet(outils=[unused])
    chantier = make_chantier()
    with change(author=None, origin="tests"):
        chantier.outils.add(used)

    usages = {u.outil: u for _, held in list_usages(PUBLIC) for u in held}

    assert usages[used].projets == (projet,)
    assert not usages[unused].is_used
    assert list_usages(make_personne())[0][1][0].chantiers == (chantier,)


# --- Indicators -------------------------------------------------------------------------


def test_places_add_up_and_the_unknown_is_not_zero():
    quartiers = [make_quartier() for _ in range(3)]
    indicateur = make_indicateur(
        maille=Maille.QUARTIER,
        baseline=Decimal(0),
        baseline_year=2023,
    )
    make_cible(indicateur, 2025, 40)
    make_releve(indicateur, 10, period="2024", quartier=quartiers[0])
    make_releve(indicateur, 12, period="2025", quartier=quartiers[0])
    make_releve(indicateur, 20, period="2025", quartier=quartiers[1])
    make_releve(
        indicateur, None, period="2025", quartier=quartiers[2], comment="Plus tard"
    )

    (evolution,) = read_evolutions(Indicateur.objects.all())

    last = evolution.last
    assert (last.period, last.value, last.entered, last.expected) == ("2025", 32, 2, 3)
    assert last.is_partial
    assert evolution.gap == -8
    assert evolution.reach == Decimal("0.8")
    assert evolution.tendance == "mieux"


@pytest.mark.parametrize(
    ("cumul", "expected"),
    [(Cumul.SOMME, 30), (Cumul.MOYENNE, 15), (Cumul.AUCUN, None)],
)
def test_places_add_up_as_the_indicator_says(cumul, expected):
    indicateur = make_indicateur(maille=Maille.COMMUNE, cumul=cumul)
    make_releve(indicateur, 10, commune=make_commune())
    make_releve(indicateur, 20, commune=make_commune())

    (evolution,) = read_evolutions(Indicateur.objects.all())

    assert evolution.totals[0].value == expected


def test_an_indicator_without_value_says_so():
    make_indicateur()

    (evolution,) = read_evolutions(Indicateur.objects.all())

    assert (evolution.last, evolution.gap, evolution.reach) == (None, None, None)


def test_who_has_not_entered():
    quartiers = [make_quartier() for _ in range(4)]
    indicateur = make_indicateur(maille=Maille.QUARTIER)
    make_releve(indicateur, 0, quartier=quartiers[0])
    make_releve(indicateur, None, quartier=quartiers[1], comment="Indisponible")

    saisies = read_saisies(indicateur, "2025")

    assert (saisies.entered, saisies.expected, saisies.missing_count) == (1, 4, 3)
    assert set(saisies.missing) == set(quartiers[1:])


def test_evolutions_ask_a_constant_number_of_queries(django_assert_num_queries):
    def fill():
        for _ in range(3):
            indicateur = make_indicateur(projet=make_projet())
            make_releve(indicateur, 1)
            make_cible(indicateur, 2026, 3)

    fill()
    with django_assert_num_queries(5):
        read_evolutions(Indicateur.objects.all())
    fill()
    with django_assert_num_queries(5):
        read_evolutions(Indicateur.objects.all())


def test_places_are_those_of_the_contract():
    make_commune()
    make_commune(in_contrat=False, has_qpv=False)

    assert count_places() == {"contrat": 1, "commune": 1, "quartier": 0}


# --- News and tasks ---------------------------------------------------------------------


def test_news_are_dated_grouped_and_kept_from_the_public():
    projet = make_public_projet()
    hidden = make_projet()
    make_synthese(projet)
    make_synthese(hidden)
    make_commentaire(projet)
    indicateur = make_indicateur(projet=projet, maille=Maille.QUARTIER)
    for _ in range(3):
        make_releve(indicateur, 1, quartier=make_quartier())

    public = list_nouvelles(PUBLIC)

    assert sorted((n.kind, n.projet, n.count) for n in public) == [
        ("releve", projet, 3),
        ("synthese", projet, 1),
    ]
    assert {n.kind for n in list_nouvelles(make_personne())} == {
        "commentaire",
        "releve",
        "synthese",
    }


def test_tasks_are_those_of_one_s_own_hands():
    lead = make_organisation()
    mine, other = make_projet(chef_de_file=lead), make_projet()
    make_jalon(mine, due=date(2026, 1, 1))
    make_jalon(other, due=date(2026, 1, 1))
    make_indicateur(projet=mine, saisi_par=lead)
    person = make_personne(
        Role.CHEF_DE_FILE, organisation=lead, perimetre_organisation=lead
    )

    taches = list_taches(person, on=date(2026, 2, 1))

    assert [(t.kind, getattr(t.target, "projet", t.target)) for t in taches] == [
        ("synthese", mine),
        ("jalon", mine),
        ("releve", mine),
    ]
    assert list_taches(make_personne(Role.ELU)) == []
    assert list_taches(PUBLIC) == []


def test_who_steers_is_told_of_the_agenda():
    agenda = make_agenda(make_projet(), state=AgendaState.SOUMIS)

    (tache,) = list_taches(make_personne(Role.CHARGE_DE_CONTRAT))

    assert (tache.target, tache.text) == (
        agenda,
        "Enregistrer la décision du comité de pilotage",
    )
