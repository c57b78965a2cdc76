"""MS Project XML (MSPDI) → the columns of a schedule."""

from datetime import date, timedelta

from possibles.apps.operations.domain.planning.loading import CONSTRAINTS, LAGS, LINKS
from possibles.apps.operations.enums import CalendrierDeTache, TacheKind
from possibles.common.french import plural
from possibles.common.sheets import Table, UnreadableFileError
from possibles.engine.calendars.calendar import Calendar
from possibles.engine.errors import InvalidInput
from possibles.engine.formats.mspdi import parse_mspdi
from possibles.engine.formats.mspdi_document import MspdiDocument
from possibles.engine.scheduling.model import Link, Task

from .columns import COLUMNS, is_ours
from .texts import NONE, Attente, Spans, write_attentes, write_spans

_CONSTRAINTS = {type_: kind for kind, type_ in CONSTRAINTS.items()}
_NATURES = {type_: nature for nature, type_ in LINKS.items()}
_UNITS = {unit: delay for delay, unit in LAGS.items()}


def read_mspdi(filename: str, content: bytes) -> Table | None:
    """Recognise MS Project XML by its content; nothing when it is another file.

    Raises
    ------
    UnreadableFileError
        It is XML, but not a project, or it is hostile.
    """
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] != b"<":
        return None
    try:
        document = parse_mspdi(content)
    except InvalidInput as error:
        raise UnreadableFileError(
            "Ce fichier XML n’est pas un planning MS Project lisible : enregistrez-le "
            f"« au format XML » depuis votre logiciel. ({error})"
        ) from None
    return _Writing(document).table()


class _Writing:
    def __init__(self, document: MspdiDocument) -> None:
        self.document = document
        self.project = document.project
        codes = document.codes
        own = {k: c for k, c in codes.items() if is_ours(c)}
        self.codes = {t.key: own.get(t.key, t.key) for t in self.project.tasks}
        self.is_ours = bool(own)
        self.into: dict[str, list[Link]] = {}
        for link in self.project.links:
            self.into.setdefault(link.successor, []).append(link)
        self.calendars = {c.key: _name_calendar(c) for c in self.project.calendars}
        self.replaced: set[str] = set()

    def table(self) -> Table:
        rows = [
            (number, self._row(task))
            for number, task in enumerate(self.project.tasks, start=1)
        ]
        notes = [f"Planning MS Project : {plural(len(rows), 'tâche', 'tâches')}."]
        if self.replaced:
            names = ", ".join(sorted(self.replaced))
            notes.append(f"Calendriers remplacés par les jours ouvrés : {names}.")
        if self.document.notices:
            count = plural(len(self.document.notices), "réglage", "réglages")
            notes.append(f"{count} propre à MS Project arrondi ou laissé de côté.")
        return Table([c.label for c in COLUMNS], rows, notes)

    def _row(self, task: Task) -> list[str]:
        cells = self._cells(task)
        return [cells.get(column.key, "") for column in COLUMNS]

    def _cells(self, task: Task) -> dict[str, str]:
        kind = (
            TacheKind.GROUPE
            if task.is_summary
            else TacheKind.JALON
            if task.is_milestone
            else TacheKind.TACHE
        )
        cells = {
            "code": self.codes[task.key],
            "operation": self._operation(task),
            "parent": "" if task.parent is None else self.codes[task.parent],
            "name": task.name[:200] or self.codes[task.key],
            "kind": kind.label,
            "duration_days": str(task.duration),
            "predecessors": self._attentes(task),
            "references": write_spans(self._spans(task)),
            "note": ", ".join(task.resources),
        }
        if task.is_summary:
            return cells
        if task.duration:
            cells["calendar"] = self._calendar(task)
        if task.deadline is not None:
            cells["deadline"] = self._day(task.deadline)
        return cells | self._constraint(task) | self._progress(task)

    def _operation(self, task: Task) -> str:
        """Return the code of the operation this task belongs to, in our own files."""
        parents = {t.key: t.parent for t in self.project.tasks} if self.is_ours else {}
        key = task.parent
        while key is not None and not self.codes[key].startswith("o"):
            key = parents.get(key)
        return "" if key is None or not self.is_ours else self.codes[key]

    def _attentes(self, task: Task) -> str:
        return write_attentes(
            Attente(
                self.codes[link.predecessor],
                _NATURES[link.type],
                link.lag,
                _UNITS[link.unit],
            )
            for link in self.into.get(task.key, [])
        )

    def _spans(self, task: Task) -> Spans:
        return {
            f"Référence {baseline.key}": (
                self._date(entry.start),
                self._date(entry.finish),
            )
            for baseline in self.project.baselines
            if (entry := baseline.entries.get(task.key)) is not None
        }

    def _calendar(self, task: Task) -> str:
        key = task.calendar or self.project.calendar or ""
        found, is_exact = self.calendars.get(key, (CalendrierDeTache.OUVRE, True))
        if not is_exact:
            self.replaced.add(key)
        return found.label

    def _constraint(self, task: Task) -> dict[str, str]:
        """Tell the constraint; a task nothing holds keeps the day it was placed on."""
        if task.constraints:
            held = task.constraints[0]
            kind = _CONSTRAINTS[held.type]
            day = "" if held.day is None else self._day(held.day)
            return {"constraint_kind": kind.label, "constraint_date": day}
        placed = self.document.recorded.get(task.key)
        is_free = task.key not in self.into and task.progress is None
        if placed is not None and is_free and not self.is_ours:
            return {
                "constraint_kind": "Pas de début avant le",
                "constraint_date": self._day(placed.start),
            }
        return {"constraint_kind": NONE}

    def _progress(self, task: Task) -> dict[str, str]:
        done = task.progress
        if done is None:
            return {}
        cells = {
            "actual_start": self._day(done.actual_start),
            "percent": str(100 if done.is_finished else done.percent),
        }
        if done.actual_finish is not None:
            cells["actual_finish"] = self._day(done.actual_finish)
        else:
            cells["remaining_days"] = str(done.remaining_of(task.duration))
        return cells

    def _date(self, day: int) -> date:
        return self.project.origin + timedelta(days=day)

    def _day(self, day: int) -> str:
        return f"{self._date(day):%d/%m/%Y}"


def _name_calendar(calendar: Calendar) -> tuple[CalendrierDeTache, bool]:
    """Return which of our calendars a foreign one is, and whether it is the same."""
    if calendar.key in CalendrierDeTache.values:
        return CalendrierDeTache(calendar.key), True
    if all(calendar.week):
        return CalendrierDeTache.CONTINU, not calendar.off
    usual = tuple(calendar.week) == (True,) * 5 + (False,) * 2
    return CalendrierDeTache.OUVRE, usual and not calendar.off and not calendar.on
