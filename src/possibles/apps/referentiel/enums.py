from django.db import models


class Certainty(models.TextChoices):
    """How sure a number is, before anyone leans on it."""

    SOURCE = "S", "sourcé"
    CONNU = "K", "connu"
    PRATIQUE = "P", "pratique"
    A_VERIFIER = "U", "à vérifier"


CERTAINTY_MEANINGS = {
    Certainty.SOURCE: "Lu dans un texte public, dont l’adresse ou le titre est donné.",
    Certainty.CONNU: "Texte bien connu, cité de mémoire : à relire avant usage juridique.",
    Certainty.PRATIQUE: "Usage courant de la profession, variable d’un lieu à l’autre.",
    Certainty.A_VERIFIER: "Incertain : à vérifier avant toute décision.",
}


class ValueKind(models.TextChoices):
    NUMBER = "number", "Nombre"
    PERCENT = "percent", "Pourcentage"
    EUROS = "euros", "Montant en euros"
    DATE = "date", "Date"
    TEXT = "text", "Texte"
    LIST = "list", "Liste"
