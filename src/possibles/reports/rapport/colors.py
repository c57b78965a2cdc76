"""The colours of the météo on paper: those of the screen, in the order of the levels."""

SECURISE, ATTEIGNABLE, APPUI, COMPROMIS, INCONNU = (
    "2E8B57", "2C7FB8", "D9822B", "C0392B", "B4BCC9",
)  # fmt: skip
METEO_COLORS = (SECURISE, ATTEIGNABLE, APPUI, COMPROMIS, INCONNU)
