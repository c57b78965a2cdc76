"""Read the facts: a constant number of queries, whatever the number of operations."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from possibles.apps.acteurs.enums import OrganisationKind
from possibles.apps.journal.models import Acte
from possibles.apps.opc.enums import EtatPoint
from possibles.apps.opc.models import LignePoint, PointMensuel
from possibles.apps.operations.enums import (
    DROPPED,
    OPEN_INTERFACES,
    EtatOperation,
    Maturite,
    ReferenceKind,
    TacheKind,
)
from possibles.apps.operations.models import (
    Consultation,
    Financement,
    Interface,
    Lien,
    LigneReference,
    Operation,
    Paiement,
    Reference,
    Reserve,
    Tache,
)
from possibles.apps.territoires.models import ProjetRenouvellement

from .faits import (
    Amont,
    ConsultationVue,
    ConventionVue,
    Etape,
    InterfaceVue,
    OperationVue,
    ProjetVue,
    ReserveVue,
)

PUBLIC_OWNERS = frozenset(
    {
        OrganisationKind.METROPOLE,
        OrganisationKind.COMMUNE,
        OrganisationKind.DEPARTEMENT,
        OrganisationKind.REGION,
        OrganisationKind.ETAT,
    }
)
FINISHED = frozenset({EtatOperation.SOLDEE, EtatOperation.CLOTUREE})
ANRU = "anru"


def operations_to_watch() -> QuerySet[Operation]:
    """Keep the operations the rules look at: to be made, or not yet balanced."""
    watched: QuerySet[Operation] = Operation.objects.exclude(
        state__in=[*DROPPED, *FINISHED]
    )
    return watched


def read_operations(
    projets: Collection[int] | None = None,
) -> tuple[list[OperationVue], list[ProjetVue]]:
    """Return what the rules look at, for some renewal projects or for all of them."""
    rows = operations_to_watch().select_related("maitre_ouvrage", "convention")
    if projets is not None:
        rows = rows.filter(renouvellement__in=projets)
    operations = list(rows.order_by("pk"))
    scope = _Scope(operations)
    seen = [_make_vue(operation, scope) for operation in operations]
    return seen, _read_projets(projets, {o.renouvellement_id for o in operations})


class _Scope:
    """Everything around these operations, read once, by operation."""

    def __init__(self, operations: list[Operation]) -> None:
        self.titles = {o.pk: o.title for o in operations}
        self.owners = {o.pk: str(o.maitre_ouvrage) for o in operations}
        keys = Operation.objects.filter(pk__in=self._keys(operations)).order_by()
        self.references = _read_references({o.renouvellement_id for o in operations})
        self.etapes, self.by_key = self._read_etapes(keys)
        self.interfaces = self._read_interfaces(keys)
        self.amonts = self._read_amonts(keys)
        self.reserves = self._read_reserves(keys)
        self.consultations = self._read_consultations(keys)
        self.shares, self.subsidies = self._read_financements(keys)
        self.paiements: dict[int, date] = dict(
            Paiement.objects.filter(operation__in=keys.values("pk"))
            .order_by()
            .values_list("operation")
            .annotate(Max("asked_on"))
        )
        self.news = _read_news()
        self.meteos = _read_meteos({o.renouvellement_id for o in operations})

    def _keys(self, operations: list[Operation]) -> Any:
        """Name the same operations to the database without listing thousands of keys."""
        projets = {o.renouvellement_id for o in operations}
        return (
            operations_to_watch()
            .filter(renouvellement__in=projets)
            .order_by()
            .values("pk")
        )

    def _read_etapes(
        self, keys: QuerySet[Operation]
    ) -> tuple[dict[int, list[Etape]], dict[int, Etape]]:
        by_operation: dict[int, list[Etape]] = defaultdict(list)
        by_key: dict[int, Etape] = {}
        rows = (
            Tache.objects.filter(operation__in=keys.values("pk"))
            .exclude(kind=TacheKind.GROUPE)
            .order_by("operation", "position", "pk")
            .values_list(
                "pk", "operation_id", "name", "role", "early_start", "early_finish",
                "actual_start", "actual_finish", "deadline", "total_float",
            )
        )  # fmt: skip
        for pk, operation, name, role, start, finish, begun, ended, due, slack in rows:
            told = self.references.get(pk, (None, None))
            etape = Etape(
                pk=pk,
                name=name,
                role=role,
                start=start,
                finish=finish,
                actual_start=begun,
                actual_finish=ended,
                reference_start=told[0],
                reference_finish=told[1],
                deadline=due,
                total_float=slack,
            )
            by_operation[operation].append(etape)
            by_key[pk] = etape
        return by_operation, by_key

    def _read_interfaces(
        self, keys: QuerySet[Operation]
    ) -> dict[int, list[InterfaceVue]]:
        found: dict[int, list[InterfaceVue]] = defaultdict(list)
        rows = Interface.objects.filter(
            gets__in=keys.values("pk"), state__in=OPEN_INTERFACES
        ).select_related("gives__maitre_ouvrage", "responsable")
        for held in rows.order_by("pk"):
            found[held.gets_id].append(
                InterfaceVue(
                    pk=held.pk,
                    label=held.label,
                    giver=held.gives_id,
                    giver_title=held.gives.title,
                    giver_owner=str(held.responsable or held.gives.maitre_ouvrage),
                    gives_etape=held.gives_tache_id,
                    gets_etape=held.gets_tache_id,
                    promised=held.promised,
                    forecast=held.forecast,
                    needed=held.needed,
                )
            )
        return found

    def _read_amonts(self, keys: QuerySet[Operation]) -> dict[int, list[Amont]]:
        """Return the links that come from another operation, by the one they hold."""
        found: dict[int, list[Amont]] = defaultdict(list)
        rows = (
            Lien.objects.across()
            .filter(successor__operation__in=keys.values("pk"))
            .order_by("pk")
            .values_list(
                "predecessor_id",
                "successor_id",
                "predecessor__operation_id",
                "successor__operation_id",
            )
        )
        for before, after, giver, getter in rows:
            first, second = self.by_key.get(before), self.by_key.get(after)
            if first is None or second is None:
                continue  # the one before is over, or will not be made
            found[getter].append(
                Amont(
                    giver=giver,
                    giver_title=self.titles.get(giver, ""),
                    giver_owner=self.owners.get(giver, ""),
                    before=first,
                    after=second,
                )
            )
        return found

    def _read_reserves(self, keys: QuerySet[Operation]) -> dict[int, list[ReserveVue]]:
        found: dict[int, list[ReserveVue]] = defaultdict(list)
        rows = Reserve.objects.filter(operation__in=keys.values("pk"), lifted_on=None)
        for reserve in rows.order_by("pk"):
            found[reserve.operation_id].append(
                ReserveVue(
                    pk=reserve.pk,
                    text=reserve.text,
                    asked_on=reserve.asked_on,
                    due=reserve.due,
                )
            )
        return found

    def _read_consultations(
        self, keys: QuerySet[Operation]
    ) -> dict[int, list[ConsultationVue]]:
        found: dict[int, list[ConsultationVue]] = defaultdict(list)
        rows = Consultation.objects.filter(operation__in=keys.values("pk")).failed()
        for held in rows.order_by("pk"):
            found[held.operation_id].append(
                ConsultationVue(
                    pk=held.pk,
                    objet=held.objet,
                    issue_label=held.get_issue_display(),
                    launched_on=held.launched_on,
                    ended_on=held.ended_on,
                    motif=held.motif,
                    cents=held.estimate,
                )
            )
        return found

    def _read_financements(
        self, keys: QuerySet[Operation]
    ) -> tuple[dict[tuple[int, int], int], dict[int, int]]:
        """Return amounts by (operation, funder), and the subsidy of the ANRU."""
        shares: dict[tuple[int, int], int] = defaultdict(int)
        subsidies: dict[int, int] = defaultdict(int)
        rows = (
            Financement.objects.filter(operation__in=keys.values("pk"))
            .order_by()
            .values_list("operation_id", "financeur_id", "financeur__slug", "montant")
        )
        for operation, funder, slug, montant in rows:
            shares[operation, funder] += montant
            if slug == ANRU:
                subsidies[operation] += montant
        return shares, subsidies


def _make_vue(operation: Operation, scope: _Scope) -> OperationVue:
    launch = operation.lancement
    held = operation.convention
    news = scope.news.get(str(operation.pk))
    return OperationVue(
        pk=operation.pk,
        title=operation.title,
        projet=operation.renouvellement_id,
        owner=str(operation.maitre_ouvrage),
        owner_is_public=operation.maitre_ouvrage.kind in PUBLIC_OWNERS,
        state=operation.state,
        state_label=operation.get_state_display(),
        contract_launch_end=launch.last_day if launch else None,
        contract_finish=operation.contract_finish,
        engagement_forecast=operation.engagement_forecast,
        engagement_limit=operation.engagement_limit,
        delivery_forecast=operation.delivery_forecast,
        delivery_limit=operation.delivery_limit,
        convention_cost=operation.convention_cost,
        cost_ht=operation.cost_ht,
        cost_ttc=operation.cost_ttc,
        cost_maturity=_maturity(operation.cost_maturity),
        recovers_vat=operation.recovers_vat,
        funded=operation.funded,
        own_share=scope.shares.get((operation.pk, operation.maitre_ouvrage_id), 0),
        subsidy=scope.subsidies.get(operation.pk, 0),
        last_asked_on=scope.paiements.get(operation.pk),
        last_news_on=news,
        meteo_known=scope.meteos.get(operation.pk),
        etapes=tuple(scope.etapes.get(operation.pk, ())),
        interfaces=tuple(scope.interfaces.get(operation.pk, ())),
        amonts=tuple(scope.amonts.get(operation.pk, ())),
        reserves=tuple(scope.reserves.get(operation.pk, ())),
        consultations=tuple(scope.consultations.get(operation.pk, ())),
        convention=None
        if held is None
        else ConventionVue(pk=held.pk, title=str(held), end=held.end),
    )


def _maturity(code: str) -> str:
    return Maturite(code).label if code else "maturité inconnue"


def _read_references(projets: Iterable[int]) -> dict[int, tuple[date, date]]:
    """Return where each task stood in the last reference that covers its project.

    A monthly point comes before the convention's calendar: what was said last counts.
    """
    latest: dict[int | None, Reference] = {}
    held = Reference.objects.filter(
        Q(renouvellement__in=projets) | Q(renouvellement=None),
        kind__in=(ReferenceKind.CONVENTION, ReferenceKind.POINT_MENSUEL),
    )
    for reference in held.order_by("date", "pk"):
        latest[reference.renouvellement_id] = reference
    found: dict[int, tuple[date, date]] = {}
    ordered = sorted(latest.values(), key=lambda r: (r.date, r.pk))
    rows = LigneReference.objects.filter(reference__in=ordered).order_by(
        "reference__date", "reference", "pk"
    )
    for tache, start, finish in rows.values_list("tache_id", "start", "finish"):
        found[tache] = (start, finish)
    return found


def _read_news() -> dict[str, date]:
    """Return the day of the last recorded change of each operation or part of it."""
    kind = Operation._meta.label_lower
    found: dict[str, date] = {}
    for name, prefix in (("parent_id", "parent_model"), ("object_id", "model")):
        rows = Acte.objects.filter(**{prefix: kind}).order_by().values_list(name)
        for key, moment in rows.annotate(Max("at")):
            day = timezone.localdate(moment)
            found[key] = max(day, found.get(key, day))
    return found


def _read_meteos(projets: Iterable[int]) -> dict[int, bool]:
    """Tell whether each operation had a météo at the last frozen point of its project."""
    last = _last_points(projets)
    rows = LignePoint.objects.filter(point__in=last.values()).order_by()
    return {pk: bool(meteo) for pk, meteo in rows.values_list("operation_id", "meteo")}


def _last_points(projets: Iterable[int]) -> dict[int, PointMensuel]:
    points = PointMensuel.objects.filter(
        renouvellement__in=projets, state=EtatPoint.FIGE
    )
    return {point.renouvellement_id: point for point in points.order_by("month")}


def _read_projets(
    projets: Collection[int] | None, with_operations: set[int]
) -> list[ProjetVue]:
    rows = ProjetRenouvellement.objects.order_by("pk")
    if projets is not None:
        rows = rows.filter(pk__in=projets)
    found = list(rows)
    last = _last_points([projet.pk for projet in found])
    return [
        ProjetVue(
            pk=projet.pk,
            title=str(projet),
            last_point=last[projet.pk].held_on if projet.pk in last else None,
            has_operations=projet.pk in with_operations,
        )
        for projet in found
    ]
