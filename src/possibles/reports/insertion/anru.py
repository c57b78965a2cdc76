"""The yearly report to ANRU: what the charter asks to be told, table by table.

Fields: hours by objective, by door and by kind of contract; typology of companies and of
people; situation at 6 and 12 months; hires beside hours; and what explains them.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from possibles.apps.insertion.domain.accompagnement import Sorties, read_sorties
from possibles.apps.insertion.domain.bilan import (
    Bilan,
    Repartition,
    mean_days,
    read_bilan,
)
from possibles.apps.insertion.domain.cadre import count_recrutements
from possibles.apps.insertion.domain.obligation import Duty, judge
from possibles.apps.insertion.domain.projection import simulate_penalty
from possibles.apps.insertion.domain.suivi import (
    Face,
    Ligne,
    Suivi,
    marches_of_line,
    read_faces,
)
from possibles.apps.insertion.enums import AWARDED, Clause, MarcheState, Sexe, Tranche
from possibles.apps.insertion.models import Beneficiaire, Embauche, Marche
from possibles.common.french import format_date, format_number, plural
from possibles.reports.dossier import HIDDEN, Chapitre, Dossier, Tableau
from possibles.reports.tables import TableColumn

SECRECY = "« secret » : moins de cinq personnes, ou une case que le total révélerait."
_N, _P = "number", "percent"


def gather_rapport(year: int, user: Any) -> Dossier:
    """Gather the report of a year, as this person can see it, for every format."""
    at = timezone.localtime()
    bilan = read_bilan(year)
    faces = read_faces(user, [Face.CADRE, *_FACES])
    marches = list(
        Marche.objects.visible_to(user).select_related("famille", "maitre_ouvrage")
    )
    told = f"Possibles, heures validées et comptées au {format_date(at)}."
    return Dossier(
        title=f"Rapport d’insertion {year} à l’ANRU",
        subtitle=(
            "Heures, publics et suites des clauses sociales du renouvellement urbain et de "
            "la gestion urbaine de proximité, selon la charte nationale d’insertion."
        ),
        name=f"rapport-anru-insertion-{year}",
        at=at,
        chapitres=[
            _summary(bilan, faces[Face.CADRE], told),
            Chapitre(
                "Objectifs et réalisations",
                tableaux=[
                    _by_face(face, faces[face], bilan, user, told) for face in _FACES
                ],
            ),
            Chapitre(
                "Par où les heures ont été faites",
                tableaux=[
                    _spread("Modalité", "Modalités", bilan.by_modalite, told),
                    _spread("Nature du contrat", "Contrats", bilan.by_contrat, told),
                    _lengths(told),
                ],
            ),
            Chapitre(
                "Les entreprises",
                tableaux=[
                    _spread(
                        "Nature de l’employeur", "Employeurs", bilan.by_employeur, told
                    ),
                    _spread("Taille de l’employeur", "Tailles", bilan.by_size, told),
                ],
            ),
            Chapitre(
                "Les bénéficiaires",
                tableaux=[
                    _spread("Sexe", "Sexe", bilan.by_sexe, told),
                    _spread("Âge à l’entrée", "Âge", bilan.by_tranche, told),
                    _cross(bilan, told),
                    _spread("Résidence", "Résidence", bilan.by_residence, told),
                    _spread(
                        "Critère d’éligibilité", "Critères", bilan.by_critere, told
                    ),
                ],
            ),
            Chapitre(
                "Après l’entrée",
                tableaux=[_sorties(read_sorties(date(year, 12, 31)), at, year)],
            ),
            Chapitre("Embauches et qualité", tableaux=[_hires(user, at)]),
            Chapitre(
                "Les marchés",
                tableaux=[_clauses(marches, at), _penalties(marches, at)],
            ),
        ],
        has_exemples=_has_exemples(),
    )


def _has_exemples() -> bool:
    return (
        Marche.objects.filter(is_exemple=True).exists()
        or Beneficiaire.objects.filter(is_exemple=True).exists()
    )


def _summary(bilan: Bilan, suivi: Suivi, told: str) -> Chapitre:
    total = suivi.total
    done = sum(fait.hours for fait in bilan.faits) / 100
    points = [
        (
            f"{format_number(done, 0)} heures validées en {bilan.year}, "
            f"{format_number(total.validated_hours, 0)} depuis le début, pour un objectif de "
            f"{format_number(total.objective)} heures."
        ),
        (
            f"{format_number(total.remaining_hours, 0)} heures restent à faire, marché par "
            "marché : l’avance de l’un ne cache pas le manque d’un autre."
        ),
    ]
    people = bilan.by_cadre.total.people
    if people is not None:
        points.append(
            f"{plural(people, 'personne a', 'personnes ont')} travaillé dans l’année."
        )
    lines = {line.label: line for line in bilan.by_cadre.comptes}
    rows = [
        [
            ligne.label,
            ligne.objective,
            _hours(lines[ligne.label].hours),
            ligne.validated_hours,
            ligne.declared_hours,
            ligne.remaining_hours,
            _secret(lines[ligne.label].people),
            *_shares(ligne),
        ]
        for ligne in suivi.lignes
    ]
    return Chapitre(
        "L’année en un coup d’œil",
        points=points,
        tableaux=[
            Tableau(
                title="Heures par objectif de la charte",
                sheet="Synthèse",
                columns=[
                    TableColumn("Objectif"),
                    TableColumn("Dû (h)", _N),
                    TableColumn(f"Fait en {bilan.year} (h)", _N),
                    TableColumn("Fait en tout (h)", _N),
                    TableColumn("En attente (h)", _N),
                    TableColumn("Reste (h)", _N),
                    TableColumn("Personnes", _N),
                    TableColumn("Part QPV", _P),
                    TableColumn("Part femmes", _P),
                    TableColumn("Part − 26 ans", _P),
                ],
                rows=rows,
                totals=[
                    "Total",
                    total.objective,
                    done,
                    total.validated_hours,
                    total.declared_hours,
                    total.remaining_hours,
                    _secret(people),
                    *_shares(total),
                ],
                source=told,
                note=f"Les parts sont celles des heures faites en tout. {SECRECY}",
            )
        ],
    )


_FACES = {
    Face.FAMILLE: ("Par famille de marchés", "Familles"),
    Face.OWNER: ("Par maître d’ouvrage", "Maîtres d’ouvrage"),
    Face.PROJET: ("Par projet de renouvellement urbain", "Projets"),
}


def _by_face(face: Face, suivi: Suivi, bilan: Bilan, user: Any, told: str) -> Tableau:
    title, sheet = _FACES[face]
    members = marches_of_line(user, face)
    return Tableau(
        title=title,
        sheet=sheet,
        columns=[
            TableColumn(title.removeprefix("Par ").capitalize()),
            TableColumn("Marchés", _N),
            TableColumn("Dû (h)", _N),
            TableColumn(f"Fait en {bilan.year} (h)", _N),
            TableColumn("Fait en tout (h)", _N),
            TableColumn("Reste (h)", _N),
            TableColumn("Avancement", _P),
            TableColumn("Part QPV", _P),
        ],
        rows=[
            _face_row(ligne, bilan.hours_of(members.get(ligne.key, ())))
            for ligne in suivi.lignes
        ],
        totals=_face_row(suivi.total, sum(fait.hours for fait in bilan.faits)),
        source=told,
        note=SECRECY,
    )


def _face_row(ligne: Ligne, done: int) -> list[Any]:
    return [
        ligne.label,
        ligne.marches,
        ligne.objective,
        done / 100,
        ligne.validated_hours,
        ligne.remaining_hours,
        ligne.rate,
        _shares(ligne)[0],
    ]


def _shares(ligne: Ligne) -> list[Any]:
    """Return the three shares: nothing without hours, the word when it is a secret."""
    if not ligne.validated:
        return [None, None, None]
    return [_secret(value) for value in (ligne.qpv, ligne.women, ligne.young)]


def _spread(title: str, sheet: str, held: Repartition, told: str) -> Tableau:
    rows = [
        [
            c.label,
            _secret(c.people),
            _hours(c.work),
            _hours(c.training),
            _hours(c.hours),
        ]
        for c in held.comptes
    ]
    total = held.total
    return Tableau(
        title=title,
        sheet=sheet,
        columns=[
            TableColumn(title),
            TableColumn("Personnes", _N),
            TableColumn("Travail (h)", _N),
            TableColumn("Formation (h)", _N),
            TableColumn("Ensemble (h)", _N),
        ],
        rows=rows,
        totals=[
            "Total",
            _secret(total.people),
            _hours(total.work),
            _hours(total.training),
            _hours(total.hours),
        ],
        source=told,
        note=f"Dans l’année ; une personne est comptée une fois au total. {SECRECY}",
    )


def _lengths(told: str) -> Tableau:
    length = mean_days()
    return Tableau(
        title="Contrats de travail",
        sheet="Durées",
        columns=[TableColumn("Mesure"), TableColumn("Valeur", _N)],
        rows=[
            ["Contrats de travail enregistrés", Embauche.objects.count()],
            [
                "Durée moyenne, en jours",
                HIDDEN if length is None else round(length, 1),
            ],
        ],
        source=told,
        note="Depuis le début ; la durée est celle des contrats dont la fin est connue.",
    )


def _cross(bilan: Bilan, told: str) -> Tableau:
    cells = bilan.sexe_tranche.cells
    return Tableau(
        title="Sexe et âge",
        sheet="Sexe et âge",
        columns=[TableColumn("Sexe"), *(TableColumn(t.label, _N) for t in Tranche)],
        rows=[[s.label, *(_secret(cells[(s, t)]) for t in Tranche)] for s in Sexe],
        source=told,
        note=f"Personnes qui ont travaillé dans l’année. {SECRECY}",
    )


def _sorties(held: Sorties, at: Any, year: int) -> Tableau:
    return Tableau(
        title="Situation après l’entrée",
        sheet="Situation",
        columns=[
            TableColumn("Situation"),
            *(TableColumn(f"À {months} mois", _N) for months in held.months),
        ],
        rows=[
            [s.label, *(_secret(counts[m]) for m in held.months)]
            for s, counts in held.counts.items()
        ],
        totals=["Total", *(_secret(held.totals[m]) for m in held.months)],
        source=(
            f"Possibles, points de suivi constatés jusqu’au 31 décembre {year}, lus au "
            f"{format_date(at)}."
        ),
        note=f"Personnes. {SECRECY}",
    )


def _hires(user: Any, at: Any) -> Tableau:
    return Tableau(
        title="Embauches directes et indirectes, objectifs qualitatifs",
        sheet="Embauches",
        columns=[
            TableColumn("Nature"),
            TableColumn("Engagements", _N),
            TableColumn("Cible", _N),
            TableColumn("Direct", _N),
            TableColumn("Indirect", _N),
        ],
        rows=[
            [r.kind.label, r.count, r.target, r.direct, r.indirect]
            for r in count_recrutements(user)
        ],
        source=f"Possibles, engagements des maîtres d’ouvrage au {format_date(at)}.",
        note="« — » : non renseigné par celui qui s’engage.",
    )


def _clauses(marches: Sequence[Marche], at: Any) -> Tableau:
    signed = [m for m in marches if m.state in AWARDED]
    verdicts = [judge(m).duty for m in marches]
    rows: list[list[Any]] = [
        ["Marchés suivis", len(marches)],
        ["dont signés", len(signed)],
        ["dont porteurs d’une clause sociale", sum(m.has_clause for m in marches)],
        ["dont réservés", sum(m.clause == Clause.RESERVE for m in marches)],
        ["Dérogations motivées à l’obligation légale", verdicts.count(Duty.WAIVED)],
        ["Clause obligatoire absente", verdicts.count(Duty.BROKEN)],
    ]
    return Tableau(
        title="Clauses",
        sheet="Marchés",
        columns=[TableColumn("Mesure"), TableColumn("Nombre", _N)],
        rows=rows,
        source=f"Possibles, marchés au {format_date(at)}.",
    )


def _penalties(marches: Sequence[Marche], at: Any) -> Tableau:
    """List the contracts that are over and did not reach their objective."""
    done = read_bilan(None)
    rows: list[list[Any]] = []
    for marche in marches:
        if marche.state != MarcheState.TERMINE or not marche.objective_hours:
            continue
        hours = done.hours_of([marche.pk])
        missing = marche.objective_hours - hours // 100
        if missing > 0:
            rows.append(
                [
                    f"{marche.reference} — {marche.title}",
                    marche.objective_hours,
                    hours / 100,
                    missing,
                    simulate_penalty(marche, missing),
                ]
            )
    return Tableau(
        title="Marchés terminés sous leur objectif",
        sheet="Pénalités",
        columns=[
            TableColumn("Marché"),
            TableColumn("Dû (h)", _N),
            TableColumn("Fait (h)", _N),
            TableColumn("Manque (h)", _N),
            TableColumn("Pénalité simulée (€)", "euros"),
        ],
        rows=rows,
        source=f"Possibles, clauses des marchés et heures comptées au {format_date(at)}.",
        note="Simulation : une pénalité suppose une mise en demeure restée sans effet.",
    )


def _hours(hundredths: int | None) -> float | str:
    return HIDDEN if hundredths is None else hundredths / 100


def _secret(value: Any) -> Any:
    return HIDDEN if value is None else value
