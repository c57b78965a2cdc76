"""An invented frame for a demonstration: who steers, who met whom, who committed to what."""

import random
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from possibles.apps.acteurs.enums import OrganisationKind
from possibles.apps.acteurs.models import Organisation
from possibles.apps.conventions.enums import EngagementState
from possibles.apps.insertion.enums import HIRES, EngagementKind
from possibles.apps.insertion.models import (
    CharteLocale,
    EngagementInsertion,
    FamilleDeMarche,
    JeuDHypotheses,
    LigneDeJeu,
    Marche,
    Seminaire,
    StructurePilote,
)
from possibles.apps.journal.models import change

from .demo import make_company
from .jeux import list_bases

SEED = 82
SUBJECTS = (
    ("Nettoyage et encombrants", ("nettoyage", "encombrants")),
    ("Espaces verts et petite maintenance", ("espaces-verts", "maintenance")),
    ("Gardiennage et médiation", ("gardiennage", "mediation")),
)
ENGAGEMENTS = (
    (EngagementKind.INGENIERIE, "Un alternant dans l’équipe de conduite de projet", 1),
    (
        EngagementKind.FONCTIONNEMENT,
        "Gardiens du nouveau gymnase recrutés sur place",
        2,
    ),
    (EngagementKind.FONCTIONNEMENT, "Agents de la crèche formés puis embauchés", 3),
    (EngagementKind.ACCOMPAGNEMENT, "Médiateurs du relogement", 4),
    (EngagementKind.ACCOMPAGNEMENT, "Enquêteurs de la concertation", 3),
    (EngagementKind.DUREE, "Contrats de six mois au moins", None),
    (
        EngagementKind.FEMMES,
        "Une femme sur trois parmi les personnes accueillies",
        None,
    ),
    (EngagementKind.JEUNES, "Une place sur quatre aux moins de 26 ans", None),
    (EngagementKind.PARCOURS, "Une formation qualifiante proposée à chacun", None),
    (EngagementKind.ENTREPRISES, "Une rencontre par trimestre avec les titulaires", 4),
)


def load_cadre_demo() -> int:
    """Create the examples unless some are there; return how many were made."""
    if EngagementInsertion.objects.filter(is_exemple=True).exists():
        return 0
    owners = list(
        Organisation.objects.filter(
            pk__in=Marche.objects.filter(is_exemple=True)
            .order_by()
            .values("maitre_ouvrage")
        ).order_by("sort_name")
    )
    if not owners:
        return 0
    dice = random.Random(SEED)  # noqa: S311  examples, not secrets
    with change(author=None, origin="demo", reason="Cadre d’insertion d’exemple"):
        _structure()
        _seminaires(owners)
        _charte(owners)
        _jeux()
        return sum(_engagements(dice, owner) for owner in owners[:6])


def _structure() -> None:
    if StructurePilote.objects.filter(ended_on=None).exists():
        return
    organisation = make_company("Maison des clauses")
    organisation.kind = OrganisationKind.ASSOCIATION
    organisation.save()
    StructurePilote.objects.create(
        organisation=organisation,
        designated_on=timezone.localdate() - timedelta(days=900),
        designated_by="le comité de pilotage de la GUP et de l’insertion",
        missions=(
            "Conseiller les acheteurs, valider l’éligibilité, suivre et attester les "
            "heures, rendre compte à l’ANRU."
        ),
        is_exemple=True,
    )


def _seminaires(owners: list[Organisation]) -> None:
    today = timezone.localdate()
    for rank, (subject, words) in enumerate(SUBJECTS):
        seminaire = Seminaire.objects.create(
            title=f"Objectifs d’heures : {subject.lower()}",
            date=today - timedelta(days=420 - rank * 120),
            place="Salle d’exemple",
            conclusions=(
                "Les participants ont comparé trois parts de main-d’œuvre et gardé celle "
                "du milieu, à revoir après un an de marchés."
            ),
            is_exemple=True,
        )
        familles = [
            famille
            for famille in FamilleDeMarche.objects.order_by("pk")
            if any(word in famille.slug for word in words)
        ]
        seminaire.familles.set(familles)
        seminaire.organisations.set(owners[rank : rank + 4])


def _jeux() -> None:
    """Propose two sets to compare with what is in force: neither is adopted."""
    bases = sorted(list_bases().items())[:6]
    for name, note, raised in (
        (
            "Coût horaire + 10 % (exemple)",
            "Les salaires ont monté : à dépense égale, moins d’heures.",
            (Decimal(1), Decimal("1.1")),
        ),
        (
            "Main-d’œuvre − 10 % (exemple)",
            "Ce que les titulaires ont dit au séminaire.",
            (Decimal("0.9"), Decimal(1)),
        ),
    ):
        share, cost = raised
        jeu = JeuDHypotheses.objects.create(name=name, note=note)
        for famille, base in bases:
            LigneDeJeu.objects.create(
                jeu=jeu,
                famille_id=famille,
                labour_share=round(base.labour_share * share, 4),
                hourly_cost=round(base.hourly_cost * cost),
                rate=base.rate,
                step=base.step,
            )


def _charte(owners: list[Organisation]) -> None:
    charte = CharteLocale.objects.create(
        title="Charte locale d’insertion",
        text=(
            "Les signataires réservent au moins 5 % des heures des travaux et de leur "
            "ingénierie, et 10 % de celles des marchés de gestion urbaine, aux habitants "
            "des quartiers éloignés de l’emploi."
        ),
        signed_on=timezone.localdate() - timedelta(days=700),
        is_exemple=True,
    )
    charte.signataires.set(owners[:8])


def _engagements(dice: random.Random, owner: Organisation) -> int:
    today = timezone.localdate()
    chosen = dice.sample(ENGAGEMENTS, 4)
    for kind, title, target in chosen:
        is_over = dice.random() < 1 / 3
        reached = None if target is None else (target if is_over else target // 2)
        EngagementInsertion.objects.create(
            kind=kind,
            title=title,
            organisation=owner,
            target=target,
            unit="embauches" if kind in HIRES else "rencontres",
            reached_direct=reached,
            reached_indirect=dice.choice([0, 1]) if kind in HIRES else None,
            due=today + timedelta(days=dice.randrange(60, 600)),
            state=EngagementState.TENU if is_over else EngagementState.EN_COURS,
            proof="Exemple : tableau des embauches." if is_over else "",
            is_exemple=True,
        )
    return len(chosen)
