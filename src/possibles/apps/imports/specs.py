"""What can be imported: each app declares its own in its `importers.py`.

    register(ImportSpec(kind="marches", title="Importer des marchés", …))

`docs/development/imports.md` tells how to write one.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable
from uuid import UUID

from possibles.apps.imports.enums import Outcome
from possibles.common.sheets import Table
from possibles.common.sheets.values import Reader, read_text

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ImportColumn:
    """A column: how it is called, what a cell of it says.

    Parameters
    ----------
    aliases
        Other names by which files call it.
    """

    key: str
    label: str
    read: Reader = field(default_factory=read_text)
    is_required: bool = False
    aliases: tuple[str, ...] = ()
    help: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file, read: `values` has a key for each column of the spec."""

    number: int
    values: Values


@dataclass(slots=True)
class Step:
    """What a line does.

    `errors` is told beside the cell of that column, `notes` beside the line; `changes`
    are (label, before, after), as people read them. `target` is for the planner's use.
    """

    number: int
    outcome: Outcome
    label: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    target: Any = None

    def fail(self, key: str, sentence: str) -> "Step":
        self.errors.setdefault(key, sentence)
        self.outcome = Outcome.ERREUR
        return self


@runtime_checkable
class WholeFilePlanner(Protocol):
    """A planner that also judges what only the whole file tells: loops, missing ends."""

    def conclude(self, steps: Sequence[Step]) -> None: ...


class Planner(Protocol):
    """Knows what is already there, read once; judges each line, then writes them all."""

    def plan(self, line: Line) -> Step: ...

    def write(self, steps: Sequence[Step]) -> None:
        """Write the lines that create or change, inside the open change."""


@dataclass(frozen=True, slots=True)
class ImportSpec:
    """A kind of import.

    Parameters
    ----------
    planner
        Called with the person and the options chosen beside the file.
    form
        A form of such options, whose cleaned data is plain JSON; drawn beside the file.
    accept
        Other endings of files offered by the browser's chooser: « .json,.xml ».
    readers
        Functions that recognise other kinds of files: they return a table, or nothing.
    before_undo
        Called first with the key of the change to take back; raises
        `CannotRestoreError` when something rests on it by now.
    kept_days
        How long a file nobody wrote nor gave up is kept.
    after_undo
        Called inside the change that took an import back, with the acts undone.
    """

    kind: str
    title: str
    noun: str
    permission: str
    columns: tuple[ImportColumn, ...]
    planner: Callable[[Any, Mapping[str, Any]], Planner]
    route: str
    back: tuple[str, str]
    intro: tuple[str, ...] = ()
    form: Callable[..., Any] | None = None
    readers: tuple[Callable[[str, bytes], Table | None], ...] = ()
    before_undo: Callable[[UUID], None] | None = None
    after_undo: Callable[[Sequence[Any]], None] | None = None
    kept_days: int = 30
    nouns: str = ""
    accept: str = ""

    @property
    def plural(self) -> str:
        return self.nouns or f"{self.noun}s"

    @property
    def known_names(self) -> set[str]:
        return {name for c in self.columns for name in (c.label, c.key, *c.aliases)}


_specs: dict[str, ImportSpec] = {}


def register(spec: ImportSpec) -> ImportSpec:
    _specs[spec.kind] = spec
    return spec


def find_spec(kind: str) -> ImportSpec:
    return _specs[kind]


def allowed_kinds(user: Any) -> list[str]:
    """Return the kinds of imports this person may make."""
    return [kind for kind, spec in _specs.items() if user.has_perm(spec.permission)]
