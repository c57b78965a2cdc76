"""What follows a project: milestones, syntheses, values. Example content."""

from decimal import Decimal
from typing import Any

from possibles.apps.contrat.enums import (
    Cumul,
    Direction,
    Frequency,
    Maille,
    Meteo,
    Statut,
)
from possibles.apps.contrat.interfaces.loading.records import (
    Links,
    Record,
    Ref,
    RelativeDay,
)

from .base import (
    Day,
    Element,
    Insee,
    Period,
    Place,
    Qpv,
    Records,
    Slug,
    Text,
    Year,
    optional,
    put_day,
    refs,
)
from .projets import record_partenaire


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
            {"saisi_par": optional("organisation", self.saisi_par)},
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
        put_day(record, "entered_at", self.saisi_le)
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
            yield record_partenaire(
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
        held: dict[str, Ref | None] = {}
        links: dict[str, Links] = {}
        if self.statut is not None:
            values["statut"] = self.statut
        if self.public:
            values["public_vise"] = self.public
        if self.chef_de_file is not None:
            held["chef_de_file"] = Ref("organisation", self.chef_de_file)
        for name, kind in (
            ("communes", "commune"),
            ("quartiers", "quartier"),
            ("outils", "outil"),
        ):
            if getattr(self, name):
                links[name] = refs(kind, getattr(self, name))
        given = sorted([*values, *held, *links])
        return Record(
            "projet.suivi",
            self.projet,
            {"slug": self.projet, **values, "champs_exemple": given},
            held,
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
            put_day(record, "due", jalon.prevu)
            if jalon.prevu_a_l_origine is not None:
                put_day(record, "initial_due", jalon.prevu_a_l_origine)
            if jalon.atteint is not None:
                put_day(record, "done_on", jalon.atteint)
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
            put_day(record, "date", synthese.date)
            put_day(record, "published_at", synthese.date)
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
            put_day(record, "created_at", commentaire.date)
            yield record
