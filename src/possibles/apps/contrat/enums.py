from django.db import models


class AgendaState(models.TextChoices):
    PREPARATION = "preparation", "En préparation"
    SOUMIS = "soumis", "Soumis au comité de pilotage"
    VALIDE = "valide", "Validé"
    SUIVI = "suivi", "Suivi"
    EVALUE = "evalue", "Évalué"


PUBLIC_STATES = [AgendaState.VALIDE, AgendaState.SUIVI, AgendaState.EVALUE]
"""Once validated, an agenda and its projects can be read by everyone."""

IN_FORCE_STATES = [AgendaState.VALIDE, AgendaState.SUIVI]
"""What these agendas commit to changes only by a dated, motivated amendment."""


class Registre(models.TextChoices):
    """What kind of cooperation a project is."""

    ESSAIMAGE = "essaimage", "Essaimage"
    ANIMATION = "animation_de_reseau", "Animation de réseau"
    EXPERIMENTATION = "experimentation", "Expérimentation"


class Statut(models.TextChoices):
    """How far a project or a chantier has come."""

    A_ENGAGER = "a_engager", "À engager"
    EN_PREPARATION = "en_preparation", "En préparation"
    EN_COURS = "en_cours", "En cours"
    SUSPENDU = "suspendu", "Suspendu"
    TERMINE = "termine", "Terminé"
    ABANDONNE = "abandonne", "Abandonné"


CLOSED_STATUTS = [Statut.TERMINE, Statut.ABANDONNE]


class Meteo(models.TextChoices):
    """How sure the objectives are; an empty value is « non renseignée »."""

    SECURISES = "securises", "Objectifs sécurisés"
    ATTEIGNABLES = "atteignables", "Objectifs atteignables"
    APPUIS = "appuis", "Appuis nécessaires"
    COMPROMIS = "compromis", "Objectifs compromis"


class RoleChantier(models.TextChoices):
    CHEF_DE_FILE = "chef_de_file", "Chef de file"
    PARTENAIRE = "partenaire", "Partenaire mobilisé"


class NoteKind(models.TextChoices):
    """Why the documents need a word of explanation."""

    CONTRADICTION = "contradiction", "Les sources se contredisent"
    SANS_FICHE = "sans_fiche", "Projet annoncé sans fiche"
    HORS_TABLEAU = "hors_tableau", "Fiche absente du tableau"
    LIGNE_PARTAGEE = "ligne_partagee", "Une ligne, plusieurs fiches"
    FICHE_DOUBLE = "fiche_double", "Une fiche sous deux orientations"
    LIBELLE = "libelle", "Libellé normalisé"
    NON_NOMME = "non_nomme", "Annoncé sans être nommé"


class IndicateurKind(models.TextChoices):
    REALISATION = "realisation", "Réalisation"
    RESULTAT = "resultat", "Résultat"
    IMPACT = "impact", "Impact"


class Mesure(models.TextChoices):
    """What is written down: a number, a yes or no (1 or 0), or words."""

    NOMBRE = "nombre", "Nombre"
    OUI_NON = "oui_non", "Oui ou non"
    QUALITATIF = "qualitatif", "Appréciation rédigée"


class Direction(models.TextChoices):
    HAUSSE = "hausse", "Plus c’est haut, mieux c’est"
    BAISSE = "baisse", "Plus c’est bas, mieux c’est"


class Frequency(models.TextChoices):
    ANNUELLE = "annuelle", "Chaque année"
    SEMESTRIELLE = "semestrielle", "Chaque semestre"
    TRIMESTRIELLE = "trimestrielle", "Chaque trimestre"


class Maille(models.TextChoices):
    """The places an indicator is known by."""

    CONTRAT = "contrat", "Le contrat entier"
    COMMUNE = "commune", "Par commune"
    QUARTIER = "quartier", "Par quartier"


class Cumul(models.TextChoices):
    """How the values of several places make the contract's."""

    SOMME = "somme", "Somme des lieux"
    MOYENNE = "moyenne", "Moyenne des lieux"
    AUCUN = "aucun", "Ne se cumule pas"
