"""Is this plan built well enough to be believed? The DCMA's fourteen checks, in French."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from possibles.apps.operations.models import Tache
from possibles.common.french import NNBSP, format_number, format_percent

from .loading import Plan

if TYPE_CHECKING:
    from possibles.engine.scheduling.model import Baseline

# check: label, what to do when it fails
WORDS = {
    "logic": (
        "Tâches reliées",
        "Reliez ces tâches à ce qui les précède et à ce qui les suit.",
    ),
    "leads": ("Délais négatifs", "Remplacez l’anticipation par une tâche plus fine."),
    "lags": ("Délais d’attente", "Faites de l’attente une tâche qui se suit."),
    "link_types": (
        "Liens fin à début",
        "Préférez les liens fin à début, plus faciles à lire.",
    ),
    "hard_constraints": (
        "Dates imposées",
        "Laissez jouer les liens plutôt que d’imposer des dates.",
    ),
    "high_float": (
        "Marges très grandes",
        "Un lien manque peut-être\u202f: que fait attendre cette tâche\u202f?",
    ),
    "negative_float": (
        "Marges négatives",
        "Une limite est dépassée\u202f: gagnez du temps ou demandez un report.",
    ),
    "high_duration": (
        "Tâches très longues",
        "Découpez les tâches de plus de deux mois.",
    ),
    "invalid_dates": (
        "Dates impossibles",
        "Du réalisé dans l’avenir, ou du prévu dans le passé\u202f: corrigez.",
    ),
    "resources": ("Tâches sans responsable", "Dites qui s’en charge."),
    "missed_tasks": (
        "Tâches en retard sur la référence",
        "Voyez ce qui les a fait glisser.",
    ),
    "critical_path_test": (
        "Chemin critique d’un seul tenant",
        "Une coupure\u202f: un lien manque entre deux tâches du chemin.",
    ),
    "critical_path_length_index": (
        "Indice du chemin critique",
        "Le chemin restant est trop long pour l’échéance.",
    ),
    "baseline_execution_index": (
        "Indice d’exécution",
        "Moins de tâches finies que la référence n’en prévoyait.",
    ),
}
SKIPPED = {
    "nothing_to_count": "rien à compter",
    "no_baseline": "aucune référence n’est figée",
    "no_status_date": "aucune date d’état",
    "no_resources": "aucun responsable n’est donné",
}


@dataclass(frozen=True, slots=True)
class Constat:
    """One check: passed, failed, or `None` when it could not be made."""

    code: str
    label: str
    passed: bool | None
    measure: str
    limit: str
    advice: str
    taches: tuple[Tache, ...]


def health(plan: Plan, baseline: "Baseline | None" = None) -> list[Constat]:
    """Return the fourteen checks of a plan, failed ones first."""
    from possibles.engine.scheduling.health import assess_health

    found = [_word(plan, finding) for finding in assess_health(plan.schedule, baseline)]
    order = {False: 0, True: 1, None: 2}
    return sorted(found, key=lambda constat: order[constat.passed])


def _word(plan: Plan, finding: Any) -> Constat:
    code = finding.check.value
    label, advice = WORDS[code]
    is_index = code.endswith("index")
    limit = float(finding.threshold)
    keys = dict.fromkeys(key for name in finding.offenders for key in name.split(">"))
    taches = [plan.tache(key) for key in keys]
    return Constat(
        code=code,
        label=label,
        passed=finding.passed,
        measure=SKIPPED[finding.skipped.value]
        if finding.skipped
        else _measure(finding, is_index=is_index),
        limit=f"au moins {format_number(limit)}"
        if is_index
        else f"au plus {format_percent(limit)}",
        advice="" if finding.passed else advice,
        taches=tuple(tache for tache in taches if tache is not None),
    )


def _measure(finding: Any, *, is_index: bool) -> str:
    if is_index:
        return format_number(float(finding.share), 2)
    return f"{finding.count} sur {finding.total}{NNBSP}({format_percent(float(finding.share))})"
