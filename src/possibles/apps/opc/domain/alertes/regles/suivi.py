"""Rules about silence: a point not held, a status not given, no news."""

from collections.abc import Iterator

from possibles.apps.opc.domain.alertes.faits import (
    Constat,
    Contexte,
    OperationVue,
    Preuve,
    ProjetVue,
)
from possibles.apps.opc.enums import FamilleDAlerte, Gravite
from possibles.apps.operations.domain.planning.wording import tell_days
from possibles.apps.operations.enums import BEFORE_CONVENTION, DELIVERED
from possibles.common.french import format_month

from .registre import PROJET, day, regle, seuil

SUIVI = FamilleDAlerte.SUIVI
PERIME = "opc.statut_perime_jours"
SILENCE = "opc.sans_nouvelle_jours"


@regle("point", "Point mensuel qui n’a pas eu lieu", SUIVI, PERIME, on=PROJET)
def check_point(vue: ProjetVue, contexte: Contexte) -> Iterator[Constat]:
    """One cause for the whole project: every status of it is stale at once."""
    if not vue.has_operations or vue.last_point is None:
        return
    silent = (contexte.today - vue.last_point).days
    if silent <= contexte.days(PERIME):
        return
    yield Constat(
        rule="point",
        cause=f"point:{vue.pk}",
        gravite=Gravite.ATTENTION,
        title=f"Statuts périmés : dernier point il y a {tell_days(silent)}",
        text="Tenez le point mensuel : il repart du précédent et prend quelques minutes.",
        evidence=(
            Preuve(label="Dernier point figé", value=format_month(vue.last_point)),
            seuil(contexte, PERIME),
        ),
        impact_days=silent,
        projet=vue.pk,
    )


@regle("statut", "Opération sans météo au dernier point", SUIVI)
def check_statut(vue: OperationVue, contexte: Contexte) -> Iterator[Constat]:
    """`None` means that the operation was in no point yet: the point itself will ask."""
    if vue.meteo_known is not False or vue.state in DELIVERED:
        return
    yield Constat(
        rule="statut",
        cause=f"statut:{vue.pk}",
        gravite=Gravite.INFORMATION,
        title="Météo non renseignée au dernier point",
        text="Personne n’a dit où en est l’opération : donnez sa météo au prochain point.",
        operation=vue.pk,
        projet=vue.projet,
    )


@regle("silence", "Opération sans nouvelle", SUIVI, SILENCE)
def check_silence(vue: OperationVue, contexte: Contexte) -> Iterator[Constat]:
    if vue.last_news_on is None:
        return
    if vue.state in DELIVERED or vue.state in BEFORE_CONVENTION:
        return
    silent = (contexte.today - vue.last_news_on).days
    if silent <= contexte.days(SILENCE):
        return
    yield Constat(
        rule="silence",
        cause=f"silence:{vue.pk}",
        gravite=Gravite.INFORMATION,
        title=f"Rien de nouveau depuis {tell_days(silent)}",
        text=f"Personne n’a rien changé à l’opération : demandez à {vue.owner} où elle en est.",
        evidence=(
            day("Dernier changement", vue.last_news_on, "historique"),
            seuil(contexte, SILENCE),
        ),
        impact_days=silent,
        operation=vue.pk,
        projet=vue.projet,
    )
