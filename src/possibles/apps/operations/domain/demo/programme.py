"""Which operations: for each named project, facilities, homes, streets and studies."""

import random
from dataclasses import dataclass, field
from datetime import date

from possibles.apps.acteurs.domain.demo import find_example
from possibles.apps.acteurs.enums import OrganisationKind
from possibles.apps.acteurs.models import Organisation
from possibles.apps.conventions.enums import ConventionKind, ConventionState
from possibles.apps.conventions.models import Convention
from possibles.apps.operations.enums import (
    NatureOperation,
    NatureTravaux,
    TypeOperation,
    UniteDeCapacite,
)
from possibles.apps.operations.models import Operation
from possibles.apps.territoires.models import Commune, ProjetRenouvellement
from possibles.engine.calendars.days import add_months

T, N, W, U = TypeOperation, NatureOperation, NatureTravaux, UniteDeCapacite

LANDLORDS = (
    "Habitat Calanques",
    "Logis Provence",
    "Toit et Mistral",
    "Maisons de l’Étang",
    "Résidences du Garlaban",
)
TREES = (
    "Amandiers",
    "Micocouliers",
    "Arbousiers",
    "Tamaris",
    "Mimosas",
    "Platanes",
    "Figuiers",
    "Cyprès",
    "Oliviers",
    "Genêts",
    "Romarins",
    "Câpriers",
    "Jujubiers",
    "Grenadiers",
)
# How many months ago an operation may have begun: from, to.
AGES: dict[str, tuple[int, int]] = {
    T.DEMOLITION: (40, 62),
    T.RECONSTITUTION: (30, 58),
    T.INGENIERIE: (10, 36),
}
# Approximate middle of each project, longitude then latitude, drawn around.
PLACES = {
    ("prin", 1): (5.3755, 43.3125),
    ("prin", 2): (5.4435, 43.2880),
    ("prin", 3): (5.4170, 43.3270),
    ("prin", 4): (5.4320, 43.3330),
    ("prin", 5): (5.3980, 43.3380),
    ("prin", 6): (5.3500, 43.3680),
    ("prin", 7): (5.3940, 43.3830),
    ("prin", 8): (5.4110, 43.3800),
    ("prin", 9): (5.3640, 43.3270),
    ("prir", 1): (5.3520, 43.3580),
    ("prir", 2): (5.3620, 43.3520),
}


@dataclass(frozen=True, slots=True)
class Genre:
    """What a type of operation looks like; costs in millions of euros, before tax."""

    nature: str
    title: str
    owner: str
    works: str
    low: int
    high: int
    unit: str = ""
    sizes: tuple[int, ...] = ()
    area: int = 0
    text: str = ""


GENRES: dict[str, Genre] = {
    T.ECOLE_NEUVE: Genre(N.N37, "Groupe scolaire des {}", "ville", W.CONSTRUCTION, 130, 185, U.CLASSES, (10, 12, 14), 330, "Une école maternelle et élémentaire, sa restauration, une cour plantée ouverte au quartier le samedi."),
    T.ECOLE_REHABILITEE_OCCUPEE: Genre(N.N37, "Réhabilitation de l’école des {}", "ville", W.REHABILITATION, 45, 95, U.CLASSES, (8, 10, 12), 260, "Isolation, mise aux normes, cour rafraîchie, sans fermer l’école."),
    T.GYMNASE: Genre(N.N37, "Gymnase des {}", "ville", W.CONSTRUCTION, 50, 75, U.PLACES, (200, 300), 5, "Une salle omnisports, ouverte aux écoles le jour et aux clubs le soir."),
    T.CRECHE: Genre(N.N37, "Crèche des {}", "ville", W.CONSTRUCTION, 26, 42, U.BERCEAUX, (40, 48, 60), 13, "Des places réservées aux parents en parcours d’insertion."),
    T.CENTRE_SOCIAL: Genre(N.N37, "Centre social des {}", "ville", W.CONSTRUCTION, 38, 62, U.PLACES, (150, 200), 6, "Accueil, accès aux droits, salle commune gérée avec les habitants."),
    T.EQUIPEMENT_AUTRE: Genre(N.N37, "Maison de santé des {}", "metropole", W.CONSTRUCTION, 24, 60, U.PLACES, (80, 120), 10, "Un équipement de proximité qui manque au quartier."),
    T.DEMOLITION: Genre(N.N21, "Démolition du bâtiment {}", "bailleur", W.DEMOLITION, 32, 90, U.LOGEMENTS, (48, 72, 96, 120), 0, "Le terrain libéré reçoit l’équipement et les espaces publics prévus."),
    T.ESPACE_PUBLIC: Genre(N.N24, "Place et mail des {}", "metropole", W.AMENAGEMENT, 24, 80, U.METRES_CARRES, (6000, 9000, 14000), 0, "Rues apaisées, ombre, eau, arrêts de bus rapprochés."),
    T.RESIDENTIALISATION: Genre(N.N34, "Résidentialisation des {}", "bailleur", W.AMENAGEMENT, 9, 28, U.LOGEMENTS, (60, 110, 180), 0, "Halls, locaux de tri, limites claires entre rue et résidence."),
    T.REQUALIFICATION: Genre(N.N33, "Requalification de la résidence des {}", "bailleur", W.REHABILITATION, 60, 150, U.LOGEMENTS, (90, 140, 200), 0, "Isolation par l’extérieur, logements adaptés, sans départ des locataires."),
    T.RECONSTITUTION: Genre(N.N31, "Reconstitution des {}", "bailleur", W.CONSTRUCTION, 70, 130, U.LOGEMENTS, (35, 48, 64), 0, "Des logements sociaux hors quartier prioritaire, à la place de ceux démolis."),
    T.COPROPRIETE: Genre(N.N22, "Recyclage de la copropriété des {}", "metropole", W.DEMOLITION, 110, 220, U.LOGEMENTS, (120, 180), 0, "Acquisition, relogement, démolition, sous maîtrise publique."),
    T.IMMOBILIER_ECONOMIQUE: Genre(N.N38, "Pôle d’activités des {}", "metropole", W.CONSTRUCTION, 38, 80, U.PLACES, (80, 120), 0, "Ateliers et cellules pour les artisans du quartier."),
    T.INGENIERIE: Genre(N.N14, "OPC urbain et conduite du projet", "metropole", W.ETUDE, 4, 9, "", (), 0, "Planning commun, interfaces, points mensuels."),
}  # fmt: skip


@dataclass
class Programme:
    """The drawn operations; `age` tells how many months ago each began."""

    operations: list[Operation] = field(default_factory=list)
    starts: dict[int, date] = field(default_factory=dict)
    by_projet: dict[int, list[Operation]] = field(default_factory=dict)
    owners: dict[str, list[Organisation]] = field(default_factory=dict)
    funders: dict[str, Organisation] = field(default_factory=dict)


def draw_programme(dice: random.Random, today: date) -> Programme:
    """Draw the operations of every named project; the unnamed ones keep none."""
    programme = Programme()
    _find_bodies(programme)
    commune = Commune.objects.filter(code_insee="13055").first()
    projets = ProjetRenouvellement.objects.exclude(name="").prefetch_related(
        "quartiers"
    )
    for rank, projet in enumerate(projets.order_by("kind", "number")):
        convention = _make_convention(projet)
        kinds = _list_kinds(rank, is_whole=bool(projet.quartiers.all()))
        for place, kind in enumerate(kinds):
            operation = _draw(dice, programme, projet, kind, rank, place)
            operation.commune = commune
            operation.convention = convention
            programme.operations.append(operation)
            programme.by_projet.setdefault(projet.pk, []).append(operation)
            programme.starts[len(programme.operations) - 1] = _draw_start(
                dice, kind, rank, today
            )
    return programme


def save_operations(programme: Programme) -> None:
    Operation.objects.bulk_create(programme.operations)
    quartiers = {
        pk: list(ProjetRenouvellement.objects.get(pk=pk).quartiers.all())
        for pk in programme.by_projet
    }
    for operation in programme.operations:
        held = quartiers[operation.renouvellement_id]
        if held:
            operation.quartiers.set(held[:1])


def _list_kinds(rank: int, *, is_whole: bool) -> list[TypeOperation]:
    """List a project's operations: four facilities in each, and what makes room."""
    kinds = [T.DEMOLITION, T.ESPACE_PUBLIC]
    kinds.append(T.REQUALIFICATION if rank % 2 else T.RESIDENTIALISATION)
    if is_whole:
        third = (T.GYMNASE, T.CRECHE)[rank % 2]
        fourth = (T.CENTRE_SOCIAL, T.EQUIPEMENT_AUTRE)[rank % 2]
        kinds += [T.ECOLE_NEUVE, T.ECOLE_REHABILITEE_OCCUPEE, third, fourth]
    if rank % 3 == 0:
        kinds.append(T.RECONSTITUTION)
    kinds += {1: [T.COPROPRIETE], 4: [T.IMMOBILIER_ECONOMIQUE], 0: [T.INGENIERIE]}.get(
        rank, []
    )
    return kinds


def _draw(
    dice: random.Random,
    programme: Programme,
    projet: ProjetRenouvellement,
    kind: TypeOperation,
    rank: int,
    place: int,
) -> Operation:
    genre = GENRES[kind]
    name = TREES[(rank * 5 + place * 3) % len(TREES)]
    owner = _owner(programme, genre.owner, rank)
    size = dice.choice(genre.sizes) if genre.sizes else None
    lon, lat = PLACES.get((projet.kind, projet.number), (5.3698, 43.2965))
    letter = "ABCDEFGHJKL"[rank % 11]
    return Operation(
        renouvellement=projet,
        title=genre.title.format(letter if kind == T.DEMOLITION else name),
        nature=genre.nature,
        kind=kind,
        idtop=f"{800 + rank}-6013{rank + 1:03d}-{genre.nature}-{place + 1:04d}-001",
        maitre_ouvrage=owner,
        objectifs=f"{genre.text} Opération inventée pour la démonstration.",
        programme=_tell_programme(genre, size),
        works=genre.works,
        capacity=size,
        capacity_unit=genre.unit if size else "",
        floor_area=size * genre.area if size and genre.area else None,
        conditions="Voir les interfaces\u202f: ce que d’autres opérations doivent remettre.",
        environment="Bâtiment bas carbone, cour et abords plantés."
        if genre.area
        else "",
        participation="Ateliers avec les habitants et les futurs usagers.",
        running_cost=dice.randrange(12, 60) * 1_000_000 if genre.area else None,
        staff=dice.randrange(4, 24) if genre.area else None,
        recovers_vat=genre.owner != "bailleur",
        lon=round(lon + dice.uniform(-0.004, 0.004), 5),
        lat=round(lat + dice.uniform(-0.003, 0.003), 5),
        is_exemple=True,
    )


def _tell_programme(genre: Genre, size: int | None) -> str:
    if size is None:
        return "Mission de conduite de projet."
    unit = UniteDeCapacite(genre.unit).label
    return f"{size} {unit}. Chiffres donnés en exemple."


def _draw_start(dice: random.Random, kind: str, rank: int, today: date) -> date:
    """Draw when an operation was to begin: demolitions early, facilities in turn."""
    youngest, oldest = AGES.get(kind, (6, 50))
    months = dice.randrange(youngest, oldest) + (14 if rank < 2 else 0)
    return add_months(today.replace(day=1), -months)


def _find_bodies(programme: Programme) -> None:
    """Find the bodies of the contract; what is missing becomes an example."""
    kinds = OrganisationKind
    known = {o.slug: o for o in Organisation.objects.all()}
    wanted = {
        "ville": ("commune-marseille", "Ville de Marseille", kinds.COMMUNE),
        "metropole": ("metropole", "Métropole", kinds.METROPOLE),
        "anru": ("anru", "ANRU", kinds.OPERATEUR),
        "region": ("region", "Région", kinds.REGION),
        "departement": ("departement", "Département", kinds.DEPARTEMENT),
        "caf": ("caf-13", "CAF", kinds.SOCIAL),
    }
    for key, (slug, name, kind) in wanted.items():
        programme.funders[key] = known.get(slug) or find_example(name, kind)
    own = list(
        Organisation.objects.filter(
            kind=kinds.BAILLEUR, personnes__isnull=False
        ).distinct()[:1]
    )
    programme.owners = {
        "ville": [programme.funders["ville"]],
        "metropole": [programme.funders["metropole"]],
        "bailleur": own + [find_example(name, kinds.BAILLEUR) for name in LANDLORDS],
    }


def _owner(programme: Programme, name: str, rank: int) -> Organisation:
    held = programme.owners[name]
    return held[rank % len(held)]


def _make_convention(projet: ProjetRenouvellement) -> Convention:
    slug = f"exemple-renouvellement-{projet.kind}-{projet.number}"
    found: Convention | None = Convention.objects.filter(slug=slug).first()
    if found is not None:
        return found
    convention: Convention = Convention.objects.create(
        slug=slug,
        kind=ConventionKind.PLURIANNUELLE,
        title=f"Convention pluriannuelle du projet {projet} (exemple)",
        short_title=f"Convention {projet.short_kind} {projet}"[:120],
        state=ConventionState.EN_VIGUEUR,
        objet="Convention inventée pour la démonstration.",
        is_exemple=True,
    )
    convention.quartiers.set(projet.quartiers.all())
    return convention
