from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator

year = [
    MinValueValidator(2024, "Le contrat commence en 2024."),
    MaxValueValidator(2035, "Cette année est trop lointaine."),
]
period = RegexValidator(
    r"^20\d\d(-(S[12]|T[1-4]))?$",
    "Une période s’écrit 2026, 2026-S1 ou 2026-T3.",
)
