from django.db import models


class Rythme(models.TextChoices):
    AUCUN = "aucun", "Jamais"
    QUOTIDIEN = "quotidien", "Chaque jour ouvré"
    HEBDOMADAIRE = "hebdomadaire", "Une fois par semaine"


class Jour(models.IntegerChoices):
    LUNDI = 0, "Lundi"
    MARDI = 1, "Mardi"
    MERCREDI = 2, "Mercredi"
    JEUDI = 3, "Jeudi"
    VENDREDI = 4, "Vendredi"
