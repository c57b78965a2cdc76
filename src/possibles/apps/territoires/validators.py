from django.core.validators import RegexValidator

qpv_code = RegexValidator(
    r"^QN(\d{3}|02[AB])\d{2}[IMNC]$",
    "Un code de QPV 2024 s’écrit QN, le département, deux chiffres puis I, M, N ou C : QN01342I.",
)
