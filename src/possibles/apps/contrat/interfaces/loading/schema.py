"""What the reference files may hold. Imported only while loading: pydantic is heavy.

Each element turns itself into records; keys of files are French, fields of models are the
models' own.
"""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from possibles.apps.acteurs.enums import OrganisationKind
from possibles.apps.contrat.enums import (
    AgendaState,
    Cumul,
    Direction,
    Frequency,
    IndicateurKind,
    Maille,
    Mesure,
    Meteo,
    NoteKind,
    Registre,
    RoleChantier,
    Statut,
)
from possibles.apps.conventions.enums import (
    ConventionKind,
    ConventionState,
    EcheanceKind,
    EngagementKind,
    PartieRole,
)
from possibles.apps.documents.enums import DocumentKind, Visibility
from possibles.apps.gouvernance.enums import (
    DecisionKind,
    InstanceKind,
    InstanceLevel,
    SeanceState,
)
from possibles.apps.referentiel.domain.parametres import store_value
from possibles.apps.referentiel.enums import Certainty, ValueKind
from possibles.apps.territoires.enums import RenouvellementKind

from .records import Every, Links, Record, Ref, RelativeDay

Records = Iterator[Record]
_RELATIVE = re.compile(r"^J([+-]\d{1,4})?$")


def _split(value: Any) -> Any:
    return value.split() if isinstance(value, str) else value


def _oui_non(value: Any) -> Any:
    return {"oui": True, "non": False}.get(value, value)


def _day(value: Any) -> Any:
    match = _RELATIVE.match(value) if isinstance(value, str) else None
    return RelativeDay(int(match[1] or 0)) if match else value


Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Text = Annotated[str, Field(min_length=1)]
Insee = Annotated[str, Field(pattern=r"^(\d{5}|2[AB]\d{3})$")]
Qpv = Annotated[str, Field(pattern=r"^QN\d{5}[IMNC]$")]
Codes = BeforeValidator(_split)
Flag = Annotated[bool, BeforeValidator(_oui_non)]
Day = Annotated[dt.date | RelativeDay, BeforeValidator(_day)]
Year = Annotated[int, Field(ge=2024, le=2035)]
Period = Annotated[
    str, BeforeValidator(str), Field(pattern=r"^20\d\d(-(S[12]|T[1-4]))?$")
]
Place = Annotated[str, BeforeValidator(str)]
Euros = Annotated[Decimal, Field(gt=0, decimal_places=2)]


def _refs(kind: str, keys: list[str]) -> list[Ref]:
    return [Ref(kind, key) for key in keys]


def _optional(kind: str, key: str | None) -> Ref | None:
    return None if key is None else Ref(kind, key)


def _centimes(amount: Decimal | None) -> int | None:
    return None if amount is None else int(amount * 100)


class Element(BaseModel):
    model_config = ConfigDict(
        extra="forbid", str_strip_whitespace=True, arbitrary_types_allowed=True
    )

    def records(self) -> Records:
        raise NotImplementedError


# --- Territoire --------------------------------------------------------------------------
class CommuneElement(Element):
    code_insee: Insee
    nom: Text
    siren: Annotated[str, Field(pattern=r"^\d{9}$")]
    contrat: Flag = False
    qpv: Flag = False

    def records(self) -> Records:
        yield Record(
            "commune",
            self.code_insee,
            {
                "code_insee": self.code_insee,
                "name": self.nom,
                "siren": self.siren,
                "in_contrat": self.contrat,
                "has_qpv": self.qpv,
            },
        )


class ArrondissementElement(Element):
    code_insee: Insee
    numero: Annotated[int, Field(ge=1, le=20)]
    commune: Insee

    def records(self) -> Records:
        yield Record(
            "arrondissement",
            self.code_insee,
            {"code_insee": self.code_insee, "number": self.numero},
            {"commune": Ref("commune", self.commune)},
        )


class QuartierElement(Element):
    code: Qpv
    nom: Text
    commune: Insee
    communes: Annotated[list[Insee], Codes, Field(min_length=1)]
    arrondissements: Annotated[list[Insee], Codes] = []

    def records(self) -> Records:
        yield Record(
            "quartier",
            self.code,
            {"code": self.code, "name": self.nom},
            {"commune": Ref("commune", self.commune)},
            {
                "communes": _refs("commune", self.communes),
                "arrondissements": _refs("arrondissement", self.arrondissements),
            },
        )


class RenouvellementElement(Element):
    nature: RenouvellementKind
    numero: Annotated[int, Field(ge=1)]
    nom: str = ""
    quartiers: list[Qpv] = []
    note: str = ""

    def records(self) -> Records:
        yield Record(
            "projet_renouvellement",
            f"{self.nature}-{self.numero}",
            {
                "kind": self.nature,
                "number": self.numero,
                "name": self.nom,
                "note": self.note,
            },
            links={"quartiers": _refs("quartier", self.quartiers)},
        )


# --- Acteurs, paramètres -----------------------------------------------------------------
class OrganisationElement(Element):
    id: Slug
    nom: Text
    sigle: str = ""
    nature: OrganisationKind
    commune: Insee | None = None
    alias: list[str] = []
    services: list[str] = []

    def records(self) -> Records:
        yield Record(
            "organisation",
            self.id,
            {
                "slug": self.id,
                "name": self.nom,
                "short_name": self.sigle,
                "kind": self.nature,
            },
            {"commune": _optional("commune", self.commune)},
        )
        for service in self.services:
            yield Record(
                "service",
                f"{self.id}/{service}",
                {"name": service},
                {"organisation": Ref("organisation", self.id)},
            )


class ParametreElement(Element):
    code: Text
    libelle: Text
    nature: ValueKind
    valeur: Any
    unite: str = ""
    valable_du: dt.date | None = None
    valable_jusqu_au: dt.date | None = None
    certitude: Certainty
    source: Text
    adresse: str = ""
    note: str = ""

    def records(self) -> Records:
        yield Record(
            "parametre",
            f"{self.code}/{self.valable_du or ''}",
            {
                "code": self.code,
                "label": self.libelle,
                "kind": self.nature,
                "value": store_value(self.nature, self.valeur),
                "unit": self.unite,
                "valid_from": self.valable_du,
                "valid_to": self.valable_jusqu_au,
                "certainty": self.certitude,
                "source": self.source,
                "source_url": self.adresse,
                "note": self.note,
            },
        )


# --- Conventions -------------------------------------------------------------------------
class NiveauElement(Element):
    numero: int
    nom: Text
    nature: ConventionKind
    texte: Text
    source: str = ""

    def records(self) -> Records:
        yield Record(
            "niveau",
            str(self.numero),
            {
                "number": self.numero,
                "name": self.nom,
                "kind": self.nature,
                "text": self.texte,
                "source": self.source,
            },
        )


class PartieElement(Element):
    organisation: Slug
    qualite: PartieRole = PartieRole.SIGNATAIRE
    representant: str = ""


class ArticleElement(Element):
    numero: Text
    titre: Text
    texte: str = ""


class EngagementElement(Element):
    texte: Text
    type: EngagementKind = EngagementKind.AUTRE
    article: str | None = None
    qui: Slug | None = None
    echeance: dt.date | None = None
    cible: Decimal | None = None
    unite: str = ""
    preuve: str = ""


class VersementElement(Element):
    libelle: Text
    montant: Euros
    condition: str = ""
    prevu: dt.date | None = None


class EcheanceElement(Element):
    nature: EcheanceKind
    libelle: Text
    date: dt.date
    regle: str = ""


class ConventionElement(Element):
    id: Slug
    nature: ConventionKind
    titre: Text
    titre_court: str = ""
    etat: ConventionState
    cadre: Slug | None = None
    premiere_annee: int | None = None
    derniere_annee: int | None = None
    terme: dt.date | None = None
    montant: Euros | None = None
    precision_montant: str = ""
    objet: str = ""
    source: str = ""
    communes: Literal["contrat"] | list[Insee] = []
    quartiers: Literal["tous"] | list[Qpv] = []
    parties: list[PartieElement] = []
    articles: list[ArticleElement] = []
    engagements: list[EngagementElement] = []
    versements: list[VersementElement] = []
    echeances: list[EcheanceElement] = []

    def records(self) -> Records:
        yield Record(
            "convention",
            self.id,
            {
                "slug": self.id,
                "kind": self.nature,
                "title": self.titre,
                "short_title": self.titre_court,
                "state": self.etat,
                "first_year": self.premiere_annee,
                "last_year": self.derniere_annee,
                "end": self.terme,
                "amount": _centimes(self.montant),
                "amount_note": self.precision_montant,
                "objet": self.objet,
                "source": self.source,
            },
            {"parent": _optional("convention", self.cadre)},
            {"communes": self._communes(), "quartiers": self._quartiers()},
        )
        yield from self._parts()

    def _communes(self) -> Links:
        if self.communes == "contrat":
            return Every("commune", lambda commune: commune.in_contrat)
        return _refs("commune", list(self.communes))

    def _quartiers(self) -> Links:
        if self.quartiers == "tous":
            return Every("quartier")
        return _refs("quartier", list(self.quartiers))

    def _parts(self) -> Records:
        convention = Ref("convention", self.id)
        for partie in self.parties:
            yield Record(
                "partie",
                f"{self.id}/{partie.organisation}",
                {"role": partie.qualite, "representative": partie.representant},
                {
                    "convention": convention,
                    "organisation": Ref("organisation", partie.organisation),
                },
            )
        for rank, article in enumerate(self.articles, 1):
            yield Record(
                "article",
                f"{self.id}/{article.numero}",
                {
                    "number": article.numero,
                    "position": rank,
                    "title": article.titre,
                    "text": article.texte,
                },
                {"convention": convention},
            )
        for rank, engagement in enumerate(self.engagements, 1):
            article_ref = engagement.article and f"{self.id}/{engagement.article}"
            yield Record(
                "engagement",
                f"{self.id}/{rank}",
                {
                    "number": rank,
                    "text": engagement.texte,
                    "kind": engagement.type,
                    "due": engagement.echeance,
                    "target": engagement.cible,
                    "unit": engagement.unite,
                    "proof": engagement.preuve,
                },
                {
                    "convention": convention,
                    "article": _optional("article", article_ref),
                    "organisation": _optional("organisation", engagement.qui),
                },
            )
        for rank, versement in enumerate(self.versements, 1):
            yield Record(
                "versement",
                f"{self.id}/{rank}",
                {
                    "number": rank,
                    "label": versement.libelle,
                    "amount": _centimes(versement.montant),
                    "condition": versement.condition,
                    "due": versement.prevu,
                },
                {"convention": convention},
            )
        for echeance in self.echeances:
            yield Record(
                "echeance",
                f"{self.id}/{echeance.libelle}/{echeance.date}",
                {
                    "kind": echeance.nature,
                    "label": echeance.libelle,
                    "due": echeance.date,
                    "rule": echeance.regle,
                },
                {"convention": convention},
            )


# --- Cadre du contrat --------------------------------------------------------------------
class AttenduElement(Element):
    code: Slug
    rang: int
    libelle: Text
    nombre: Annotated[int, Field(ge=0)]
    source: Text
    remarque: str = ""

    def records(self) -> Records:
        yield Record(
            "attendu",
            self.code,
            {
                "code": self.code,
                "position": self.rang,
                "label": self.libelle,
                "value": self.nombre,
                "source": self.source,
                "remark": self.remarque,
            },
        )


class DefiElement(Element):
    numero: int
    nom: Text
    texte: str = ""

    def records(self) -> Records:
        yield Record(
            "defi",
            str(self.numero),
            {"number": self.numero, "name": self.nom, "text": self.texte},
        )


class OrientationElement(Element):
    numero: int
    id: Slug
    nom: Text
    parcours: Text

    def records(self) -> Records:
        yield Record(
            "orientation",
            self.id,
            {
                "number": self.numero,
                "slug": self.id,
                "name": self.nom,
                "parcours": self.parcours,
            },
        )


class OutilElement(Element):
    numero: int
    id: Slug
    nom: Text


class FamilleElement(Element):
    numero: int
    id: Slug
    nom: Text
    outils: list[OutilElement]

    def records(self) -> Records:
        yield Record(
            "famille",
            self.id,
            {"number": self.numero, "slug": self.id, "name": self.nom},
        )
        for outil in self.outils:
            yield Record(
                "outil",
                outil.id,
                {"number": outil.numero, "slug": outil.id, "name": outil.nom},
                {"famille": Ref("famille", self.id)},
            )


class SourceElement(Element):
    source: Text
    dit: Text


class NoteElement(Element):
    id: Slug
    nature: NoteKind
    sujet: str = ""
    texte: Text
    sources: list[SourceElement] = []
    projets: list[Slug] = []

    def records(self) -> Records:
        yield Record(
            "note",
            self.id,
            {
                "slug": self.id,
                "kind": self.nature,
                "subject": self.sujet,
                "text": self.texte,
                "sources": [s.model_dump() for s in self.sources],
            },
            links={"projets": _refs("projet", self.projets)},
        )


# --- Chantiers, projets ------------------------------------------------------------------
class ChantierElement(Element):
    id: Slug
    rang: int
    volet: str = ""
    titre: Text
    chefs: Text
    chefs_de_file: list[Slug]
    partenaires: Text
    partenaires_mobilises: list[Slug]
    outils: list[Slug] = []

    def records(self) -> Records:
        yield Record(
            "chantier",
            self.id,
            {
                "slug": self.id,
                "position": self.rang,
                "volet": self.volet,
                "title": self.titre,
                "chefs_text": self.chefs,
                "partenaires_text": self.partenaires,
            },
            links={"outils": _refs("outil", self.outils)},
        )
        for role, organisations in (
            (RoleChantier.CHEF_DE_FILE, self.chefs_de_file),
            (RoleChantier.PARTENAIRE, self.partenaires_mobilises),
        ):
            for rank, organisation in enumerate(organisations, 1):
                yield Record(
                    "acteur_chantier",
                    f"{self.id}/{role}/{organisation}",
                    {"role": role, "position": rank},
                    {
                        "chantier": Ref("chantier", self.id),
                        "organisation": Ref("organisation", organisation),
                    },
                )


class FicheElement(Element):
    orientation: Slug
    rang: int
    titre: str = ""
    registre: Text
    partenaires: Text
    indicateurs: Text


class PartenaireElement(Element):
    organisation: Slug
    services: list[str] = []
    libelle: str = ""


class IndicateurElement(Element):
    id: Slug
    libelle: Text
    mesure: Mesure = Mesure.NOMBRE
    unite: str = ""
    nature: IndicateurKind = IndicateurKind.REALISATION


class ProjetElement(Element):
    id: Slug
    titre: Text
    registre: Registre | None = None
    orientations: Annotated[list[Slug], Field(min_length=1)]
    presentation: str = ""
    fiches: list[FicheElement] = []
    partenaires: list[PartenaireElement]
    indicateurs: list[IndicateurElement] = []

    def records(self) -> Records:
        yield Record(
            "projet",
            self.id,
            {
                "slug": self.id,
                "title": self.titre,
                "registre": self.registre or "",
                "presentation": self.presentation,
            },
            links={"orientations": _refs("orientation", self.orientations)},
        )
        yield from self._partenaires()
        for rank, indicateur in enumerate(self.indicateurs, 1):
            yield Record(
                "indicateur",
                f"{self.id}-{indicateur.id}",
                {
                    "slug": f"{self.id}-{indicateur.id}",
                    "position": rank,
                    "label": indicateur.libelle,
                    "mesure": indicateur.mesure,
                    "unit": indicateur.unite,
                    "kind": indicateur.nature,
                },
                {"projet": Ref("projet", self.id)},
            )
        for fiche in self.fiches:
            yield self._fiche(fiche)

    def _partenaires(self) -> Records:
        rank = 0
        for partenaire in self.partenaires:
            for service in partenaire.services or [""]:
                rank += 1
                yield _partenaire(
                    self.id,
                    partenaire.organisation,
                    service,
                    {"position": rank, "label": partenaire.libelle},
                )

    def _fiche(self, fiche: FicheElement) -> Record:
        # The sheets of the founding booklet are those of the first agenda.
        return Record(
            "fiche",
            f"2024/{fiche.orientation}/{fiche.rang}",
            {
                "position": fiche.rang,
                "title": fiche.titre or self.titre,
                "registre_text": fiche.registre,
                "partenaires_text": fiche.partenaires,
                "indicateurs_text": fiche.indicateurs,
            },
            {
                "agenda": Ref("agenda", "2024"),
                "orientation": Ref("orientation", fiche.orientation),
                "projet": Ref("projet", self.id),
            },
        )


def _partenaire(
    projet: str,
    organisation: str,
    service: str,
    values: dict[str, Any],
    *,
    kind: str = "partenaire",
) -> Record:
    service_ref = Ref("service", f"{organisation}/{service}") if service else None
    return Record(
        kind,
        f"{projet}/{organisation}/{service}",
        values,
        {
            "projet": Ref("projet", projet),
            "organisation": Ref("organisation", organisation),
            "service": service_ref,
        },
    )


# --- Agendas -----------------------------------------------------------------------------
class LigneElement(Element):
    orientation: Slug
    titre: Text
    partenaires: Text
    projets: Annotated[list[Slug], Field(min_length=1)]


class AgendaElement(Element):
    """An agenda; `projets` places them, in order, under each orientation."""

    contrat: Slug
    annee: Year
    titre: Text
    introduction: str = ""
    chantiers: Literal["tous"] | list[Slug] = []
    lignes: list[LigneElement] = []
    projets: dict[Slug, list[Slug]] = {}

    def records(self) -> Records:
        chantiers: Links = (
            Every("chantier")
            if self.chantiers == "tous"
            else _refs("chantier", list(self.chantiers))
        )
        yield Record(
            "agenda",
            str(self.annee),
            {
                "year": self.annee,
                "title": self.titre,
                "introduction": self.introduction,
            },
            {"contrat": Ref("convention", self.contrat)},
            {"chantiers": chantiers},
        )
        yield from self._lignes()
        yield from _inscriptions(self.annee, self.projets)

    def _lignes(self) -> Records:
        ranks: dict[str, int] = {}
        for ligne in self.lignes:
            rank = ranks[ligne.orientation] = ranks.get(ligne.orientation, 0) + 1
            yield Record(
                "ligne",
                f"{self.annee}/{ligne.orientation}/{rank}",
                {
                    "position": rank,
                    "title": ligne.titre,
                    "partenaires_text": ligne.partenaires,
                },
                {
                    "agenda": Ref("agenda", str(self.annee)),
                    "orientation": Ref("orientation", ligne.orientation),
                },
                {"projets": _refs("projet", ligne.projets)},
            )


def _inscriptions(
    year: int, projets: dict[str, list[str]], *, is_reconduite: bool = False
) -> Records:
    for orientation, slugs in projets.items():
        for rank, slug in enumerate(slugs, 1):
            yield Record(
                "inscription",
                f"{year}/{slug}",
                {"position": rank, "is_reconduite": is_reconduite},
                {
                    "agenda": Ref("agenda", str(year)),
                    "projet": Ref("projet", slug),
                    "orientation": Ref("orientation", orientation),
                },
            )


class CycleElement(Element):
    """Where an agenda stands in its cycle (demo content: the state is an example)."""

    annee: Year
    etat: AgendaState
    soumis_le: dt.date | None = None
    valide_le: dt.date | None = None
    evalue_le: dt.date | None = None
    evaluation: str = ""
    decision: str | None = None

    def records(self) -> Records:
        yield Record(
            "agenda.cycle",
            str(self.annee),
            {
                "year": self.annee,
                "state": self.etat,
                "submitted_on": self.soumis_le,
                "validated_on": self.valide_le,
                "evaluated_on": self.evalue_le,
                "evaluation": self.evaluation,
                "champs_exemple": ["state", "submitted_on", "validated_on"],
            },
            {"decision": _optional("decision", self.decision)},
        )


class AvenantAgendaElement(Element):
    agenda: Year
    numero: int
    date: dt.date
    motif: Text
    resume: str = ""

    def records(self) -> Records:
        yield Record(
            "avenant_agenda",
            f"{self.agenda}/{self.numero}",
            {
                "number": self.numero,
                "date": self.date,
                "motif": self.motif,
                "summary": self.resume,
            },
            {"agenda": Ref("agenda", str(self.agenda))},
        )


# --- Gouvernance, documents ---------------------------------------------------------------
class InstanceElement(Element):
    id: Slug
    nom: Text
    niveau: InstanceLevel = InstanceLevel.METROPOLITAIN
    nature: InstanceKind
    missions: str = ""
    frequence: str = ""
    presidence: str = ""
    source: str = ""

    def records(self) -> Records:
        yield Record(
            "instance",
            self.id,
            {
                "slug": self.id,
                "name": self.nom,
                "level": self.niveau,
                "kind": self.nature,
                "missions": self.missions,
                "frequency": self.frequence,
                "chair": self.presidence,
                "source": self.source,
            },
        )


class DecisionElement(Element):
    id: Slug
    nature: DecisionKind
    texte: Text


class SeanceElement(Element):
    id: Slug
    instance: Slug
    date: Day
    lieu: str = ""
    etat: SeanceState
    ordre_du_jour: str = ""
    compte_rendu: str = ""
    decisions: list[DecisionElement] = []

    def records(self) -> Records:
        record = Record(
            "seance",
            self.id,
            {
                "place": self.lieu,
                "state": self.etat,
                "ordre_du_jour": self.ordre_du_jour,
                "compte_rendu": self.compte_rendu,
            },
            {"instance": Ref("instance", self.instance)},
        )
        _put_day(record, "date", self.date)
        yield record
        for rank, decision in enumerate(self.decisions, 1):
            yield Record(
                "decision",
                decision.id,
                {"number": rank, "kind": decision.nature, "text": decision.texte},
                {"seance": Ref("seance", self.id)},
            )


class DocumentElement(Element):
    """A file of the same folder, to attach to a project, an instance or the contract."""

    id: Slug
    titre: Text
    nature: DocumentKind
    fichier: Text
    date: dt.date | None = None
    visibilite: Visibility
    description: str = ""
    projet: Slug | None = None
    convention: Slug | None = None
    seance: Slug | None = None
    quartier: Qpv | None = None

    def records(self) -> Records:
        subject = next(
            (
                Ref(kind, key)
                for kind in ("projet", "convention", "seance", "quartier")
                if (key := getattr(self, kind))
            ),
            None,
        )
        yield Record(
            "document",
            self.id,
            {
                "title": self.titre,
                "kind": self.nature,
                "date": self.date,
                "visibility": self.visibilite,
                "description": self.description,
            },
            {"subject": subject},
            once={"path": self.fichier},
        )


# --- Suivi (contenu d’exemple) -------------------------------------------------------------
class JalonElement(Element):
    libelle: Text
    prevu: Day
    prevu_a_l_origine: Day | None = None
    atteint: Day | None = None


class SyntheseElement(Element):
    date: Day
    meteo: Meteo
    signature: Text
    ambition: str = ""
    deja_fait: str = ""
    a_faire: str = ""
    risques: str = ""
    solutions: str = ""


class CommentaireElement(Element):
    date: Day
    signature: Text
    texte: Text


class EngagementPartenaireElement(Element):
    organisation: Slug
    service: str = ""
    texte: Text


Valeur = Decimal | str | None


class SuiviIndicateurElement(Element):
    """What is known of an indicator: `valeurs` gives, by period, one value or one a place."""

    id: Slug
    definition: str = ""
    maille: Maille = Maille.CONTRAT
    cumul: Cumul = Cumul.SOMME
    sens: Direction = Direction.HAUSSE
    frequence: Frequency = Frequency.ANNUELLE
    depart: Decimal | None = None
    annee_depart: int | None = None
    saisi_par: Slug | None = None
    source: str = ""
    cibles: dict[Year, Decimal] = {}
    valeurs: dict[Period, Valeur | dict[Place, Valeur]] = {}
    saisi_le: Day = RelativeDay(-30)

    def records_of(self, projet: str) -> Records:
        slug = f"{projet}-{self.id}"
        values: dict[str, Any] = {
            "slug": slug,
            "definition": self.definition,
            "maille": self.maille,
            "cumul": self.cumul,
            "direction": self.sens,
            "frequency": self.frequence,
            "baseline": self.depart,
            "baseline_year": self.annee_depart,
            "source": self.source,
        }
        given = [n for n, v in values.items() if n != "slug" and v not in ("", None)]
        yield Record(
            "indicateur.suivi",
            slug,
            {**values, "champs_exemple": sorted(given)},
            {"saisi_par": _optional("organisation", self.saisi_par)},
        )
        for year, target in self.cibles.items():
            yield Record(
                "cible",
                f"{slug}/{year}",
                {"year": year, "value": target, "is_exemple": True},
                {"indicateur": Ref("indicateur", slug)},
            )
        for period, held in self.valeurs.items():
            places = held if isinstance(held, dict) else {"": held}
            for place, value in places.items():
                yield self._releve(slug, period, place, value)

    def _releve(self, slug: str, period: str, place: str, value: Valeur) -> Record:
        is_number = isinstance(value, Decimal)
        record = Record(
            "releve",
            f"{slug}/{period}/{place}",
            {
                "period": period,
                "value": value if is_number else None,
                "text": "" if is_number or value is None else value,
                "comment": "Donnée non disponible." if value is None else "",
                "source": self.source,
                "is_exemple": True,
            },
            {
                "indicateur": Ref("indicateur", slug),
                "commune": Ref("commune", place) if place[:1].isdigit() else None,
                "quartier": Ref("quartier", place) if place[:2] == "QN" else None,
            },
        )
        _put_day(record, "entered_at", self.saisi_le)
        return record


class SuiviElement(Element):
    """What people would write of a project; every field given is marked as an example."""

    projet: Slug
    statut: Statut | None = None
    chef_de_file: Slug | None = None
    public: str = ""
    communes: list[Insee] = []
    quartiers: list[Qpv] = []
    outils: list[Slug] = []
    engagements: list[EngagementPartenaireElement] = []
    jalons: list[JalonElement] = []
    syntheses: list[SyntheseElement] = []
    commentaires: list[CommentaireElement] = []
    indicateurs: list[SuiviIndicateurElement] = []

    def records(self) -> Records:
        yield self._projet()
        for engagement in self.engagements:
            yield _partenaire(
                self.projet,
                engagement.organisation,
                engagement.service,
                {"engagement": engagement.texte, "champs_exemple": ["engagement"]},
                kind="partenaire.suivi",
            )
        for indicateur in self.indicateurs:
            yield from indicateur.records_of(self.projet)
        yield from self._jalons()
        yield from self._paroles()

    def _projet(self) -> Record:
        values: dict[str, Any] = {}
        refs: dict[str, Ref | None] = {}
        links: dict[str, Links] = {}
        if self.statut is not None:
            values["statut"] = self.statut
        if self.public:
            values["public_vise"] = self.public
        if self.chef_de_file is not None:
            refs["chef_de_file"] = Ref("organisation", self.chef_de_file)
        for name, kind in (
            ("communes", "commune"),
            ("quartiers", "quartier"),
            ("outils", "outil"),
        ):
            if getattr(self, name):
                links[name] = _refs(kind, getattr(self, name))
        given = sorted([*values, *refs, *links])
        return Record(
            "projet.suivi",
            self.projet,
            {"slug": self.projet, **values, "champs_exemple": given},
            refs,
            links,
        )

    def _jalons(self) -> Records:
        for jalon in self.jalons:
            record = Record(
                "jalon",
                f"{self.projet}/{jalon.libelle}",
                {"label": jalon.libelle, "is_exemple": True},
                {"projet": Ref("projet", self.projet)},
            )
            _put_day(record, "due", jalon.prevu)
            if jalon.prevu_a_l_origine is not None:
                _put_day(record, "initial_due", jalon.prevu_a_l_origine)
            if jalon.atteint is not None:
                _put_day(record, "done_on", jalon.atteint)
            yield record

    def _paroles(self) -> Records:
        for rank, synthese in enumerate(self.syntheses, 1):
            texts = ("ambition", "deja_fait", "a_faire", "risques", "solutions")
            record = Record(
                "synthese",
                f"{self.projet}/{rank}",
                {
                    "meteo": synthese.meteo,
                    "signature": synthese.signature,
                    "is_exemple": True,
                    **{name: getattr(synthese, name) for name in texts},
                },
                {"projet": Ref("projet", self.projet)},
            )
            _put_day(record, "date", synthese.date)
            _put_day(record, "published_at", synthese.date)
            yield record
        for rank, commentaire in enumerate(self.commentaires, 1):
            record = Record(
                "commentaire",
                f"{self.projet}/{rank}",
                {
                    "text": commentaire.texte,
                    "signature": commentaire.signature,
                    "is_exemple": True,
                },
                {"projet": Ref("projet", self.projet)},
            )
            _put_day(record, "created_at", commentaire.date)
            yield record


def _put_day(record: Record, name: str, day: dt.date | RelativeDay) -> None:
    held = record.once if isinstance(day, RelativeDay) else record.values
    held[name] = day


# --- Un fichier --------------------------------------------------------------------------
class Fichier(Element):
    """A reference file: any of these lists. `exemple: true` marks all it creates."""

    exemple: bool = False
    source: str = ""
    communes: list[CommuneElement] = []
    arrondissements: list[ArrondissementElement] = []
    quartiers: list[QuartierElement] = []
    projets_renouvellement: list[RenouvellementElement] = []
    organisations: list[OrganisationElement] = []
    parametres: list[ParametreElement] = []
    niveaux: list[NiveauElement] = []
    conventions: list[ConventionElement] = []
    instances: list[InstanceElement] = []
    attendus: list[AttenduElement] = []
    defis: list[DefiElement] = []
    orientations: list[OrientationElement] = []
    familles: list[FamilleElement] = []
    chantiers: list[ChantierElement] = []
    projets: list[ProjetElement] = []
    agendas: list[AgendaElement] = []
    notes: list[NoteElement] = []
    seances: list[SeanceElement] = []
    suivis: list[SuiviElement] = []
    cycles: list[CycleElement] = []
    avenants: list[AvenantAgendaElement] = []
    documents: list[DocumentElement] = []

    def sections(self) -> Iterator[tuple[str, list[Element]]]:
        for name in type(self).model_fields:
            held = getattr(self, name)
            if isinstance(held, list):
                yield name, held
