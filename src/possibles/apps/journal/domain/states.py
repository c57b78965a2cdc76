"""A small declarative state machine, shared by everything that has a cycle.

A machine is data: its states, and for each transition who may, what must be filled, what
it triggers. Pages ask it what to offer, `fire` applies it, and `draw` draws it for the
docs (`manage.py states`), so that the drawing cannot lie.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from possibles.apps.journal.models import change

Blockers = Callable[[Any, dict[str, Any]], list[str]]
Effect = Callable[[Any, dict[str, Any]], None]


class TransitionRefusedError(Exception):
    """A transition cannot be made now; `sentences` say why, in French."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = list(sentences)


def _nothing_missing(target: Any, given: dict[str, Any]) -> list[str]:
    return []


def _no_effect(target: Any, given: dict[str, Any]) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Transition:
    """One way out of a state.

    Parameters
    ----------
    label
        The verb on the button.
    permission
        Who may; asked of the author on the object.
    asks
        Names of what the person gives when acting (`"on"`, `"evaluation"`…).
    needs_reason
        Whether a reason must be typed.
    blockers
        French sentences saying what is missing, given the object and the answers.
    effect
        What it does besides changing the state; runs before the object is saved.
    after
        What follows in the same transaction, once the object is saved.
    tells
        What `effect` does, in a few French words, for the drawing.
    """

    name: str
    label: str
    sources: tuple[str, ...]
    target: str
    permission: str
    asks: tuple[str, ...] = ()
    needs_reason: bool = False
    blockers: Blockers = _nothing_missing
    effect: Effect = _no_effect
    after: Effect = _no_effect
    tells: str = ""


@dataclass(frozen=True, slots=True)
class Machine:
    """The cycle of one kind of object."""

    name: str
    states: type[models.TextChoices]
    initial: str
    transitions: tuple[Transition, ...]
    field: str = "state"

    def __getitem__(self, name: str) -> Transition:
        return next(t for t in self.transitions if t.name == name)

    def list_open(self, target: Any, user: Any) -> list[Transition]:
        """List the transitions this person may make from the object's present state."""
        state = getattr(target, self.field)
        return [
            t
            for t in self.transitions
            if state in t.sources and user.has_perm(t.permission, target)
        ]

    def draw(self) -> str:
        """Return the machine as a Mermaid state diagram."""
        labels = dict(self.states.choices)
        lines = ["stateDiagram-v2"]
        lines += [f'    state "{labels[s]}" as {s}' for s in self.states.values]
        lines.append(f"    [*] --> {self.initial}")
        lines += [
            f"    {source} --> {t.target}: {t.label}"
            for t in self.transitions
            for source in t.sources
        ]
        return "\n".join(lines)


def fire(
    machine: Machine,
    target: Any,
    name: str,
    *,
    author: Any,
    reason: str = "",
    origin: str = "page",
    **given: Any,
) -> Any:
    """Make a transition: check it, apply its effect, save, tell the journal.

    Raises
    ------
    TransitionRefusedError
        The state, the person's rights, a missing reason or a blocker forbids it.
    """
    transition = machine[name]
    problems = _find_problems(machine, transition, target, author, reason, given)
    if problems:
        raise TransitionRefusedError(problems)
    with change(author=author, reason=reason or transition.label, origin=origin):
        transition.effect(target, given)
        setattr(target, machine.field, transition.target)
        target.save()
        transition.after(target, given)
    return target


def _find_problems(
    machine: Machine,
    transition: Transition,
    target: Any,
    author: Any,
    reason: str,
    given: dict[str, Any],
) -> list[str]:
    state = getattr(target, machine.field)
    if state not in transition.sources:
        label = dict(machine.states.choices).get(state, state)
        return [f"« {transition.label} » n’est pas possible depuis l’état « {label} »."]
    if author is not None and not author.has_perm(transition.permission, target):
        return ["Vous n’avez pas le droit de faire cela."]
    missing = []
    if transition.needs_reason and not reason.strip():
        missing.append("Indiquez le motif.")
    return missing + transition.blockers(target, given)
