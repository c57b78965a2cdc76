"""Each rule on plain facts: when it speaks, when it keeps silent, how much it weighs."""

from datetime import date
from decimal import Decimal

import pytest

from possibles.apps.opc.domain.alertes.faits import (
    Amont,
    ConsultationVue,
    Contexte,
    ConventionVue,
    EcheanceVue,
    Etape,
    InterfaceVue,
    OperationVue,
    ProjetVue,
    ReserveVue,
    TexteVue,
)
from possibles.apps.opc.domain.alertes.regles import REGLES, examine
from possibles.apps.opc.domain.alertes.regles.registre import list_left_out
from possibles.apps.opc.enums import Gravite
from possibles.apps.referentiel.models import Valeur

TODAY = date(2026, 11, 22)
SEUILS = {
    "npnru.date_limite_engagement": date(2027, 12, 31),
    "npnru.date_limite_livraison": date(2032, 12, 31),
    "npnru.date_limite_solde": date(2033, 6, 30),
    "npnru.alerte_marge_orange_mois": Decimal(6),
    "npnru.alerte_marge_rouge_mois": Decimal(3),
    "npnru.alerte_cout": Decimal("0.10"),
    "npnru.alerte_sans_paiement_mois": Decimal(24),
    "cofin.min_moa": Decimal("0.20"),
    "opc.demarrage_tolerance_jours": Decimal(15),
    "opc.retard_convention_jours": Decimal(183),
    "opc.interface_marge_jours": Decimal(30),
    "opc.interface_horizon_jours": Decimal(90),
    "opc.besoin_financement_part": Decimal("0.01"),
    "opc.consultation_mois": Decimal(8),
    "opc.convention_preavis_jours": Decimal(90),
    "convention.paiement_jours": Decimal(30),
    "opc.statut_perime_jours": Decimal(45),
    "opc.sans_nouvelle_jours": Decimal(90),
    "opc.aggravation_jours": Decimal(30),
}


def make_contexte(**over) -> Contexte:
    values = SEUILS | over
    return Contexte(
        today=TODAY,
        seuils={
            code: Valeur(
                code, code, value, str(value), "P", "Pratique", "", "Un guide", "", "",
                None, None,
            )
            for code, value in values.items()
        },
    )  # fmt: skip


def make_vue(**over) -> OperationVue:
    fields = {
        "pk": 1,
        "title": "École",
        "projet": 7,
        "owner": "La ville",
        "state": "inscrite",
        "etapes": (Etape(pk=10, name="Études", actual_start=date(2026, 1, 5)),),
    } | over
    return OperationVue(**fields)


def find(vue: OperationVue, contexte: Contexte | None = None) -> dict[str, tuple]:
    """Return what is found: cause → (gravity, days, centimes)."""
    constats = examine([vue], [], contexte or make_contexte())
    return {c.cause: (c.gravite, c.impact_days, c.impact_cents) for c in constats}


def test_an_operation_in_good_health_raises_nothing():
    vue = make_vue(
        engagement_forecast=date(2027, 3, 1),
        delivery_forecast=date(2030, 6, 30),
        contract_finish=date(2030, 6, 30),
        convention_cost=1_000_000,
        cost_ht=1_050_000,
        funded=1_050_000,
        own_share=300_000,
        last_news_on=date(2026, 11, 1),
        meteo_known=True,
    )

    assert find(vue) == {}


@pytest.mark.parametrize(
    ("forecast", "expected"),
    [
        (date(2027, 6, 30), None),
        (date(2027, 7, 1), (Gravite.ATTENTION, 0, 900)),
        (date(2027, 9, 30), (Gravite.ATTENTION, 0, 900)),
        (date(2027, 10, 1), (Gravite.MAJEURE, 0, 900)),
        (date(2027, 12, 31), (Gravite.MAJEURE, 0, 900)),
        (date(2028, 1, 1), (Gravite.BLOQUANTE, 1, 900)),
    ],
)
def test_the_margin_before_engagement_weighs_more_as_it_shrinks(forecast, expected):
    vue = make_vue(engagement_forecast=forecast, subsidy=900)

    assert find(vue) == ({} if expected is None else {"engagement:1": expected})


def test_a_limit_of_its_own_comes_before_the_national_one():
    vue = make_vue(
        engagement_forecast=date(2027, 3, 1), engagement_limit=date(2027, 2, 1)
    )

    assert find(vue) == {"engagement:1": (Gravite.BLOQUANTE, 28, None)}


def test_an_engaged_operation_has_no_engagement_to_miss():
    assert find(make_vue(state="engagee", engagement_forecast=date(2029, 1, 1))) == {}


def test_a_launch_semester_gone_by_without_fat_is_told():
    over = make_vue(contract_launch_end=date(2026, 6, 30))
    filed = make_vue(contract_launch_end=date(2026, 6, 30), state="fat_deposee")
    current = make_vue(contract_launch_end=date(2026, 12, 31))

    assert find(over) == {"lancement:1": (Gravite.MAJEURE, 145, None)}
    assert find(filed) == find(current) == {}


def test_a_delivery_after_the_limit_blocks():
    late = make_vue(delivery_forecast=date(2033, 1, 10))

    assert find(late) == {"livraison:1": (Gravite.BLOQUANTE, 10, None)}
    assert find(make_vue(delivery_forecast=date(2032, 12, 31))) == {}


def test_the_contract_calendar_forgives_a_semester():
    finish = date(2029, 12, 31)
    kept = make_vue(delivery_forecast=date(2030, 7, 2), contract_finish=finish)
    late = make_vue(delivery_forecast=date(2030, 7, 3), contract_finish=finish)

    assert find(kept) == {}
    assert find(late) == {"retard:1": (Gravite.ATTENTION, 184, None)}


def test_a_late_start_is_measured_on_the_last_reference():
    """A schedule drawn again today starts today: only the reference remembers."""
    redrawn = Etape(
        pk=3,
        name="Concours",
        start=TODAY,
        reference_start=date(2026, 9, 1),
        total_float=12,
    )
    critical = Etape(pk=4, name="APS", start=date(2026, 11, 1), total_float=0)
    begun = Etape(pk=5, name="PRO", start=date(2026, 1, 1), actual_start=TODAY)

    assert find(make_vue(etapes=(redrawn,))) == {
        "demarrage:1": (Gravite.ATTENTION, 82, None)
    }
    assert find(make_vue(etapes=(redrawn, critical))) == {
        "demarrage:1": (Gravite.MAJEURE, 82, None)
    }
    assert find(make_vue(etapes=(begun,))) == {}


def test_a_deadline_missed_by_the_forecast_is_told_once_for_the_operation():
    etapes = tuple(
        Etape(
            pk=pk,
            name=f"Étape {pk}",
            finish=date(2028, 9, pk),
            deadline=date(2028, 9, 1),
            actual_start=date(2026, 1, 5),
        )
        for pk in (2, 9)
    )

    assert find(make_vue(etapes=etapes)) == {"echeance:1": (Gravite.MAJEURE, 8, None)}


def test_a_balance_after_the_last_day_is_told():
    solde = Etape(pk=2, name="Solde", role="solde", finish=date(2033, 7, 10))

    assert find(make_vue(etapes=(solde,))) == {"solde:1": (Gravite.MAJEURE, 10, None)}


def test_an_operation_of_the_convention_has_a_schedule():
    assert find(make_vue(etapes=())) == {
        "sans-planning:1": (Gravite.ATTENTION, None, None)
    }
    assert find(make_vue(etapes=(), state="idee")) == {}


@pytest.mark.parametrize(
    ("cost", "expected"),
    [
        (1_100_000, None),
        (1_150_000, (Gravite.ATTENTION, None, 150_000)),
        (1_300_000, (Gravite.MAJEURE, None, 300_000)),
    ],
)
def test_a_cost_over_the_convention_is_told(cost, expected):
    vue = make_vue(convention_cost=1_000_000, cost_ht=cost, funded=cost, own_share=cost)

    assert find(vue) == ({} if expected is None else {"cout:1": expected})


def test_the_funding_plan_covers_the_cost_with_vat_when_it_is_not_recovered():
    without = make_vue(cost_ht=1000, cost_ttc=1200, funded=1000, own_share=1000)
    with_vat = make_vue(
        cost_ht=1000, cost_ttc=1200, funded=1000, own_share=1000, recovers_vat=False
    )

    assert find(without) == {}
    assert find(with_vat) == {"financement:1": (Gravite.ATTENTION, None, 200)}


def test_a_gap_after_engagement_is_major():
    vue = make_vue(state="travaux", cost_ht=1000, funded=900, own_share=900)

    assert find(vue) == {"financement:1": (Gravite.MAJEURE, None, 100)}


def test_a_public_owner_bears_its_share():
    public = make_vue(funded=1000, own_share=150)
    landlord = make_vue(funded=1000, own_share=150, owner_is_public=False)

    assert find(public) == {"part-moa:1": (Gravite.ATTENTION, None, 50)}
    assert find(landlord) == {}


def test_a_subsidy_nobody_asks_for_is_told():
    das = Etape(
        pk=2, name="DAS", role="das", actual_start=date(2024, 1, 10),
        actual_finish=date(2024, 1, 10),
    )  # fmt: skip
    never = make_vue(state="travaux", etapes=(das,), subsidy=500)
    lately = make_vue(state="travaux", etapes=(das,), last_asked_on=date(2025, 6, 1))

    assert find(never) == {"paiement:1": (Gravite.ATTENTION, 316, 500)}
    assert find(lately) == {}


def test_a_consultation_that_lasts_is_told_as_perhaps_unfruitful():
    def dce(end):
        return Etape(pk=2, name="DCE", role="dce", actual_start=end, actual_finish=end)

    signed = Etape(
        pk=3, name="Notification", role="notification",
        actual_start=TODAY, actual_finish=TODAY,
    )  # fmt: skip

    assert find(make_vue(etapes=(dce(date(2026, 2, 1)),))) == {
        "marche:1": (Gravite.MAJEURE, 52, None)
    }
    assert find(make_vue(etapes=(dce(date(2026, 5, 1)),))) == {}
    assert find(make_vue(etapes=(dce(date(2026, 2, 1)), signed))) == {}


def test_each_reservation_is_its_own_cause():
    vue = make_vue(
        reserves=(
            ReserveVue(pk=4, text="Préciser la gestion."),
            ReserveVue(pk=5, text="Produire la carte.", due=date(2026, 11, 2)),
        )
    )

    assert find(vue) == {
        "reserve:4": (Gravite.ATTENTION, 0, None),
        "reserve:5": (Gravite.MAJEURE, 20, None),
    }


def test_one_convention_that_ends_is_one_alert_for_all_its_operations():
    held = ConventionVue(pk=9, title="Convention", end=date(2026, 12, 31))
    vues = [make_vue(pk=pk, convention=held) for pk in (1, 2, 3)]

    constats = examine(vues, [], make_contexte())

    assert [(c.cause, c.gravite, c.operation, c.convention) for c in constats] == [
        ("terme:9", Gravite.MAJEURE, None, 9)
    ]


def test_a_consultation_recorded_as_unfruitful_replaces_the_guess():
    long_ago = Etape(pk=11, name="DCE", role="dce", actual_finish=date(2025, 12, 1))
    failed = ConsultationVue(
        pk=5,
        objet="Lot 3",
        issue_label="Infructueuse",
        launched_on=date(2026, 3, 2),
        ended_on=date(2026, 11, 2),
        cents=40_000_000,
    )

    assert set(find(make_vue(etapes=(long_ago,)))) == {"marche:1"}
    assert find(make_vue(etapes=(long_ago,), consultations=(failed,))) == {
        "infructueux:5": (Gravite.MAJEURE, 20, 40_000_000)
    }


def find_texte(**over) -> dict[str, tuple]:
    vue = TexteVue(**({"pk": 4, "title": "Convention CRPV"} | over))
    constats = examine([], [], make_contexte(), [vue])
    return {c.cause: (c.gravite, c.impact_days, c.impact_cents) for c in constats}


def make_echeance(kind: str, due: date, **over) -> EcheanceVue:
    fields = {"code": f"{kind}-1", "kind": kind, "label": "Solde", "due": due} | over
    return EcheanceVue(**fields)


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        (date(2027, 3, 31), {}),
        (date(2026, 12, 31), {"terme:4": (Gravite.ATTENTION, 0, 20_000_000)}),
        (date(2026, 11, 12), {"terme:4": (Gravite.MAJEURE, 10, 20_000_000)}),
    ],
)
def test_a_convention_without_operations_tells_its_end(end, expected):
    assert find_texte(end=end, unpaid=20_000_000) == expected
    assert find_texte(end=end, unpaid=20_000_000, has_operations=True) == {}


def test_a_convention_never_signed_says_so_when_its_term_comes():
    vue = TexteVue(pk=4, title="CRPV", end=date(2026, 12, 31), is_signed=False)

    (constat,) = examine([], [], make_contexte(), [vue])

    assert constat.title == "« CRPV » se termine dans 6 semaines, sans être signée"
    assert constat.text.startswith("Signez-la")


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (date(2026, 11, 22), {}),
        (date(2026, 11, 12), {"versement-1:4": (Gravite.ATTENTION, 10, 500)}),
        (date(2026, 10, 1), {"versement-1:4": (Gravite.MAJEURE, 52, 500)}),
    ],
)
def test_a_payment_of_a_convention_that_is_late_is_told(due, expected):
    held = make_echeance("versement", due, cents=500)

    assert find_texte(echeances=(held,)) == expected


@pytest.mark.parametrize(
    ("kind", "due", "expected"),
    [
        ("litige", date(2026, 12, 12), (Gravite.INFORMATION, 0, None)),
        ("litige", date(2026, 11, 12), (Gravite.ATTENTION, 10, None)),
        ("resiliation", date(2026, 12, 12), (Gravite.MAJEURE, 0, 900)),
        ("publication", date(2026, 11, 12), (Gravite.ATTENTION, 10, None)),
        ("autre", date(2026, 11, 12), (Gravite.ATTENTION, 10, None)),
        ("autre", date(2027, 11, 12), None),
        ("engagement", date(2026, 11, 12), None),
        ("preavis", date(2026, 11, 12), None),
    ],
)
def test_the_other_days_of_a_convention_are_told_when_near_or_past(kind, due, expected):
    held = make_echeance(kind, due)

    found = find_texte(echeances=(held,), unpaid=900)

    assert found == ({} if expected is None else {f"echeance:{kind}-1:4": expected})


def test_a_convention_that_ends_before_the_delivery_is_told_early():
    held = ConventionVue(pk=9, title="Convention", end=date(2029, 12, 31))
    vue = make_vue(convention=held, delivery_forecast=date(2030, 1, 30))

    assert find(vue) == {"terme:9": (Gravite.ATTENTION, 30, None)}


def make_interface(**over) -> InterfaceVue:
    fields = {
        "pk": 3,
        "label": "Terrain libéré",
        "giver": 2,
        "giver_title": "Démolition",
        "giver_owner": "Le bailleur",
        "needed": date(2027, 9, 1),
    } | over
    return InterfaceVue(**fields)


@pytest.mark.parametrize(
    ("over", "expected"),
    [
        ({"promised": date(2027, 6, 1)}, None),
        ({"promised": date(2027, 8, 20)}, (Gravite.ATTENTION, 0, None)),
        ({"promised": date(2027, 9, 11)}, (Gravite.MAJEURE, 10, None)),
        # The schedule now says later than the promise.
        (
            {"promised": date(2027, 6, 1), "forecast": date(2027, 9, 11)},
            (Gravite.MAJEURE, 10, None),
        ),
        ({}, None),
        ({"needed": date(2027, 1, 15)}, (Gravite.ATTENTION, 0, None)),
    ],
)
def test_an_interface_is_judged_on_the_later_of_promise_and_schedule(over, expected):
    vue = make_vue(interfaces=(make_interface(**over),))

    assert find(vue) == ({} if expected is None else {"interface:3": expected})


def make_amont(**over) -> Amont:
    before = Etape(
        pk=20,
        name="Démolir",
        finish=date(2027, 3, 1),
        reference_finish=date(2027, 1, 1),
    )
    after = Etape(
        pk=30,
        name="Terrasser",
        start=date(2027, 3, 2),
        reference_start=date(2027, 1, 15),
        total_float=0,
    )
    fields = {
        "giver": 2,
        "giver_title": "Démolition",
        "giver_owner": "Le bailleur",
        "before": before,
        "after": after,
    } | over
    return Amont(**fields)


def test_a_predecessor_that_slips_and_pushes_is_told():
    vue = make_vue(amonts=(make_amont(),))

    assert find(vue) == {"predecesseur:2:1": (Gravite.MAJEURE, 46, None)}


def test_a_predecessor_that_slips_within_the_margin_is_not():
    unmoved = Etape(
        pk=30, name="Terrasser",
        start=date(2027, 6, 1), reference_start=date(2027, 6, 1),
    )  # fmt: skip

    assert find(make_vue(amonts=(make_amont(after=unmoved),))) == {}


def test_an_interface_between_the_same_tasks_carries_the_alert_alone():
    held = make_interface(gives_etape=20, gets_etape=30, promised=date(2027, 9, 11))

    assert set(find(make_vue(amonts=(make_amont(),), interfaces=(held,)))) == {
        "interface:3"
    }


def test_silence_is_told():
    vue = make_vue(last_news_on=date(2026, 8, 1), meteo_known=False)

    assert find(vue) == {
        "silence:1": (Gravite.INFORMATION, 113, None),
        "statut:1": (Gravite.INFORMATION, None, None),
    }


def test_a_point_not_held_is_one_alert_for_the_project():
    projet = ProjetVue(pk=7, title="PRIN", last_point=date(2026, 9, 30))
    never = ProjetVue(pk=8, title="PRIR")

    constats = examine([make_vue(), make_vue(pk=2)], [projet, never], make_contexte())

    assert [(c.cause, c.impact_days, c.operation) for c in constats] == [
        ("point:7", 53, None)
    ]


def test_a_rule_without_its_parameter_says_nothing_and_is_named():
    contexte = make_contexte()
    seuils = dict(contexte.seuils)
    del seuils["npnru.alerte_cout"]
    poorer = Contexte(today=TODAY, seuils=seuils)
    vue = make_vue(convention_cost=1_000, cost_ht=9_000, funded=9_000, own_share=9_000)

    assert find(vue, poorer) == {}
    assert list_left_out(poorer) == [REGLES["cout"].label]


def test_every_finding_of_a_rule_with_a_threshold_shows_it_with_its_certainty():
    vue = make_vue(
        engagement_forecast=date(2028, 2, 1),
        delivery_forecast=date(2034, 1, 1),
        convention_cost=100,
        cost_ht=200,
        funded=50,
        last_news_on=date(2025, 1, 1),
        interfaces=(make_interface(promised=date(2028, 1, 1)),),
    )

    for constat in examine([vue], [], make_contexte()):
        if REGLES[constat.rule].seuils:
            told = {line.certainty for line in constat.evidence}
            assert "Pratique" in told, constat.rule
