"""The links of an MS Project file; those it cannot hold are noticed and left out."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from possibles.engine.errors import InvalidInput
from possibles.engine.formats.limits import check_length
from possibles.engine.formats.mspdi_document import NoticeKind
from possibles.engine.formats.mspdi_reading import Reading, read_int, read_uid
from possibles.engine.formats.mspdi_values import (
    ELAPSED_FORMATS,
    MINUTES_OF_A_DAY,
    PERCENT_FORMATS,
    read_minutes,
    round_lag_days,
)
from possibles.engine.scheduling.model import LagUnit, Link, LinkType


def read_links(reading: Reading) -> Iterator[Link]:
    durations = {read_uid(e): e for e in reading.elements}
    leaves_above = reading.containers
    for element in reading.elements:
        successor = read_uid(element)
        for item in element.iterfind("PredecessorLink"):
            predecessor = item.findtext("PredecessorUID") or ""
            foreign = item.findtext("CrossProject") == "1"
            if predecessor not in durations or foreign:
                reading.note(NoticeKind.UNKNOWN_PREDECESSOR, successor)
                continue
            if predecessor == successor or (
                leaves_above and reading.contains(predecessor, successor)
            ):
                reading.note(NoticeKind.LINK_REFUSED, successor)
                continue
            yield _read_link(reading, item, durations[predecessor], successor)


def _read_link(
    reading: Reading, item: Element, holder: Element, successor: str
) -> Link:
    format_ = read_int(item, "LagFormat", 7)
    tenths = read_int(item, "LinkLag", 0)
    per_day, unit = reading.clock.minutes_per_day, LagUnit.WORKING
    if format_ in PERCENT_FORMATS:
        minutes = read_minutes(holder.findtext("Duration") or "PT0H0M0S")
        tenths = round(minutes * 10 * tenths / 100)
    elif format_ in ELAPSED_FORMATS:
        per_day, unit = MINUTES_OF_A_DAY, LagUnit.CALENDAR
    lag, exact = round_lag_days(tenths, per_day)
    if not exact:
        reading.note(NoticeKind.LAG_ROUNDED, successor)
    code = read_int(item, "Type", 1)
    if code not in set(LinkType):
        raise InvalidInput("The link type is unknown.", keys=[successor])
    return Link(
        read_uid(holder), successor, LinkType(code), check_length(lag, successor), unit
    )
