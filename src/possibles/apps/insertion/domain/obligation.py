"""The legal duty: above the European thresholds, a contract carries a social clause.

Code de la commande publique, article L2112-2-1 (loi « climat et résilience », article
35), in force since the date kept as a parameter. The thresholds are parameters too.
"""

from dataclasses import dataclass
from enum import StrEnum

from possibles.apps.insertion.enums import Prestation
from possibles.apps.insertion.models import Marche
from possibles.apps.referentiel.domain.parametres import find_parametres
from possibles.apps.referentiel.models import Valeur
from possibles.common.french import format_date, format_euros

SINCE = "ccp.clause_sociale_obligatoire_depuis"
THRESHOLDS = {
    Prestation.TRAVAUX: "ccp.seuil_travaux",
    Prestation.SERVICES: "ccp.seuil_services",
}


class Duty(StrEnum):
    NOT_CONCERNED = "not_concerned"
    MET = "met"
    WAIVED = "waived"
    BROKEN = "broken"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Where a contract stands towards the law, and the sentence that says it."""

    duty: Duty
    sentence: str
    threshold: Valeur | None = None

    @property
    def is_broken(self) -> bool:
        return self.duty is Duty.BROKEN


def judge(marche: Marche) -> Verdict:
    """Tell whether the contract must carry a social clause, and whether it does."""
    day = marche.consulted_on or marche.notified_on
    code = THRESHOLDS[Prestation(marche.famille.prestation)]
    known = find_parametres([SINCE, code], day)
    if SINCE not in known or code not in known:
        return Verdict(
            Duty.UNKNOWN, "Le seuil européen n’est pas renseigné dans les paramètres."
        )
    threshold, since = known[code], known[SINCE].value
    limit = format_euros(threshold.value, short=True)
    if marche.amount is None:
        return Verdict(Duty.UNKNOWN, "Le montant manque : on ne sait pas.", threshold)
    if marche.amount < threshold.value:
        return Verdict(
            Duty.NOT_CONCERNED, f"Montant sous le seuil européen ({limit}).", threshold
        )
    if day is not None and day < since:
        return Verdict(
            Duty.NOT_CONCERNED,
            f"Consultation antérieure au {format_date(since)}.",
            threshold,
        )
    if marche.has_clause:
        return Verdict(
            Duty.MET,
            f"Au-dessus du seuil ({limit}) et porteur d’une clause.",
            threshold,
        )
    if marche.derogation:
        return Verdict(
            Duty.WAIVED,
            f"Dérogation : {marche.get_derogation_display().lower()}.",
            threshold,
        )
    return Verdict(
        Duty.BROKEN,
        f"Au-dessus du seuil européen ({limit}), ce marché doit porter une clause "
        "sociale, ou dire le motif de dérogation que la loi prévoit.",
        threshold,
    )
