"""French forms Django's own locale lacks: narrow no-break spaces between thousands."""

THOUSAND_SEPARATOR = "\u202f"
DATE_INPUT_FORMATS = ["%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%Y-%m-%d"]
