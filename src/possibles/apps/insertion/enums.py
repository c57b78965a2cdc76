from django.db import models


class Cadre(models.TextChoices):
    """Which objective of the national charter a contract answers to."""

    ANRU = "anru", "Travaux et ingénierie"
    GUP = "gup", "Gestion urbaine de proximité"


class Prestation(models.TextChoices):
    """What a contract buys: the European thresholds depend on it."""

    TRAVAUX = "travaux", "Travaux"
    SERVICES = "services", "Services"


class MarcheState(models.TextChoices):
    PREVU = "prevu", "Prévu"
    CONSULTATION = "consultation", "En consultation"
    EN_COURS = "en_cours", "En cours"
    TERMINE = "termine", "Terminé"
    RESILIE = "resilie", "Résilié"


AWARDED = frozenset({MarcheState.EN_COURS, MarcheState.TERMINE, MarcheState.RESILIE})
"""States in which a contract is signed: it is then public."""


class Clause(models.TextChoices):
    """How the buyer asks for insertion (domain: modalities of the clause)."""

    AUCUNE = "aucune", "Sans clause sociale"
    EXECUTION = "execution", "Condition d’exécution"
    EXECUTION_CRITERE = "execution_critere", "Condition d’exécution et critère de choix"
    RESERVE = "reserve", "Marché réservé"
    QUALIFICATION = "qualification", "Marché d’insertion et de qualification"


class Derogation(models.TextChoices):
    """Reasons the law accepts for a large contract without any social clause."""

    SOLUTION_DISPONIBLE = (
        "solution_disponible",
        "Besoin couvert par une solution immédiatement disponible",
    )
    LIEN_INSUFFISANT = "lien_insuffisant", "Lien insuffisant avec l’objet du marché"
    CONCURRENCE = (
        "concurrence",
        "Concurrence restreinte ou exécution rendue impossible",
    )
    TRAVAUX_COURTS = "travaux_courts", "Travaux de moins de six mois"


class IntervenantRole(models.TextChoices):
    COTRAITANT = "cotraitant", "Cotraitant"
    SOUS_TRAITANT = "sous_traitant", "Sous-traitant"


class Arrondi(models.IntegerChoices):
    """To how many hours an objective is rounded, halves up."""

    HEURE = 1, "à l’heure"
    CINQ = 5, "à 5 heures"
    DIX = 10, "à 10 heures"
