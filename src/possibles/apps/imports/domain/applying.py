"""Write what the dry run announced, all at once, and take it back."""

from typing import Any
from uuid import UUID

from possibles.apps.imports.enums import ImportState, Outcome
from possibles.apps.imports.models import Importation
from possibles.apps.journal.domain.restoring import CannotRestoreError, undo_change
from possibles.apps.journal.models import Acte, change
from possibles.apps.journal.signals import RefusedChangeError

from .planning import Progress, describe, plan

WRITTEN = frozenset({Outcome.CREE, Outcome.MODIFIE})
_PART = 400


class ImportRefusedError(Exception):
    """The import cannot be applied or undone; the message says why, in French."""


def apply(
    tried: Importation,
    *,
    author: Any,
    without_errors: bool = False,
    progress: Progress | None = None,
) -> Importation:
    """Write every line, or none.

    Parameters
    ----------
    without_errors
        Leave the lines in error aside and write the others.

    Raises
    ------
    ImportRefusedError
        It is not at that point, it holds errors, or what is there changed since the dry
        run: the report is then made again.
    """
    check_applicable(tried, without_errors=without_errors)
    known = {line["line"]: line["outcome"] for line in tried.report["lines"]}
    planner, steps = plan(tried, progress)
    moved = [s for s in steps if known.get(s.number) != s.outcome]
    if moved:
        tried.report = describe(steps)
        with change(author=author, reason="Essai à blanc refait"):
            tried.save()
        raise ImportRefusedError(
            "Ce qui est en place a changé depuis l’essai : rien n’a été écrit. Relisez le "
            "rapport, il vient d’être refait."
        )
    with change(author=author, reason=str(tried)) as opened:
        _claim(tried)
        planner.write([s for s in steps if s.outcome in WRITTEN])
        for step in steps:
            if step.outcome == Outcome.ERREUR:
                step.notes.append("Laissée de côté")
        tried.report = describe(steps)
        tried.change = opened.key
        tried.rows = []
        tried.save()
    return tried


def check_applicable(tried: Importation, *, without_errors: bool = False) -> None:
    if tried.state != ImportState.ESSAI:
        raise ImportRefusedError("Cet import n’attend pas d’être écrit.")
    if tried.errors and not without_errors:
        raise ImportRefusedError(
            "Ce fichier contient des erreurs : corrigez-les, puis importez-le de nouveau."
        )
    if not tried.has_effect:
        raise ImportRefusedError("Il n’y a rien à écrire : tout est déjà en place.")


def undo(applied: Importation, *, author: Any) -> Importation:
    """Take back everything the import wrote, or nothing.

    Raises
    ------
    ImportRefusedError
        Someone changed one of these objects since, or something now rests on one.
    """
    if applied.state != ImportState.APPLIQUE or applied.change is None:
        raise ImportRefusedError("Cet import n’est pas de ceux que l’on peut annuler.")
    _refuse_if_touched_since(applied, applied.change)
    try:
        if applied.spec.before_undo is not None:
            applied.spec.before_undo(applied.change)
        with change(author=author, reason=f"Annulation : {applied}"):
            applied.state = ImportState.ANNULE
            applied.save()
            actes = undo_change(
                applied.change,
                author=author,
                reason=f"Annulation : {applied}",
                skipped=[applied._meta.label_lower],
                through_forms=True,
            )
            if applied.spec.after_undo is not None:
                applied.spec.after_undo(actes)
    except CannotRestoreError as error:
        raise ImportRefusedError(
            f"L’annulation est impossible : {', '.join(error.labels[:5])} a changé ou "
            "sert ailleurs depuis. Rien n’a changé."
        ) from error
    except RefusedChangeError as error:
        raise ImportRefusedError(
            f"L’annulation est impossible : {error} Rien n’a changé."
        ) from error
    return applied


def _claim(tried: Importation) -> None:
    """Take the import first: two people who press at once do not write it twice."""
    tried.state = ImportState.APPLIQUE
    tried.save()


def _refuse_if_touched_since(applied: Importation, key: UUID) -> None:
    written = Acte.objects.filter(change=key).exclude(model=applied._meta.label_lower)
    by_model: dict[str, list[str]] = {}
    last = 0
    for sequence, model, object_id in written.values_list(
        "sequence", "model", "object_id"
    ):
        by_model.setdefault(model, []).append(object_id)
        last = max(last, sequence)
    for model, keys in by_model.items():
        for start in range(0, len(keys), _PART):
            later = Acte.objects.filter(
                sequence__gt=last,
                model=model,
                object_id__in=keys[start : start + _PART],
            ).first()
            if later is not None:
                raise ImportRefusedError(
                    f"« {later.label} » a été modifié depuis : l’annulation écraserait "
                    "cette modification. Rien n’a changé."
                )
