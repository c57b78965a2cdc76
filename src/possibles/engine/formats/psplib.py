"""Reader of the PSPLIB text formats `.sm` (one mode) and `.mm` (several modes).

Source: R. Kolisch, A. Sprecher, PSPLIB, European Journal of Operational Research 96,
1996. Doubly constrained resources are refused: no published instance has one.
"""

import re
from collections.abc import Iterator, Mapping, Sized
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from possibles.engine.errors import InvalidInput
from possibles.engine.leveling.problem import (
    Activity,
    Lag,
    LevelingProblem,
    Mode,
    Resource,
)

_Sized = TypeVar("_Sized", bound=Sized)

MAX_BYTES = 5_000_000
_HEADINGS = (
    "PRECEDENCE RELATIONS",
    "REQUESTS/DURATIONS",
    "RESOURCEAVAILABILITIES",
)
_COUNT = re.compile(r"-\s*(renewable|nonrenewable|doubly constrained)\s*:\s*(\d+)")


def read_psplib(path: Path) -> LevelingProblem:
    """Read one file; activities are named by their job numbers, resources R1 or N1.

    Raises
    ------
    InvalidInput
        The file is too large, is not PSPLIB text, or contradicts itself.
    """
    if path.stat().st_size > MAX_BYTES:
        raise InvalidInput("PSPLIB file too large", keys=[path.name])
    try:
        return parse_psplib(path.read_text(encoding="ascii"))
    except UnicodeDecodeError as error:
        raise InvalidInput("not a PSPLIB file", keys=[path.name]) from error


def parse_psplib(text: str) -> LevelingProblem:
    """Turn the text of a PSPLIB file into a problem."""
    try:
        return _parse(text)
    except (ValueError, IndexError, KeyError) as error:
        raise InvalidInput(f"malformed PSPLIB file: {error}") from error


def _parse(text: str) -> LevelingProblem:
    counts = {kind: int(number) for kind, number in _COUNT.findall(text)}
    if counts.get("doubly constrained"):
        raise InvalidInput("doubly constrained resources are not read")
    sections = _split_sections(text)
    precedence = list(_number_rows(sections["PRECEDENCE RELATIONS"]))
    modes = _read_modes(sections["REQUESTS/DURATIONS"])
    (capacities,) = _number_rows(sections["RESOURCEAVAILABILITIES"])
    activities = tuple(
        Activity(str(row[0]), _expect(modes[row[0]], row[1])) for row in precedence
    )
    lags = tuple(
        Lag(str(row[0]), str(successor))
        for row in precedence
        for successor in _expect(row[3:], row[2])
    )
    return LevelingProblem(activities, _name_resources(counts, capacities), lags)


def _split_sections(text: str) -> Mapping[str, list[str]]:
    lines = text.splitlines()
    starts = [
        (number, heading)
        for number, line in enumerate(lines)
        for heading in _HEADINGS
        if line.startswith(heading)
    ]
    ends = [*starts, (len(lines), "")]
    return {
        heading: lines[number + 1 : end]
        for (number, heading), (end, _) in pairwise(ends)
    }


def _number_rows(lines: list[str]) -> Iterator[list[int]]:
    for line in lines:
        words = line.split()
        if words and all(word.lstrip("-").isdigit() for word in words):
            yield [int(word) for word in words]


def _read_modes(lines: list[str]) -> Mapping[int, tuple[Mode, ...]]:
    """Read the modes; a job's number stands only on the row of its first mode."""
    modes: dict[int, list[Mode]] = {}
    rows = list(_number_rows(lines))
    width = len(rows[0])
    job = 0
    for row in rows:
        is_first = len(row) == width
        if is_first:
            job = row[0]
        _, duration, *demands = row[is_first:]
        modes.setdefault(job, []).append(Mode(duration, tuple(demands)))
    return {number: tuple(found) for number, found in modes.items()}


def _expect(values: _Sized, size: int) -> _Sized:
    if len(values) != size:
        raise ValueError("wrong count")
    return values


def _name_resources(
    counts: Mapping[str, int], capacities: list[int]
) -> tuple[Resource, ...]:
    renewable = counts["renewable"]
    _expect(capacities, renewable + counts.get("nonrenewable", 0))
    return tuple(
        Resource(f"R{rank + 1}", capacity)
        if rank < renewable
        else Resource(f"N{rank - renewable + 1}", capacity, renewable=False)
        for rank, capacity in enumerate(capacities)
    )
