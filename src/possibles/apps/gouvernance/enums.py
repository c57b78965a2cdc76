from django.db import models


class InstanceLevel(models.TextChoices):
    METROPOLITAIN = "metropolitain", "Métropolitain"
    COMMUNAL = "communal", "Communal"
    QUARTIER = "quartier", "Quartier"
    PROJET = "projet", "Projet de renouvellement urbain"


class InstanceKind(models.TextChoices):
    PILOTAGE = "pilotage", "Comité de pilotage"
    TECHNIQUE = "technique", "Comité technique"
    ELUS = "elus", "Élus"
    ASSISES = "assises", "Assises"
    SOCIETE_CIVILE = "societe_civile", "Société civile"
    SUIVI = "suivi", "Comité de suivi"
    POINT_MENSUEL = "point_mensuel", "Point mensuel"
    RESTREINTE_TECHNIQUE = "restreinte_technique", "Réunion restreinte technique"
    RESTREINTE_FINANCIERE = "restreinte_financiere", "Réunion restreinte financière"
    RESTREINTE_SOCIALE = "restreinte_sociale", "Réunion restreinte sociale"
    REVUE = "revue", "Revue de projet"


class QuorumRule(models.TextChoices):
    """How many of those who vote must be there; powers given do not count."""

    AUCUN = "aucun", "Aucun quorum"
    MAJORITE = "majorite", "Plus de la moitié des sièges"
    TIERS = "tiers", "Un tiers des sièges"
    NOMBRE = "nombre", "Un nombre de sièges"


class MandatKind(models.TextChoices):
    TITULAIRE = "titulaire", "Titulaire"
    SUPPLEANT = "suppleant", "Suppléant"


class SeanceState(models.TextChoices):
    PREVUE = "prevue", "Prévue"
    CONVOQUEE = "convoquee", "Convoquée"
    TENUE = "tenue", "Tenue"
    ANNULEE = "annulee", "Annulée"


TO_COME = (SeanceState.PREVUE, SeanceState.CONVOQUEE)


class CompteRenduState(models.TextChoices):
    BROUILLON = "brouillon", "En rédaction"
    SOUMIS = "soumis", "Soumis à l’approbation"
    APPROUVE = "approuve", "Approuvé"


class PointKind(models.TextChoices):
    INFORMATION = "information", "Pour information"
    ECHANGE = "echange", "Pour échange"
    DECISION = "decision", "Pour décision"


class PresenceState(models.TextChoices):
    PRESENT = "present", "Présent"
    REPRESENTE = "represente", "Représenté par"
    POUVOIR = "pouvoir", "Pouvoir donné à"
    EXCUSE = "excuse", "Excusé"
    ABSENT = "absent", "Absent"


# Someone sits there in person: only these count towards the quorum.
SEATED = (PresenceState.PRESENT, PresenceState.REPRESENTE)


class DecisionKind(models.TextChoices):
    VALIDATION = "validation", "Validation"
    ARBITRAGE = "arbitrage", "Arbitrage"
    ORIENTATION = "orientation", "Orientation"
    AJOURNEMENT = "ajournement", "Ajournement"


class ActionState(models.TextChoices):
    A_FAIRE = "a_faire", "À faire"
    EN_COURS = "en_cours", "En cours"
    FAITE = "faite", "Faite"
    ABANDONNEE = "abandonnee", "Abandonnée"


OPEN_ACTIONS = (ActionState.A_FAIRE, ActionState.EN_COURS)


class ConvocationKind(models.TextChoices):
    CONVOCATION = "convocation", "Convocation"
    RAPPEL = "rappel", "Convocation modifiée"
    ANNULATION = "annulation", "Annulation"


class EnvoiState(models.TextChoices):
    A_ENVOYER = "a_envoyer", "À envoyer"
    ENVOYE = "envoye", "Envoyé"
    ECHEC = "echec", "Non parti"
    SANS_ADRESSE = "sans_adresse", "Sans adresse"
