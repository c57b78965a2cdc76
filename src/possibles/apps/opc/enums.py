from django.db import models


class Gravite(models.IntegerChoices):
    """How much an alert weighs; the greater the worse."""

    INFORMATION = 1, "À savoir"
    ATTENTION = 2, "Attention"
    MAJEURE = 3, "Majeure"
    BLOQUANTE = 4, "Bloquante"


class EtatAlerte(models.TextChoices):
    PROPOSEE = "proposee", "Proposée"
    OUVERTE = "ouverte", "Ouverte"
    TRAITEE = "traitee", "Traitée"
    CLOSE = "close", "Close"
    ECARTEE = "ecartee", "Écartée"


VIVANTES = (EtatAlerte.PROPOSEE, EtatAlerte.OUVERTE, EtatAlerte.TRAITEE)
"""The alerts a meeting talks about: neither over, nor set aside."""


class FamilleDAlerte(models.TextChoices):
    """What an alert is about."""

    CALENDRIER = "calendrier", "Calendrier"
    INTERFACE = "interface", "Interfaces"
    COUT = "cout", "Coût et financement"
    MARCHE = "marche", "Marchés"
    CONVENTION = "convention", "Convention"
    SUIVI = "suivi", "Suivi"


class EtatMesure(models.TextChoices):
    PROPOSEE = "proposee", "Proposée"
    ADOPTEE = "adoptee", "Adoptée"
    REALISEE = "realisee", "Réalisée"
    ABANDONNEE = "abandonnee", "Abandonnée"


class EtatPoint(models.TextChoices):
    PREPARE = "prepare", "En préparation"
    EN_SEANCE = "en_seance", "En séance"
    FIGE = "fige", "Figé"


class EtatRapport(models.TextChoices):
    BROUILLON = "brouillon", "En rédaction"
    FIGE = "fige", "Figé"
