"""The yearly review of a project: prepared, held, frozen."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone

from possibles.apps.conventions.enums import DRAFT_STATES, RevueState
from possibles.apps.conventions.models import (
    Convention,
    Engagement,
    LigneRevue,
    RevueDeProjet,
)
from possibles.apps.documents.domain.filing import ask_filing
from possibles.apps.journal.domain.snapshots import freeze
from possibles.apps.journal.domain.states import (
    Machine,
    Transition,
    TransitionRefusedError,
)
from possibles.apps.journal.models import change
from possibles.apps.territoires.models import ProjetRenouvellement
from possibles.common.french import plural

from .avenants import open_avenant
from .revue_contenu import describe_revue
from .tenue import read_etats

SNAPSHOT_KIND = "revue_de_projet"
METHODE = """La revue de projet vérifie, une fois par an, que les engagements écrits dans \
la convention sont tenus. Elle réunit les signataires et ceux qui réalisent.

Chaque engagement est examiné un par un : ce qui était promis, pour quand, ce que l’on \
constate. Quand les données existent sur la plateforme (dates d’opérations, heures, \
montants, indicateurs), la mesure est automatique et datée. Sinon, elle repose sur le \
dernier constat signé d’une personne.

Un engagement est « tenu » quand sa cible est atteinte, « en cours » tant que son échéance \
n’est pas passée, « en retard » ensuite. Il est « non mesurable » quand il n’a ni mesure, \
ni constat : la revue dit alors comment le mesurer.

La revue relève les difficultés, décide de la façon de les lever, et dresse la liste des \
avenants à préparer par type. Une fois figée, elle ne change plus."""


def _needs_past_day(revue: RevueDeProjet, given: dict[str, Any]) -> list[str]:
    if given["on"] > timezone.localdate():
        return ["La revue ne peut pas avoir été tenue dans l’avenir."]
    return []


def _needs_minutes(revue: RevueDeProjet, given: dict[str, Any]) -> list[str]:
    problems = []
    left = revue.lignes.filter(is_examined=False).count()
    if left:
        problems.append(
            f"{plural(left, 'engagement reste', 'engagements restent')} à examiner."
        )
    if not revue.compte_rendu.strip():
        problems.append("Rédigez le compte rendu avant de figer la revue.")
    return problems


def _hold(revue: RevueDeProjet, given: dict[str, Any]) -> None:
    revue.held_on = given["on"]


def _reopen(revue: RevueDeProjet, given: dict[str, Any]) -> None:
    revue.held_on = None


def _freeze(revue: RevueDeProjet, given: dict[str, Any]) -> None:
    """Open the amendments decided, then keep the review as it is."""
    _open_avenants(revue)
    revue.instantane = freeze(
        revue, describe_revue(revue), kind=SNAPSHOT_KIND, title=f"{revue}, figée"
    )


REVUE_CYCLE = Machine(
    name="revue",
    states=RevueState,
    initial=RevueState.PREPAREE,
    transitions=(
        Transition(
            name="hold",
            label="Enregistrer la tenue",
            sources=(RevueState.PREPAREE,),
            target=RevueState.TENUE,
            permission="conventions.change_revuedeprojet",
            asks=("on",),
            blockers=_needs_past_day,
            effect=_hold,
            tells="date la revue",
        ),
        Transition(
            name="reopen",
            label="Rouvrir la préparation",
            sources=(RevueState.TENUE,),
            target=RevueState.PREPAREE,
            permission="conventions.change_revuedeprojet",
            needs_reason=True,
            effect=_reopen,
        ),
        Transition(
            name="freeze",
            label="Figer la revue",
            sources=(RevueState.TENUE,),
            target=RevueState.FIGEE,
            permission="conventions.freeze_revuedeprojet",
            blockers=_needs_minutes,
            effect=_freeze,
            after=ask_filing,
            tells="ouvre les avenants décidés, garde la revue telle quelle avec son "
            "empreinte, et la rend publique ; ses trois documents en sont tirés",
        ),
    ),
)


def prepare_revue(
    scope: Convention | ProjetRenouvellement,
    year: int,
    *,
    author: Any,
    on: date | None = None,
    is_exemple: bool = False,
) -> RevueDeProjet:
    """Open the review of a year, with every commitment of its scope measured on a day.

    Raises
    ------
    TransitionRefusedError
        That year already has its review, or nothing was committed to.
    """
    held = _scope_fields(scope)
    if RevueDeProjet.objects.filter(year=year, **held).exists():
        raise TransitionRefusedError([f"La revue {year} existe déjà : ouvrez-la."])
    engagements = list_engagements(scope)
    if not engagements:
        raise TransitionRefusedError(
            [
                (
                    "Aucun engagement n’est enregistré sur ce périmètre : ajoutez-les à la "
                    "convention avant de préparer sa revue."
                )
            ]
        )
    previous = _previous(held, year)
    with change(author=author, reason=f"Préparer la revue de projet {year}"):
        revue: RevueDeProjet = RevueDeProjet.objects.create(
            year=year,
            methode=previous.methode if previous else METHODE,
            leader=previous.leader if previous else "",
            participants=previous.participants if previous else "",
            author=author,
            is_exemple=is_exemple,
            **held,
        )
        _measure(revue, engagements, on or timezone.localdate(), previous)
    return revue


def measure_again(revue: RevueDeProjet, *, author: Any) -> int:
    """Measure every commitment again, today; what people wrote stays. Count the moves."""
    before = dict(revue.lignes.values_list("engagement_id", "tenue"))
    with change(author=author, reason="Mesurer à nouveau les engagements"):
        engagements = list_engagements(revue.scope)
        previous = _previous(_scope_fields(revue.scope), revue.year)
        _measure(revue, engagements, timezone.localdate(), previous)
    after = dict(revue.lignes.values_list("engagement_id", "tenue"))
    return sum(after[key] != before.get(key) for key in after)


def list_engagements(scope: Convention | ProjetRenouvellement) -> list[Engagement]:
    """Return what is committed to on a scope; drafts commit nobody."""
    rows = Engagement.objects.select_related("convention", "article", "organisation")
    if isinstance(scope, Convention):
        return list(rows.filter(convention=scope))
    return list(
        rows.filter(convention__renouvellements=scope)
        .exclude(convention__state__in=DRAFT_STATES)
        .distinct()
    )


def _measure(
    revue: RevueDeProjet,
    engagements: Sequence[Engagement],
    on: date,
    previous: RevueDeProjet | None,
) -> None:
    held = {ligne.engagement_id: ligne for ligne in revue.lignes.all()}
    former = (
        {}
        if previous is None
        else dict(previous.lignes.values_list("engagement_id", "tenue"))
    )
    for etat in read_etats(engagements, on):
        key = etat.engagement.pk
        ligne = held.pop(key, None) or LigneRevue(
            revue=revue, engagement=etat.engagement
        )
        ligne.tenue, ligne.value = etat.tenue, etat.value
        ligne.observation = etat.text[:400]
        ligne.previous = former.get(key, "")
        ligne.save()
    for ligne in held.values():  # no longer in the scope
        ligne.delete()
    revue.measured_on = on
    revue.save()


def _open_avenants(revue: RevueDeProjet) -> None:
    """Open one amendment for each convention, type and subject decided."""
    opened: dict[tuple[int, str, str], Any] = {}
    lines = revue.lignes.exclude(avenant_kind="").filter(avenant=None)
    for ligne in lines.select_related("engagement__convention"):
        convention = ligne.engagement.convention
        objet = ligne.avenant_objet or "Suites de la revue de projet"
        key = (convention.pk, ligne.avenant_kind, objet)
        if key not in opened:
            opened[key] = open_avenant(
                convention,
                author=None,
                objet=objet,
                kind=ligne.avenant_kind,
                motif=f"Décidé à la {str(revue)[0].lower()}{str(revue)[1:]}.",
                is_exemple=revue.is_exemple,
            )
        ligne.avenant = opened[key]
        ligne.save()


def _scope_fields(scope: Convention | ProjetRenouvellement) -> dict[str, Any]:
    if isinstance(scope, Convention):
        return {"convention": scope, "renouvellement": None}
    return {"convention": None, "renouvellement": scope}


def _previous(held: dict[str, Any], year: int) -> RevueDeProjet | None:
    try:
        found: RevueDeProjet = RevueDeProjet.objects.filter(
            year__lt=year, **held
        ).latest("year")
    except ObjectDoesNotExist:
        return None
    return found
