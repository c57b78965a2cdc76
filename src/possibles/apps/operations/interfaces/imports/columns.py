"""The columns of a schedule, in a spreadsheet as in what is read from MS Project."""

import re

from possibles.apps.imports.specs import ImportColumn
from possibles.apps.operations.enums import (
    CalendrierDeTache,
    ContrainteKind,
    RoleDeTache,
    TacheKind,
)
from possibles.common.sheets.values import (
    read_choice,
    read_day,
    read_integer,
    read_share,
    read_text,
)

from .texts import read_attentes, read_spans

_OURS = re.compile(r"[to][1-9]\d*")


def is_ours(code: str) -> bool:
    """Tell whether a code is one we gave: « t12 » a task, « o3 » an operation."""
    return _OURS.fullmatch(code) is not None


def read_percent(text: str) -> int:
    return round(read_share(text) * 100)


COLUMNS = (
    ImportColumn(
        "code",
        "Code",
        read_text(40),
        aliases=("n°", "id", "uid", "numéro", "repère"),
        help="Nomme la tâche dans le fichier. Ceux que nous donnons (t12) reconnaissent une "
        "tâche déjà là ; les autres ne servent qu’aux attentes.",
        example="10",
    ),
    ImportColumn(
        "operation",
        "Opération",
        read_text(250),
        aliases=("idtop", "identifiant", "projet"),
        help="Identifiant (IDTOP) ou libellé exact. Vide : l’opération choisie à côté du "
        "fichier.",
    ),
    ImportColumn(
        "parent",
        "Groupe",
        read_text(200),
        aliases=("tâche récapitulative", "phase", "lot"),
        help="Code ou nom du groupe ; il est écrit plus haut dans le fichier.",
    ),
    ImportColumn(
        "name",
        "Nom",
        read_text(200),
        is_required=True,
        aliases=("tâche", "nom de la tâche", "libellé", "intitulé", "name"),
        example="Travaux",
    ),
    ImportColumn(
        "kind",
        "Nature",
        read_choice(TacheKind.choices, récapitulatif=TacheKind.GROUPE),
        help="Tâche, jalon ou groupe. Vide : jalon si la durée est zéro.",
        example="Tâche",
    ),
    ImportColumn(
        "role",
        "Étape",
        read_choice(RoleDeTache.choices),
        help="L’étape que les règles surveillent : DCE, réception, mise en service…",
        example="Travaux",
    ),
    ImportColumn(
        "duration_days",
        "Durée (jours ouvrés)",
        read_integer,
        aliases=("durée", "duree", "duration", "jours"),
        help="Dans le calendrier de la tâche.",
        example="240",
    ),
    ImportColumn(
        "calendar",
        "Calendrier",
        read_choice(
            CalendrierDeTache.choices, école=CalendrierDeTache.ECOLE, standard="ouvre"
        ),
        example="Jours ouvrés",
    ),
    ImportColumn(
        "predecessors",
        "Attend",
        read_attentes,
        aliases=("prédécesseurs", "predecesseurs", "predecessors", "précède", "liens"),
        help="Codes séparés par un point-virgule, avec au besoin la nature du lien (FD, DD, "
        "FF, DF) et un délai : 10; 12 DD+5; 14 FD-3jc. « aucun » retire les liens.",
        example="9; 8 DD+10",
    ),
    ImportColumn(
        "constraint_kind",
        "Contrainte",
        read_choice(ContrainteKind.choices, aucun="", aucune=""),
        aliases=("type de contrainte",),
        help="« aucune » retire la contrainte.",
    ),
    ImportColumn(
        "constraint_date",
        "Date de la contrainte",
        read_day,
        aliases=("date de contrainte",),
    ),
    ImportColumn("deadline", "Échéance", read_day, aliases=("date limite", "deadline")),
    ImportColumn(
        "actual_start", "Commencée le", read_day, aliases=("début réel", "démarrée le")
    ),
    ImportColumn(
        "actual_finish", "Terminée le", read_day, aliases=("fin réelle", "achevée le")
    ),
    ImportColumn(
        "percent", "Avancement", read_percent, aliases=("% achevé", "avancement %")
    ),
    ImportColumn(
        "remaining_days", "Durée restante", read_integer, aliases=("reste à faire",)
    ),
    ImportColumn(
        "responsable",
        "Responsable",
        read_text(200),
        aliases=("qui", "porteur"),
        help="Nom ou SIRET d’une organisation connue. Vide : le maître d’ouvrage.",
    ),
    ImportColumn("duration_min", "Durée la plus courte", read_integer),
    ImportColumn("duration_typ", "Durée habituelle", read_integer),
    ImportColumn("duration_max", "Durée la plus longue", read_integer),
    ImportColumn(
        "references",
        "Références",
        read_spans,
        aliases=("planifié", "baseline"),
        help="Dates retenues un jour : Convention : 01/02/2026 → 30/06/2027.",
    ),
    ImportColumn("note", "Note", read_text(2_000), aliases=("notes", "remarques")),
)
