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
from tests.factories import (
    contrat,
    conventions,
    documents,
    gouvernance,
    insertion,
    opc,
    operations,
)
from tests.factories.acteurs import make_organisation, make_personne
from tests.factories.referentiel import make_parametre
from tests.factories.territoires import (
    make_commune,
    make_projet_renouvellement,
    make_quartier,
)

from possibles.apps.acteurs.enums import Perimeter, Role
from possibles.apps.acteurs.models import (
    Habilitation,
    Invitation,
    Personne,
    RolePropose,
    Service,
    VueNommee,
)
from possibles.apps.contrat.domain.contenu import describe_agenda
from possibles.apps.contrat.enums import RoleChantier
from possibles.apps.contrat.models import ActeurChantier
from possibles.apps.conventions.domain.chaine import attach
from possibles.apps.conventions.domain.revue import prepare_revue
from possibles.apps.gouvernance.domain.adresses import give_address, write_token
from possibles.apps.imports.domain.planning import dry_run
from possibles.apps.imports.domain.receiving import receive
from possibles.apps.imports.specs import find_spec
from possibles.apps.journal.domain.snapshots import freeze
from possibles.apps.journal.models import Acte, change
from possibles.apps.referentiel.models import Parametre
from possibles.apps.territoires.interfaces.qpv_files import prepare_qpv_file
from possibles.apps.traitements.models import Traitement

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
    organisation = make_organisation(name=letter)
    with change(author=None, origin="tests"):  # an act one may take back
        organisation.name = f"Organisation {letter}"
        organisation.save()
    return Side(
        commune=commune,
        quartier=make_quartier(commune=commune, name=f"Quartier {letter}"),
        organisation=organisation,
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


@sample("importation")
def _importation(world: World, side: Side) -> Kwargs:
    """Make a file of contracts brought by the facilitateur, or by an owner on side B."""
    name = "facilitateur" if side is world.own else "maitre_ouvrage_a"
    content = "Référence;Objet;Maître d’ouvrage\nM-1;Rue;A\n".encode()
    author = world.people[name]
    received = receive(find_spec("marches"), "marches.csv", content, author=author)
    return {"pk": dry_run(received, author=author).pk}


@sample("globalisation")
def _globalisation(world: World, side: Side) -> Kwargs:
    return {"pk": insertion.make_globalisation().pk}


@sample("jeu")
def _jeu(world: World, side: Side) -> Kwargs:
    return {"pk": insertion.make_jeu().pk}


@sample("lien")
def _lien(world: World, side: Side) -> Kwargs:
    return {"pk": insertion.make_lien(commune=side.commune).pk}


@sample("jeton-de-lien")
def _jeton_de_lien(world: World, side: Side) -> Kwargs:
    return {"token": insertion.make_lien(commune=side.commune).token}


@sample("parametre")
def _parametre(world: World, side: Side) -> Kwargs:
    return {"code": make_parametre().code}


# --- The contract -----------------------------------------------------------------------


def _projet_of(side: Side) -> Any:
    """Make a public project of this side, led by its organisation."""
    return contrat.make_public_projet(
        communes=[side.commune],
        quartiers=[side.quartier],
        chef_de_file=side.organisation,
    )


@sample("projet")
def _projet(world: World, side: Side) -> Kwargs:
    return {"pk": _projet_of(side).pk}


@sample("projet-cache")
def _projet_cache(world: World, side: Side) -> Kwargs:
    """Make a project of no validated agenda: the public does not know it."""
    return {"pk": contrat.make_projet(communes=[side.commune]).pk}


@sample("chantier")
def _chantier(world: World, side: Side) -> Kwargs:
    """Make a work led by the organisation of this side."""
    chantier = contrat.make_chantier()
    ActeurChantier.objects.create(
        chantier=chantier,
        organisation=side.organisation,
        role=RoleChantier.CHEF_DE_FILE,
    )
    return {"pk": chantier.pk}


@sample("agenda")
def _agenda(world: World, side: Side) -> Kwargs:
    return {"pk": contrat.make_agenda().pk}


@sample("agenda-public")
def _agenda_public(world: World, side: Side) -> Kwargs:
    year = 2027 if side is world.own else 2028
    agenda = contrat.make_agenda(year=year, state="suivi")
    agenda.instantane = freeze(
        agenda, describe_agenda(agenda), kind="agenda", title="Agenda validé"
    )
    agenda.save()
    return {"year": year}


@sample("inscription")
def _inscription(world: World, side: Side) -> Kwargs:
    agenda = contrat.make_agenda()
    return {"pk": contrat.make_inscription(agenda, _projet_of(side)).pk}


@sample("partenaire")
def _partenaire(world: World, side: Side) -> Kwargs:
    return {"pk": contrat.make_partenaire(_projet_of(side)).pk}


@sample("jalon")
def _jalon(world: World, side: Side) -> Kwargs:
    return {"pk": contrat.make_jalon(_projet_of(side)).pk}


@sample("commentaire")
def _commentaire(world: World, side: Side) -> Kwargs:
    return {"pk": contrat.make_commentaire(_projet_of(side)).pk}


@sample("indicateur")
def _indicateur(world: World, side: Side) -> Kwargs:
    return {"pk": contrat.make_indicateur(projet=_projet_of(side)).pk}


# --- Conventions, governance, documents, jobs ---------------------------------------------


def _convention_of(side: Side) -> Any:
    made = conventions.make_convention(side.organisation)
    made.communes.set([side.commune])
    return made


@sample("convention")
def _convention(world: World, side: Side) -> Kwargs:
    return {"pk": _convention_of(side).pk}


@sample("partie")
def _partie(world: World, side: Side) -> Kwargs:
    return {"pk": _convention_of(side).parties.get().pk}


@sample("article")
def _article(world: World, side: Side) -> Kwargs:
    return {"pk": conventions.make_article(_convention_of(side)).pk}


@sample("versement")
def _versement(world: World, side: Side) -> Kwargs:
    return {"pk": conventions.make_versement(_convention_of(side)).pk}


@sample("courrier")
def _courrier(world: World, side: Side) -> Kwargs:
    return {"pk": conventions.make_courrier(_convention_of(side)).pk}


@sample("echeance")
def _echeance(world: World, side: Side) -> Kwargs:
    return {"pk": conventions.make_echeance(convention=_convention_of(side)).pk}


def _engagement_of(side: Side) -> Any:
    return conventions.make_engagement(
        _convention_of(side), organisation=side.organisation
    )


@sample("engagement")
def _engagement(world: World, side: Side) -> Kwargs:
    return {"pk": _engagement_of(side).pk}


@sample("constat")
def _constat(world: World, side: Side) -> Kwargs:
    return {"pk": conventions.make_constat(_engagement_of(side)).pk}


@sample("rattachement")
def _rattachement(world: World, side: Side) -> Kwargs:
    made = attach(_engagement_of(side), _projet_of(side), author=None)
    return {"pk": made.pk}


def _avenant_of(side: Side) -> Any:
    return conventions.make_avenant(
        _convention_of(side), articles=[("ajoute", "9", "Un article nouveau.")]
    )


@sample("avenant")
def _avenant(world: World, side: Side) -> Kwargs:
    return {"pk": _avenant_of(side).pk}


@sample("modification")
def _modification(world: World, side: Side) -> Kwargs:
    return {"pk": _avenant_of(side).modifications.get().pk}


def _revue_of(side: Side) -> Any:
    convention = _engagement_of(side).convention
    return prepare_revue(convention, 2026, author=None)


@sample("revue")
def _revue(world: World, side: Side) -> Kwargs:
    return {"pk": _revue_of(side).pk}


@sample("ligne-revue")
def _ligne_revue(world: World, side: Side) -> Kwargs:
    return {"pk": _revue_of(side).lignes.get().pk}


@sample("instance")
def _instance(world: World, side: Side) -> Kwargs:
    return {"pk": gouvernance.make_instance(commune=side.commune).pk}


@sample("seance")
def _seance(world: World, side: Side) -> Kwargs:
    instance = gouvernance.make_instance(commune=side.commune)
    return {"pk": gouvernance.make_seance(instance=instance).pk}


@sample("adresse-agenda")
def _adresse_agenda(world: World, side: Side) -> Kwargs:
    """Give a member of this side a secret address."""
    return {"token": write_token(give_address(make_personne(commune=side.commune)))}


@sample("mandat")
def _mandat(world: World, side: Side) -> Kwargs:
    instance = gouvernance.make_instance(commune=side.commune)
    return {"pk": gouvernance.make_mandat(instance=instance).pk}


@sample("point")
def _point(world: World, side: Side) -> Kwargs:
    return {"pk": gouvernance.make_point(seance=_seance_of(side)).pk}


@sample("presence")
def _presence(world: World, side: Side) -> Kwargs:
    made = gouvernance.make_presence(seance=_seance_of(side), guest="Une invitée")
    return {"pk": made.pk}


@sample("convocation")
def _convocation(world: World, side: Side) -> Kwargs:
    return {"pk": gouvernance.make_convocation(seance=_seance_of(side)).pk}


@sample("decision")
def _decision(world: World, side: Side) -> Kwargs:
    return {"pk": gouvernance.make_decision(seance=_seance_of(side)).pk}


@sample("action")
def _action(world: World, side: Side) -> Kwargs:
    """Make one in the hands of the organisation of this side."""
    decision = gouvernance.make_decision(seance=_seance_of(side))
    made = gouvernance.make_action(decision=decision, organisation=side.organisation)
    return {"pk": made.pk}


def _seance_of(side: Side) -> Any:
    instance = gouvernance.make_instance(commune=side.commune)
    return gouvernance.make_seance(instance=instance)


@sample("document")
def _document(world: World, side: Side) -> Kwargs:
    made = documents.make_document(subject=_projet_of(side))
    return {"pk": made.pk}


@sample("traitement")
def _traitement(world: World, side: Side) -> Kwargs:
    """Make a job asked by the chargé of this side."""
    author = world.people["charge_a" if side is world.own else "charge_b"]
    made = Traitement.objects.create(kind="essai", label="Essai", author=author)
    return {"pk": made.pk}


# --- Operations -------------------------------------------------------------------------


@sample("operation")
def _operation(world: World, side: Side) -> Kwargs:
    return {"pk": _operation_of(side).pk}


@sample("estimation")
def _estimation(world: World, side: Side) -> Kwargs:
    return {"pk": operations.make_estimation(_operation_of(side)).pk}


@sample("financement")
def _financement(world: World, side: Side) -> Kwargs:
    return {"pk": operations.make_financement(_operation_of(side)).pk}


@sample("paiement")
def _paiement(world: World, side: Side) -> Kwargs:
    return {"pk": operations.make_paiement(_operation_of(side)).pk}


@sample("consultation")
def _consultation(world: World, side: Side) -> Kwargs:
    return {"pk": operations.make_consultation(_operation_of(side)).pk}


@sample("reserve")
def _reserve(world: World, side: Side) -> Kwargs:
    return {"pk": operations.make_reserve(_operation_of(side)).pk}


@sample("contact")
def _contact(world: World, side: Side) -> Kwargs:
    return {"pk": operations.make_contact(_operation_of(side)).pk}


@sample("commentaire-operation")
def _commentaire_operation(world: World, side: Side) -> Kwargs:
    return {"pk": operations.make_commentaire(_operation_of(side)).pk}


# --- Insertion --------------------------------------------------------------------------


def _make_marche(side: Side) -> Any:
    return insertion.make_marche(maitre_ouvrage=side.organisation, commune=side.commune)


@sample("marche")
def _marche(world: World, side: Side) -> Kwargs:
    return {"pk": _make_marche(side).pk}


@sample("lot")
def _lot(world: World, side: Side) -> Kwargs:
    return {"pk": insertion.make_lot(_make_marche(side)).pk}


@sample("intervenant")
def _intervenant(world: World, side: Side) -> Kwargs:
    return {"pk": insertion.make_intervenant(_make_marche(side)).pk}


@sample("famille")
def _famille(world: World, side: Side) -> Kwargs:
    return {"pk": insertion.make_famille().pk}


@sample("niveau-insertion")
def _niveau_insertion(world: World, side: Side) -> Kwargs:
    return {"pk": insertion.make_niveau().pk}


@sample("structure-pilote")
def _structure_pilote(world: World, side: Side) -> Kwargs:
    return {"pk": insertion.make_structure(side.organisation).pk}


@sample("obligation-anru")
def _obligation_anru(world: World, side: Side) -> Kwargs:
    return {"pk": insertion.make_obligation().pk}


@sample("seminaire")
def _seminaire(world: World, side: Side) -> Kwargs:
    return {"pk": insertion.make_seminaire().pk}


@sample("charte")
def _charte(world: World, side: Side) -> Kwargs:
    return {"pk": insertion.make_charte().pk}


@sample("engagement-insertion")
def _engagement_insertion(world: World, side: Side) -> Kwargs:
    return {"pk": insertion.make_engagement(organisation=side.organisation).pk}


@sample("rapport-semestre-insertion")
def _rapport_semestre(world: World, side: Side) -> Kwargs:
    return {"year": timezone.localdate().year, "half": 1, "kind": "pdf"}


@sample("guide-insertion")
def _guide_insertion(world: World, side: Side) -> Kwargs:
    return {"kind": "pdf"}


@sample("attestation-heures")
def _attestation_heures(world: World, side: Side) -> Kwargs:
    year = timezone.localdate().year
    return {"pk": insertion.make_employeur().pk, "year": year, "kind": "pdf"}


@sample("rapport-anru")
def _rapport_anru(world: World, side: Side) -> Kwargs:
    return {"year": timezone.localdate().year, "kind": "pdf"}


@sample("embauche")
def _embauche(world: World, side: Side) -> Kwargs:
    """Make a person who entered: the follow-up of six months needs a first hire."""
    _follow_up_months()
    person = insertion.make_beneficiaire(commune=side.commune)
    insertion.make_embauche(person, _make_marche(side))
    return {"pk": person.pk}


def _follow_up_months() -> None:
    if not Parametre.objects.filter(code="insertion.suivi_mois").exists():
        make_parametre(code="insertion.suivi_mois", kind="list", value=[6, 12])


@sample("beneficiaire")
def _beneficiaire(world: World, side: Side) -> Kwargs:
    return {"pk": insertion.make_beneficiaire(commune=side.commune).pk}


# --- Operations: the master schedule ------------------------------------------------------


def _operation_of(side: Side) -> Any:
    """Make a public operation of this side, owned by its organisation."""
    return operations.make_operation(
        side.quartier, commune=side.commune, maitre_ouvrage=side.organisation
    )


def _proposition_of(world: World, side: Side) -> Any:
    """Make a proposition of the chargé of this side, for its organisation to answer."""
    author = world.people["charge_a" if side is world.own else "charge_b"]
    return operations.make_proposition(author, side.organisation)


@sample("tache")
def _tache(world: World, side: Side) -> Kwargs:
    return {"pk": operations.make_tache(_operation_of(side)).pk}


@sample("interface")
def _interface(world: World, side: Side) -> Kwargs:
    made = operations.make_interface(_operation_of(side), _operation_of(side))
    return {"pk": made.pk}


@sample("proposition")
def _proposition(world: World, side: Side) -> Kwargs:
    return {"pk": _proposition_of(world, side).pk}


@sample("part-proposition")
def _part_proposition(world: World, side: Side) -> Kwargs:
    return {"pk": _proposition_of(world, side).parts.get().pk}


@sample("reference")
def _reference(world: World, side: Side) -> Kwargs:
    tache = operations.make_tache(_operation_of(side))
    return {"pk": operations.make_reference(tache).pk}


@sample("reference-operation")
def _reference_operation(world: World, side: Side) -> Kwargs:
    tache = operations.make_tache(_operation_of(side))
    reference = operations.make_reference(tache)
    return {"pk": reference.pk, "operation": tache.operation_id}


# --- OPC urbain ---------------------------------------------------------------------------


def _point_of(side: Side) -> Any:
    return opc.make_point(make_projet_renouvellement(side.quartier))


@sample("gabarit")
def _gabarit(world: World, side: Side) -> Kwargs:
    return {"kind": "texte"}


@sample("operation-opc")
def _operation_opc(world: World, side: Side) -> Kwargs:
    return {"pk": _operation_of(side).pk}


@sample("alerte")
def _alerte(world: World, side: Side) -> Kwargs:
    return {"pk": opc.make_alerte(_operation_of(side)).pk}


@sample("mesure")
def _mesure(world: World, side: Side) -> Kwargs:
    return {"pk": opc.make_mesure(_operation_of(side)).pk}


@sample("point-mensuel")
def _point_mensuel(world: World, side: Side) -> Kwargs:
    return {"pk": _point_of(side).pk}


@sample("ligne-point")
def _ligne_point(world: World, side: Side) -> Kwargs:
    return {"pk": _point_of(side).lignes.get().pk}


@sample("rapport")
def _rapport(world: World, side: Side) -> Kwargs:
    return {"pk": opc.make_rapport(make_projet_renouvellement(side.quartier)).pk}


@sample("bloc")
def _bloc(world: World, side: Side) -> Kwargs:
    rapport = opc.make_rapport(make_projet_renouvellement(side.quartier))
    return {"pk": rapport.blocs.get().pk}
