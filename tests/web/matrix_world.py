"""Who opens the pages in the matrix, and on what.

Two of everything that bounds a right: communes A and B, a quarter and an organisation in
each. « own » objects are in A, « other » ones in B; `matrix.toml` says who opens which.
A model of ours that pages take by its key has one function here, under its name.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from possibles.apps.acteurs.enums import Perimeter, Role
from possibles.apps.acteurs.models import (
    Habilitation,
    Invitation,
    Personne,
    RolePropose,
    Service,
    VueNommee,
)
from possibles.apps.journal.models import Acte, change
from possibles.apps.territoires.interfaces.qpv_files import prepare_qpv_file
from tests.factories.acteurs import make_organisation, make_personne
from tests.factories.insertion import (
    make_famille,
    make_intervenant,
    make_lot,
    make_marche,
)
from tests.factories.referentiel import make_parametre
from tests.factories.territoires import (
    make_commune,
    make_projet_renouvellement,
    make_quartier,
)

Kwargs = dict[str, Any]
MISSING = 999_999_999


@dataclass
class Side:
    """What lies on one side of the border."""

    commune: Any
    quartier: Any
    organisation: Any
    kept: dict[str, Kwargs] = field(default_factory=dict)


class World:
    """The people, the two sides, and the sample objects, each made once."""

    def __init__(self) -> None:
        self.own, self.other = _make_side("A"), _make_side("B")
        self.people: dict[str, Personne | AnonymousUser] = {
            "anonyme": AnonymousUser(),
            **_make_people(self.own, self.other),
        }

    def kwargs(self, name: str, side: str) -> Kwargs:
        """Return what the address of this object takes."""
        here: Side = getattr(self, side)
        if name not in here.kept:
            with change(author=None, origin="tests"):
                here.kept[name] = SAMPLES[name](self, here)
        return here.kept[name]


def _make_side(letter: str) -> Side:
    commune = make_commune(name=f"Commune {letter}")
    return Side(
        commune=commune,
        quartier=make_quartier(commune=commune, name=f"Quartier {letter}"),
        organisation=make_organisation(name=f"Organisation {letter}"),
    )


def _make_people(a: Side, b: Side) -> dict[str, Personne]:
    make = make_personne
    at_a = {"organisation": a.organisation, "perimetre_organisation": a.organisation}
    at_b = {"organisation": b.organisation, "perimetre_organisation": b.organisation}
    return {
        "administrateur": make(Role.ADMINISTRATEUR),
        "directeur": make(Role.DIRECTEUR_DE_PROJET),
        "charge_a": make(Role.CHARGE_DE_CONTRAT, commune=a.commune),
        "charge_b": make(Role.CHARGE_DE_CONTRAT, commune=b.commune),
        "chef_de_file_a": make(Role.CHEF_DE_FILE, **at_a),
        "chef_de_file_b": make(Role.CHEF_DE_FILE, **at_b),
        "partenaire_a": make(Role.PARTENAIRE, **at_a),
        "elu_a": make(Role.ELU, commune=a.commune),
        "opc": make(Role.OPC),
        "maitre_ouvrage_a": make(Role.MAITRE_OUVRAGE, **at_a),
        "facilitateur": make(Role.FACILITATEUR),
        "financeur": make(Role.FINANCEUR),
        "association_a": make(Role.ASSOCIATION, **at_a),
        "association_b": make(Role.ASSOCIATION, **at_b),
        "habitant_a": make(Role.HABITANT, quartier=a.quartier),
        "sans_role": make(),
    }


# --- Sample objects ---------------------------------------------------------------------

SAMPLES: dict[str, Callable[[World, Side], Kwargs]] = {}


def sample(name: str) -> Callable[..., Any]:
    def register(make: Callable[[World, Side], Kwargs]) -> Any:
        SAMPLES[name] = make
        return make

    return register


@sample("commune")
def _commune(world: World, side: Side) -> Kwargs:
    return {"pk": side.commune.pk}


@sample("quartier")
def _quartier(world: World, side: Side) -> Kwargs:
    return {"pk": side.quartier.pk}


@sample("organisation")
def _organisation(world: World, side: Side) -> Kwargs:
    """Make the body that administers the commune of this side."""
    return {"pk": make_organisation(kind="commune", commune=side.commune).pk}


@sample("service")
def _service(world: World, side: Side) -> Kwargs:
    organisation = make_organisation(kind="commune", commune=side.commune)
    return {"pk": Service.objects.create(organisation=organisation, name="Habitat").pk}


@sample("personne")
def _personne(world: World, side: Side) -> Kwargs:
    return {"pk": make_personne(Role.PARTENAIRE, commune=side.commune).pk}


@sample("habilitation")
def _habilitation(world: World, side: Side) -> Kwargs:
    person = make_personne()
    held = Habilitation.objects.create(
        personne=person,
        role=Role.ELU,
        perimeter=Perimeter.COMMUNE,
        commune=side.commune,
    )
    return {"pk": held.pk}


@sample("invitation")
def _invitation(world: World, side: Side) -> Kwargs:
    """Make an invitation sent by the chargé of this side."""
    author = world.people["charge_a" if side is world.own else "charge_b"]
    invitation = Invitation.objects.create(
        email=f"invitee-{side.commune.pk}@exemple.test",
        invited_by=author,
        expires_at=timezone.now() + timedelta(days=3),
    )
    RolePropose.objects.create(
        invitation=invitation,
        role=Role.ELU,
        perimeter=Perimeter.COMMUNE,
        commune=side.commune,
    )
    return {"pk": invitation.pk}


@sample("vue")
def _vue(world: World, side: Side) -> Kwargs:
    owner = world.people["charge_a" if side is world.own else "charge_b"]
    vue = VueNommee.objects.create(owner=owner, liste="comptes", name="La mienne")
    return {"pk": vue.pk}


@sample("historique")
def _historique(world: World, side: Side) -> Kwargs:
    return {"model": "acteurs.organisation", "key": str(side.organisation.pk)}


def _last_acte(side: Side) -> Acte:
    found = Acte.objects.filter(
        model="acteurs.organisation", object_id=str(side.organisation.pk)
    ).first()
    assert found is not None
    return found


@sample("acte")
def _acte(world: World, side: Side) -> Kwargs:
    return {"sequence": _last_acte(side).sequence}


@sample("changement")
def _changement(world: World, side: Side) -> Kwargs:
    return {"key": _last_acte(side).change}


@sample("session")
def _session(world: World, side: Side) -> Kwargs:
    """Make a session of the chargé of this side: nobody else may end it."""
    from allauth.usersessions.models import UserSession

    owner = world.people["charge_a" if side is world.own else "charge_b"]
    session = UserSession.objects.create(
        user=owner, ip="127.0.0.1", session_key=f"essai-{owner.pk}", user_agent="x"
    )
    return {"key": session.pk}


@sample("jeton")
def _jeton(world: World, side: Side) -> Kwargs:
    return {"token": "un-jeton-inconnu"}


@sample("cle-de-mot-de-passe")
def _cle(world: World, side: Side) -> Kwargs:
    return {"uidb36": "1", "key": "inconnue"}


@sample("fournisseur")
def _fournisseur(world: World, side: Side) -> Kwargs:
    return {"provider_id": "proconnect"}


# --- Territory, reference numbers -------------------------------------------------------


@sample("renouvellement")
def _renouvellement(world: World, side: Side) -> Kwargs:
    return {"pk": make_projet_renouvellement(side.quartier).pk}


@sample("import")
def _import(world: World, side: Side) -> Kwargs:
    prepared = prepare_qpv_file("liste.csv", b"code_qp\nQN01342I\n", source="essai")
    return {"pk": prepared.pk}


@sample("parametre")
def _parametre(world: World, side: Side) -> Kwargs:
    return {"code": make_parametre().code}


# --- Insertion --------------------------------------------------------------------------


def _make_marche(side: Side) -> Any:
    return make_marche(maitre_ouvrage=side.organisation, commune=side.commune)


@sample("marche")
def _marche(world: World, side: Side) -> Kwargs:
    return {"pk": _make_marche(side).pk}


@sample("lot")
def _lot(world: World, side: Side) -> Kwargs:
    return {"pk": make_lot(_make_marche(side)).pk}


@sample("intervenant")
def _intervenant(world: World, side: Side) -> Kwargs:
    return {"pk": make_intervenant(_make_marche(side)).pk}


@sample("famille")
def _famille(world: World, side: Side) -> Kwargs:
    return {"pk": make_famille().pk}
