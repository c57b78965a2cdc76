"""What a CPV code says of the family: a guess, to be checked by a person.

Common procurement vocabulary, regulation (EC) 213/2008; the longest prefix wins.
"""

_FAMILLES = {
    "45": "batiment-tous-corps",
    "4511": "demolition",
    "45112": "vrd",
    "451127": "espaces-verts-creation",
    "4522": "vrd",
    "45223": "gros-oeuvre",
    "452231": "charpente-metallique",
    "4523": "vrd",
    "45231": "reseaux-eclairage",
    "45232": "reseaux-eclairage",
    "45261": "etancheite",
    "45262": "gros-oeuvre",
    "452625": "gros-oeuvre",
    "45262660": "demolition",
    "4531": "electricite-plomberie",
    "453161": "reseaux-eclairage",
    "4532": "isolation-ravalement",
    "4533": "electricite-plomberie",
    "4541": "cloisons-sols",
    "4542": "menuiseries",
    "4543": "cloisons-sols",
    "4544": "peinture",
    "45443": "isolation-ravalement",
    "50": "petite-maintenance",
    "71": "ingenierie",
    "773": "espaces-verts-entretien",
    "793": "enquetes",
    "797": "gardiennage",
    "853": "mediation",
    "905": "encombrants",
    "906": "nettoyage",
    "909": "nettoyage",
    "98392": "relogement",
}


def guess_famille(cpv: str) -> str:
    """Return the identifier of the family a code belongs to, or nothing."""
    digits = "".join(c for c in cpv.split("-", maxsplit=1)[0] if c.isdigit())
    for length in range(len(digits), 1, -1):
        found = _FAMILLES.get(digits[:length])
        if found:
            return found
    return ""
