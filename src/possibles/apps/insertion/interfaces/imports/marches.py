"""Contracts brought by a spreadsheet or by the essential data (DECP)."""

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from possibles.apps.acteurs.domain.annuaire import Annuaire, ensure_saved, siret_of
from possibles.apps.acteurs.models import Organisation
from possibles.apps.imports.domain.differences import apply_values
from possibles.apps.imports.enums import Outcome
from possibles.apps.imports.specs import ImportColumn, Line, Step
from possibles.apps.insertion.domain.objectifs import refresh, settle
from possibles.apps.insertion.domain.obligation import judge
from possibles.apps.insertion.enums import (
    Clause,
    Derogation,
    IntervenantRole,
    MarcheState,
)
from possibles.apps.insertion.models import (
    FamilleDeMarche,
    Globalisation,
    Intervenant,
    Marche,
)
from possibles.apps.operations.models import Operation
from possibles.apps.territoires.models import Commune, Quartier
from possibles.common.french import fold, format_euros
from possibles.common.sheets.values import (
    read_centimes,
    read_choice,
    read_day,
    read_integer,
    read_text,
)

COLUMNS = (
    ImportColumn(
        "reference",
        "Référence",
        read_text(60),
        is_required=True,
        aliases=("id", "numéro de marché", "n° marché", "identifiant"),
        help="Le numéro du marché chez l’acheteur : il reconnaît un marché déjà là.",
        example="2026-VRD-014",
    ),
    ImportColumn(
        "title",
        "Objet",
        read_text(250),
        is_required=True,
        aliases=("intitulé", "libellé", "objet du marché"),
        help="Ce que le marché achète.",
        example="Voirie et réseaux du secteur Nord",
    ),
    ImportColumn(
        "owner",
        "Maître d’ouvrage",
        read_text(200),
        is_required=True,
        aliases=("acheteur", "acheteur nom", "MOA", "bailleur"),
        help="Nom, sigle ou SIRET d’une organisation déjà connue.",
        example="Métropole Aix-Marseille-Provence",
    ),
    ImportColumn(
        "famille",
        "Famille",
        read_text(120),
        aliases=("famille de marchés", "corps d’état", "lot technique"),
        help="Nom ou identifiant d’une famille de marchés. Vide : la famille choisie "
        "à côté du fichier.",
        example="VRD et terrassement",
    ),
    ImportColumn(
        "amount",
        "Montant HT",
        read_centimes,
        aliases=("montant", "montant du marché", "montant € HT"),
        help="En euros, hors taxes.",
        example="1 250 000,00",
    ),
    ImportColumn(
        "state",
        "État",
        read_choice(MarcheState.choices, notifié="en_cours", attribué="en_cours"),
        help="Prévu, en consultation, en cours, terminé ou résilié. Vide, pour un marché "
        "nouveau : en cours s’il est notifié, prévu sinon.",
        example="En cours",
    ),
    ImportColumn(
        "clause",
        "Clause sociale",
        read_choice(
            Clause.choices,
            oui=Clause.EXECUTION,
            non=Clause.AUCUNE,
            sans=Clause.AUCUNE,
            exécution=Clause.EXECUTION,
            réservé=Clause.RESERVE,
        ),
        help="Oui, non, ou l’une des modalités. Vide, pour un marché nouveau : condition "
        "d’exécution.",
        example="oui",
    ),
    ImportColumn(
        "derogation",
        "Motif de dérogation",
        read_choice(Derogation.choices),
        help="Pour un marché au-dessus du seuil européen et sans clause.",
    ),
    ImportColumn(
        "contract_hours",
        "Heures inscrites au marché",
        read_integer,
        aliases=("heures d’insertion", "objectif d’heures", "heures"),
        help="Le volume écrit au marché, s’il l’est : il l’emporte sur le calcul.",
        example="1 200",
    ),
    ImportColumn(
        "titulaire",
        "Titulaire",
        read_text(200),
        aliases=("titulaire denominationSociale", "attributaire", "entreprise"),
        help="Nom ou SIRET ; une entreprise inconnue est ajoutée.",
        example="Travaux du Sud",
    ),
    ImportColumn(
        "titulaire_siret",
        "SIRET du titulaire",
        read_text(20),
        aliases=("titulaire id",),
        help="Quatorze chiffres : reconnaît mieux que le nom.",
        example="12345678900011",
    ),
    ImportColumn(
        "cotraitants",
        "Cotraitants",
        read_text(1_000),
        help="Noms ou SIRET, séparés par un point-virgule.",
    ),
    ImportColumn(
        "sous_traitants",
        "Sous-traitants",
        read_text(1_000),
        help="Noms ou SIRET, séparés par un point-virgule.",
    ),
    ImportColumn(
        "commune",
        "Commune",
        read_text(120),
        aliases=("lieu d’exécution", "lieuExecution code", "ville"),
        help="Nom ou code Insee.",
        example="Marseille",
    ),
    ImportColumn(
        "quartiers",
        "Quartiers",
        read_text(500),
        aliases=("QPV", "code QPV"),
        help="Codes de QPV séparés par un point-virgule.",
    ),
    ImportColumn(
        "consulted_on",
        "Consultation lancée le",
        read_day,
        aliases=("date de publication",),
    ),
    ImportColumn(
        "notified_on",
        "Notifié le",
        read_day,
        aliases=("dateNotification", "date de notification"),
        example="15/01/2026",
    ),
    ImportColumn(
        "start",
        "Début d’exécution",
        read_day,
        aliases=("début", "démarrage", "ordre de service"),
        example="01/02/2026",
    ),
    ImportColumn(
        "end", "Fin d’exécution", read_day, aliases=("fin",), example="31/12/2027"
    ),
    ImportColumn(
        "months",
        "Durée en mois",
        read_integer,
        aliases=("dureeMois", "durée"),
        help="Sert à trouver la fin quand elle manque.",
        example="23",
    ),
    ImportColumn(
        "operation",
        "Opération",
        read_text(250),
        aliases=("IDTOP", "identifiant de l’opération"),
        help="Son identifiant (IDTOP) ou son libellé exact.",
        example="",
    ),
    ImportColumn(
        "globalisation",
        "Globalisation",
        read_text(160),
        help="Nom d’une globalisation déjà ouverte.",
    ),
    ImportColumn(
        "penalty_hourly", "Pénalité par heure non réalisée", read_centimes, example="60"
    ),
    ImportColumn(
        "penalty_daily",
        "Pénalité par jour de retard d’attestation",
        read_centimes,
        example="100",
    ),
    ImportColumn("penalty_cap", "Plafond des pénalités", read_centimes),
    ImportColumn("spent", "Dépenses constatées", read_centimes),
)

_INSEE = re.compile(r"\d{5}|2[AB]\d{3}")
_PLAIN = (
    "title",
    "amount",
    "state",
    "clause",
    "derogation",
    "contract_hours",
    "consulted_on",
    "notified_on",
    "start",
    "end",
    "penalty_hourly",
    "penalty_daily",
    "penalty_cap",
    "spent",
)


class MarchePlanner:
    """Recognise contracts by owner and reference; create or complete them.

    An empty cell changes nothing of a contract that is there.
    """

    def __init__(self, user: Any, options: Mapping[str, Any]) -> None:
        self.user = user
        self.annuaire = Annuaire()
        familles = list(FamilleDeMarche.objects.order_by("pk"))
        self.familles = {fold(f.name): f for f in familles}
        self.familles |= {f.slug: f for f in familles}
        self.famille = self.familles.get(str(options.get("famille") or ""))
        self.only_known = bool(options.get("seulement_connus"))
        self.only_clause = bool(options.get("seulement_clause"))
        self.communes = {
            key: c
            for c in Commune.objects.order_by("pk")
            for key in (fold(c.name), c.code_insee)
        }
        self.quartiers = {q.code: q for q in Quartier.objects.order_by("pk")}
        self.operations = _index_operations(user)
        self.pools = {fold(g.name): g for g in Globalisation.objects.order_by("pk")}
        rows = Marche.objects.select_related(
            "maitre_ouvrage", "titulaire", "famille", "commune", "hypothese"
        ).prefetch_related("quartiers", "intervenants")
        self.known = {(m.maitre_ouvrage_id, fold(m.reference)): m for m in rows}
        self.seen: dict[tuple[int, str], int] = {}

    def plan(self, line: Line) -> Step:
        values = line.values
        step = Step(line.number, Outcome.INCHANGE, label=_label(values))
        owner = self._find_owner(values, step)
        if owner is None:
            return step
        if self.only_clause and values["clause"] == Clause.AUCUNE:
            step.outcome = Outcome.ECARTE
            step.notes.append("Sans clause sociale : laissé de côté, comme demandé")
            return step
        key = (owner.pk, fold(str(values["reference"] or "")))
        first = self.seen.setdefault(key, line.number)
        if first != line.number:
            return step.fail(
                "reference", f"Même marché que la ligne {first} : gardez-en une."
            )
        marche = self.known.get(key) or Marche(
            reference=values["reference"] or "", maitre_ouvrage=owner
        )
        self._fill(marche, values, step)
        if not step.errors and not self.user.has_perm(
            "insertion.change_marche", marche
        ):
            step.fail("owner", "Vous ne gérez pas les marchés de ce maître d’ouvrage.")
        return step

    def write(self, steps: Sequence[Step]) -> None:
        for step in steps:
            marche, links, people = step.target
            ensure_saved(marche.titulaire)
            if marche.titulaire is not None:
                marche.titulaire = marche.titulaire  # its key is known only now
            settle(marche)
            marche.save()
            if links is not None:
                marche.quartiers.set(links)
            for organisation, role in people:
                ensure_saved(organisation)
                Intervenant.objects.create(
                    marche=marche, organisation=organisation, role=role
                )
            refresh(marche)

    def _find_owner(self, values: Mapping[str, Any], step: Step) -> Organisation | None:
        text = str(values["owner"] or "")
        owner = self.annuaire.find(text)
        is_unknown = bool(text) and (owner is None or owner.pk is None)
        if is_unknown and self.only_known:
            step.outcome = Outcome.ECARTE
            step.notes.append("Maître d’ouvrage inconnu ici : laissé de côté")
            return None
        if is_unknown:
            step.fail(
                "owner",
                f"« {text[:60]} » n’est pas une organisation connue : ajoutez-la d’abord, "
                "ou écrivez son SIRET.",
            )
            return None
        return owner

    def _fill(self, marche: Marche, values: Mapping[str, Any], step: Step) -> None:
        is_new = marche.pk is None
        wanted = {name: values[name] for name in _PLAIN}
        wanted["famille"] = self._find_famille(marche, values, step)
        wanted["commune"] = self._find(self.communes, "commune", values, step)
        wanted["operation"] = self._find(self.operations, "operation", values, step)
        if wanted["operation"] is not None and marche.projet_renouvellement_id is None:
            wanted["projet_renouvellement"] = wanted["operation"].renouvellement
        wanted["globalisation"] = self._find(self.pools, "globalisation", values, step)
        wanted["titulaire"] = self._find_titulaire(values, step)
        if is_new and wanted["state"] is None:
            wanted["state"] = (
                MarcheState.EN_COURS if wanted["notified_on"] else MarcheState.PREVU
            )
        _deduce_end(marche, wanted, values)
        links = self._find_quartiers(marche, values, step)
        people = self._find_people(marche, values, step)
        if step.errors:
            return
        step.changes = [] if is_new else apply_values(marche, wanted)
        if is_new:
            apply_values(marche, wanted)
            step.changes = _tell_new(marche)
        if links is not None:
            step.changes.append(
                ("quartiers", "", ", ".join(sorted(q.code for q in links)))
            )
        step.changes += [(role.label.lower(), "", str(o)) for o, role in people]
        self._check(marche, step)
        step.target = (marche, links, people)
        if not step.errors:
            step.outcome = (
                Outcome.CREE
                if is_new
                else Outcome.MODIFIE
                if step.changes
                else Outcome.INCHANGE
            )

    def _check(self, marche: Marche, step: Step) -> None:
        if marche.start and marche.end and marche.end < marche.start:
            step.fail("end", "La fin d’exécution précède le début.")
        if marche.has_clause and marche.derogation:
            step.fail(
                "derogation", "Ce marché porte une clause : retirez la dérogation."
            )
        if not step.errors and judge(marche).is_broken:
            step.notes.append(
                "Au-dessus du seuil européen sans clause ni dérogation : à régulariser"
            )

    def _find_famille(
        self, marche: Marche, values: Mapping[str, Any], step: Step
    ) -> FamilleDeMarche | None:
        text = str(values["famille"] or "")
        if text:
            found = self.familles.get(fold(text)) or self.familles.get(text)
            if found is None and self.famille is not None:
                step.notes.append(
                    f"Famille « {text[:40]} » inconnue : celle par défaut"
                )
                return None if marche.famille_id else self.famille
            if found is None:
                step.fail(
                    "famille",
                    f"« {text[:60]} » n’est pas une famille de marchés : prenez un nom de la "
                    "page « Familles de marchés ».",
                )
            return found
        if marche.famille_id:
            return None
        if self.famille is None:
            step.fail(
                "famille",
                "La famille manque : écrivez-la, ou choisissez-en une à côté du fichier.",
            )
        return self.famille

    def _find(
        self, known: Mapping[str, Any], key: str, values: Mapping[str, Any], step: Step
    ) -> Any:
        text = str(values[key] or "")
        if not text:
            return None
        found = known.get(fold(text)) or known.get(text)
        if found is None and key == "commune" and _INSEE.fullmatch(text):
            step.notes.append(f"Commune {text} hors de la métropole : laissée vide")
        elif found is None:
            step.fail(
                key, f"« {text[:60]} » est inconnu ici : corrigez, ou laissez vide."
            )
        return found

    def _find_titulaire(
        self, values: Mapping[str, Any], step: Step
    ) -> Organisation | None:
        name, siret = (
            str(values["titulaire"] or ""),
            str(values["titulaire_siret"] or ""),
        )
        if siret and not siret_of(siret):
            step.fail("titulaire_siret", "Un SIRET compte quatorze chiffres.")
            return None
        return self._company(name, siret_of(siret), step) if name or siret else None

    def _company(self, name: str, siret: str, step: Step) -> Organisation:
        found = self.annuaire.find(name, siret)
        if found is None:
            found = self.annuaire.propose(name, siret)
        if found.pk is None:
            step.notes.append(f"Entreprise ajoutée : {found.name}")
        return found

    def _find_quartiers(
        self, marche: Marche, values: Mapping[str, Any], step: Step
    ) -> list[Quartier] | None:
        codes = _split(values["quartiers"])
        unknown = [code for code in codes if code.upper() not in self.quartiers]
        if unknown:
            step.fail("quartiers", f"QPV inconnu : {', '.join(unknown)[:80]}.")
            return None
        wanted = [self.quartiers[code.upper()] for code in codes]
        held = {q.pk for q in marche.quartiers.all()} if marche.pk else set()
        return wanted if codes and {q.pk for q in wanted} != held else None

    def _find_people(
        self, marche: Marche, values: Mapping[str, Any], step: Step
    ) -> list[tuple[Organisation, IntervenantRole]]:
        held = (
            {i.organisation_id for i in marche.intervenants.all()}
            if marche.pk
            else set()
        )
        found: list[tuple[Organisation, IntervenantRole]] = []
        for key, role in (
            ("cotraitants", IntervenantRole.COTRAITANT),
            ("sous_traitants", IntervenantRole.SOUS_TRAITANT),
        ):
            for text in _split(values[key]):
                organisation = self._company(text, "", step)
                told = {id(o) for o, _ in found}
                if organisation.pk not in held and id(organisation) not in told:
                    found.append((organisation, role))
        return found


def _index_operations(user: Any) -> dict[str, Operation]:
    """Return operations by identifier, and by title when no other has the same."""
    rows = list(
        Operation.objects.visible_to(user).alive().select_related("renouvellement")
    )
    titles = [fold(o.title) for o in rows]
    named = {t: o for t, o in zip(titles, rows, strict=True) if titles.count(t) == 1}
    return named | {fold(o.idtop): o for o in rows if o.idtop}


def _label(values: Mapping[str, Any]) -> str:
    return " — ".join(str(v) for v in (values["reference"], values["title"]) if v)


def _split(text: Any) -> list[str]:
    return [part.strip() for part in str(text or "").split(";") if part.strip()]


def _deduce_end(
    marche: Marche, wanted: dict[str, Any], values: Mapping[str, Any]
) -> None:
    """Find the end from a length in months, when no end is told anywhere."""
    months = values["months"]
    start = wanted["start"] or marche.start or wanted["notified_on"]
    if months and start and wanted["end"] is None and marche.end is None:
        wanted["end"] = _last_day(start, min(int(months), 600))


def _last_day(start: date, months: int) -> date:
    """Return the eve of the same day so many months later."""
    index = start.year * 12 + start.month - 1 + months
    year, month = index // 12, index % 12 + 1
    day = min(start.day, monthrange(year, month)[1])
    return date(year, month, day) - timedelta(days=1)


def _tell_new(marche: Marche) -> list[tuple[str, str, str]]:
    told = [("famille", "", str(marche.famille))]
    if marche.amount is not None:
        told.append(("montant HT", "", format_euros(marche.amount, short=True)))
    told.append(("clause", "", marche.get_clause_display()))
    if marche.titulaire is not None:
        told.append(("titulaire", "", str(marche.titulaire)))
    return told
