"""The contract at a glance: its figures, what moved lately, what one has to do."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from possibles.apps.contrat.domain.queries.attendus import COUNTED
from possibles.apps.contrat.domain.queries.indicateurs import list_to_enter
from possibles.apps.contrat.domain.queries.manques import SILENCE_DAYS
from possibles.apps.contrat.enums import AgendaState, Meteo
from possibles.apps.contrat.models import (
    Agenda,
    Attendu,
    AvenantAgenda,
    Commentaire,
    Indicateur,
    Jalon,
    Projet,
    Releve,
    Synthese,
)
from possibles.apps.conventions.models import Echeance

_FIGURES = (
    "communes",
    "quartiers",
    "orientations",
    "outils",
    "chantiers",
    "defis",
)


@dataclass(frozen=True, slots=True)
class Chiffre:
    """A figure of the contract and the list that explains it, of exactly that count."""

    code: str
    label: str
    count: int
    queryset: QuerySet[Any]
    expected: int | None = None

    @property
    def missing(self) -> int:
        return max((self.expected or 0) - self.count, 0)


@dataclass(frozen=True, slots=True)
class Nouvelle:
    """Something that happened to the contract, in a line."""

    at: datetime
    kind: str
    text: str
    who: str
    projet: Projet | None = None
    agenda: Agenda | None = None
    count: int = 1


@dataclass(frozen=True, slots=True)
class Tache:
    """Something a person has to do; `target` is the object to open."""

    kind: str
    text: str
    target: Any
    due: date | None = None


def list_chiffres(user: Any) -> list[Chiffre]:
    """List the contract's figures, counted as this person can see them."""
    expected = {a.code: a for a in Attendu.objects.all()}
    figures = []
    for code in _FIGURES:
        queryset: Any = COUNTED[code]()
        queryset = queryset.visible_to(user)
        attendu = expected.get(code)
        label = (
            attendu.label if attendu else str(queryset.model._meta.verbose_name_plural)
        )
        figures.append(
            Chiffre(code, label, queryset.count(), queryset, attendu and attendu.value)
        )
    projets = Projet.objects.visible_to(user)
    indicateurs = Indicateur.objects.visible_to(user)
    for code, label, queryset in (
        ("projets", "Projets de coopération", projets),
        (
            "projets-avec-fiche",
            "Projets avec une fiche",
            filter_by_fiche(projets, True),
        ),
        ("projets-sans-fiche", "Projets sans fiche", filter_by_fiche(projets, False)),
        ("indicateurs", "Indicateurs", indicateurs),
    ):
        figures.append(Chiffre(code, label, queryset.count(), queryset))
    return figures


def filter_by_fiche(projets: Any, has_fiche: bool) -> Any:
    """Keep the projects a booklet gives a sheet to, or those it does not."""
    return projets.filter(fiches__isnull=not has_fiche).distinct()


def count_meteos(projets: Any) -> list[tuple[str, str, int]]:
    """Count the projects by météo (value, label, count), the unknown last, even at zero."""
    values = list(projets.order_by().values_list("meteo", flat=True))
    counted = [(m.value, str(m.label), values.count(m.value)) for m in Meteo]
    return [*counted, ("", "Météo non renseignée", values.count(""))]


def current_agenda(user: Any) -> Agenda | None:
    """Return the newest agenda in force, else the newest this person can see."""
    seen = Agenda.objects.visible_to(user)
    found: Agenda | None = seen.in_force().first() or seen.first()
    return found


def list_nouvelles(user: Any, *, limit: int = 12) -> list[Nouvelle]:
    """List what moved lately, the newest first; values of one entry make one line."""
    found = [
        *_news_of_syntheses(user, limit),
        *_news_of_releves(user, limit),
        *_news_of_avenants(user, limit),
        *_news_of_commentaires(user, limit),
    ]
    return sorted(found, key=lambda n: n.at, reverse=True)[:limit]


def list_taches(user: Any, *, on: date | None = None) -> list[Tache]:
    """List what this person has to do, by the projects and indicators in their hands."""
    if not user.is_authenticated:
        return []
    day = on or timezone.localdate()
    mine = projets_of(user).active()
    taches = [
        Tache("synthese", "Publier une synthèse", projet)
        for projet in mine.without_news(days=SILENCE_DAYS, on=day)[:20]
    ]
    late = Jalon.objects.filter(projet__in=mine.order_by()).late(on=day)
    taches += [
        Tache("jalon", f"Jalon en retard : {jalon.label}", jalon.projet, jalon.due)
        for jalon in late.select_related("projet")[:20]
    ]
    to_enter = list_to_enter(indicateurs_of(user), on=day).select_related("projet")
    taches += [
        Tache("releve", f"Saisir : {indicateur.label}", indicateur)
        for indicateur in to_enter[:20]
    ]
    return taches + _agenda_taches(user, day) + _convention_taches(user, day)


def projets_of(user: Any) -> Any:
    """Return the projects a person pilots, in person or by the organisation they act for."""
    led = [
        h.organisation_id
        for h in user.active_habilitations
        if h.role == "chef_de_file" and h.organisation_id
    ]
    return Projet.objects.visible_to(user).filter(
        Q(pilote=user) | Q(chef_de_file__in=led)
    )


def indicateurs_of(user: Any) -> Any:
    """Return the indicators a person's organisation is to enter."""
    if user.organisation_id is None:
        return Indicateur.objects.none()
    return Indicateur.objects.visible_to(user).filter(saisi_par=user.organisation_id)


def _agenda_taches(user: Any, day: date) -> list[Tache]:
    taches = []
    for agenda in Agenda.objects.filter(
        state__in=[AgendaState.PREPARATION, AgendaState.SOUMIS]
    ):
        verb = "submit" if agenda.state == AgendaState.PREPARATION else "validate"
        if user.has_perm(f"contrat.{verb}_agenda", agenda):
            text = {
                "submit": "Préparer puis soumettre au comité de pilotage",
                "validate": "Enregistrer la décision du comité de pilotage",
            }[verb]
            taches.append(Tache("agenda", text, agenda))
    return taches


def _convention_taches(user: Any, day: date) -> list[Tache]:
    if not user.has_perm("conventions.change_convention"):
        return []
    due = Echeance.objects.due_within(SILENCE_DAYS, on=day).visible_to(user)
    return [
        Tache("echeance", e.label, e.convention, e.due)
        for e in due.select_related("convention")[:20]
    ]


def _news_of_syntheses(user: Any, limit: int) -> list[Nouvelle]:
    syntheses = Synthese.objects.visible_to(user).published().select_related("projet")
    return [
        Nouvelle(
            s.published_at, "synthese", s.get_meteo_display(), s.signature, s.projet
        )
        for s in syntheses.order_by("-published_at")[:limit]
    ]


def _news_of_releves(user: Any, limit: int) -> list[Nouvelle]:
    releves = (
        Releve.objects.visible_to(user)
        .select_related("indicateur__projet", "author")
        .order_by("-entered_at", "-pk")[: limit * 70]
    )
    grouped: dict[tuple[Any, ...], list[Releve]] = {}
    for releve in releves:
        day = timezone.localdate(releve.entered_at)
        grouped.setdefault((day, releve.indicateur_id, releve.author_id), []).append(
            releve
        )
    return [
        Nouvelle(
            rows[0].entered_at,
            "releve",
            rows[0].indicateur.label,
            str(rows[0].author or ""),
            rows[0].indicateur.projet,
            count=len(rows),
        )
        for rows in list(grouped.values())[:limit]
    ]


def _news_of_avenants(user: Any, limit: int) -> list[Nouvelle]:
    avenants = AvenantAgenda.objects.visible_to(user).select_related("agenda", "author")
    return [
        Nouvelle(
            timezone.make_aware(datetime.combine(a.date, time(12))),
            "avenant",
            str(a),
            str(a.author or ""),
            agenda=a.agenda,
        )
        for a in avenants.order_by("-date", "-pk")[:limit]
    ]


def _news_of_commentaires(user: Any, limit: int) -> list[Nouvelle]:
    commentaires = Commentaire.objects.visible_to(user).select_related("projet")
    return [
        Nouvelle(c.created_at, "commentaire", str(c), c.signature, c.projet)
        for c in commentaires.order_by("-created_at")[:limit]
    ]
