"""Make a report, keep its words from one edition to the next, freeze it."""

from datetime import date
from typing import Any

from django.utils import timezone

from possibles.apps.documents.domain.filing import ask_filing
from possibles.apps.journal.domain.snapshots import freeze
from possibles.apps.journal.domain.states import Machine, Transition, fire
from possibles.apps.journal.models import change
from possibles.apps.opc.enums import EtatPoint, EtatRapport
from possibles.apps.opc.models import BlocRapport, PointMensuel, RapportSemestriel
from possibles.apps.territoires.models import ProjetRenouvellement

KIND = "rapport-semestriel"
BLOCS: tuple[tuple[str, str], ...] = (
    ("synthese", "L’essentiel"),
    ("avancement", "Avancement des opérations"),
    ("difficultes", "Difficultés et points durs"),
    ("habitants", "Habitants, chantiers et nuisances"),
    ("arbitrages", "Arbitrages demandés au comité"),
    ("perspectives", "Le semestre qui vient"),
)


class RapportError(Exception):
    """A report that cannot be made now; the sentence says what to do."""


def suggest_semester(day: date | None = None) -> tuple[int, int]:
    """Return the semester a report would tell of today."""
    today = day or timezone.localdate()
    return today.year, 1 if today.month <= 6 else 2


def list_points(rapport: RapportSemestriel) -> list[PointMensuel]:
    """List the frozen points of the semester, the oldest first."""
    held = PointMensuel.objects.filter(
        renouvellement=rapport.renouvellement,
        state=EtatPoint.FIGE,
        month__range=(rapport.start, rapport.end),
    )
    return list(
        held.select_related(
            "instantane", "previous__instantane", "renouvellement"
        ).order_by("month")
    )


def prepare_rapport(
    projet: ProjetRenouvellement, year: int, semester: int, *, author: Any
) -> RapportSemestriel:
    """Make the report of a semester; its words are those of the last edition.

    Raises
    ------
    RapportError
        When no point of the semester is frozen yet, or the report is already there.
    """
    rapport = RapportSemestriel(
        renouvellement=projet, year=year, semester=semester, author=author
    )
    same = RapportSemestriel.objects.filter(
        renouvellement=projet, year=year, semester=semester
    )
    if same.exists():
        raise RapportError("Le rapport de ce semestre existe déjà\u202f: ouvrez-le.")
    if not list_points(rapport):
        raise RapportError(
            f"Aucun point mensuel n’est figé au {rapport.semester_label}\u202f: "
            "figez-en un, le rapport y prendra ses chiffres."
        )
    earlier = [
        held
        for held in RapportSemestriel.objects.filter(renouvellement=projet)
        if (held.year, held.semester) < (year, semester)
    ]
    last = max(earlier, key=lambda r: (r.year, r.semester), default=None)
    if last is not None:
        rapport.gabarit_texte = last.gabarit_texte
        rapport.gabarit_diapositives = last.gabarit_diapositives
    with change(author=author, reason="Préparer le rapport semestriel", origin="opc"):
        rapport.save()
        _make_blocs(rapport, last)
    return rapport


def _make_blocs(rapport: RapportSemestriel, last: RapportSemestriel | None) -> None:
    kept = {} if last is None else {b.key: b for b in last.blocs.all()}
    titles = dict(BLOCS)
    extra = [key for key in kept if key not in titles]
    for position, key in enumerate([*titles, *extra]):
        text = kept[key].text if key in kept else ""
        BlocRapport.objects.create(
            rapport=rapport,
            key=key,
            position=position,
            title=titles.get(key) or kept[key].title,
            text=text,
            inherited=text,
        )


def _freeze(rapport: RapportSemestriel, given: dict[str, Any]) -> None:
    """Keep the words, and which frozen points the figures come from."""
    points = list_points(rapport)
    content = {
        "projet": str(rapport.renouvellement),
        "semestre": f"{rapport.year}-S{rapport.semester}",
        "blocs": [
            {"cle": bloc.key, "titre": bloc.title, "texte": bloc.text}
            for bloc in rapport.blocs.all()
        ],
        "points": [
            {
                "cle": point.pk,
                "mois": point.month.isoformat(),
                "empreinte": point.instantane.digest if point.instantane else "",
            }
            for point in points
        ],
    }
    rapport.frozen_on = timezone.localdate()
    rapport.instantane = freeze(rapport, content, kind=KIND, title=str(rapport))


def _need_points(rapport: RapportSemestriel, given: dict[str, Any]) -> list[str]:
    if list_points(rapport):
        return []
    return [
        f"Aucun point mensuel n’est figé au {rapport.semester_label}\u202f: figez-en un."
    ]


RAPPORTS = Machine(
    name="Rapport semestriel",
    states=EtatRapport,
    initial=EtatRapport.BROUILLON,
    transitions=(
        Transition(
            "freeze",
            "Figer le rapport",
            (EtatRapport.BROUILLON,),
            EtatRapport.FIGE,
            "opc.change_rapport",
            blockers=_need_points,
            effect=_freeze,
            after=ask_filing,
            tells="garde ses textes et l’empreinte de chaque point dont il tire ses chiffres",
        ),
    ),
)


def freeze_rapport(rapport: RapportSemestriel, *, author: Any) -> RapportSemestriel:
    moved: RapportSemestriel = fire(RAPPORTS, rapport, "freeze", author=author)
    return moved
