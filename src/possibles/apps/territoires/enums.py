from django.db import models


class RenouvellementKind(models.TextChoices):
    """The two ranks of the national programme of urban renewal."""

    PRIN = "prin", "PRIN (intérêt national)"
    PRIR = "prir", "PRIR (intérêt régional)"


class ImportKind(models.TextChoices):
    LISTE = "liste", "Liste de quartiers (CSV)"
    CONTOURS = "contours", "Contours de quartiers (GeoJSON)"


class ImportState(models.TextChoices):
    ESSAI = "essai", "Essai à blanc"
    APPLIQUE = "applique", "Appliqué"
    ANNULE = "annule", "Annulé"
