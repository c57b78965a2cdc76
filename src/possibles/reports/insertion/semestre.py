"""The half-yearly chapter for the steering committee: done, coming, to decide."""

from datetime import date
from typing import Any

from django.utils import timezone

from possibles.apps.insertion.domain.bilan import read_bilan
from possibles.apps.insertion.domain.pilotage import Trajectoire, read_pilotage
from possibles.apps.insertion.domain.projection import list_alertes
from possibles.apps.insertion.domain.suivi import Face, read_suivi
from possibles.apps.insertion.models import Marche, ObligationAnru
from possibles.common.french import (
    format_date,
    format_euros,
    format_month,
    format_number,
    plural,
)
from possibles.reports.dossier import HIDDEN, Chapitre, Dossier, Tableau
from possibles.reports.tables import TableColumn


def gather_semestre(year: int, half: int, user: Any) -> Dossier:
    """Gather a half-year, first or second, as this person can see it."""
    at = timezone.localtime()
    pilotage = read_pilotage(user, Face.CADRE)
    name = "premier" if half == 1 else "second"
    told = f"Possibles, au {format_date(at)}."
    return Dossier(
        title=f"Insertion : {name} semestre {year}",
        subtitle="Chapitre pour le comité de pilotage.",
        name=f"insertion-{year}-s{half}",
        at=at,
        chapitres=[
            _done(year, half, user, told),
            Chapitre(
                "Où l’on va",
                points=[_tell(pilotage.total)],
                tableaux=[_projection(pilotage.lignes, pilotage.total, told)],
            ),
            _to_decide(user, told),
            _obligations(user, told),
        ],
        has_exemples=Marche.objects.filter(is_exemple=True).exists(),
    )


def _months(half: int) -> range:
    return range(1, 7) if half == 1 else range(7, 13)


def _done(year: int, half: int, user: Any, told: str) -> Chapitre:
    faits = read_bilan(year).faits
    hours = {
        month: sum(f.hours for f in faits if f.month.month == month) / 100
        for month in _months(half)
    }
    suivi = read_suivi(user, Face.CADRE)
    rows: list[list[Any]] = [
        [format_month(date(year, month, 1)), hours[month]] for month in _months(half)
    ]
    total = suivi.total
    return Chapitre(
        "Ce qui a été fait",
        points=[
            (
                f"{format_number(sum(hours.values()), 0)} heures validées dans le semestre, "
                f"{format_number(total.validated_hours, 0)} depuis le début sur "
                f"{format_number(total.objective)} dues."
            )
        ],
        tableaux=[
            Tableau(
                title="Heures validées, mois par mois",
                sheet="Mois",
                columns=[TableColumn("Mois"), TableColumn("Validées (h)", "number")],
                rows=rows,
                totals=["Total", sum(hours.values())],
                source=told,
            ),
            Tableau(
                title="Depuis le début",
                sheet="Cumul",
                columns=[
                    TableColumn("Objectif de la charte"),
                    TableColumn("Dû (h)", "number"),
                    TableColumn("Fait (h)", "number"),
                    TableColumn("Reste (h)", "number"),
                    TableColumn("Part QPV", "percent"),
                    TableColumn("Part femmes", "percent"),
                    TableColumn("Part − 26 ans", "percent"),
                ],
                rows=[_cumul(ligne) for ligne in suivi.lignes],
                totals=_cumul(total),
                source=told,
                note="« secret » : moins de cinq personnes, ou ce qui les révélerait.",
            ),
        ],
    )


def _cumul(ligne: Any) -> list[Any]:
    shares = (ligne.qpv, ligne.women, ligne.young)
    return [
        ligne.label,
        ligne.objective,
        ligne.validated_hours,
        ligne.remaining_hours,
        *(
            None if not ligne.validated else HIDDEN if share is None else share
            for share in shares
        ),
    ]


def _tell(total: Trajectoire) -> str:
    if total.shortfall:
        return (
            f"À leur rythme, les marchés manqueraient {format_number(total.shortfall)} "
            f"heures sur {format_number(total.objective)} à leur terme."
        )
    if total.met_on is not None:
        return f"À leur rythme, tous les objectifs seraient atteints en {format_month(total.met_on)}."
    return "Tous les marchés ne peuvent pas être projetés : il manque des dates ou des montants."


def _projection(lignes: Any, total: Trajectoire, told: str) -> Tableau:
    return Tableau(
        title="Au terme des marchés",
        sheet="Projection",
        columns=[
            TableColumn("Objectif de la charte"),
            TableColumn("Dû (h)", "number"),
            TableColumn("Au terme (h)", "number"),
            TableColumn("Manque (h)", "number"),
            TableColumn("Atteint en"),
            TableColumn("Pénalités (€)", "euros"),
        ],
        rows=[_line(ligne) for ligne in lignes],
        totals=_line(total),
        source=told,
        note="Rythme observé de chaque marché, appliqué à la dépense qui reste.",
    )


def _line(ligne: Trajectoire) -> list[Any]:
    met = None if ligne.met_on is None else format_month(ligne.met_on)
    return [
        ligne.label,
        ligne.objective,
        ligne.final,
        ligne.shortfall,
        met,
        ligne.penalty,
    ]


def _to_decide(user: Any, told: str) -> Chapitre:
    alertes = list_alertes(user)
    rows: list[list[Any]] = [
        [
            a.prevision.marche.title,
            str(a.prevision.marche.maitre_ouvrage),
            a.prevision.shortfall,
            ", ".join(m.reference for m in a.proposals) or "aucun",
        ]
        for a in alertes[:15]
    ]
    cost = sum(a.prevision.penalty or 0 for a in alertes)
    return Chapitre(
        "Ce que le comité peut décider",
        points=[
            (
                f"{plural(len(alertes), 'marché en cours manquera', 'marchés en cours manqueront')} "
                f"d’heures ; les pénalités de leurs clauses vaudraient {format_euros(cost, short=True)}."
            )
        ]
        if alertes
        else ["Aucun marché en cours ne manquera d’heures à son rythme."],
        tableaux=[
            Tableau(
                title="Manques et marchés à venir qui pourraient porter les heures",
                sheet="Alertes",
                columns=[
                    TableColumn("Marché"),
                    TableColumn("Maître d’ouvrage"),
                    TableColumn("Manque (h)", "number"),
                    TableColumn("Marchés à venir"),
                ],
                rows=rows,
                source=told,
                note="Les quinze plus grands manques." if len(alertes) > 15 else "",
            )
        ],
    )


def _obligations(user: Any, told: str) -> Chapitre:
    held = list(
        ObligationAnru.objects.visible_to(user).select_related(
            "article__convention", "avenant__convention"
        )
    )
    return Chapitre(
        "Obligations envers l’ANRU",
        points=[
            f"{sum(o.is_met for o in held)} sur {len(held)} remplies avec leur preuve."
        ],
        tableaux=[obligations_table(held, told)],
    )


def obligations_table(held: list[ObligationAnru], told: str) -> Tableau:
    """Return the checklist, as every document shows it."""
    return Tableau(
        title="Liste de contrôle",
        sheet="Obligations",
        columns=[
            TableColumn("Obligation"),
            TableColumn("État"),
            TableColumn("Preuve"),
            TableColumn("Texte qui la porte"),
        ],
        rows=[
            [o.title, o.get_state_display(), o.proof or "—", _text_of(o)] for o in held
        ],
        source=told,
    )


def _text_of(obligation: ObligationAnru) -> str:
    told = []
    if obligation.article is not None:
        told.append(
            f"{obligation.article.convention}, article {obligation.article.number}"
        )
    if obligation.avenant is not None:
        told.append(f"{obligation.avenant.convention}, {obligation.avenant}")
    return " ; ".join(told) or "à inscrire à l’article 8.2"
