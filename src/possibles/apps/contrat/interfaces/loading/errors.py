from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where, in French; the sentence says what to do."""

    file: str
    place: str
    sentence: str

    def __str__(self) -> str:
        where = f"{self.file} › {self.place}" if self.place else self.file
        return f"{where} : {self.sentence}"


class ContentError(Exception):
    """The files cannot be loaded; nothing was written."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(p) for p in problems))
        self.problems = list(problems)
