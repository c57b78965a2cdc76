"""What a company can show: the hours it did under clause, contract by contract."""

from typing import Any

from django.db.models import Max, Min, Sum
from django.utils import timezone

from possibles.apps.insertion.domain.cadre import current_structure
from possibles.apps.insertion.models import Employeur, Heures
from possibles.common.french import format_date, format_month, format_number
from possibles.reports.dossier import Chapitre, Dossier, Tableau
from possibles.reports.tables import TableColumn


def gather_attestation(employeur: Employeur, year: int, user: Any) -> Dossier:
    """Gather what was validated and counted for a company in a year; nobody is named."""
    at = timezone.localtime()
    rows = (
        Heures.objects.filter(employeur=employeur, month__year=year, counted__gt=0)
        .order_by()
        .values("marche__reference", "marche__title", "marche__maitre_ouvrage__name")
        .annotate(
            first=Min("month"),
            last=Max("month"),
            work=Sum("work"),
            training=Sum("training"),
            counted=Sum("counted"),
        )
        .order_by("marche__reference")
    )
    lines: list[list[Any]] = [
        [
            f"{row['marche__reference']} — {row['marche__title']}",
            row["marche__maitre_ouvrage__name"],
            _period(row["first"], row["last"]),
            row["work"] / 100,
            row["training"] / 100,
            row["counted"] / 100,
        ]
        for row in rows
    ]
    total = sum(line[5] for line in lines)
    structure = current_structure(user)
    steered = (
        "la structure pilote de l’insertion" if structure is None else str(structure)
    )
    return Dossier(
        title=f"Attestation d’heures d’insertion {year}",
        subtitle=f"Délivrée à {employeur}, {employeur.get_kind_display().lower()}.",
        name=f"attestation-{employeur.organisation.slug}-{year}",
        at=at,
        chapitres=[
            Chapitre(
                "Heures reconnues",
                paragraphs=[
                    (
                        f"Au titre des clauses sociales des marchés ci-dessous, {employeur} a "
                        f"fait travailler en {year}, {format_number(total)} heures durant, des "
                        "personnes dont l’éligibilité avait été validée avant l’embauche."
                    )
                ],
                tableaux=[
                    Tableau(
                        title="Marché par marché",
                        columns=[
                            TableColumn("Marché"),
                            TableColumn("Maître d’ouvrage"),
                            TableColumn("Période"),
                            TableColumn("Travail (h)", "number"),
                            TableColumn("Formation (h)", "number"),
                            TableColumn("Ensemble (h)", "number"),
                        ],
                        rows=lines,
                        totals=[
                            "Total",
                            "",
                            "",
                            sum(line[3] for line in lines),
                            sum(line[4] for line in lines),
                            total,
                        ],
                        source=(
                            "Possibles, heures déclarées, justifiées puis validées par le "
                            f"facilitateur, au {format_date(at)}."
                        ),
                        note=(
                            "Une heure compte une seule fois, dans la durée d’éligibilité "
                            "de la personne et après le début du marché."
                        ),
                    )
                ],
            )
        ],
        has_exemples=employeur.is_exemple,
        signature=[
            f"Fait le {format_date(at)}, par {steered}.",
            "Nom, qualité, signature :",
        ],
    )


def _period(first: Any, last: Any) -> str:
    if first == last:
        return format_month(first)
    return f"{format_month(first)} à {format_month(last)}"
