"""Their money: estimates that ripen, funders, payments; and the reserves of the comité."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from possibles.apps.operations.domain.financement import Ligne, find_ceiling
from possibles.apps.operations.enums import (
    DELIVERED,
    EtatFinancement,
    EtatOperation,
    Maturite,
    PaiementKind,
    PosteDeCout,
    TypeOperation,
)
from possibles.apps.operations.models import (
    Contact,
    Estimation,
    Financement,
    LigneEstimation,
    Operation,
    Paiement,
    Reserve,
)

from .programme import GENRES, Programme

P, T = PosteDeCout, TypeOperation
SHARES = (
    (P.ETUDES, 14),
    (P.FONCIER, 3),
    (P.TRAVAUX, 66),
    (P.ABORDS, 5),
    (P.MOBILIER, 4),
    (P.ALEAS, 5),
    (P.REVISIONS, 3),
)
RATES: dict[str, str] = {
    T.DEMOLITION: "0.70",
    T.ESPACE_PUBLIC: "0.35",
    T.RESIDENTIALISATION: "0.40",
    T.REQUALIFICATION: "0.20",
    T.RECONSTITUTION: "0.10",
    T.COPROPRIETE: "0.70",
    T.INGENIERIE: "0.50",
}
OTHERS: dict[str, tuple[tuple[str, int], ...]] = {
    T.ECOLE_NEUVE: (("region", 10), ("departement", 12)),
    T.ECOLE_REHABILITEE_OCCUPEE: (("departement", 15),),
    T.GYMNASE: (("region", 15), ("departement", 15)),
    T.CRECHE: (("caf", 25), ("departement", 8)),
    T.CENTRE_SOCIAL: (("caf", 15), ("departement", 10)),
    T.EQUIPEMENT_AUTRE: (("region", 15),),
    T.ESPACE_PUBLIC: (("region", 10),),
    T.REQUALIFICATION: (("region", 8), ("metropole", 5)),
}
_STEP = 10_000_00  # ten thousand euros, in centimes
RESERVES = (
    "Préciser qui gérera l’équipement et avec quels moyens.",
    "Joindre l’accord de la direction académique sur le nombre de classes.",
    "Montrer comment les habitants sont associés à la programmation.",
    "Confirmer le calendrier de libération du terrain.",
)
RIPE = {
    EtatOperation.FAT_DEPOSEE: Maturite.APD,
    EtatOperation.ENGAGEE: Maturite.APD,
    EtatOperation.TRAVAUX: Maturite.MARCHE,
    EtatOperation.LIVREE: Maturite.MARCHE,
    EtatOperation.MISE_EN_SERVICE: Maturite.MARCHE,
    EtatOperation.SOLDEE: Maturite.DECOMPTE,
}


def write_costs(dice: random.Random, programme: Programme, today: date) -> None:
    """Write estimates, funders, payments, reserves and contacts. Inside a change."""
    estimates: list[Estimation] = []
    lines: list[LigneEstimation] = []
    plans: list[Financement] = []
    payments: list[Paiement] = []
    reserves: list[Reserve] = []
    for rank, operation in enumerate(programme.operations):
        contract, now = _amounts(dice, operation, rank)
        operation.convention_cost = contract
        for estimation, total in _estimates(operation, contract, now, today):
            estimates.append(estimation)
            lines += _items(estimation, total)
        rows = list(_plan(programme, operation, contract, now, rank))
        plans += rows
        payments += _payments(programme, operation, rows, today)
        if rank % 6 == 2:
            reserves.append(_reserve(operation, rank, today))
    Estimation.objects.bulk_create(estimates)
    LigneEstimation.objects.bulk_create(lines)
    Financement.objects.bulk_create(plans)
    Paiement.objects.bulk_create(payments)
    Reserve.objects.bulk_create(reserves)
    Contact.objects.bulk_create(
        Contact(
            operation=operation,
            name="Conducteur d’opération (exemple)",
            function="Conduite d’opération",
            organisation=operation.maitre_ouvrage,
            email=f"operation{operation.pk}@exemple.test",
            is_exemple=True,
        )
        for operation in programme.operations[::3]
    )
    for operation in programme.operations:
        operation.save()


def _amounts(dice: random.Random, operation: Operation, rank: int) -> tuple[int, int]:
    """Draw the cost written in the convention and today's, in centimes."""
    genre = GENRES[operation.kind]
    contract = _round(dice.randrange(genre.low, genre.high + 1) * 10_000_000)
    drift = (100, 103, 106, 108, 114, 121)[rank % 6]
    return contract, _round(contract * drift // 100)


def _round(centimes: int) -> int:
    return centimes // _STEP * _STEP


def _estimates(
    operation: Operation, contract: int, now: int, today: date
) -> Iterator[tuple[Estimation, int]]:
    then = (operation.ce_on or today) - timedelta(days=60)
    yield (
        Estimation(
            operation=operation,
            date=min(then, today - timedelta(days=400)),
            maturite=Maturite.RATIO,
            source="Étude de faisabilité (exemple)",
            is_exemple=True,
        ),
        contract,
    )
    ripe = RIPE.get(EtatOperation(operation.state), Maturite.PROGRAMME)
    yield (
        Estimation(
            operation=operation,
            date=today - timedelta(days=30 + operation.pk % 90),
            maturite=ripe,
            source="Maîtrise d’œuvre (exemple)",
            is_exemple=True,
        ),
        now,
    )


def _items(estimation: Estimation, total: int) -> Iterator[LigneEstimation]:
    """Share a total out; a ratio knows works, studies and contingencies only."""
    rest = total
    for poste, share in SHARES:
        is_coarse = estimation.maturite == Maturite.RATIO
        if poste == P.TRAVAUX or (is_coarse and poste not in {P.ETUDES, P.ALEAS}):
            continue
        amount = _round(total * share // 100)
        rest -= amount
        yield LigneEstimation(estimation=estimation, poste=poste, montant_ht=amount)
    yield LigneEstimation(estimation=estimation, poste=P.TRAVAUX, montant_ht=rest)


def _plan(
    programme: Programme, operation: Operation, contract: int, now: int, rank: int
) -> Iterator[Financement]:
    """Share the cost out; one plan in five has not followed the cost yet."""
    year = operation.lancement_year or 2027
    rate = Decimal(RATES.get(operation.kind, "0.25"))
    anru = find_ceiling([Ligne(0, "", 0, assiette=contract, taux=rate)]) or 0
    anru = _round(anru)
    total = contract if rank % 5 == 3 else now
    if not operation.recovers_vat:
        total = total * 6 // 5
    granted = operation.state not in {
        EtatOperation.INSCRITE,
        EtatOperation.PRESENTEE_CE,
        EtatOperation.FAT_DEPOSEE,
    }
    state = EtatFinancement.NOTIFIE if granted else EtatFinancement.SOLLICITE
    half = _round(anru // 2)
    for offset, amount in enumerate((half, anru - half)):
        yield Financement(
            operation=operation,
            financeur=programme.funders["anru"],
            year=year + offset,
            montant=amount,
            state=state,
            assiette=contract if offset == 0 else None,
            taux=rate if offset == 0 else None,
            plafond=anru if offset == 0 else None,
            is_exemple=True,
        )
    rest = total - anru
    for key, share in OTHERS.get(operation.kind, ()):
        amount = _round(contract * share // 100)
        if programme.funders[key].pk == operation.maitre_ouvrage_id:
            continue
        rest -= amount
        yield Financement(
            operation=operation,
            financeur=programme.funders[key],
            year=year + 1,
            montant=amount,
            state=EtatFinancement.ACQUIS if granted else EtatFinancement.SOLLICITE,
            is_exemple=True,
        )
    third = _round(rest // 3)
    for offset, amount in enumerate((third, third, rest - 2 * third)):
        yield Financement(
            operation=operation,
            financeur=operation.maitre_ouvrage,
            year=year + offset,
            montant=amount,
            state=EtatFinancement.ACQUIS,
            is_exemple=True,
        )


def _payments(
    programme: Programme, operation: Operation, plan: list[Financement], today: date
) -> Iterator[Paiement]:
    """Give an instalment to what is being built; one in four still waits for it."""
    running = operation.state in {EtatOperation.TRAVAUX, *DELIVERED}
    if not running:
        return
    anru = programme.funders["anru"]
    total = sum(line.montant for line in plan if line.financeur == anru)
    asked = today - timedelta(days=90 + operation.pk % 200)
    waits = operation.pk % 4 == 1
    yield Paiement(
        operation=operation,
        financeur=anru,
        kind=PaiementKind.ACOMPTE,
        montant=max(1, total * 15 // 100),
        asked_on=asked,
        paid_on=None if waits else asked + timedelta(days=60),
        is_exemple=True,
    )


def _reserve(operation: Operation, rank: int, today: date) -> Reserve:
    lifted = rank % 4 == 0
    asked = operation.ce_on or today - timedelta(days=300)
    return Reserve(
        operation=operation,
        text=RESERVES[rank % len(RESERVES)],
        asked_on=asked,
        due=asked + timedelta(days=180),
        lifted_on=asked + timedelta(days=150) if lifted else None,
        proof="Note transmise au délégué territorial (exemple)." if lifted else "",
        is_exemple=True,
    )
