from datetime import date, timedelta

import pytest
from django.utils import timezone
from tests.factories.acteurs import make_organisation, make_personne
from tests.factories.contrat import (
    make_agenda,
    make_chantier,
    make_cible,
    make_indicateur,
    make_orientation,
    make_partenaire,
    make_projet,
)
from tests.factories.conventions import make_contrat
from tests.factories.territoires import make_commune

from possibles.apps.acteurs.enums import Role
from possibles.apps.contrat.domain.avenants import (
    MotifManquantError,
    edit_agenda,
    edit_projet,
    inscribe_projet,
    update_projet,
    withdraw_projet,
)
from possibles.apps.contrat.domain.cycle import (
    AGENDA_CYCLE,
    evaluate_agenda,
    follow_agenda,
    prepare_agenda,
    return_agenda,
    submit_agenda,
    validate_agenda,
)
from possibles.apps.contrat.domain.queries.comparaison import compare_with_validation
from possibles.apps.contrat.domain.releves import set_cible
from possibles.apps.contrat.enums import AgendaState, Statut
from possibles.apps.contrat.models import (
    Agenda,
    AgendaVerrouilleError,
    AvenantAgenda,
    Projet,
)
from possibles.apps.journal.domain.queries import snapshots_of
from possibles.apps.journal.domain.states import TransitionRefusedError
from possibles.apps.journal.models import Acte, change

pytestmark = pytest.mark.django_db


@pytest.fixture
def charge():
    return make_personne(Role.CHARGE_DE_CONTRAT)


@pytest.fixture
def in_force():
    """An agenda followed in 2026, with one project."""
    return make_agenda(make_projet(title="Jardins"), state=AgendaState.SUIVI)


def test_the_whole_year(charge):
    agenda = make_agenda(make_projet())
    today = timezone.localdate()

    submit_agenda(agenda, author=charge, on=today)
    validate_agenda(agenda, author=charge, on=today)
    follow_agenda(agenda, author=charge)
    evaluate_agenda(agenda, author=charge, evaluation="Bien.")

    agenda.refresh_from_db()
    assert agenda.state == AgendaState.EVALUE
    assert (agenda.submitted_on, agenda.validated_on, agenda.evaluated_on) == (
        today,
        today,
        today,
    )
    assert agenda.instantane.is_intact
    assert agenda.instantane.data["projets"][0]["cle"] == agenda.projets.get().slug


def test_transition_refuses_from_another_state(charge):
    agenda = make_agenda(make_projet())

    with pytest.raises(TransitionRefusedError) as error:
        validate_agenda(agenda, author=charge, on=date(2026, 1, 1))

    assert error.value.sentences == [
        (
            "« Enregistrer la validation du comité » n’est pas possible depuis l’état "
            "« En préparation »."
        )
    ]


@pytest.mark.parametrize(
    "role",
    [
        r
        for r in Role
        if r.value not in {"administrateur", "directeur_de_projet", "charge_de_contrat"}
    ],
)
def test_transition_refuses_those_who_do_not_steer(role):
    agenda = make_agenda(make_projet())

    with pytest.raises(TransitionRefusedError, match="pas le droit"):
        submit_agenda(agenda, author=make_personne(role))

    agenda.refresh_from_db()
    assert agenda.state == AgendaState.PREPARATION


def test_transition_refuses_who_steers_one_commune_only():
    agenda = make_agenda(make_projet())
    local = make_personne(Role.CHARGE_DE_CONTRAT, commune=make_commune())

    with pytest.raises(TransitionRefusedError, match="pas le droit"):
        submit_agenda(agenda, author=local)


def test_submit_needs_a_projet(charge):
    with pytest.raises(TransitionRefusedError, match="au moins un projet"):
        submit_agenda(make_agenda(), author=charge)


def test_validate_needs_a_day_that_has_come(charge):
    agenda = make_agenda(make_projet(), state=AgendaState.SOUMIS)

    with pytest.raises(TransitionRefusedError, match="dans l’avenir"):
        validate_agenda(
            agenda, author=charge, on=timezone.localdate() + timedelta(days=1)
        )


def test_return_needs_a_reason(charge):
    agenda = make_agenda(make_projet(), state=AgendaState.SOUMIS)

    with pytest.raises(TransitionRefusedError, match="Indiquez le motif"):
        return_agenda(agenda, author=charge, reason=" ")

    return_agenda(agenda, author=charge, reason="Il manque les cibles.")
    assert agenda.state == AgendaState.PREPARATION
    assert Acte.objects.first().reason == "Il manque les cibles."


def test_evaluate_needs_words(charge, in_force):
    with pytest.raises(TransitionRefusedError, match="Rédigez l’évaluation"):
        evaluate_agenda(in_force, author=charge, evaluation="  ")


def test_list_open_shows_what_one_may_do(charge):
    agenda = make_agenda(make_projet(), state=AgendaState.SOUMIS)

    assert [t.name for t in AGENDA_CYCLE.list_open(agenda, charge)] == [
        "return",
        "validate",
    ]
    assert AGENDA_CYCLE.list_open(agenda, make_personne(Role.ELU)) == []


def test_prepare_carries_over_the_unfinished_with_its_indicators(charge):
    contrat = make_contrat()
    going, done, dropped = (
        make_projet(statut=Statut.EN_COURS),
        make_projet(statut=Statut.TERMINE),
        make_projet(statut=Statut.ABANDONNE),
    )
    make_cible(make_indicateur(projet=going), 2030, 12)
    previous = make_agenda(
        going, done, dropped, contrat=contrat, year=2026, state=AgendaState.SUIVI
    )
    kept, closed = make_chantier(), make_chantier(statut=Statut.TERMINE)
    with change(author=None, origin="tests"):
        previous.chantiers.set([kept, closed])

    agenda = prepare_agenda(contrat, 2027, author=charge)

    assert [(i.projet, i.is_reconduite) for i in agenda.inscriptions.all()] == [
        (going, True)
    ]
    assert list(agenda.chantiers.all()) == [kept]
    assert agenda.projets.get().indicateurs.get().cibles.get().year == 2030


def test_prepare_refuses_a_second_agenda(charge):
    contrat = make_contrat()
    make_agenda(contrat=contrat, year=2026)

    with pytest.raises(TransitionRefusedError, match="existe déjà"):
        prepare_agenda(contrat, 2026, author=charge)


# --- After validation -----------------------------------------------------------------


def test_a_commitment_does_not_change_without_a_reason(charge, in_force):
    projet = in_force.projets.get()

    with pytest.raises(AgendaVerrouilleError, match="avenant daté et motivé"):
        update_projet(projet, {"title": "Vergers"}, author=charge)

    assert Projet.objects.get().title == "Jardins"
    assert not AvenantAgenda.objects.exists()


@pytest.mark.parametrize(
    "write",
    [
        lambda a, p: make_change(lambda: setattr_save(p, "presentation", "Autre"), a),
        lambda a, p: make_change(lambda: p.communes.set([make_place()]), a),
        lambda a, p: make_change(lambda: p.partenaires.get().delete(), a),
        lambda a, p: make_change(lambda: p.inscriptions.get().delete(), a),
        lambda a, p: make_change(
            lambda: p.agendas.get().chantiers.set([place_chantier()]), a
        ),
        lambda a, p: make_change(
            lambda: setattr_save(p.agendas.get(), "introduction", "Autre"), a
        ),
        lambda a, p: make_change(
            lambda: setattr_save(p.indicateurs.get().cibles.get(year=2026), "value", 9),
            a,
        ),
    ],
    ids=["field", "place", "partner", "list", "chantiers", "text", "target"],
)
def test_no_door_goes_around_the_lock(charge, write):
    projet = make_projet()
    make_partenaire(projet)
    make_cible(make_indicateur(projet=projet), 2026, 5)
    make_agenda(projet, state=AgendaState.VALIDE)
    before = Acte.objects.count()

    with pytest.raises(AgendaVerrouilleError):
        write(charge, projet)

    assert Acte.objects.count() == before


def make_change(write, author):
    with change(author=author, reason="sans avenant"):
        write()


def setattr_save(instance, name, value):
    setattr(instance, name, value)
    instance.save()


def make_place():
    from possibles.apps.territoires.models import Commune

    return Commune.objects.create(code_insee="13999", name="Ailleurs")


def place_chantier():
    from possibles.apps.contrat.models import Chantier

    return Chantier.objects.create(slug="nouveau", title="Nouveau")


def test_follow_up_stays_free(charge, in_force):
    projet = in_force.projets.get()

    update_projet(projet, {"statut": Statut.EN_COURS}, author=charge)

    assert Projet.objects.get().statut == Statut.EN_COURS
    assert not AvenantAgenda.objects.exists()


def test_a_target_of_a_later_year_stays_free(charge, in_force):
    indicateur = make_indicateur(projet=in_force.projets.get())

    set_cible(indicateur, 2030, 12, author=charge)

    assert indicateur.cibles.get().value == 12


def test_an_amendment_is_dated_motivated_and_says_what_changed(charge, in_force):
    projet = in_force.projets.get()
    lead = make_organisation(name="Régie")

    update_projet(
        projet,
        {"title": "Vergers", "chef_de_file": lead},
        author=charge,
        reason="Décision du comité technique",
    )

    avenant = AvenantAgenda.objects.get()
    assert (avenant.number, avenant.motif, avenant.author, avenant.date) == (
        1,
        "Décision du comité technique",
        charge,
        timezone.localdate(),
    )
    assert avenant.summary.splitlines() == [
        "Vergers — intitulé : Jardins → Vergers",
        "Vergers — chef de file : vide → Régie",
    ]
    assert [s.title for s in snapshots_of(in_force, "agenda")] == [
        "Agenda 2026 après l’avenant n° 1"
    ]


def test_no_amendment_when_nothing_committed_changed(charge, in_force):
    projet = in_force.projets.get()

    with edit_projet(projet, author=charge, reason="Relecture"):
        projet.statut = Statut.SUSPENDU
        projet.save()

    assert not AvenantAgenda.objects.exists()


def test_comparison_with_the_validation(charge):
    projet, other = make_projet(title="Jardins"), make_projet(title="Marché")
    orientation = make_orientation(name="Habiter")
    indicateur = make_indicateur(projet=projet, label="Arbres plantés")
    agenda = make_agenda(projet, state=AgendaState.SOUMIS, orientation=orientation)
    validate_agenda(agenda, author=charge, on=timezone.localdate())

    set_cible(indicateur, 2026, 40, author=charge, reason="Cible fixée en comité")
    inscribe_projet(
        agenda, other, orientation=orientation, author=charge, reason="Nouveau projet"
    )

    assert [
        (e.subject, e.what, e.kind, e.before, e.after)
        for e in compare_with_validation(agenda)
    ] == [
        ("Jardins", "cibles › Arbres plantés", "added", "", "40"),
        ("Marché", "projets", "added", "", "Marché"),
    ]
    assert list(agenda.avenants.values_list("number", flat=True)) == [1, 2]


def test_edit_agenda_needs_a_reason(charge, in_force):
    with pytest.raises(MotifManquantError), edit_agenda(in_force, author=charge):
        pass


def test_withdraw_leaves_the_projet(charge, in_force):
    withdraw_projet(
        in_force.inscriptions.get(), author=charge, reason="Abandonné par la commune"
    )

    assert Projet.objects.count() == 1
    assert in_force.projets.count() == 0
    assert AvenantAgenda.objects.get().motif == "Abandonné par la commune"


def test_an_evaluated_agenda_no_longer_locks_the_projet(charge):
    projet = make_projet()
    make_agenda(projet, state=AgendaState.EVALUE, year=2025)

    update_projet(projet, {"title": "Vergers"}, author=charge)

    assert Projet.objects.get().title == "Vergers"


def test_a_filled_example_is_no_longer_one(charge):
    projet = make_projet(
        statut=Statut.EN_COURS, champs_exemple=["chef_de_file", "statut"]
    )

    update_projet(projet, {"statut": Statut.TERMINE}, author=charge)

    projet.refresh_from_db()
    assert projet.champs_exemple == ["chef_de_file"]


def test_agenda_in_preparation_can_be_filled(charge):
    agenda = Agenda.objects.get(pk=make_agenda().pk)
    orientation = make_orientation()
    first, second = make_projet(), make_projet()

    inscribe_projet(agenda, first, orientation=orientation, author=charge)
    inscribe_projet(agenda, second, orientation=orientation, author=charge)

    assert [i.position for i in agenda.inscriptions.all()] == [1, 2]
