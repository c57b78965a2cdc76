"""Clause paragraphs ready for a contract's documents, with the contract's own figures."""

from typing import Any

from django.utils import timezone

from possibles.apps.insertion.domain.cadre import current_structure
from possibles.apps.insertion.domain.objectifs import objective_of
from possibles.apps.insertion.enums import Clause, Critere, Modalite
from possibles.apps.insertion.models import Marche
from possibles.apps.referentiel.domain.parametres import find_parametres
from possibles.common.french import format_euros, format_number
from possibles.reports.dossier import Chapitre, Dossier

MONTHS = "insertion.duree_eligibilite_mois"
TO_FILL = "[à compléter]"


def gather_clauses(marche: Marche, user: Any) -> Dossier:
    """Write the paragraphs a buyer pastes in the contract's own documents."""
    return Dossier(
        title=f"Clause sociale : {marche.title}",
        subtitle=(
            f"Marché {marche.reference}, {marche.maitre_ouvrage}. Paragraphes à relire par "
            "l’acheteur et le facilitateur avant publication."
        ),
        name=f"clause-{marche.pk}",
        at=timezone.localtime(),
        chapitres=[
            Chapitre("Règlement de la consultation", paragraphs=_rules(marche)),
            Chapitre(
                "Cahier des clauses administratives : objet et volume",
                paragraphs=[_object(marche), _volume(marche)],
            ),
            Chapitre(
                "Publics éligibles",
                paragraphs=[
                    (
                        "Les heures sont réservées en priorité aux habitants des quartiers "
                        "prioritaires éloignés de l’emploi. Le facilitateur valide "
                        f"l’éligibilité de chaque personne avant son embauche ; {_duration()} "
                        "Sont éligibles :"
                    )
                ],
                points=[critere.label for critere in Critere],
            ),
            Chapitre(
                "Façons de réaliser les heures",
                paragraphs=["Le titulaire choisit, seules ou combinées :"],
                points=[modalite.label for modalite in Modalite],
            ),
            Chapitre("Le facilitateur", paragraphs=[_facilitator(user)]),
            Chapitre(
                "Suivi et justificatifs",
                paragraphs=[
                    (
                        "Le titulaire déclare chaque mois les heures travaillées et de "
                        "formation, personne par personne sous un code, et remet les "
                        "justificatifs au facilitateur, qui les valide. Une heure compte une "
                        "seule fois."
                    ),
                    (
                        "Les données personnelles se limitent à ce qui est nécessaire au suivi "
                        "de l’éligibilité et au compte des heures ; elles deviennent anonymes "
                        "à leur terme."
                    ),
                ],
            ),
            Chapitre("Pénalités", paragraphs=_penalties(marche)),
        ],
        has_exemples=marche.is_exemple,
    )


def _rules(marche: Marche) -> list[str]:
    told = {
        Clause.EXECUTION: "Une condition d’exécution à caractère social s’impose à tous les "
        "candidats (code de la commande publique, articles L2112-2 et suivants). Elle ne "
        "se négocie pas.",
        Clause.EXECUTION_CRITERE: "Une condition d’exécution à caractère social s’impose à "
        "tous les candidats, et la qualité de l’offre d’insertion compte parmi les "
        "critères de choix.",
        Clause.RESERVE: "Le marché est réservé aux structures que désignent les articles "
        "L2113-12 et L2113-13 du code de la commande publique.",
        Clause.QUALIFICATION: "Le marché a pour objet même l’insertion et la qualification "
        "professionnelles ; la prestation en est le support.",
        Clause.AUCUNE: "Ce marché ne porte pas de clause sociale.",
    }
    return [told[Clause(marche.clause)]]


def _object(marche: Marche) -> str:
    return (
        f"Le présent marché, « {marche.title} », contribue à l’objectif d’insertion "
        f"professionnelle des habitants ({marche.famille.get_cadre_display().lower()}), "
        "selon la charte nationale d’insertion du NPNRU."
    )


def _volume(marche: Marche) -> str:
    objectif = objective_of(marche)
    if objectif is None:
        return (
            f"Le titulaire réserve au moins {TO_FILL} heures à des personnes éligibles."
        )
    told = f"Le titulaire réserve au moins {format_number(objectif.hours)} heures à des personnes éligibles."
    if objectif.base is None or objectif.labour_hours is None:
        return told
    return (
        f"{told} Ce volume vient du montant hors taxes, d’une part de main-d’œuvre de "
        f"{objectif.base.share_text}, d’un coût horaire de "
        f"{format_euros(objectif.base.hourly_cost)} et d’un taux de "
        f"{objectif.base.rate_text} ; il sera calculé de nouveau si le montant change."
    )


def _duration() -> str:
    held = find_parametres([MONTHS]).get(MONTHS)
    if held is None:
        return f"elle vaut {TO_FILL} à partir de la première heure."
    return f"elle vaut {held.text} à partir de la première heure."


def _facilitator(user: Any) -> str:
    structure = current_structure(user)
    name = TO_FILL if structure is None else str(structure)
    return (
        f"{name} accompagne gratuitement le titulaire : elle propose des candidats, valide "
        "l’éligibilité, suit les heures et les atteste. "
        f"Contact : {TO_FILL}."
    )


def _penalties(marche: Marche) -> list[str]:
    if marche.penalty_hourly is None:
        return [f"Pénalité par heure non réalisée, après mise en demeure : {TO_FILL}."]
    told = [
        (
            "Après mise en demeure restée sans effet, chaque heure non réalisée donne lieu à "
            f"une pénalité de {format_euros(marche.penalty_hourly)}."
        )
    ]
    if marche.penalty_daily:
        told.append(
            "Chaque jour de retard d’un justificatif donne lieu à une pénalité de "
            f"{format_euros(marche.penalty_daily)}."
        )
    if marche.penalty_cap is not None:
        told.append(
            f"L’ensemble des pénalités ne dépasse pas {format_euros(marche.penalty_cap)}."
        )
    told.append(
        "Aucune pénalité n’est due quand le facilitateur certifie que le titulaire n’est "
        "pas la cause du manque."
    )
    return told
