"""Invented contracts for a demonstration: drawn once, always the same, all « exemple ».

Nothing here tells of a real contract, company or person. Dates are set around the day of
the load, so that some contracts are over, most run, some are still to come.
"""

import random
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from possibles.apps.acteurs.domain.demo import find_example
from possibles.apps.acteurs.enums import OrganisationKind
from possibles.apps.acteurs.models import Organisation
from possibles.apps.insertion.enums import (
    Cadre,
    Clause,
    Derogation,
    IntervenantRole,
    MarcheState,
    Prestation,
)
from possibles.apps.insertion.models import (
    FamilleDeMarche,
    Globalisation,
    Intervenant,
    Lot,
    Marche,
)
from possibles.apps.journal.models import change
from possibles.apps.operations.enums import NatureTravaux
from possibles.apps.operations.models import Operation
from possibles.apps.territoires.models import Commune, ProjetRenouvellement, Quartier

from .chantiers import Chantier, read_chantiers
from .objectifs import refresh, settle, settle_lot
from .obligation import judge

SEED = 20260
MARCHES = 84
OWNERS = 14
COMPANIES = (
    "Bâtir Durance",
    "Calanque Travaux",
    "Garrigue Espaces verts",
    "Étang Propreté",
    "Mistral Démolition",
    "Sainte-Baume Réseaux",
    "Atelier Pastré Études",
    "Alpilles Façades",
    "Camoins Menuiserie",
    "Rove Étanchéité",
    "Luberon Peinture",
    "Huveaune Électricité",
    "Vallon Médiation",
    "Crau Déménagement",
    "Côte Bleue Gardiennage",
    "Tramontane Cloisons",
)
BAILLEURS = (
    "Habitat Calanques",
    "Logis Provence",
    "Toit et Mistral",
    "Maisons de l’Étang",
    "Résidences du Garlaban",
)
PLACES = (
    "secteur nord",
    "secteur sud",
    "résidence des Pins",
    "résidence des Amandiers",
    "groupe scolaire",
    "place centrale",
    "îlot de la Gare",
    "parc social",
)


def load_demo() -> int:
    """Create the examples unless some are there; return how many contracts were made."""
    if Marche.objects.filter(is_exemple=True).exists():
        return 0
    familles = list(FamilleDeMarche.objects.order_by("position"))
    if not familles:
        return 0
    dice = random.Random(SEED)  # noqa: S311  examples, not secrets
    with change(author=None, origin="demo", reason="Marchés d’exemple"):
        owners = _owners()
        companies = [make_company(name) for name in COMPANIES]
        pools = [
            Globalisation.objects.create(
                name=f"Petits marchés de {owner} (exemple)", minimum=120
            )
            for owner in owners[:3]
        ]
        for index in range(MARCHES):
            famille = familles[index % len(familles)]
            owner = owners[index % len(owners)]
            pool = pools[index % len(owners)] if index % len(owners) < 3 else None
            _marche(dice, index, famille, owner, companies, pool)
    return MARCHES


def _owners() -> list[Organisation]:
    """Return the owners: bodies of the contract first, then invented landlords."""
    kinds = (OrganisationKind.METROPOLE, OrganisationKind.COMMUNE)
    known = list(Organisation.objects.filter(kind__in=kinds).order_by("pk"))
    found = known[: OWNERS - len(BAILLEURS)]
    found += [
        find_example(name, OrganisationKind.BAILLEUR)
        for name in (*BAILLEURS, *(f"Bailleur {n}" for n in range(6, OWNERS + 1)))
    ][: OWNERS - len(found)]
    return found


def make_company(name: str) -> Organisation:
    """Return an invented company."""
    return find_example(name, OrganisationKind.ENTREPRISE)


def _marche(
    dice: random.Random,
    index: int,
    famille: FamilleDeMarche,
    owner: Organisation,
    companies: list[Organisation],
    pool: Globalisation | None,
) -> Marche:
    days = _days(dice, timezone.localdate())
    large = famille.prestation == Prestation.TRAVAUX
    amount = dice.randrange(12, 420 if large else 130) * 1_000_000
    if index % 11 == 7:
        amount = (700_000_000 if large else 30_000_000) + amount
    small = pool is not None and index % 2 == 0
    amount = amount // 8 if small else amount
    marche = Marche(
        reference=f"EX-{index + 1:03d}",
        title=f"{famille} : {PLACES[index % len(PLACES)]}",
        maitre_ouvrage=owner,
        titulaire=None if days["state"] in _UNSIGNED else dice.choice(companies),
        famille=famille,
        amount=amount,
        commune=owner.commune or _commune(dice),
        clause=_clause(index),
        globalisation=pool,
        penalty_hourly=dice.choice([None, 3_000, 4_500, 6_000]),
        is_exemple=True,
        **days,
    )
    if marche.famille.cadre == Cadre.ANRU and index % 3 == 0:
        marche.projet_renouvellement = _projet(dice, marche.commune)
    if marche.famille.cadre == Cadre.ANRU and large and index % 2 == 0:
        _hang(dice, marche, companies)
    if judge(marche).is_broken:
        marche.derogation = Derogation.TRAVAUX_COURTS
        marche.derogation_note = "Exemple : chantier d’une durée de quatre mois."
    settle(marche)
    marche.full_clean()
    marche.save()
    _parts(dice, index, marche, companies)
    return marche


def _hang(dice: random.Random, marche: Marche, companies: list[Organisation]) -> None:
    """Hang a contract on an operation of its commune, whose schedule it follows."""
    rows = Operation.objects.alive().filter(commune=marche.commune, is_exemple=True)
    is_demolition = "demolition" in marche.famille.slug
    operation = _pick(
        dice,
        rows.filter(works=NatureTravaux.DEMOLITION)
        if is_demolition
        else rows.exclude(works=NatureTravaux.DEMOLITION).exclude(works=""),
    )
    if operation is not None:
        marche.operation = operation
        marche.projet_renouvellement = operation.renouvellement
        marche.title = f"{marche.famille} : {operation.title}"[:250]
        for chantier in read_chantiers([marche]).values():
            _follow(dice, marche, chantier, companies)


def _follow(
    dice: random.Random,
    marche: Marche,
    chantier: Chantier,
    companies: list[Organisation],
) -> None:
    """Give a contract the dates of its works, and the state that goes with them."""
    for name, value in _life(
        chantier.start, chantier.end, timezone.localdate()
    ).items():
        setattr(marche, name, value)
    if marche.state in _UNSIGNED:
        marche.titulaire = None
    elif marche.titulaire is None:
        marche.titulaire = dice.choice(companies)


_UNSIGNED = frozenset({MarcheState.PREVU, MarcheState.CONSULTATION})


def _days(dice: random.Random, today: date) -> dict[str, Any]:
    """Draw a life: half of the contracts run, a fifth is over, the rest is to come."""
    first = today + timedelta(days=dice.randrange(-900, 300))
    return _life(first, first + timedelta(days=dice.randrange(150, 900)), today)


def _life(first: date, last: date, today: date) -> dict[str, Any]:
    """Return the state of a contract between two days, and the days before it."""
    if first > today + timedelta(days=60):
        state = MarcheState.PREVU
    elif first > today:
        state = MarcheState.CONSULTATION
    else:
        state = MarcheState.TERMINE if last < today else MarcheState.EN_COURS
    signed = state not in _UNSIGNED
    return {
        "state": state,
        "consulted_on": first - timedelta(days=150),
        "notified_on": first - timedelta(days=20) if signed else None,
        "start": first,
        "end": last,
    }


def _clause(index: int) -> Clause:
    if index % 13 == 5:
        return Clause.AUCUNE
    if index % 9 == 4:
        return Clause.RESERVE
    return Clause.EXECUTION_CRITERE if index % 4 == 1 else Clause.EXECUTION


def _parts(
    dice: random.Random, index: int, marche: Marche, companies: list[Organisation]
) -> None:
    marche.quartiers.set(_quartiers(dice, marche.commune))
    if index % 10 == 3 and marche.amount is not None:
        for number in (1, 2, 3):
            lot = Lot(
                marche=marche,
                number=number,
                title=f"Tranche {number}",
                famille=marche.famille,
                amount=marche.amount // 3,
                titulaire=marche.titulaire,
            )
            settle_lot(lot)
            lot.full_clean()
            lot.save()
        refresh(marche)
    others = [c for c in companies if c.pk != marche.titulaire_id]
    if marche.titulaire_id and index % 3 == 1:
        Intervenant.objects.create(
            marche=marche,
            organisation=dice.choice(others),
            role=dice.choice(list(IntervenantRole)),
        )


def _quartiers(dice: random.Random, commune: Commune | None) -> list[Quartier]:
    if commune is None:
        return []
    found = list(Quartier.objects.filter(communes=commune).order_by("code"))
    return dice.sample(found, min(len(found), dice.choice([0, 1, 1, 2])))


def _commune(dice: random.Random) -> Commune | None:
    found: Commune | None = _pick(dice, Commune.objects.filter(in_contrat=True))
    return found


def _projet(
    dice: random.Random, commune: Commune | None
) -> ProjetRenouvellement | None:
    rows = ProjetRenouvellement.objects.filter(quartiers__communes=commune)
    found: ProjetRenouvellement | None = _pick(dice, rows.distinct())
    return found


def _pick(dice: random.Random, rows: Any) -> Any:
    held = list(rows.order_by("pk"))
    return dice.choice(held) if held else None
