"""One MS Project file being read: what its parts share, and notices as they come."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time
from xml.etree.ElementTree import Element

from possibles.engine.calendars.calendar import Calendar
from possibles.engine.errors import InvalidInput
from possibles.engine.formats.limits import check_origin
from possibles.engine.formats.mspdi_calendars import read_calendars
from possibles.engine.formats.mspdi_document import Notice, NoticeKind
from possibles.engine.formats.mspdi_values import (
    ELAPSED_FORMATS,
    MINUTES_OF_A_DAY,
    Clock,
    first_day,
    last_day,
    read_moment,
)


@dataclass(slots=True)
class Reading:
    """The shared values of a file.

    `keys` gives our key of a calendar by its UID, `parents` the summary of a task,
    `containers` the summaries.
    """

    root: Element
    origin: date = field(init=False)
    clock: Clock = field(init=False)
    notices: list[Notice] = field(default_factory=list)
    keys: dict[str, str] = field(init=False)
    calendars: tuple[Calendar, ...] = field(init=False)
    elements: list[Element] = field(init=False)
    parents: dict[str, str] = field(init=False)
    containers: set[str] = field(init=False)

    def __post_init__(self) -> None:
        self.origin = self._read_origin()
        opens = self.root.findtext("DefaultStartTime") or "08:00:00"
        try:
            clock = Clock(
                time.fromisoformat(opens), int(self.text("MinutesPerDay") or 480)
            )
        except ValueError:
            raise InvalidInput("The project's hours cannot be read.") from None
        if not 0 < clock.minutes_per_day <= MINUTES_OF_A_DAY:
            raise InvalidInput("A day has between 1 and 1440 minutes.")
        self.clock = clock
        self.keys, self.calendars = read_calendars(self.root, self.origin, self.notices)
        self.elements = list(self._list_tasks())
        self.parents = self._read_outline()
        self.containers = set(self.parents.values())

    def text(self, name: str) -> str | None:
        return self.root.findtext(name)

    def _read_origin(self) -> date:
        text = self.text("StartDate")
        if text is None:
            starts = [e.text for e in self.root.iterfind("Tasks/Task/Start") if e.text]
            if not starts:
                raise InvalidInput("The project has no start date.", keys=["StartDate"])
            text = min(starts)
        return check_origin(read_moment(text, "StartDate").date())

    def _list_tasks(self) -> Iterator[Element]:
        for element in self.root.iterfind("Tasks/Task"):
            key = element.findtext("UID")
            if key is None or element.findtext("IsNull") == "1":
                continue
            if element.findtext("Active") == "0":
                self.note(NoticeKind.INACTIVE_TASK, key)
                continue
            yield element

    def _read_outline(self) -> dict[str, str]:
        """Return the parent of each task, from the outline levels."""
        above: list[tuple[int, str]] = []
        parents = {}
        for element in self.elements:
            key = read_uid(element)
            level = read_int(element, "OutlineLevel", 1)
            while above and above[-1][0] >= level:
                above.pop()
            if above:
                parents[key] = above[-1][1]
            above.append((level, key))
        return parents

    def contains(self, one: str, other: str) -> bool:
        """Tell whether one of the two is inside the other."""
        for inner, outer in ((one, other), (other, one)):
            parent = self.parents.get(inner)
            while parent is not None:
                if parent == outer:
                    return True
                parent = self.parents.get(parent)
        return False

    def start_of(self, element: Element, name: str) -> int | None:
        text = element.findtext(name)
        return first_day(read_moment(text, name), self.origin) if text else None

    def finish_of(self, element: Element, name: str) -> int | None:
        text = element.findtext(name)
        if not text:
            return None
        return last_day(read_moment(text, name), self.origin, self.clock)

    def note(self, kind: NoticeKind, key: str) -> None:
        self.notices.append(Notice(kind, key))

    def minutes_of_a_day(self, element: Element) -> int:
        """Return how many minutes a day of the element's duration lasts."""
        if is_elapsed(element):
            return MINUTES_OF_A_DAY
        return self.clock.minutes_per_day


def is_elapsed(element: Element) -> bool:
    """Tell whether a task's duration runs day and night."""
    return read_int(element, "DurationFormat", 7) in ELAPSED_FORMATS


def read_uid(element: Element) -> str:
    return element.findtext("UID") or ""


def read_int(element: Element, name: str, default: int) -> int:
    text = element.findtext(name)
    if text is None or not text.strip():
        return default
    try:
        return int(text)
    except ValueError:
        raise InvalidInput(
            f"Not a number in {name}: {text[:40]!r}.", keys=[read_uid(element)]
        ) from None
