from django.core.validators import RegexValidator

parametre_code = RegexValidator(
    r"^[a-z0-9_]+(\.[a-z0-9_]+)*$",
    "Un code s’écrit en minuscules sans accent, avec des points : insertion.taux_anru.",
)
