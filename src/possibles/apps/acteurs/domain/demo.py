"""The accounts of a demonstration: one per role at least, invented people, one passphrase.

Their addresses end with `exemple.test`, which leads nowhere; their rows are marked as
examples. They only exist where `DEMO` is set.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify

from possibles.apps.acteurs.enums import OrganisationKind, Perimeter, Role
from possibles.apps.acteurs.models import Habilitation, Organisation, Personne
from possibles.apps.journal.models import change
from possibles.apps.territoires.models import Commune, Quartier

PASSPHRASE = "sardine-bateau-phare-mistral"  # noqa: S105  shown on the sign-in page
DOMAIN = "exemple.test"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """Someone to borrow: who they are, what they do, on which place of the demo."""

    key: str
    first_name: str
    last_name: str
    function: str
    role: Role
    kind: OrganisationKind
    perimeter: Perimeter = Perimeter.CONTRAT
    place: int = 0

    @property
    def email(self) -> str:
        return f"{self.key}@{DOMAIN}"


_K, _P, _R = OrganisationKind, Perimeter, Role
ACCOUNTS = (
    DemoAccount("administratrice", "Aline", "Roustan", "Administratrice de la plateforme",
                _R.ADMINISTRATEUR, _K.METROPOLE),
    DemoAccount("administrateur", "Marc", "Olivari", "Administrateur suppléant",
                _R.ADMINISTRATEUR, _K.METROPOLE),
    DemoAccount("directrice", "Nadia", "Ferhaoui", "Directrice de projet",
                _R.DIRECTEUR_DE_PROJET, _K.METROPOLE),
    DemoAccount("chargee", "Sophie", "Blancard", "Chargée de contrat de ville",
                _R.CHARGE_DE_CONTRAT, _K.COMMUNE, _P.COMMUNE),
    DemoAccount("charge", "Karim", "Taleb", "Chargé de contrat de ville",
                _R.CHARGE_DE_CONTRAT, _K.COMMUNE, _P.COMMUNE, 1),
    DemoAccount("charge-metropole", "Lucie", "Arnoux", "Chargée du contrat métropolitain",
                _R.CHARGE_DE_CONTRAT, _K.METROPOLE),
    DemoAccount("cheffe-de-file", "Élise", "Garnero", "Cheffe de file, cohésion sociale",
                _R.CHEF_DE_FILE, _K.METROPOLE, _P.ORGANISATION),
    DemoAccount("chef-de-file", "Yanis", "Morel", "Chef de file, habitat",
                _R.CHEF_DE_FILE, _K.BAILLEUR, _P.ORGANISATION),
    DemoAccount("partenaire", "Inès", "Caradec", "Déléguée de l’État",
                _R.PARTENAIRE, _K.ETAT, _P.ORGANISATION),
    DemoAccount("elue", "Jeanne", "Santoni", "Adjointe à la politique de la ville",
                _R.ELU, _K.COMMUNE, _P.COMMUNE),
    DemoAccount("elu", "Paul", "Estève", "Vice-président de la métropole",
                _R.ELU, _K.METROPOLE),
    DemoAccount("opc", "Hugo", "Lantelme", "OPC urbain", _R.OPC, _K.ENTREPRISE),
    DemoAccount("maitre-ouvrage", "Claire", "Amiel", "Responsable d’opérations",
                _R.MAITRE_OUVRAGE, _K.BAILLEUR, _P.ORGANISATION),
    DemoAccount("maitre-ouvrage-ville", "Thomas", "Reboul", "Directeur des constructions publiques",
                _R.MAITRE_OUVRAGE, _K.COMMUNE, _P.ORGANISATION),
    DemoAccount("facilitatrice", "Samia", "Bouzid", "Facilitatrice des clauses d’insertion",
                _R.FACILITATEUR, _K.METROPOLE),
    DemoAccount("instructrice", "Laure", "Peyron", "Instructrice des subventions",
                _R.FINANCEUR, _K.ETAT),
    DemoAccount("association", "Malik", "Sarrazin", "Directeur d’un centre social",
                _R.ASSOCIATION, _K.ASSOCIATION, _P.ORGANISATION),
    DemoAccount("association-2", "Rose", "Delmas", "Coordinatrice d’une association",
                _R.ASSOCIATION, _K.ASSOCIATION, _P.ORGANISATION, 1),
    DemoAccount("habitante", "Fatou", "Camara", "Conseil citoyen",
                _R.HABITANT, _K.GROUPE, _P.QUARTIER),
)  # fmt: skip


def list_demo_accounts() -> list[DemoAccount]:
    """Return the demo accounts that exist, in the order of the roles."""
    emails = set(
        Personne.objects.filter(is_exemple=True, is_active=True).values_list(
            "email", flat=True
        )
    )
    return [account for account in ACCOUNTS if account.email in emails]


def create_demo_accounts() -> list[Personne]:
    """Create the missing accounts; return those created. Safe to call again."""
    known = set(Personne.objects.values_list("email", flat=True))
    missing = [account for account in ACCOUNTS if account.email not in known]
    with change(author=None, origin="demo", reason="Comptes de démonstration"):
        return [_create(account) for account in missing]


def _create(account: DemoAccount) -> Personne:
    person: Personne = Personne.objects.create_user(
        account.email,
        PASSPHRASE,
        first_name=account.first_name,
        last_name=account.last_name,
        function=account.function,
        organisation=_find_organisation(account),
        is_exemple=True,
    )
    place, perimeter = _find_place(account, person)
    Habilitation.objects.create(
        personne=person, role=account.role, perimeter=perimeter, **place
    )
    return person


def _find_place(
    account: DemoAccount, person: Personne
) -> tuple[dict[str, object], Perimeter]:
    """Return where the role is held; the whole contract when no such place is loaded."""
    if account.perimeter == Perimeter.COMMUNE:
        commune = _nth(_communes(), account.place)
        return ({"commune": commune}, _P.COMMUNE) if commune else ({}, _P.CONTRAT)
    if account.perimeter == Perimeter.QUARTIER:
        quartier = _nth(list(Quartier.objects.order_by("code")[:2]), account.place)
        return ({"quartier": quartier}, _P.QUARTIER) if quartier else ({}, _P.CONTRAT)
    if account.perimeter == Perimeter.ORGANISATION:
        return {"organisation": person.organisation}, _P.ORGANISATION
    return {}, _P.CONTRAT


def _find_organisation(account: DemoAccount) -> Organisation:
    """Return an organisation of the loaded content, or an example of its kind."""
    found = Organisation.objects.filter(kind=account.kind).order_by("pk")
    if account.kind == OrganisationKind.COMMUNE:
        commune = _nth(_communes(), account.place)
        found = found.filter(commune=commune) if commune else found
    chosen: Organisation | None = _nth(list(found[:2]), account.place)
    return chosen or _create_example(account)


def find_example(name: str, kind: OrganisationKind) -> Organisation:
    """Return an invented organisation, created the first time."""
    full = f"{name} (exemple)"
    found: Organisation = Organisation.objects.get_or_create(
        slug=slugify(full), defaults={"name": full, "kind": kind, "is_exemple": True}
    )[0]
    return found


def _create_example(account: DemoAccount) -> Organisation:
    commune = None
    if account.kind == OrganisationKind.COMMUNE:
        commune = _nth(_communes(), account.place)
    name = (
        f"Commune de {commune} (exemple)"
        if commune
        else f"{account.kind.label} {account.place + 1} (exemple)"
    )
    created: Organisation = Organisation.objects.get_or_create(
        slug=slugify(name),
        defaults={
            "name": name,
            "kind": account.kind,
            "commune": commune,
            "is_exemple": True,
        },
    )[0]
    return created


def _communes() -> list[Commune]:
    """Return two communes of the contract, Marseille first when it is loaded."""
    communes = Commune.objects.filter(in_contrat=True)
    marseille = list(communes.filter(code_insee="13055"))
    others = communes.exclude(code_insee="13055").order_by("sort_name")
    return [*marseille, *others[:2]][:2]


def _nth(rows: list[Any], place: int) -> Any:
    return rows[place] if place < len(rows) else None
