"""What each kind of body is for, where a document says it.

Source: the mission of « OPC urbain » of the projet de cœur de quartier de Perseigne
(ville d’Alençon), whose five duties are five kinds of meetings.
"""

from .enums import InstanceKind

SOURCE_OPC = "Fiche de mission d’OPC urbain, projet de cœur de quartier de Perseigne"

MISSIONS: dict[str, str] = {
    InstanceKind.POINT_MENSUEL: (
        "Réunit chaque mois la direction de projet et l’OPC urbain : pointage de "
        "l’avancement du projet, points d’alerte, mesures correctives, préparation et "
        "bilan des réunions partenariales."
    ),
    InstanceKind.SUIVI: (
        "Met en perspective l’avancement des opérations et du projet global, passe en "
        "revue les opérations à mettre en œuvre dans les prochains mois, identifie les "
        "points durs du projet et des opérations en cours."
    ),
    InstanceKind.RESTREINTE_TECHNIQUE: "Aborde un sujet technique précis, à la demande.",
    InstanceKind.RESTREINTE_FINANCIERE: "Aborde un sujet financier précis, à la demande.",
    InstanceKind.RESTREINTE_SOCIALE: "Aborde un sujet social précis, à la demande.",
    InstanceKind.PILOTAGE: (
        "Comité de pilotage stratégique : reçoit le rapport semestriel, qui lui est "
        "présenté en séance, et arbitre."
    ),
    InstanceKind.REVUE: (
        "Moment consacré à la vérification du respect des engagements pris dans le "
        "cadre de la convention pluriannuelle."
    ),
}

FREQUENCIES: dict[str, str] = {
    InstanceKind.POINT_MENSUEL: "Mensuelle",
    InstanceKind.RESTREINTE_TECHNIQUE: "À la demande",
    InstanceKind.RESTREINTE_FINANCIERE: "À la demande",
    InstanceKind.RESTREINTE_SOCIALE: "À la demande",
    InstanceKind.PILOTAGE: "Semestrielle",
    InstanceKind.REVUE: "Annuelle",
}

# Their sittings are for their members and for those who steer.
RESERVED_KINDS = frozenset(
    {
        InstanceKind.POINT_MENSUEL,
        InstanceKind.RESTREINTE_TECHNIQUE,
        InstanceKind.RESTREINTE_FINANCIERE,
        InstanceKind.RESTREINTE_SOCIALE,
    }
)
