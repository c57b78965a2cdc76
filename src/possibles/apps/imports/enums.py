from django.db import models


class ImportState(models.TextChoices):
    RECU = "recu", "Colonnes à vérifier"
    ESSAI = "essai", "Essai à blanc"
    APPLIQUE = "applique", "Importé"
    ANNULE = "annule", "Annulé"
    ABANDONNE = "abandonne", "Abandonné"


OPEN_STATES = (ImportState.RECU, ImportState.ESSAI)


class Outcome(models.TextChoices):
    """What a line does."""

    CREE = "cree", "Créé"
    MODIFIE = "modifie", "Modifié"
    INCHANGE = "inchange", "Inchangé"
    ECARTE = "ecarte", "Laissé de côté"
    ERREUR = "erreur", "Erreur"
