"""The life of an operation: its states, what each asks, what each writes."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from possibles.apps.journal.domain.states import Machine, Transition, fire
from possibles.apps.operations.domain.financement import check_plan, is_anru
from possibles.apps.operations.enums import (
    BEFORE_CONVENTION,
    BEFORE_ENGAGEMENT,
    DROPPED,
    EtatFinancement,
    EtatOperation,
    Maturite,
    RoleDeTache,
)
from possibles.apps.operations.models import Operation, Tache

E = EtatOperation
RUNNING = tuple(
    state for state in EtatOperation if state not in {*DROPPED, E.SUSPENDUE, E.CLOTUREE}
)
"""States from which an operation may stop."""


def _ask(operation: Operation, wanted: dict[str, str]) -> list[str]:
    """Return a sentence for each field that is empty."""
    return [
        f"Indiquez {words}."
        for name, words in wanted.items()
        if getattr(operation, name) in (None, "")
    ]


def _to_program(operation: Operation, given: dict[str, Any]) -> list[str]:
    missing = _ask(operation, {"nature": "la nature (code ANRU)"})
    if operation.commune_id is None and not operation.quartiers.exists():
        missing.append("Situez l’opération\u202f: sa commune, ou ses quartiers.")
    return missing


def _to_present(operation: Operation, given: dict[str, Any]) -> list[str]:
    missing = _ask(
        operation,
        {
            "objectifs": "les objectifs et le contexte",
            "programme": "le programme",
            "lancement_year": "le lancement opérationnel (année et semestre)",
            "duree_semestres": "la durée en semestres",
        },
    )
    if not operation.estimations.exists():
        missing.append("Ajoutez une estimation du coût.")
    if not operation.financements.exists():
        missing.append("Ajoutez le plan de financement.")
    return missing


def _to_commit(operation: Operation, given: dict[str, Any]) -> list[str]:
    missing = _ask(operation, {"lancement_year": "le lancement opérationnel"})
    if operation.convention_id is None:
        missing.append("Choisissez la convention où l’opération est inscrite.")
    return missing + _broken_checks(operation)


def _to_request(operation: Operation, given: dict[str, Any]) -> list[str]:
    missing = _broken_checks(operation)
    count = operation.reserves.filter(lifted_on=None).count()
    if count:
        missing.append(
            "Levez d’abord les réserves du comité d’engagement"
            f"\u202f: il en reste {count}."
        )
    return missing


def _to_ask_balance(operation: Operation, given: dict[str, Any]) -> list[str]:
    if operation.estimations.filter(maturite=Maturite.DECOMPTE).exists():
        return []
    return [
        "Ajoutez l’estimation «\u202fdécompte final\u202f»\u202f: le solde s’appuie sur elle."
    ]


def _broken_checks(operation: Operation) -> list[str]:
    return [c.sentence for c in check_plan(operation) if c.is_blocking]


def _mark(*roles: RoleDeTache) -> Any:
    """Return the effect that dates the matching steps of the schedule."""

    def effect(operation: Operation, given: dict[str, Any]) -> None:
        day = given.get("on")
        if day is not None:
            for tache in operation.taches.filter(role__in=roles, actual_finish=None):
                finish_step(tache, day)

    return effect


def finish_step(tache: Tache, day: date) -> None:
    """Say a step is done on a day. Call it inside a change."""
    start = tache.actual_start or min(tache.early_start or day, day)
    tache.actual_start, tache.actual_finish = start, day
    tache.percent, tache.remaining_days = 100, None
    tache.save()


def _validate(operation: Operation, given: dict[str, Any]) -> None:
    operation.ce_on = given.get("on") or operation.ce_on


def _engage(operation: Operation, given: dict[str, Any]) -> None:
    _mark(RoleDeTache.DEPOT_FAT, RoleDeTache.DAS)(operation, given)
    for line in operation.financements.select_related("financeur"):
        if is_anru(line.financeur):
            line.state = EtatFinancement.NOTIFIE
            line.save()


def _suspend(operation: Operation, given: dict[str, Any]) -> None:
    operation.suspended_from = operation.state


def _resume(operation: Operation, given: dict[str, Any]) -> None:
    operation.suspended_from = ""


def _was(state: EtatOperation) -> Any:
    def blockers(operation: Operation, given: dict[str, Any]) -> list[str]:
        if operation.suspended_from in {state, ""}:
            return []
        label = EtatOperation(operation.suspended_from).label
        return [f"L’opération a été suspendue dans l’état «\u202f{label}\u202f»."]

    return blockers


def _step(
    name: str, label: str, sources: Iterable[str], target: str, **more: Any
) -> Transition:
    return Transition(
        name=name,
        label=label,
        sources=tuple(sources),
        target=target,
        permission="operations.change_operation",
        **more,
    )


OPERATION_CYCLE = Machine(
    name="operation",
    states=EtatOperation,
    initial=E.IDEE,
    transitions=(
        _step("program", "Programmer", [E.IDEE], E.PROGRAMMEE, blockers=_to_program),
        _step(
            "present",
            "Présenter au comité d’engagement",
            [E.PROGRAMMEE],
            E.PRESENTEE_CE,
            blockers=_to_present,
        ),
        _step(
            "validate",
            "Enregistrer l’avis favorable du comité",
            [E.PRESENTEE_CE],
            E.VALIDEE_CE,
            asks=("on",),
            effect=_validate,
            tells="date l’avis du comité",
        ),
        _step(
            "return",
            "Renvoyer en programmation",
            [E.PRESENTEE_CE],
            E.PROGRAMMEE,
            needs_reason=True,
        ),
        _step(
            "commit",
            "Inscrire à la convention",
            [E.PROGRAMMEE, E.VALIDEE_CE],
            E.INSCRITE,
            blockers=_to_commit,
            tells="rend l’opération publique",
        ),
        _step(
            "request",
            "Déposer la demande de financement",
            [E.INSCRITE],
            E.FAT_DEPOSEE,
            asks=("on",),
            blockers=_to_request,
            effect=_mark(RoleDeTache.DEPOT_FAT),
            tells="date le dépôt au planning",
        ),
        _step(
            "engage",
            "Enregistrer la décision attributive",
            [E.FAT_DEPOSEE],
            E.ENGAGEE,
            asks=("on",),
            effect=_engage,
            tells="date la décision, notifie la subvention de l’ANRU",
        ),
        _step(
            "start",
            "Ordonner les travaux",
            [E.ENGAGEE],
            E.TRAVAUX,
            asks=("on",),
            effect=_mark(RoleDeTache.OS_TRAVAUX),
            tells="date l’ordre de service",
        ),
        _step(
            "deliver",
            "Enregistrer la réception",
            [E.TRAVAUX],
            E.LIVREE,
            asks=("on",),
            effect=_mark(RoleDeTache.TRAVAUX, RoleDeTache.RECEPTION),
            tells="date la fin des travaux et la réception",
        ),
        _step(
            "open",
            "Mettre en service",
            [E.LIVREE],
            E.MISE_EN_SERVICE,
            asks=("on",),
            effect=_mark(RoleDeTache.MISE_EN_SERVICE, RoleDeTache.RENTREE),
            tells="date la mise en service",
        ),
        _step(
            "ask_balance",
            "Demander le solde",
            [E.LIVREE, E.MISE_EN_SERVICE],
            E.SOLDE_DEMANDE,
            blockers=_to_ask_balance,
        ),
        _step(
            "settle",
            "Enregistrer le solde",
            [E.SOLDE_DEMANDE],
            E.SOLDEE,
            asks=("on",),
            effect=_mark(RoleDeTache.SOLDE),
            tells="date le solde",
        ),
        _step("close", "Clôturer", [E.SOLDEE], E.CLOTUREE),
        _step(
            "suspend",
            "Suspendre",
            RUNNING,
            E.SUSPENDUE,
            needs_reason=True,
            effect=_suspend,
            tells="retient l’état à reprendre",
        ),
        *(
            _step(
                f"resume_{state}",
                f"Reprendre ({state.label})",
                [E.SUSPENDUE],
                state,
                blockers=_was(state),
                effect=_resume,
            )
            for state in RUNNING
        ),
        _step(
            "abandon",
            "Abandonner",
            [*RUNNING, E.SUSPENDUE],
            E.ABANDONNEE,
            needs_reason=True,
            tells="retire l’opération du planning",
        ),
        _step(
            "redeploy",
            "Redéployer vers une autre opération",
            [
                s
                for s in RUNNING
                if s in BEFORE_ENGAGEMENT and s not in BEFORE_CONVENTION
            ],
            E.REDEPLOYEE,
            needs_reason=True,
            tells="retire l’opération du planning",
        ),
        _step(
            "lapse",
            "Constater la caducité",
            [E.INSCRITE, E.FAT_DEPOSEE, E.SUSPENDUE],
            E.CADUQUE,
            needs_reason=True,
            tells="retire l’opération du planning",
        ),
    ),
)


def list_next(operation: Operation, user: Any) -> list[Transition]:
    """List what this person may do now: the one resumption that fits, not all."""
    return [
        t
        for t in OPERATION_CYCLE.list_open(operation, user)
        if not t.name.startswith("resume_")
        or t.name == f"resume_{operation.suspended_from or E.PROGRAMMEE}"
    ]


def move(
    operation: Operation,
    name: str,
    *,
    author: Any,
    on: date | None = None,
    reason: str = "",
) -> Operation:
    """Make a transition of the cycle.

    Raises
    ------
    TransitionRefusedError
        With sentences that say what is missing.
    """
    given: dict[str, Any] = {} if on is None else {"on": on}
    fire(OPERATION_CYCLE, operation, name, author=author, reason=reason, **given)
    return operation
