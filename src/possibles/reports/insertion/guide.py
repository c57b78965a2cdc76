"""The guide of the approach, written from the parameters and the results of the day."""

from typing import Any

from django.utils import timezone

from possibles.apps.insertion.domain.accompagnement import MONTHS as FOLLOW_UP
from possibles.apps.insertion.domain.cadre import count_recrutements, current_structure
from possibles.apps.insertion.domain.objectifs import Base, compute, find_hypotheses
from possibles.apps.insertion.domain.suivi import Face, read_suivi
from possibles.apps.insertion.domain.vie_privee import KEPT
from possibles.apps.insertion.enums import Critere
from possibles.apps.insertion.models import (
    CharteLocale,
    FamilleDeMarche,
    Marche,
    NiveauDInsertion,
    ObligationAnru,
    Seminaire,
    percent_text,
)
from possibles.apps.referentiel.domain.parametres import find_parametres
from possibles.common.french import format_date, format_euros, format_number
from possibles.reports.dossier import Chapitre, Dossier, Tableau
from possibles.reports.tables import TableColumn

from .clauses import MONTHS
from .semestre import obligations_table

PARAMETRES = (
    "insertion.taux_anru",
    "insertion.taux_gup",
    "insertion.cout_horaire",
    MONTHS,
    FOLLOW_UP,
    KEPT,
    "insertion.heures_minimales",
    "ccp.clause_sociale_obligatoire_depuis",
    "ccp.seuil_travaux",
    "ccp.seuil_services",
)
EXAMPLES = (
    (100_000_000, "0.5", 3_000, "0.05", "mefsud77.fr"),
    (150_000_000, "0.7", 3_000, "0.1", "mde-alescevennes"),
)
"""Published worked examples: amount, labour share, hourly cost, rate, who publishes it."""


def gather_guide(user: Any) -> Dossier:
    """Gather the guide: frame, duties, governance, families, method, results."""
    at = timezone.localtime()
    told = f"Possibles, au {format_date(at)}."
    return Dossier(
        title="Guide de l’insertion dans la gestion et le renouvellement urbains",
        subtitle=(
            "Un cadre commun de pilotage, de mise en œuvre et de suivi des heures "
            "d’insertion, écrit des paramètres et des résultats du jour."
        ),
        name="guide-insertion",
        at=at,
        chapitres=[
            _frame(told),
            Chapitre(
                "2. Ce qui est dû à l’ANRU",
                tableaux=[
                    obligations_table(
                        list(
                            ObligationAnru.objects.visible_to(user).select_related(
                                "article__convention", "avenant__convention"
                            )
                        ),
                        told,
                    )
                ],
            ),
            _governance(user, told),
            _families(user, told),
            _method(),
            _counting(),
            _results(user, told),
        ],
        has_exemples=Marche.objects.filter(is_exemple=True).exists(),
    )


def _frame(told: str) -> Chapitre:
    known = find_parametres(PARAMETRES)
    return Chapitre(
        "1. Le cadre",
        paragraphs=[
            (
                "La charte nationale d’insertion du NPNRU demande aux maîtres d’ouvrage aidés "
                "par l’ANRU de réserver une part des heures travaillées aux habitants des "
                "quartiers prioritaires éloignés de l’emploi. Elle se décline à l’article 8.2 "
                "des conventions, ou dans une charte locale."
            )
        ],
        points=[
            "au moins 5 % des heures des travaux et de l’ingénierie qu’ils demandent ;",
            "au moins 10 % des heures des marchés de gestion urbaine de proximité ;",
            (
                "une partie des embauches liées à l’ingénierie, au fonctionnement des "
                "équipements et aux actions d’accompagnement ;"
            ),
            "des objectifs qualitatifs : durée des contrats, femmes, jeunes, parcours.",
        ],
        tableaux=[
            Tableau(
                title="Les paramètres en vigueur",
                sheet="Paramètres",
                columns=[
                    TableColumn("Paramètre"),
                    TableColumn("Valeur"),
                    TableColumn("Certitude"),
                    TableColumn("Source"),
                ],
                rows=[
                    [
                        known[code].label,
                        known[code].text,
                        known[code].certainty_label,
                        known[code].source,
                    ]
                    for code in PARAMETRES
                    if code in known
                ],
                source=told,
            )
        ],
    )


def _governance(user: Any, told: str) -> Chapitre:
    structure = current_structure(user)
    chartes = list(CharteLocale.objects.visible_to(user))
    niveaux = NiveauDInsertion.objects.visible_to(user).prefetch_related("instances")
    seminaires = Seminaire.objects.visible_to(user).prefetch_related("familles")
    points = [
        "Structure opérationnelle pilote, unique : "
        + ("à désigner." if structure is None else f"{structure}.")
    ]
    points += [
        f"{charte} : "
        + (
            f"signée le {format_date(charte.signed_on)}."
            if charte.signed_on
            else "pas encore signée."
        )
        for charte in chartes
    ]
    return Chapitre(
        "3. La gouvernance",
        points=points,
        tableaux=[
            Tableau(
                title="Trois niveaux",
                sheet="Niveaux",
                columns=[
                    TableColumn("Niveau"),
                    TableColumn("Forme"),
                    TableColumn("Missions"),
                    TableColumn("Instances"),
                ],
                rows=[
                    [
                        str(niveau),
                        niveau.form,
                        niveau.missions,
                        ", ".join(i.name for i in niveau.instances.all()) or "à relier",
                    ]
                    for niveau in niveaux
                ],
                source="Mission d’appui ANRU, 2020-2021 ; instances : " + told,
            ),
            Tableau(
                title="Séminaires sur les objectifs d’heures",
                sheet="Séminaires",
                columns=[
                    TableColumn("Date", "date"),
                    TableColumn("Séminaire"),
                    TableColumn("Familles"),
                    TableColumn("Conclusions"),
                ],
                rows=[
                    [
                        s.date,
                        s.title,
                        ", ".join(f.name for f in s.familles.all()) or "—",
                        s.conclusions or "—",
                    ]
                    for s in seminaires
                ],
                source=told,
            ),
        ],
    )


def _families(user: Any, told: str) -> Chapitre:
    held = find_hypotheses()
    rows: list[list[Any]] = []
    for famille in FamilleDeMarche.objects.visible_to(user):
        hypothese = held.get(famille.pk)
        if hypothese is None:
            rows.append([famille.name, "—", "—", "—", "—", "sans hypothèse en vigueur"])
            continue
        low, high = (
            percent_text(hypothese.labour_low),
            percent_text(hypothese.labour_high),
        )
        rows.append(
            [
                famille.name,
                f"{hypothese.share_text} ({low} à {high})",
                format_euros(hypothese.hourly_cost),
                hypothese.rate_text,
                hypothese.get_certainty_display(),
                hypothese.source,
            ]
        )
    return Chapitre(
        "4. Les familles de marchés et leurs hypothèses",
        paragraphs=[
            (
                "Chaque famille a sa part de main-d’œuvre, son coût horaire et son taux. Une "
                "hypothèse se compare avant d’être adoptée ; les marchés déjà calculés gardent "
                "la leur."
            )
        ],
        tableaux=[
            Tableau(
                title="Hypothèses en vigueur",
                sheet="Hypothèses",
                columns=[
                    TableColumn("Famille"),
                    TableColumn("Main-d’œuvre (usage)"),
                    TableColumn("Coût horaire"),
                    TableColumn("Taux"),
                    TableColumn("Certitude"),
                    TableColumn("Source"),
                ],
                rows=rows,
                source=told,
            )
        ],
    )


def _method() -> Chapitre:
    from decimal import Decimal

    points = []
    for amount, share, cost, rate, source in EXAMPLES:
        base = Base(Decimal(share), cost, Decimal(rate))
        hours = compute(amount, base).hours
        points.append(
            f"{format_euros(amount, short=True)} × {base.share_text} × {base.rate_text} "
            f"÷ {format_euros(cost, short=True)} = {format_number(hours)} heures "
            f"(exemple publié par {source})."
        )
    return Chapitre(
        "5. Le calcul d’un objectif",
        paragraphs=[
            (
                "Heures d’insertion = montant hors taxes × part de main-d’œuvre ÷ coût horaire "
                "chargé × taux d’insertion, arrondies à l’heure la plus proche. Les valeurs du "
                "marché l’emportent sur celles de sa famille ; les heures écrites au marché "
                "l’emportent sur le calcul."
            )
        ],
        points=points,
    )


def _counting() -> Chapitre:
    return Chapitre(
        "6. Ce qui compte",
        paragraphs=[
            (
                "Une heure compte quand elle est validée, une seule fois, faite par une "
                "personne éligible avant son embauche, dans sa durée d’éligibilité et après "
                "le début du marché. La formation suivie pendant le contrat compte ; les "
                "heures du tuteur et les absences non payées ne comptent pas. Publics :"
            )
        ],
        points=[critere.label for critere in Critere],
    )


def _results(user: Any, told: str) -> Chapitre:
    suivi = read_suivi(user, Face.FAMILLE)
    return Chapitre(
        "7. Les résultats",
        tableaux=[
            Tableau(
                title="Heures par famille",
                sheet="Résultats",
                columns=[
                    TableColumn("Famille"),
                    TableColumn("Marchés", "number"),
                    TableColumn("Dû (h)", "number"),
                    TableColumn("Fait (h)", "number"),
                    TableColumn("Reste (h)", "number"),
                    TableColumn("Avancement", "percent"),
                ],
                rows=[_result(ligne) for ligne in suivi.lignes],
                totals=_result(suivi.total),
                source=told,
            ),
            Tableau(
                title="Embauches et objectifs qualitatifs",
                sheet="Embauches",
                columns=[
                    TableColumn("Nature"),
                    TableColumn("Engagements", "number"),
                    TableColumn("Cible", "number"),
                    TableColumn("Atteint", "number"),
                ],
                rows=[
                    [r.kind.label, r.count, r.target, r.reached]
                    for r in count_recrutements(user)
                ],
                source=told,
            ),
        ],
    )


def _result(ligne: Any) -> list[Any]:
    return [
        ligne.label,
        ligne.marches,
        ligne.objective,
        ligne.validated_hours,
        ligne.remaining_hours,
        ligne.rate,
    ]
