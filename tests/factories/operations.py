from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone

from possibles.apps.journal.domain.snapshots import freeze
from possibles.apps.journal.models import change
from possibles.apps.operations.models import (
    CommentaireOperation,
    Consultation,
    Contact,
    Estimation,
    Financement,
    Interface,
    Lien,
    LigneEstimation,
    LigneReference,
    Operation,
    Paiement,
    PartProposition,
    Proposition,
    Reference,
    Reserve,
    Tache,
)
from tests.factories.acteurs import make_organisation
from tests.factories.referentiel import make_parametre
from tests.factories.territoires import make_projet_renouvellement

_numbers = count(1)


def make_operation(*quartiers, **over) -> Operation:
    """Make an operation written in a convention, therefore public."""
    number = next(_numbers)
    fields = {
        "title": f"Opération {number}",
        "kind": "equipement_autre",
        "nature": "37",
        "state": "inscrite",
    } | over
    fields["renouvellement"] = (
        fields.get("renouvellement") or make_projet_renouvellement()
    )
    fields["maitre_ouvrage"] = fields.get("maitre_ouvrage") or make_organisation()
    with change(author=None, origin="tests"):
        operation = Operation.objects.create(**fields)
        operation.quartiers.set(quartiers)
    return operation


def make_tache(operation: Operation | None = None, days: int = 10, **over) -> Tache:
    """Make a task of so many working days; 0 with `kind="jalon"`."""
    number = next(_numbers)
    fields = {
        "name": f"Tâche {number}",
        "position": number,
        "duration_days": days,
    } | over
    with change(author=None, origin="tests"):
        return Tache.objects.create(operation=operation or make_operation(), **fields)


def make_jalon(operation: Operation | None = None, **over) -> Tache:
    return make_tache(operation, 0, kind="jalon", **over)


def link(predecessor: Tache, successor: Tache, **over) -> Lien:
    with change(author=None, origin="tests"):
        return Lien.objects.create(predecessor=predecessor, successor=successor, **over)


def make_chain(operation: Operation, *steps: tuple, **over) -> list[Tache]:
    """Make tasks one after the other: `make_chain(op, ("Études", 40, "etudes"), …)`."""
    made: list[Tache] = []
    for name, days, *role in steps:
        kind = "tache" if days else "jalon"
        tache = make_tache(
            operation,
            days,
            name=name,
            kind=kind,
            role=role[0] if role else "autre",
            **over,
        )
        if made:
            link(made[-1], tache)
        made.append(tache)
    return made


def make_interface(gives: Operation, gets: Operation, **over) -> Interface:
    fields = {
        "nature": "site_libere",
        "label": "Terrain libéré",
        "promised": date(2027, 6, 1),
        "needed": date(2027, 9, 1),
        "state": "promise",
    } | over
    with change(author=None, origin="tests"):
        return Interface.objects.create(gives=gives, gets=gets, **fields)


def make_estimation(operation: Operation | None = None, **over) -> Estimation:
    """Make an estimate; `lignes={"travaux": 100_000_000}` gives its items."""
    lignes = over.pop("lignes", {"travaux": 100_000_000})
    fields = {"date": date(2026, 1, 5), "maturite": "programme"} | over
    with change(author=None, origin="tests"):
        estimation = Estimation.objects.create(
            operation=operation or make_operation(), **fields
        )
        for poste, montant in lignes.items():
            LigneEstimation.objects.create(
                estimation=estimation,
                poste=poste,
                montant_ht=montant,
                taux_tva=Decimal("0.2"),
            )
    return estimation


def make_financement(operation: Operation | None = None, **over) -> Financement:
    fields = {"montant": 50_000_000} | over
    fields["financeur"] = fields.get("financeur") or make_organisation()
    with change(author=None, origin="tests"):
        return Financement.objects.create(
            operation=operation or make_operation(), **fields
        )


def make_paiement(operation: Operation | None = None, **over) -> Paiement:
    fields = {"montant": 10_000_000, "asked_on": date(2026, 3, 2)} | over
    fields["financeur"] = fields.get("financeur") or make_organisation()
    with change(author=None, origin="tests"):
        return Paiement.objects.create(
            operation=operation or make_operation(), **fields
        )


def make_consultation(operation: Operation | None = None, **over) -> Consultation:
    fields = {"objet": "Lot 3", "launched_on": date(2026, 3, 2)} | over
    with change(author=None, origin="tests"):
        return Consultation.objects.create(
            operation=operation or make_operation(), **fields
        )


def make_reserve(operation: Operation | None = None, **over) -> Reserve:
    fields = {"text": "Préciser la gestion future."} | over
    with change(author=None, origin="tests"):
        return Reserve.objects.create(operation=operation or make_operation(), **fields)


def make_contact(operation: Operation | None = None, **over) -> Contact:
    fields = {"name": "Dominique Exemple"} | over
    with change(author=None, origin="tests"):
        return Contact.objects.create(operation=operation or make_operation(), **fields)


def make_commentaire(
    operation: Operation | None = None, **over
) -> CommentaireOperation:
    fields = {"text": "Qui prévient l’école ?", "created_at": timezone.now()} | over
    with change(author=None, origin="tests"):
        return CommentaireOperation.objects.create(
            operation=operation or make_operation(), **fields
        )


def make_limits(
    engagement: date = date(2027, 12, 31),
    delivery: date = date(2032, 12, 31),
    balance: date = date(2033, 6, 30),
    months: int = 3,
) -> None:
    """Put the national limits in force."""
    for code, day in (
        ("npnru.date_limite_engagement", engagement),
        ("npnru.date_limite_livraison", delivery),
        ("npnru.date_limite_solde", balance),
    ):
        make_parametre(code=code, kind="date", value=day.isoformat())
    make_parametre(code="das.instruction_mois", kind="number", value=str(months))


def make_proposition(author: Any, *organisations: Any, **over) -> Proposition:
    """Make an open proposition with a part for each organisation."""
    fields = {
        "title": "Déplacer « Travaux »",
        "reason": "La démolition a pris du retard.",
        "created_at": timezone.now(),
        "changes": [],
    } | over
    with change(author=None, origin="tests"):
        made = Proposition.objects.create(author=author, **fields)
        for organisation in organisations:
            PartProposition.objects.create(proposition=made, organisation=organisation)
    return made


def make_reference(*taches: Tache, **over) -> Reference:
    """Make a reference that holds these tasks, where they stand now."""
    fields = {"kind": "libre", "label": "Avant le comité", "date": date(2026, 6, 1)}
    with change(author=None, origin="tests"):
        kept = freeze(taches[0].operation, {}, kind="planning", title="Planning")
        made = Reference.objects.create(instantane=kept, **fields | over)
        for tache in taches:
            tache.refresh_from_db()
            LigneReference.objects.create(
                reference=made,
                tache=tache,
                start=tache.early_start or made.date,
                finish=tache.early_finish or made.date,
            )
    return made
