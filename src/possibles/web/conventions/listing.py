"""The lists of agreements, of what they commit to, of their dates."""

from dataclasses import replace
from datetime import date
from typing import Any, Self

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from possibles.apps.acteurs.models import Organisation
from possibles.apps.conventions.domain.tenue import Etat, read_etats
from possibles.apps.conventions.enums import (
    AvenantKind,
    AvenantState,
    ConventionKind,
    ConventionState,
    EcheanceKind,
    EngagementKind,
    RevueState,
    Tenue,
)
from possibles.apps.conventions.models import (
    Avenant,
    Convention,
    Echeance,
    Engagement,
    RevueDeProjet,
    Versement,
)
from possibles.web.lists import Choice, Column, Filter, ListSpec, match_text, opens
from possibles.web.templatetags.possibles import badge

from .couverture import keep, read_all


class TenueText(str):
    """Where a commitment stands: a badge on a page, its words in an export."""

    __slots__ = ("_etat",)
    _etat: Etat

    def __new__(cls, etat: Etat) -> Self:
        text = super().__new__(cls, etat.tenue.label)
        text._etat = etat
        return text

    def __html__(self) -> str:
        return str(badge(str(self), tone=self._etat.tone, icon=self._etat.icon))


def _choices(kind: Any) -> list[Choice]:
    return [Choice(value, label) for value, label in kind.choices]


def _conventions(request: HttpRequest) -> QuerySet[Convention]:
    rows: QuerySet[Convention] = Convention.objects.visible_to(request.user)
    return rows


def _engagements(request: HttpRequest) -> QuerySet[Engagement]:
    rows: QuerySet[Engagement] = Engagement.objects.visible_to(request.user)
    return rows


def _echeances(request: HttpRequest) -> QuerySet[Echeance]:
    rows: QuerySet[Echeance] = Echeance.objects.visible_to(request.user)
    return rows


def _by_title(rows: QuerySet[Convention], values: list[str]) -> QuerySet[Convention]:
    return match_text(rows, "title", values[0])


CONVENTIONS = ListSpec(
    key="conventions",
    title="Conventions",
    noun="convention",
    rows=_conventions,
    order=["kind", "title"],
    load=lambda rows: (
        rows.select_related("parent")
        .prefetch_related("parties__organisation", "communes", "quartiers")
        .annotate(engagements_count=Count("engagements", distinct=True))
    ),
    columns=(
        Column(
            "titre",
            "Convention",
            lambda c: c.title,
            order=["title"],
            url=opens("convention-detail"),
        ),
        Column(
            "nature", "Nature", lambda c: c.get_kind_display(), order=["kind", "title"]
        ),
        Column(
            "etat", "État", lambda c: c.get_state_display(), order=["state", "title"]
        ),
        Column(
            "parties",
            "Parties",
            lambda c: [str(p.organisation) for p in c.parties.all()],
            kind="list",
            missing="Aucune partie enregistrée",
        ),
        Column(
            "signee",
            "Signée le",
            lambda c: c.signed_on,
            kind="date",
            order=["signed_on"],
            missing="Date de signature inconnue",
        ),
        Column(
            "terme",
            "Terme",
            lambda c: c.end,
            kind="date",
            order=["end"],
            missing="Sans terme connu",
        ),
        Column(
            "montant",
            "Montant TTC (€)",
            lambda c: c.amount,
            kind="euros",
            order=["amount"],
            missing="Sans montant",
            has_total=True,
            summed="amount",
        ),
        Column(
            "engagements",
            "Engagements",
            lambda c: c.engagements_count,
            kind="number",
            has_total=True,
        ),
        Column("reference", "Référence", lambda c: c.reference or None, default=False),
        Column(
            "cadre",
            "Convention cadre",
            lambda c: c.parent and str(c.parent),
            missing="Aucune",
            default=False,
        ),
    ),
    filters=(
        Filter("q", "Titre", _by_title),
        Filter(
            "nature",
            "Nature",
            lambda rows, values: rows.filter(kind=values[0]),
            lambda _: _choices(ConventionKind),
        ),
        Filter(
            "etat",
            "État",
            lambda rows, values: rows.filter(state=values[0]),
            lambda _: _choices(ConventionState),
        ),
        Filter(
            "partie",
            "Partie",
            lambda rows, values: rows.filter(parties__organisation__slug=values[0]),
            lambda _: [Choice(o.slug, str(o)) for o in Organisation.objects.all()],
        ),
    ),
)


def list_engagements(request: HttpRequest) -> ListSpec:
    """Return the list of commitments, judged from what this person may see."""

    def load(rows: QuerySet[Engagement]) -> list[Engagement]:
        held = list(rows.select_related("convention", "article", "organisation"))
        for etat in read_etats(held, timezone.localdate(), request.user):
            etat.engagement.etat = etat  # type: ignore[attr-defined]
        return held

    tenue = Filter(
        "tenue",
        "Tenue",
        lambda rows, values: keep(rows, read_all(request), values[0]),
        lambda _: _choices(Tenue),
    )
    filters = (tenue, *ENGAGEMENTS.filters)
    return replace(ENGAGEMENTS, load=load, filters=filters)  # type: ignore[arg-type]


def _lacks(rows: QuerySet[Engagement], values: list[str]) -> QuerySet[Engagement]:
    held = {
        "qui": Q(organisation=None),
        "echeance": Q(due=None),
        "mesure": Q(mesure="", constats=None),
        "cible": Q(target=None),
        "article": Q(article=None),
    }
    return rows.filter(held.get(values[0], Q())).distinct()


ENGAGEMENTS = ListSpec(
    key="engagements",
    title="Engagements",
    noun="engagement",
    rows=_engagements,
    order=["convention__title", "number"],
    columns=(
        Column(
            "engagement",
            "Engagement",
            lambda e: e.text,
            url=opens("engagement-detail"),
        ),
        Column(
            "convention",
            "Convention",
            lambda e: str(e.convention),
            order=["convention__title", "number"],
            url=opens("convention-detail", "convention_id"),
        ),
        Column(
            "article",
            "Article",
            lambda e: e.article and e.article.number,
            missing="Rattaché à aucun article",
        ),
        Column(
            "type",
            "Type",
            lambda e: e.get_kind_display(),
            order=["kind", "pk"],
            default=False,
        ),
        Column(
            "qui",
            "Qui s’engage",
            lambda e: e.organisation and str(e.organisation),
            missing="Responsable non désigné",
        ),
        Column(
            "tenue",
            "Tenue",
            lambda e: TenueText(e.etat),
        ),
        Column("constat", "Ce que l’on sait", lambda e: e.etat.text, default=False),
        Column(
            "echeance",
            "Échéance",
            lambda e: e.due,
            kind="date",
            order=["due"],
            missing="Sans échéance",
        ),
        Column(
            "manques",
            "Ce qui manque",
            lambda e: list(e.etat.manques),
            kind="list",
            missing="Rien",
        ),
        Column(
            "preuve",
            "Preuve",
            lambda e: e.proof or None,
            missing="Aucune preuve",
            default=False,
        ),
    ),
    filters=(
        Filter(
            "manque",
            "Ce qui manque",
            _lacks,
            lambda _: [
                Choice("qui", "Sans personne qui s’engage"),
                Choice("echeance", "Sans échéance"),
                Choice("mesure", "Ni mesure ni constat"),
                Choice("cible", "Sans cible"),
                Choice("article", "Sans article"),
            ],
        ),
        Filter(
            "type",
            "Type",
            lambda rows, values: rows.filter(kind=values[0]),
            lambda _: _choices(EngagementKind),
        ),
        Filter(
            "convention",
            "Convention",
            lambda rows, values: rows.filter(convention__slug=values[0]),
            lambda request: [
                Choice(c.slug, str(c))
                for c in Convention.objects.visible_to(request.user)
            ],
        ),
        Filter(
            "preuve",
            "Preuve",
            lambda rows, values: (
                rows.filter(proof="", proof_document=None)
                if values[0] == "sans"
                else rows.exclude(proof="", proof_document=None)
            ),
            lambda _: [Choice("sans", "Sans preuve"), Choice("avec", "Avec preuve")],
        ),
    ),
)


def _when(rows: QuerySet[Echeance], values: list[str]) -> QuerySet[Echeance]:
    today = timezone.localdate()
    if values[0] == "retard":
        return rows.filter(done_on=None, due__lt=today)
    return rows.filter(done_on=None, due__gte=today)


def _late(echeance: Echeance) -> str | None:
    days = (timezone.localdate() - echeance.due).days
    if echeance.done_on or days <= 0:
        return None
    return f"{days} jour{'s' if days > 1 else ''} de retard"


ECHEANCES = ListSpec(
    key="echeances",
    title="Échéances",
    noun="échéance",
    rows=_echeances,
    order=["due"],
    load=lambda rows: rows.select_related("convention"),
    columns=(
        Column("date", "Date", lambda e: e.due, kind="date", order=["due"]),
        Column("libelle", "Échéance", lambda e: e.label, order=["label"]),
        Column(
            "convention",
            "Convention",
            lambda e: str(e.convention),
            url=opens("convention-detail", "convention_id"),
        ),
        Column(
            "nature", "Nature", lambda e: e.get_kind_display(), order=["kind", "due"]
        ),
        Column("retard", "Retard", _late, missing="À temps"),
        Column("regle", "Règle", lambda e: e.rule or None, missing="Date saisie"),
        Column(
            "tenue",
            "Tenue le",
            lambda e: e.done_on,
            kind="date",
            missing="Pas encore tenue",
        ),
    ),
    filters=(
        Filter(
            "quand",
            "Quand",
            _when,
            lambda _: [Choice("retard", "En retard"), Choice("venir", "À venir")],
        ),
        Filter(
            "nature",
            "Nature",
            lambda rows, values: rows.filter(kind=values[0]),
            lambda _: _choices(EcheanceKind),
        ),
        Filter(
            "tenue",
            "État",
            lambda rows, values: rows.filter(done_on__isnull=values[0] == "non"),
            lambda _: [Choice("non", "À venir ou en retard"), Choice("oui", "Tenues")],
        ),
        Filter(
            "convention",
            "Convention",
            lambda rows, values: rows.filter(convention__slug=values[0]),
            lambda request: [
                Choice(c.slug, str(c))
                for c in Convention.objects.visible_to(request.user)
            ],
        ),
    ),
)


def _versements(request: HttpRequest) -> QuerySet[Versement]:
    rows: QuerySet[Versement] = Versement.objects.visible_to(request.user)
    return rows


def _paid(rows: QuerySet[Versement], values: list[str]) -> QuerySet[Versement]:
    today: date = timezone.localdate()
    held = {
        "demander": Q(requested_on=None, paid_on=None),
        "demande": Q(requested_on__isnull=False, paid_on=None),
        "retard": Q(paid_on=None, due__lt=today),
        "verse": Q(paid_on__isnull=False),
    }
    return rows.filter(held.get(values[0], Q()))


VERSEMENTS = ListSpec(
    key="versements",
    title="Versements",
    noun="versement",
    rows=_versements,
    order=["due", "convention__title", "number"],
    load=lambda rows: rows.select_related("convention"),
    columns=(
        Column(
            "libelle",
            "Versement",
            lambda v: v.label,
            url=lambda v: (
                f"{reverse('convention-detail', args=[v.convention_id])}#versements"
            ),
        ),
        Column(
            "convention",
            "Convention",
            lambda v: str(v.convention),
            order=["convention__title", "number"],
        ),
        Column("etat", "État", lambda v: v.state_label),
        Column(
            "demande",
            "Demandé le",
            lambda v: v.requested_on,
            kind="date",
            order=["requested_on"],
            missing="Pas encore demandé",
        ),
        Column(
            "attendu",
            "Attendu le",
            lambda v: v.due,
            kind="date",
            order=["due"],
            missing="Sans date prévue",
        ),
        Column(
            "verse_le",
            "Versé le",
            lambda v: v.paid_on,
            kind="date",
            order=["paid_on"],
            missing="Pas encore versé",
        ),
        Column(
            "montant",
            "Montant TTC (€)",
            lambda v: v.amount,
            kind="euros",
            order=["amount"],
            has_total=True,
            summed="amount",
        ),
        Column(
            "verse",
            "Versé TTC (€)",
            lambda v: v.paid if v.paid_on else None,
            kind="euros",
            missing="Rien de versé",
            has_total=True,
        ),
    ),
    filters=(
        Filter(
            "etat",
            "État",
            _paid,
            lambda _: [
                Choice("demander", "À demander"),
                Choice("demande", "Demandé, pas versé"),
                Choice("retard", "En retard"),
                Choice("verse", "Versé"),
            ],
        ),
    ),
)


def _avenants(request: HttpRequest) -> QuerySet[Avenant]:
    rows: QuerySet[Avenant] = Avenant.objects.visible_to(request.user)
    return rows


def _stage(rows: QuerySet[Avenant], values: list[str]) -> QuerySet[Avenant]:
    if values[0] == "a-faire":
        return rows.filter(pk__in=Avenant.objects.pending().values("pk"))
    return rows.filter(state=values[0])


AVENANTS = ListSpec(
    key="avenants",
    title="Avenants",
    noun="avenant",
    rows=_avenants,
    order=["kind", "-pk"],
    load=lambda rows: rows.select_related("convention").annotate(
        articles_count=Count("modifications")
    ),
    columns=(
        Column(
            "objet",
            "Objet",
            lambda a: a.objet,
            url=opens("avenant-detail"),
        ),
        Column(
            "convention",
            "Convention",
            lambda a: str(a.convention),
            order=["convention__title", "pk"],
            url=opens("convention-detail", "convention_id"),
        ),
        Column("type", "Type", lambda a: a.get_kind_display(), order=["kind", "pk"]),
        Column("etat", "État", lambda a: a.get_state_display(), order=["state", "pk"]),
        Column(
            "motif",
            "Ce qui le rend nécessaire",
            lambda a: a.motif or None,
            missing="Motif non écrit",
        ),
        Column(
            "articles", "Articles touchés", lambda a: a.articles_count, kind="number"
        ),
        Column(
            "terme",
            "Nouveau terme",
            lambda a: a.new_end,
            kind="date",
            missing="Le terme ne change pas",
        ),
        Column(
            "signe",
            "Signé le",
            lambda a: a.signed_on,
            kind="date",
            order=["signed_on"],
            missing="Pas encore signé",
        ),
    ),
    filters=(
        Filter(
            "etat",
            "État",
            _stage,
            lambda _: [
                Choice("a-faire", "À préparer, à écrire ou à signer"),
                *_choices(AvenantState),
            ],
        ),
        Filter(
            "type",
            "Type",
            lambda rows, values: rows.filter(kind=values[0]),
            lambda _: _choices(AvenantKind),
        ),
    ),
)


def _revues(request: HttpRequest) -> QuerySet[RevueDeProjet]:
    rows: QuerySet[RevueDeProjet] = RevueDeProjet.objects.visible_to(request.user)
    return rows


REVUES = ListSpec(
    key="revues",
    title="Revues de projet",
    noun="revue de projet",
    plural="revues de projet",
    rows=_revues,
    order=["-year", "pk"],
    load=lambda rows: rows.select_related("convention", "renouvellement").annotate(
        lignes_count=Count("lignes"),
        kept_count=Count("lignes", filter=Q(lignes__tenue=Tenue.TENU)),
        late_count=Count("lignes", filter=Q(lignes__tenue=Tenue.EN_RETARD)),
    ),
    columns=(
        Column(
            "revue",
            "Revue",
            str,
            order=["year", "pk"],
            url=opens("revue-detail"),
        ),
        Column("annee", "Année", lambda r: str(r.year), order=["year", "pk"]),
        Column("etat", "État", lambda r: r.get_state_display(), order=["state", "pk"]),
        Column(
            "tenue",
            "Tenue le",
            lambda r: r.held_on,
            kind="date",
            order=["held_on"],
            missing="Pas encore tenue",
        ),
        Column("engagements", "Engagements", lambda r: r.lignes_count, kind="number"),
        Column("tenus", "Tenus", lambda r: r.kept_count, kind="number"),
        Column("retard", "En retard", lambda r: r.late_count, kind="number"),
    ),
    filters=(
        Filter(
            "etat",
            "État",
            lambda rows, values: rows.filter(state=values[0]),
            lambda _: _choices(RevueState),
        ),
    ),
)
