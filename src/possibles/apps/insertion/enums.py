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


class EmployeurKind(models.TextChoices):
    ENTREPRISE = "entreprise", "Entreprise"
    EI = "ei", "Entreprise d’insertion"
    ETTI = "etti", "Entreprise de travail temporaire d’insertion"
    ACI = "aci", "Atelier et chantier d’insertion"
    AI = "ai", "Association intermédiaire"
    GEIQ = "geiq", "GEIQ"
    ETT = "ett", "Agence d’intérim"
    EA = "ea", "Entreprise adaptée ou ESAT"
    REGIE = "regie", "Régie de quartier"


class Sexe(models.TextChoices):
    FEMME = "f", "Femme"
    HOMME = "h", "Homme"


class Critere(models.TextChoices):
    """Why a person is eligible. What touches health is one group, never a detail."""

    IAE = "iae", "Parcours dans une structure d’insertion"
    REGIE = "regie", "Régie de quartier ou de territoire"
    EPIDE_E2C = "epide_e2c", "EPIDE ou école de la deuxième chance"
    GEIQ = "geiq", "Parcours dans un GEIQ"
    JUSTICE = "justice", "Personne placée sous main de justice"
    DELD = "deld", "Demandeur d’emploi de longue durée"
    RSA = "rsa", "Allocataire du RSA"
    ALLOCATION = "allocation", "Allocataire de l’ASS"
    JEUNE = "jeune", "Moins de 26 ans sans qualification ou inactif"
    SENIOR = "senior", "50 ans et plus, demandeur d’emploi"
    JEUNE_SUIVI = "jeune_suivi", "Jeune en suivi renforcé"
    QPV = "qpv", "Habitant d’un quartier prioritaire éloigné de l’emploi"
    REFUGIE = "refugie", "Réfugié ou protection subsidiaire"
    AVIS = "avis", "Avis motivé du service public de l’emploi"
    GROUPE_PROTEGE = "groupe_protege", "Public du travail adapté et protégé"


class Residence(models.TextChoices):
    """How the quarter of residence was found: all that is kept of an address."""

    MAIN = "main", "choisi à la main"
    POINT = "point", "d’après un point, dans les contours officiels"
    ADRESSE = "adresse", "d’après l’adresse, dans les contours officiels"


class Modalite(models.TextChoices):
    """Through which door the hours are worked."""

    EMBAUCHE = "embauche", "Embauche directe"
    MISE_A_DISPOSITION = "mise_a_disposition", "Mise à disposition"
    SOUS_TRAITANCE = "sous_traitance", "Sous-traitance ou cotraitance d’insertion"


class ContratKind(models.TextChoices):
    CDI = "cdi", "CDI"
    CDD = "cdd", "CDD"
    CDDI = "cddi", "CDD d’insertion"
    INTERIM = "interim", "Contrat de mission"
    APPRENTISSAGE = "apprentissage", "Contrat d’apprentissage"
    PROFESSIONNALISATION = "professionnalisation", "Contrat de professionnalisation"


class HeuresState(models.TextChoices):
    """How far a monthly line went: only the last state counts."""

    DECLARE = "declare", "Déclarée"
    JUSTIFIE = "justifie", "Justifiée"
    VALIDE = "valide", "Validée"


class Tranche(models.TextChoices):
    """Age on entry: all that is kept of a birth year once a person is anonymous."""

    JEUNE = "jeune", "Moins de 26 ans"
    ADULTE = "adulte", "26 à 49 ans"
    SENIOR = "senior", "50 ans et plus"


class Sortie(models.TextChoices):
    """Where a person is, some months after entry (data reported to ANRU)."""

    EMPLOI_DURABLE = "emploi_durable", "Emploi durable : CDI, CDD de six mois ou plus"
    EMPLOI_TRANSITION = "emploi_transition", "Emploi de transition : CDD court, intérim"
    MEME_CONTRAT = "meme_contrat", "Toujours dans le contrat de la clause"
    INSERTION = "insertion", "Parcours dans une structure d’insertion"
    FORMATION = "formation", "Formation ou alternance"
    CREATION = "creation", "Création d’activité"
    RECHERCHE = "recherche", "Recherche d’emploi"
    INACTIF = "inactif", "Sans activité ni recherche"
    INJOIGNABLE = "injoignable", "Injoignable"


POSITIVE = frozenset(
    {
        Sortie.EMPLOI_DURABLE,
        Sortie.EMPLOI_TRANSITION,
        Sortie.MEME_CONTRAT,
        Sortie.INSERTION,
        Sortie.FORMATION,
        Sortie.CREATION,
    }
)
"""Situations that count as dynamic: in work, in training, or on the way."""


class Droit(models.TextChoices):
    """What a person may ask of those who keep something about them (RGPD, 15 to 21)."""

    ACCES = "acces", "Accès"
    RECTIFICATION = "rectification", "Rectification"
    EFFACEMENT = "effacement", "Effacement"
    OPPOSITION = "opposition", "Opposition"


class EngagementKind(models.TextChoices):
    """What an owner commits to beside hours: hires, then quality of the paths."""

    INGENIERIE = "ingenierie", "Embauches liées à l’ingénierie"
    FONCTIONNEMENT = (
        "fonctionnement",
        "Embauches liées au fonctionnement des équipements",
    )
    ACCOMPAGNEMENT = "accompagnement", "Embauches liées aux actions d’accompagnement"
    DUREE = "duree", "Durée des contrats et alternance"
    FEMMES = "femmes", "Accès des femmes"
    JEUNES = "jeunes", "Accès des jeunes"
    PARCOURS = "parcours", "Parcours et formation"
    ENTREPRISES = "entreprises", "Anticipation des emplois avec les entreprises"


HIRES = frozenset(
    {
        EngagementKind.INGENIERIE,
        EngagementKind.FONCTIONNEMENT,
        EngagementKind.ACCOMPAGNEMENT,
    }
)
"""Commitments counted in hires; the others are qualitative goals."""


class Proximite(models.TextChoices):
    """The levels at which insertion is steered (mission d’appui ANRU, 2020-2021)."""

    INTERCOMMUNAL = "intercommunal", "Intercommunalité"
    COMMUNES = "communes", "Communes"
    MAITRES_OUVRAGE = "maitres_ouvrage", "Maîtres d’ouvrage"
