"""Rules about dates: engagement, launch, delivery, late starts, deadlines."""

from collections.abc import Iterator

from possibles.apps.opc.domain.alertes.faits import Constat, Contexte, OperationVue
from possibles.apps.opc.enums import FamilleDAlerte, Gravite
from possibles.apps.operations.domain.planning.wording import tell_days
from possibles.apps.operations.enums import (
    BEFORE_CONVENTION,
    BEFORE_ENGAGEMENT,
    DELIVERED,
    EtatOperation,
    RoleDeTache,
)
from possibles.common.french import format_date, plural

from .registre import amount, day, regle, seuil

CALENDRIER = FamilleDAlerte.CALENDRIER
ENGAGEMENT = "npnru.date_limite_engagement"
LIVRAISON = "npnru.date_limite_livraison"
SOLDE = "npnru.date_limite_solde"
ORANGE, ROUGE = "npnru.alerte_marge_orange_mois", "npnru.alerte_marge_rouge_mois"
DEMARRAGE = "opc.demarrage_tolerance_jours"
RETARD = "opc.retard_convention_jours"
BEFORE_FAT = BEFORE_ENGAGEMENT - {EtatOperation.FAT_DEPOSEE}


@regle(
    "engagement", "Marge avant la date limite d’engagement", CALENDRIER,
    ENGAGEMENT, ORANGE, ROUGE,
)  # fmt: skip
def check_engagement(vue: OperationVue, contexte: Contexte) -> Iterator[Constat]:
    """A1 and A2: one cause, that grows worse as the margin shrinks."""
    if vue.state not in BEFORE_ENGAGEMENT or vue.engagement_forecast is None:
        return
    limit = vue.engagement_limit or contexte.seuils[ENGAGEMENT].value
    forecast = vue.engagement_forecast
    if forecast > limit:
        gravite, crossed = Gravite.BLOQUANTE, ENGAGEMENT
    elif forecast > contexte.before(limit, ROUGE):
        gravite, crossed = Gravite.MAJEURE, ROUGE
    elif forecast > contexte.before(limit, ORANGE):
        gravite, crossed = Gravite.ATTENTION, ORANGE
    else:
        return
    margin = (limit - forecast).days
    lateness = max(0, -margin)
    yield Constat(
        rule="engagement",
        cause=f"engagement:{vue.pk}",
        gravite=gravite,
        title=(
            f"Engagement {tell_days(margin)} après la date limite"
            if lateness
            else f"Plus que {tell_days(margin)} de marge avant la date limite d’engagement"
        ),
        text=(
            "La subvention doit être attribuée (DAS) avant la date limite. "
            + (
                "Au rythme actuel elle est perdue : avancez le dossier de consultation, "
                "changez de procédure ou découpez l’opération."
                if lateness
                else "Le moindre glissement la met en jeu."
            )
        ),
        evidence=(
            day("DAS prévue", forecast, "planning de l’opération"),
            day("Date limite", limit, contexte.seuils[ENGAGEMENT].source),
            seuil(contexte, crossed),
        ),
        impact_days=lateness,
        impact_cents=vue.subsidy or None,
        operation=vue.pk,
        projet=vue.projet,
    )


@regle(
    "lancement", "Lancement du contrat passé sans demande de financement", CALENDRIER
)
def check_lancement(vue: OperationVue, contexte: Contexte) -> Iterator[Constat]:
    """A3: the launch semester of the convention is over and no FAT was filed."""
    end = vue.contract_launch_end
    if end is None or end >= contexte.today or vue.state not in BEFORE_FAT:
        return
    if vue.is_done(RoleDeTache.DEPOT_FAT) or vue.is_done(RoleDeTache.DAS):
        return
    late = (contexte.today - end).days
    yield Constat(
        rule="lancement",
        cause=f"lancement:{vue.pk}",
        gravite=Gravite.MAJEURE,
        title=f"Lancement prévu à la convention dépassé de {tell_days(late)}, sans FAT",
        text=(
            "La convention date le lancement opérationnel ; la demande de financement "
            "(FAT) n’est pas déposée. Déposez-la, ou préparez un ajustement mineur."
        ),
        evidence=(
            day("Fin du semestre de lancement", end, "convention"),
            day("Constaté le", contexte.today),
        ),
        impact_days=late,
        impact_cents=vue.subsidy or None,
        operation=vue.pk,
        projet=vue.projet,
    )


@regle(
    "livraison", "Fin prévue après la date limite de livraison", CALENDRIER, LIVRAISON
)
def check_livraison(vue: OperationVue, contexte: Contexte) -> Iterator[Constat]:
    """A4."""
    if vue.state in DELIVERED or vue.delivery_forecast is None:
        return
    limit = vue.delivery_limit or contexte.seuils[LIVRAISON].value
    late = (vue.delivery_forecast - limit).days
    if late <= 0:
        return
    yield Constat(
        rule="livraison",
        cause=f"livraison:{vue.pk}",
        gravite=Gravite.BLOQUANTE,
        title=f"Livraison prévue {tell_days(late)} après la date limite",
        text=(
            "Au-delà de cette date le solde ne peut plus être demandé. "
            "Réduisez la durée, ou préparez un avenant."
        ),
        evidence=(
            day("Livraison prévue", vue.delivery_forecast, "planning de l’opération"),
            day("Date limite", limit, contexte.seuils[LIVRAISON].source),
            seuil(contexte, LIVRAISON),
        ),
        impact_days=late,
        impact_cents=vue.subsidy or None,
        operation=vue.pk,
        projet=vue.projet,
    )


@regle("retard", "Fin prévue après celle de la convention", CALENDRIER, RETARD)
def check_retard(vue: OperationVue, contexte: Contexte) -> Iterator[Constat]:
    """Compare with the contract calendar, which counts in semesters."""
    if vue.state in DELIVERED or not vue.delivery_forecast or not vue.contract_finish:
        return
    late = (vue.delivery_forecast - vue.contract_finish).days
    if late <= contexte.days(RETARD):
        return
    yield Constat(
        rule="retard",
        cause=f"retard:{vue.pk}",
        gravite=Gravite.ATTENTION,
        title=f"{tell_days(late).capitalize()} de retard sur le calendrier de la convention",
        text="Le calendrier de la convention n’est plus tenu : inscrivez-le à l’avenant.",
        evidence=(
            day("Livraison prévue", vue.delivery_forecast, "planning de l’opération"),
            day("Fin inscrite", vue.contract_finish, "convention"),
            seuil(contexte, RETARD),
        ),
        impact_days=late,
        operation=vue.pk,
        projet=vue.projet,
    )


@regle("demarrage", "Tâche qui aurait dû commencer", CALENDRIER, DEMARRAGE)
def check_demarrage(vue: OperationVue, contexte: Contexte) -> Iterator[Constat]:
    """Compare with the last reference: a schedule drawn again today hides late starts."""
    if vue.state in DELIVERED:
        return
    late = []
    for etape in vue.etapes:
        promised = min(
            (d for d in (etape.reference_start, etape.start) if d), default=None
        )
        if promised is None or etape.is_started:
            continue
        days = (contexte.today - promised).days
        if days > contexte.days(DEMARRAGE):
            late.append((days, promised, etape))
    if not late:
        return
    late.sort(key=lambda item: (-item[0], item[2].pk))
    worst = late[0][0]
    critical = any((etape.total_float or 0) <= 0 for _, _, etape in late)
    yield Constat(
        rule="demarrage",
        cause=f"demarrage:{vue.pk}",
        gravite=Gravite.MAJEURE if critical else Gravite.ATTENTION,
        title=(
            f"« {late[0][2].name} » devait commencer il y a {tell_days(worst)}"
            if len(late) == 1
            else f"{plural(len(late), 'tâche')} devaient avoir commencé"
        ),
        text=(
            "Aucun début réel n’est saisi. Dites quand la tâche a commencé, "
            "ou donnez-lui une nouvelle date."
        ),
        evidence=(
            *(
                day(
                    f"« {etape.name} » prévue le",
                    promised,
                    "dernier repère du planning",
                )
                for _, promised, etape in late[:5]
            ),
            seuil(contexte, DEMARRAGE),
        ),
        impact_days=worst,
        operation=vue.pk,
        projet=vue.projet,
    )


@regle("echeance", "Échéance d’une tâche dépassée au planning", CALENDRIER)
def check_echeance(vue: OperationVue, contexte: Contexte) -> Iterator[Constat]:
    """Look at deadlines of one's own: a school-year start, a council."""
    if vue.state in DELIVERED:
        return
    missed = [
        ((etape.finish - etape.deadline).days, etape)
        for etape in vue.etapes
        if etape.finish
        and etape.deadline
        and not etape.is_finished
        and etape.finish > etape.deadline
    ]
    if not missed:
        return
    missed.sort(key=lambda item: (-item[0], item[1].pk))
    worst, first = missed[0]
    yield Constat(
        rule="echeance",
        cause=f"echeance:{vue.pk}",
        gravite=Gravite.MAJEURE,
        title=f"« {first.name} » finirait {tell_days(worst)} après son échéance",
        text="L’échéance fixée à cette tâche ne tient plus au planning.",
        evidence=tuple(
            day(
                f"« {etape.name} », échéance le {format_date(etape.deadline)}, prévue le",
                etape.finish,
                "planning de l’opération",
            )
            for _, etape in missed[:5]
            if etape.deadline
        ),
        impact_days=worst,
        operation=vue.pk,
        projet=vue.projet,
    )


@regle("solde", "Solde prévu après la dernière date de demande", CALENDRIER, SOLDE)
def check_solde(vue: OperationVue, contexte: Contexte) -> Iterator[Constat]:
    etape = vue.find(RoleDeTache.SOLDE)
    limit = contexte.seuils[SOLDE].value
    if etape is None or etape.is_finished or not etape.finish or etape.finish <= limit:
        return
    late = (etape.finish - limit).days
    yield Constat(
        rule="solde",
        cause=f"solde:{vue.pk}",
        gravite=Gravite.MAJEURE,
        title=f"Solde prévu {tell_days(late)} après la dernière date de demande",
        text="Passé cette date, le solde de la subvention n’est plus versé.",
        evidence=(
            day("Solde prévu", etape.finish, "planning de l’opération"),
            seuil(contexte, SOLDE),
            *((amount("Subvention", vue.subsidy),) if vue.subsidy else ()),
        ),
        impact_days=late,
        operation=vue.pk,
        projet=vue.projet,
    )


@regle("sans-planning", "Opération inscrite sans planning", CALENDRIER)
def check_planning(vue: OperationVue, contexte: Contexte) -> Iterator[Constat]:
    if vue.etapes or vue.state in DELIVERED or vue.state in BEFORE_CONVENTION:
        return
    yield Constat(
        rule="sans-planning",
        cause=f"sans-planning:{vue.pk}",
        gravite=Gravite.ATTENTION,
        title="Aucune tâche au planning",
        text="Sans planning, ni date ni marge ne se calculent : partez d’un modèle.",
        operation=vue.pk,
        projet=vue.projet,
    )
