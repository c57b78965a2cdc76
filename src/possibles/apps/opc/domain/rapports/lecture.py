"""What a report says: every figure knows the month, and the frozen point, it comes from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from possibles.apps.opc.domain.points.lecture import (
    METEOS,
    ConflitLu,
    DecisionLue,
    LigneLue,
    MesureLue,
    PointLu,
    read_point,
)
from possibles.apps.opc.models import RapportSemestriel
from possibles.common.french import format_euros, format_month, plural

from .redaction import list_points


@dataclass(frozen=True, slots=True)
class Chiffre:
    """A figure, the month it is true of, and the point that froze it."""

    label: str
    value: str
    month: date
    point: int
    before: str = ""
    before_month: date | None = None

    @property
    def month_label(self) -> str:
        return format_month(self.month)

    @property
    def before_text(self) -> str:
        """What it was at the first point of the semester: « 4 en juillet 2026 »."""
        if not self.before or self.before_month is None:
            return ""
        return f"{self.before} en {format_month(self.before_month)}"


@dataclass(frozen=True, slots=True)
class Bloc:
    key: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Mois:
    """One month of the semester, for the charts."""

    month: date
    label: str
    point: int
    digest: str
    meteos: Sequence[int]
    blocking: int
    major: int
    alertes: int
    late: int
    worst_delay: int
    cost: int
    convention_cost: int
    funded: int
    secured: int
    paid: int


@dataclass(frozen=True, slots=True)
class Mouvement:
    """A delivery that moved during the semester; positive days are late."""

    ligne: LigneLue
    first: date | None
    last: date | None
    days: int


@dataclass(frozen=True, slots=True)
class RapportLu:
    rapport: RapportSemestriel
    projet: str
    blocs: Sequence[Bloc]
    mois: Sequence[Mois]
    chiffres: Sequence[Chiffre]
    lignes: Sequence[LigneLue]
    mouvements: Sequence[Mouvement]
    decisions: Sequence[tuple[str, DecisionLue]]
    mesures: Sequence[MesureLue]
    conflits: Sequence[ConflitLu]
    has_exemples: bool
    digest: str

    @property
    def title(self) -> str:
        return f"Rapport semestriel, {self.rapport.semester_label}"

    @property
    def last(self) -> Mois:
        return self.mois[-1]

    @property
    def late(self) -> list[LigneLue]:
        """The operations late on the convention, the latest first."""
        found = [ligne for ligne in self.lignes if ligne.is_late]
        return sorted(found, key=lambda ligne: -(ligne.delay or 0))

    @property
    def source(self) -> str:
        """Where the figures of the last month come from, for the foot of a slide."""
        return (
            f"Source\u202f: point mensuel figé de {self.last.label}, "
            f"empreinte {self.last.digest[:12]}"
        )

    @property
    def sources(self) -> str:
        months = f"{self.mois[0].label} à {self.last.label}"
        return f"Source\u202f: points mensuels figés de {months}"

    @property
    def meteo_labels(self) -> list[str]:
        return [label for _, label in METEOS]


def read_rapport(rapport: RapportSemestriel) -> RapportLu | None:
    """Return the report, or nothing as long as no point of its semester is frozen."""
    points = [read_point(point) for point in list_points(rapport)]
    points = _keep_frozen(rapport, points)
    if not points:
        return None
    first, last = points[0], points[-1]
    return RapportLu(
        rapport=rapport,
        projet=last.projet,
        blocs=_read_blocs(rapport),
        mois=[_read_month(lu) for lu in points],
        chiffres=_count(first, last),
        lignes=last.lignes,
        mouvements=_find_moves(first, last),
        decisions=[(format_month(lu.month), d) for lu in points for d in lu.decisions],
        mesures=last.mesures,
        conflits=last.conflits,
        has_exemples=any(lu.has_exemples for lu in points),
        digest="" if rapport.instantane is None else rapport.instantane.digest,
    )


def _keep_frozen(rapport: RapportSemestriel, points: list[PointLu]) -> list[PointLu]:
    """Keep the points a frozen report names: one frozen afterwards changes nothing."""
    if rapport.instantane is None:
        return points
    named = {row["cle"] for row in rapport.instantane.data["points"]}
    return [lu for lu in points if lu.point.pk in named]


def _read_blocs(rapport: RapportSemestriel) -> list[Bloc]:
    if rapport.instantane is not None:
        rows = rapport.instantane.data["blocs"]
        return [Bloc(row["cle"], row["titre"], row["texte"]) for row in rows]
    return [Bloc(b.key, b.title, b.text) for b in rapport.blocs.all()]


def _read_month(lu: PointLu) -> Mois:
    delays = [ligne.delay for ligne in lu.lignes if ligne.delay and ligne.delay > 0]
    return Mois(
        month=lu.month,
        label=format_month(lu.month),
        point=lu.point.pk,
        digest=lu.digest,
        meteos=[count for _, _, count in lu.meteos],
        blocking=lu.sommes["bloquantes"],
        major=lu.sommes["majeures"],
        alertes=lu.sommes["alertes"],
        late=len(delays),
        worst_delay=max(delays, default=0),
        cost=lu.sommes["cout"],
        convention_cost=lu.sommes["cout_convention"],
        funded=lu.sommes["finance"],
        secured=lu.sommes["acquis"],
        paid=lu.sommes["paye"],
    )


def _count(first: PointLu, last: PointLu) -> list[Chiffre]:
    """Return the figures of the last point, each beside what it was at the first."""
    old, new = _read_month(first), _read_month(last)
    pairs = [
        ("Opérations suivies", _ops(first), _ops(last)),
        ("En retard sur la convention", _op(old.late), _op(new.late)),
        ("Alertes bloquantes", str(old.blocking), str(new.blocking)),
        ("Alertes majeures", str(old.major), str(new.major)),
        ("Coût actuel (HT)", _euros(old.cost), _euros(new.cost)),
        (
            "Coût à la convention (HT)",
            _euros(old.convention_cost),
            _euros(new.convention_cost),
        ),
        ("Financements inscrits", _euros(old.funded), _euros(new.funded)),
        ("Financements acquis", _euros(old.secured), _euros(new.secured)),
        ("Payé aux maîtres d’ouvrage", _euros(old.paid), _euros(new.paid)),
    ]
    has_two = first.month != last.month
    return [
        Chiffre(
            label=label,
            value=now,
            month=last.month,
            point=last.point.pk,
            before=before if has_two else "",
            before_month=first.month if has_two else None,
        )
        for label, before, now in pairs
    ]


def _ops(lu: PointLu) -> str:
    return str(len(lu.lignes))


def _op(count: int) -> str:
    return plural(count, "opération")


def _euros(cents: int) -> str:
    return format_euros(cents, short=True)


def _find_moves(first: PointLu, last: PointLu) -> list[Mouvement]:
    """Return the deliveries that moved between the first and the last point."""
    before = {ligne.pk: ligne for ligne in first.lignes}
    found = []
    for ligne in last.lignes:
        old = before.get(ligne.pk)
        if old is None or old.delivery is None or ligne.delivery is None:
            continue
        days = (ligne.delivery - old.delivery).days
        if days:
            found.append(Mouvement(ligne, old.delivery, ligne.delivery, days))
    return sorted(found, key=lambda move: (-abs(move.days), move.ligne.title))
