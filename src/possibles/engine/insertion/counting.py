"""Counting insertion hours: who, when, and never twice.

Rules of practice (domain notes §2.7): only validated statements of an eligible person
count, from the start of the contract, inside an eligibility window that opens with the
first hour of clause; training inside the contract counts, tutoring and unpaid absence do
not; (person, contract, month, employer) counts once.

Hours are whole hundredths of an hour (`centihours`): 151.67 h is 15 167. Months are
counted from one stated origin.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from possibles.engine.errors import InvalidInput


class HourKind(StrEnum):
    """What the person did during the hours of a line."""

    WORK = "work"
    TRAINING = "training"
    TUTORING = "tutoring"
    ABSENCE = "absence"


class Status(StrEnum):
    """How far a statement went: only the last one counts."""

    DECLARED = "declared"
    EVIDENCED = "evidenced"
    VALIDATED = "validated"


class Refusal(StrEnum):
    """Why a statement does not count."""

    NOT_VALIDATED = "not_validated"
    KIND_NOT_COUNTED = "kind_not_counted"
    UNKNOWN_CONTRACT = "unknown_contract"
    BEFORE_CONTRACT = "before_contract"
    NOT_ELIGIBLE = "not_eligible"
    BEFORE_ELIGIBILITY = "before_eligibility"
    ELIGIBILITY_ENDED = "eligibility_ended"
    DUPLICATE = "duplicate"


COUNTED_KINDS = frozenset({HourKind.WORK, HourKind.TRAINING})


@dataclass(frozen=True, slots=True)
class Statement:
    """One monthly line: a pseudonymous person, an employer, a contract, hours."""

    key: str
    person: str
    employer: str
    contract: str
    month: int
    centihours: int
    kind: HourKind = HourKind.WORK
    status: Status = Status.VALIDATED

    def __post_init__(self) -> None:
        if self.centihours < 0:
            raise InvalidInput("a statement holds negative hours", keys=(self.key,))

    @property
    def identity(self) -> tuple[str, str, int, str, HourKind]:
        """What must not be counted twice (training and work of a month both do)."""
        return self.person, self.contract, self.month, self.employer, self.kind


@dataclass(frozen=True, slots=True)
class Eligibility:
    """A person's eligibility, checked before hiring.

    Attributes
    ----------
    validated_month
        Month in which the facilitator validated it: no earlier hour counts.
    months
        Length of the window opened by the first hour of clause (24 in use).
    first_month
        Month of the first hour of clause when it is older than the statements given.
    """

    validated_month: int
    months: int
    first_month: int | None = None

    def __post_init__(self) -> None:
        if self.months < 1:
            raise InvalidInput("an eligibility window lasts at least one month")


@dataclass(frozen=True, slots=True)
class Count:
    """The hours that count, by contract and by person, and every line refused."""

    centihours: int
    by_contract: Mapping[str, int]
    by_person: Mapping[str, int]
    refused: Mapping[str, Refusal]


def count_hours(
    statements: Iterable[Statement],
    *,
    eligibilities: Mapping[str, Eligibility],
    contract_starts: Mapping[str, int],
) -> Count:
    """Count the hours of `statements`, each at most once.

    Parameters
    ----------
    statements
        Lines in any order: they are read by month, then by key, so that of two
        duplicates the smaller key is kept whatever the order given.
    eligibilities
        By person; a person absent from it never counts.
    contract_starts
        Month each contract starts.
    """
    by_contract: dict[str, int] = {}
    by_person: dict[str, int] = {}
    refused: dict[str, Refusal] = {}
    seen: set[tuple[str, str, int, str, HourKind]] = set()
    opened: dict[str, int] = {}
    for line in sorted(statements, key=lambda line: (line.month, line.key)):
        eligibility = eligibilities.get(line.person)
        refusal = _judge_line(line, contract_starts) or _judge_person(
            line, eligibility, opened
        )
        if refusal is None and line.identity in seen:
            refusal = Refusal.DUPLICATE
        if refusal is not None:
            refused[line.key] = refusal
            continue
        seen.add(line.identity)
        opened.setdefault(line.person, line.month)
        by_contract[line.contract] = by_contract.get(line.contract, 0) + line.centihours
        by_person[line.person] = by_person.get(line.person, 0) + line.centihours
    return Count(sum(by_contract.values()), by_contract, by_person, refused)


def _judge_line(line: Statement, starts: Mapping[str, int]) -> Refusal | None:
    if line.status is not Status.VALIDATED:
        return Refusal.NOT_VALIDATED
    if line.kind not in COUNTED_KINDS:
        return Refusal.KIND_NOT_COUNTED
    if line.contract not in starts:
        return Refusal.UNKNOWN_CONTRACT
    if line.month < starts[line.contract]:
        return Refusal.BEFORE_CONTRACT
    return None


def _judge_person(
    line: Statement, eligibility: Eligibility | None, opened: Mapping[str, int]
) -> Refusal | None:
    if eligibility is None:
        return Refusal.NOT_ELIGIBLE
    if line.month < eligibility.validated_month:
        return Refusal.BEFORE_ELIGIBILITY
    first = eligibility.first_month
    if first is None:
        first = opened.get(line.person, line.month)
    if line.month >= first + eligibility.months:
        return Refusal.ELIGIBILITY_ENDED
    return None
