"""What the rules look at: plain values, read once, that no query hides behind."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from possibles.apps.conventions.domain.delais import add_months
from possibles.apps.referentiel.models import Valeur


@dataclass(frozen=True, slots=True, kw_only=True)
class Etape:
    """A task or a milestone: what is forecast, what was, what was promised before."""

    pk: int
    name: str
    role: str = ""
    start: date | None = None
    finish: date | None = None
    actual_start: date | None = None
    actual_finish: date | None = None
    reference_start: date | None = None
    reference_finish: date | None = None
    deadline: date | None = None
    total_float: int | None = None

    @property
    def is_started(self) -> bool:
        return self.actual_start is not None or self.actual_finish is not None

    @property
    def is_finished(self) -> bool:
        return self.actual_finish is not None

    @property
    def finish_slip(self) -> int:
        """Days the end has moved since the reference; 0 when nothing tells."""
        known = self.actual_finish or self.finish
        if known is None or self.reference_finish is None:
            return 0
        return (known - self.reference_finish).days

    @property
    def start_slip(self) -> int:
        known = self.actual_start or self.start
        if known is None or self.reference_start is None:
            return 0
        return (known - self.reference_start).days


@dataclass(frozen=True, slots=True, kw_only=True)
class InterfaceVue:
    """What another operation must give to this one."""

    pk: int
    label: str
    giver: int
    giver_title: str
    giver_owner: str
    gives_etape: int | None = None
    gets_etape: int | None = None
    promised: date | None = None
    forecast: date | None = None
    needed: date | None = None

    @property
    def expected(self) -> date | None:
        """The later of what was promised and of what the schedule now says."""
        return max((d for d in (self.promised, self.forecast) if d), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amont:
    """A link by which a task of another operation holds a task of this one."""

    giver: int
    giver_title: str
    giver_owner: str
    before: Etape
    after: Etape


@dataclass(frozen=True, slots=True, kw_only=True)
class ReserveVue:
    """What the comité d'engagement asked and still waits for."""

    pk: int
    text: str
    asked_on: date | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationVue:
    """A call for tenders that gave nothing and was not launched again."""

    pk: int
    objet: str
    issue_label: str
    launched_on: date
    ended_on: date
    motif: str = ""
    cents: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConventionVue:
    pk: int
    title: str
    end: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EcheanceVue:
    """A day a convention asks something for; the amount is that of a payment."""

    code: str
    kind: str
    label: str
    due: date
    rule: str = ""
    cents: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TexteVue:
    """A convention by itself, with the days it still waits for.

    `unpaid` is what it foresees and nobody has paid yet, in centimes. One that is not
    signed has a term, and nothing else to wait for.
    """

    pk: int
    title: str
    end: date | None = None
    projet: int | None = None
    unpaid: int = 0
    has_operations: bool = False
    is_signed: bool = True
    echeances: tuple[EcheanceVue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationVue:
    """Everything the rules need to know of one operation. Amounts are in centimes."""

    pk: int
    title: str
    projet: int
    owner: str
    owner_is_public: bool = True
    state: str
    state_label: str = ""
    contract_launch_end: date | None = None
    contract_finish: date | None = None
    engagement_forecast: date | None = None
    engagement_limit: date | None = None
    delivery_forecast: date | None = None
    delivery_limit: date | None = None
    convention_cost: int | None = None
    cost_ht: int | None = None
    cost_ttc: int | None = None
    cost_maturity: str = ""
    recovers_vat: bool = True
    funded: int | None = None
    own_share: int = 0
    subsidy: int = 0
    last_asked_on: date | None = None
    last_news_on: date | None = None
    meteo_known: bool | None = None
    etapes: tuple[Etape, ...] = ()
    interfaces: tuple[InterfaceVue, ...] = ()
    amonts: tuple[Amont, ...] = ()
    reserves: tuple[ReserveVue, ...] = ()
    consultations: tuple[ConsultationVue, ...] = ()
    convention: ConventionVue | None = None

    def find(self, role: str) -> Etape | None:
        """Return the last step of that role; the others are parts of it."""
        found = [etape for etape in self.etapes if etape.role == role]
        return found[-1] if found else None

    def is_done(self, role: str) -> bool:
        etape = self.find(role)
        return etape is not None and etape.is_finished


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjetVue:
    """A renewal project, and when its monthly point was last held."""

    pk: int
    title: str
    last_point: date | None = None
    has_operations: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Contexte:
    """The day of the computation and the thresholds in force."""

    today: date
    seuils: Mapping[str, Valeur]

    def days(self, code: str) -> int:
        return int(self.seuils[code].value)

    months = days

    def before(self, day: date, code: str) -> date:
        """Return the day that comes this number of months before."""
        return add_months(day, -self.months(code))


@dataclass(frozen=True, slots=True, kw_only=True)
class Preuve:
    """One line of evidence: what, how much, from where."""

    label: str
    value: str
    source: str = ""
    certainty: str = ""

    def plain(self) -> dict[str, str]:
        return {
            "label": self.label,
            "value": self.value,
            "source": self.source,
            "certainty": self.certainty,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Constat:
    """What a rule finds: one cause, how much it weighs, what proves it."""

    rule: str
    cause: str
    gravite: int
    title: str
    text: str
    evidence: tuple[Preuve, ...] = ()
    impact_days: int | None = None
    impact_cents: int | None = None
    operation: int | None = None
    projet: int | None = None
    convention: int | None = None
    interface: int | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
