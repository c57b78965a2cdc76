"""Read a point: frozen, from its snapshot; open, from the plan as it is now."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from possibles.apps.contrat.enums import Meteo
from possibles.apps.opc.models import PointMensuel
from possibles.apps.operations.domain.planning.wording import tell_shift

from .contenu import Data, describe_point, read_frozen

METEOS: tuple[tuple[str, str], ...] = (
    *((value, str(label)) for value, label in Meteo.choices),
    ("", "Non renseignée"),
)


@dataclass(frozen=True, slots=True)
class Signal:
    """An alert or a measure, as the point holds it."""

    pk: int
    title: str
    text: str
    level: int
    level_label: str
    state: str
    days: int | None
    cents: int | None


@dataclass(frozen=True, slots=True)
class LigneLue:
    """An operation at a point. Delays are in days; positive is late."""

    pk: int
    title: str
    owner: str
    state_label: str
    progress: int | None
    meteo: str
    meteo_label: str
    fait: str
    a_venir: str
    points_durs: str
    decision: str
    engagement: date | None
    engagement_margin: int | None
    delivery: date | None
    delay: int | None
    slip: int | None
    cost: int | None
    convention_cost: int | None
    funded: int | None
    alertes: Sequence[Signal]
    is_changed: bool
    changes: Sequence[str]
    is_exemple: bool
    ligne: int | None = None

    @property
    def delay_text(self) -> str:
        """The delay on the convention in words, as « + 6 semaines »."""
        return "" if self.delay is None else tell_shift(self.delay)

    @property
    def slip_text(self) -> str:
        """What the delivery moved since the previous point."""
        return "" if not self.slip else tell_shift(self.slip)

    @property
    def is_late(self) -> bool:
        return self.delay is not None and self.delay > 0

    @property
    def worst(self) -> int:
        return max((alerte.level for alerte in self.alertes), default=0)


@dataclass(frozen=True, slots=True)
class DecisionLue:
    number: int
    text: str
    operation: str
    responsable: str
    due: date | None


@dataclass(frozen=True, slots=True)
class MesureLue:
    pk: int
    title: str
    operation: str
    responsable: str
    state: str
    state_label: str
    due: date
    done_on: date | None
    effect: str
    expected_days: int | None
    observed: str


@dataclass(frozen=True, slots=True)
class ConflitLu:
    """An interface that conflicts: the margin is negative, in days."""

    pk: int
    label: str
    gives: str
    given_by: str
    gets: str
    got_by: str
    promised: date | None
    needed: date | None
    margin: int


@dataclass(frozen=True, slots=True)
class PointLu:
    """What a point says, whole. `digest` is empty as long as it is not frozen."""

    point: PointMensuel
    projet: str
    month: date
    held_on: date | None
    present: str
    faits_marquants: str
    lignes: Sequence[LigneLue]
    decisions: Sequence[DecisionLue]
    mesures: Sequence[MesureLue]
    conflits: Sequence[ConflitLu]
    alertes_projet: Sequence[Signal]
    sommes: Data
    digest: str

    @property
    def changed(self) -> list[LigneLue]:
        return [ligne for ligne in self.lignes if ligne.is_changed]

    @property
    def unchanged(self) -> list[LigneLue]:
        return [ligne for ligne in self.lignes if not ligne.is_changed]

    @property
    def meteos(self) -> list[tuple[str, str, int]]:
        """How many operations have each météo: (value, label, count)."""
        counts = Counter(ligne.meteo for ligne in self.lignes)
        return [(value, label, counts[value]) for value, label in METEOS]

    @property
    def asked(self) -> list[LigneLue]:
        """The operations for which a decision is asked."""
        return [ligne for ligne in self.lignes if ligne.decision]

    @property
    def has_exemples(self) -> bool:
        return any(ligne.is_exemple for ligne in self.lignes)


def read_point(point: PointMensuel) -> PointLu:
    """Return the point as it was frozen, or as it stands today."""
    frozen = point.instantane
    content = describe_point(point) if frozen is None else frozen.data
    before = read_frozen(point.previous)
    keys: dict[int, int] = dict(point.lignes.values_list("operation_id", "pk"))
    return PointLu(
        point=point,
        projet=content["projet"],
        month=point.month,
        held_on=_day(content["tenu_le"]),
        present=content["presents"],
        faits_marquants=content["faits_marquants"],
        lignes=[
            _read_line(row, before.get(row["cle"]), keys.get(row["cle"]))
            for row in content["operations"]
        ],
        decisions=[_read_decision(row) for row in content["decisions"]],
        mesures=[_read_mesure(row) for row in content["mesures"]],
        conflits=[_read_conflit(row) for row in content["interfaces"]],
        alertes_projet=[_read_signal(row) for row in content["alertes_projet"]],
        sommes=content["sommes"],
        digest="" if frozen is None else frozen.digest,
    )


def _read_line(row: Data, before: Data | None, ligne: int | None) -> LigneLue:
    delivery = _day(row["livraison_prevue"])
    old = None if before is None else _day(before["livraison_prevue"])
    return LigneLue(
        pk=row["cle"],
        title=row["libelle"],
        owner=row["maitre_ouvrage"],
        state_label=row["etat_libelle"],
        progress=row["avancement"],
        meteo=row["meteo"],
        meteo_label=dict(METEOS).get(row["meteo"], "Non renseignée"),
        fait=row["fait"],
        a_venir=row["a_venir"],
        points_durs=row["points_durs"],
        decision=row["decision"],
        engagement=_day(row["engagement_prevu"]),
        engagement_margin=row["marge_engagement"],
        delivery=delivery,
        delay=row["retard_convention"],
        slip=None if delivery is None or old is None else (delivery - old).days,
        cost=row["cout"],
        convention_cost=row["cout_convention"],
        funded=row["finance"],
        alertes=[_read_signal(held) for held in row["alertes"]],
        is_changed=row["change"],
        changes=row["changements"],
        is_exemple=row["is_exemple"],
        ligne=ligne,
    )


def _read_signal(row: Data) -> Signal:
    return Signal(
        pk=row["cle"],
        title=row["intitule"],
        text=row["explication"],
        level=row["gravite"],
        level_label=row["gravite_libelle"],
        state=row["etat"],
        days=row["jours"],
        cents=row["montant"],
    )


def _read_decision(row: Data) -> DecisionLue:
    return DecisionLue(
        number=row["cle"],
        text=row["texte"],
        operation=row["operation_libelle"],
        responsable=row["responsable"],
        due=_day(row["echeance"]),
    )


def _read_mesure(row: Data) -> MesureLue:
    return MesureLue(
        pk=row["cle"],
        title=row["intitule"],
        operation=row["operation_libelle"],
        responsable=row["responsable"],
        state=row["etat"],
        state_label=row["etat_libelle"],
        due=date.fromisoformat(row["echeance"]),
        done_on=_day(row["realisee_le"]),
        effect=row["effet"],
        expected_days=row["jours_attendus"],
        observed=row["constate"],
    )


def _read_conflit(row: Data) -> ConflitLu:
    margins = [m for m in (row["marge"], row["marge_planning"]) if m is not None]
    return ConflitLu(
        pk=row["cle"],
        label=row["libelle"],
        gives=row["donne"],
        given_by=row["donne_par"],
        gets=row["recoit"],
        got_by=row["recoit_par"],
        promised=_day(row["promis"]),
        needed=_day(row["necessaire"]),
        margin=min(margins, default=0),
    )


def _day(iso: Any) -> date | None:
    return date.fromisoformat(iso) if iso else None
