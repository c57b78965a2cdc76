from django.db import models


class InstanceLevel(models.TextChoices):
    METROPOLITAIN = "metropolitain", "Métropolitain"
    COMMUNAL = "communal", "Communal"
    QUARTIER = "quartier", "Quartier"


class InstanceKind(models.TextChoices):
    PILOTAGE = "pilotage", "Pilotage"
    TECHNIQUE = "technique", "Technique"
    ELUS = "elus", "Élus"
    ASSISES = "assises", "Assises"
    SOCIETE_CIVILE = "societe_civile", "Société civile"


class SeanceState(models.TextChoices):
    PREVUE = "prevue", "Prévue"
    TENUE = "tenue", "Tenue"
    ANNULEE = "annulee", "Annulée"


class DecisionKind(models.TextChoices):
    VALIDATION = "validation", "Validation"
    ARBITRAGE = "arbitrage", "Arbitrage"
    ORIENTATION = "orientation", "Orientation"
    AJOURNEMENT = "ajournement", "Ajournement"
