"""The thresholds of the rules: numbers of the referentiel, never of the code."""

from datetime import date

from django.utils import timezone

from possibles.apps.referentiel.domain.parametres import find_parametres

from .faits import Contexte
from .regles.registre import REGLES

AGGRAVATION = "opc.aggravation_jours"
"""How many more days of delay bring a settled alert back."""


def load_contexte(today: date | None = None) -> Contexte:
    """Return the day and every threshold in force, in one query."""
    codes = {seuil for rule in REGLES.values() for seuil in rule.seuils}
    day = today or timezone.localdate()
    return Contexte(today=day, seuils=find_parametres({*codes, AGGRAVATION}, day))
