"""People of a file: created with what is counted, their address forgotten on the way.

Lines never change what a sheet says of somebody: nothing in the journal could give it
back. They create people, and validate the eligibility of those who wait for it.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone

from possibles.apps.acteurs.domain.annuaire import Annuaire
from possibles.apps.acteurs.enums import Perimeter, Role
from possibles.apps.imports.enums import Outcome
from possibles.apps.imports.specs import ImportColumn, Line, Step, Values
from possibles.apps.insertion.enums import Critere, Residence, Sexe
from possibles.apps.insertion.models import Beneficiaire
from possibles.apps.journal.domain.restoring import CannotRestoreError
from possibles.apps.journal.models import Acte, Verb, save_all
from possibles.apps.referentiel.domain.parametres import find_parametres
from possibles.apps.territoires.domain.adresses import Carnet, Defaut
from possibles.apps.territoires.domain.locating import Localisateur, UncertainError
from possibles.apps.territoires.models import Commune, Quartier
from possibles.common.french import fold
from possibles.common.sheets.values import (
    read_choice,
    read_day,
    read_integer,
    read_text,
)

from .finding import People, discreet

MONTHS = "insertion.duree_eligibilite_mois"
USUAL_MONTHS = 24
OUTSIDE = "hors"
_PAGE = "« Ajouter un bénéficiaire »"

COLUMNS = (
    ImportColumn(
        "code",
        "Code du bénéficiaire",
        read_text(12),
        aliases=("code", "bénéficiaire"),
        help="Vide pour une nouvelle personne : le code est tiré à l’écriture.",
        example="",
    ),
    ImportColumn(
        "initials",
        "Initiales",
        discreet(read_text(6), "Six lettres au plus : jamais le nom entier."),
        is_required=True,
        help="Deux ou trois lettres suffisent ; jamais le nom.",
        example="AB",
    ),
    ImportColumn(
        "sex",
        "Sexe",
        discreet(
            read_choice(
                Sexe.choices, femme="f", homme="h", m="h", masculin="h", féminin="f"
            ),
            "Écrivez F ou H.",
        ),
        is_required=True,
        help="F ou H.",
        example="F",
    ),
    ImportColumn(
        "birth_year",
        "Année de naissance",
        discreet(
            read_integer, "Écrivez une année sur quatre chiffres, par exemple 1990."
        ),
        is_required=True,
        aliases=("naissance",),
        example="1990",
    ),
    ImportColumn(
        "critere",
        "Critère d’éligibilité",
        discreet(
            read_choice(Critere.choices),
            f"Ce critère n’est pas prévu : prenez un libellé de la page {_PAGE}.",
        ),
        is_required=True,
        aliases=("critère", "public"),
        help="Ce qui touche à la santé ne se dit que par groupe.",
        example=Critere.RSA.label,
    ),
    ImportColumn(
        "adresse",
        "Adresse de résidence",
        discreet(
            read_text(200), "Cette adresse dépasse 200 signes : raccourcissez-la."
        ),
        aliases=("adresse",),
        help="Sert à trouver le quartier dans les contours officiels, puis est oubliée.",
        example="12 rue de la République, 13002 Marseille",
    ),
    ImportColumn(
        "quartier",
        "Quartier prioritaire",
        discreet(read_text(160), "Écrivez le code du quartier, ou « hors »."),
        aliases=("QPV", "code QPV"),
        help="Son code ou son nom ; « hors » s’il est connu que la personne n’y habite pas.",
        example="",
    ),
    ImportColumn(
        "commune",
        "Commune de résidence",
        discreet(read_text(120), "Écrivez le nom ou le code Insee de la commune."),
        aliases=("commune",),
        help="Vide : celle de l’adresse ou du quartier.",
        example="Marseille",
    ),
    ImportColumn(
        "prescripteur",
        "Prescripteur",
        read_text(200),
        help="L’organisation qui a orienté la personne, déjà connue ici.",
        example="",
    ),
    ImportColumn(
        "validated_on",
        "Éligibilité validée le",
        read_day,
        aliases=("validation", "date de validation"),
        help="Avant toute embauche. Vide : en attente, aucune heure ne comptera.",
        example="05/01/2026",
    ),
    ImportColumn(
        "eligibility_months",
        "Durée d’éligibilité (mois)",
        read_integer,
        help="Vide : celle du référentiel.",
        example="24",
    ),
)
_LOOK = ("initials", "sex", "birth_year")
_DOUBT = {
    Defaut.SEVERAL: (
        "Cette adresse n’est pas sûre : corrigez le numéro, la voie ou le code postal, ou "
        "écrivez le quartier (« hors » s’il n’y en a pas)."
    ),
    Defaut.TOO_MANY: "Trop d’adresses correspondent : ajoutez le code postal et la commune.",
    Defaut.NO_NUMBER: "Le numéro manque : ajoutez-le, ou écrivez le quartier.",
    Defaut.NO_BASE: (
        "Aucune adresse officielle n’a été importée : écrivez le quartier (« hors » s’il "
        "n’y en a pas)."
    ),
    Defaut.UNKNOWN: (
        "Cette adresse n’est pas dans la base officielle : corrigez-la, ou écrivez le "
        "quartier (« hors » s’il n’y en a pas)."
    ),
}


class BeneficiairePlanner:
    """Create the people who are not there, validate those who wait; change nobody."""

    def __init__(self, user: Any, options: Mapping[str, Any]) -> None:
        self.user = user
        self.with_alike = bool(options.get("semblables"))
        self.people = People(user)
        self.annuaire = Annuaire()
        self.communes = {
            key: c
            for c in Commune.objects.du_contrat().defer("outline")
            for key in (fold(c.name), c.code_insee)
        }
        self.quartiers = _index_quartiers()
        self.allowed = _find_perimeter(user)
        self.today = timezone.localdate()
        known = find_parametres([MONTHS]).get(MONTHS)
        self.months = USUAL_MONTHS if known is None else int(known.value)
        self.same: dict[tuple[Any, ...], list[Beneficiaire]] = {}
        self.alike: dict[tuple[Any, ...], list[str]] = {}
        for person in self.people.by_code.values():
            self.same.setdefault(_key_of(person), []).append(person)
            self.alike.setdefault(_key_of(person)[:3], []).append(person.code)
        self.seen: dict[Any, int] = {}
        self._carnet: Carnet | None = None
        self._outlines: Localisateur | None = None

    def plan(self, line: Line) -> Step:
        step = Step(line.number, Outcome.INCHANGE, label="Nouvelle personne")
        values = dict(line.values)
        validated = values["validated_on"]
        if validated is not None and validated > self.today:
            step.fail("validated_on", "Une validation ne se date pas à l’avance.")
        months = values["eligibility_months"]
        if months is not None and not 1 <= months <= 60:
            step.fail("eligibility_months", "Une durée va de 1 à 60 mois.")
        if values["code"]:
            return self._plan_known(str(values["code"]), values, step)
        if any(values[name] is None for name in (*_LOOK, "critere")):
            return step.fail("initials", "Cette ligne est incomplète : remplissez-la.")
        return self._plan_new(values, step)

    def write(self, steps: Sequence[Step]) -> None:
        new = [s.target for s in steps if s.outcome == Outcome.CREE]
        Beneficiaire.objects.bulk_create(new, batch_size=500)
        held = [s.target for s in steps if s.outcome == Outcome.MODIFIE]
        save_all(held)
        for step in steps:
            step.label = step.target.code

    def _plan_known(self, code: str, values: Values, step: Step) -> Step:
        person = self.people.find_code(code, step)
        if person is None:
            return step
        step.label = person.code
        first = self.seen.setdefault(person.code, step.number)
        if first != step.number:
            return step.fail(
                "code", f"Même personne que la ligne {first} : gardez-en une."
            )
        for name in (*_LOOK, "critere"):
            given, held = values[name], getattr(person, name)
            if given is not None and fold(str(given)) != fold(str(held)):
                step.fail(
                    name, "La fiche dit autre chose : corrigez-la sur sa page, ou ici."
                )
        validated = values["validated_on"]
        if person.validated_on is not None and validated not in {
            None,
            person.validated_on,
        }:
            step.fail(
                "validated_on",
                "Cette éligibilité est déjà validée un autre jour : corrigez la fiche.",
            )
        if step.errors or validated is None or person.validated_on is not None:
            return step
        person.validated_on, person.validated_by = validated, self.user
        person.is_exemple = False
        step.outcome, step.target = Outcome.MODIFIE, person
        step.changes.append(("éligibilité", "en attente", "validée"))
        return step

    def _plan_new(self, values: Values, step: Step) -> Step:
        person = Beneficiaire(
            initials=str(values["initials"]).upper(),
            sex=values["sex"],
            birth_year=values["birth_year"],
            critere=values["critere"],
            validated_on=values["validated_on"],
            validated_by=self.user if values["validated_on"] else None,
            eligibility_months=values["eligibility_months"] or self.months,
        )
        if not 1930 <= int(values["birth_year"]) <= self.today.year - 14:
            step.fail(
                "birth_year", "Cette année n’est pas celle d’une personne en âge."
            )
        if values["prescripteur"]:
            person.prescripteur = self.annuaire.find(str(values["prescripteur"]))
            if person.prescripteur is None:
                step.fail(
                    "prescripteur", "Cette organisation est inconnue ici : ajoutez-la."
                )
        self._locate(person, values, step)
        return step if step.errors else self._compare(person, step)

    def _compare(self, person: Beneficiaire, step: Step) -> Step:
        """Tell a line already there, one that looks like somebody, and a new person."""
        same = self.same.get(_key_of(person), [])
        if same:
            step.label = same.pop(0).code
            self.alike[_key_of(person)[:3]].remove(step.label)
            return step
        look = _key_of(person)[:3]
        first = self.seen.setdefault(look, step.number)
        if not self.with_alike and self.alike.get(look):
            return step.fail(
                "initials",
                f"Une fiche ressemble à cette personne ({self.alike[look][0]}) : écrivez "
                "son code, ou permettez les semblables à côté du fichier.",
            )
        if not self.with_alike and first != step.number:
            return step.fail(
                "initials",
                f"Semblable à la ligne {first} : retirez-en une, ou permettez les "
                "semblables à côté du fichier.",
            )
        step.outcome, step.target = Outcome.CREE, person
        step.changes.append(
            ("quartier prioritaire", "", str(person.quartier or "aucun"))
        )
        if person.validated_on is None:
            step.notes.append("Éligibilité en attente : aucune heure ne comptera")
        return step

    def _locate(self, person: Beneficiaire, values: Values, step: Step) -> None:
        """Give the commune and the quarter: from the address, else as written."""
        commune = quartier = None
        if values["commune"]:
            commune = self.communes.get(fold(str(values["commune"])))
            if commune is None:
                step.fail("commune", "Cette commune n’est pas de celles du contrat.")
        written = fold(str(values["quartier"] or ""))
        if written and written != OUTSIDE:
            quartier = self.quartiers.get(written)
            if quartier is None:
                step.fail(
                    "quartier",
                    "Ce quartier est inconnu : écrivez son code, ou « hors ».",
                )
        if values["adresse"] and not written:
            commune, quartier = self._find(str(values["adresse"]), commune, step)
            person.residence = Residence.ADRESSE
        elif not written:
            step.notes.append(
                "Résidence non située : comptée hors quartier prioritaire"
            )
        person.quartier = quartier
        person.commune = commune or (quartier.commune if quartier else None)
        if self.allowed is not None and person.commune_id not in self.allowed:
            step.fail(
                "commune", "Cette personne n’habite pas une commune que vous suivez."
            )

    def _find(
        self, text: str, commune: Commune | None, step: Step
    ) -> tuple[Commune | None, Quartier | None]:
        self._carnet = self._carnet or Carnet()
        found = self._carnet.find(text)
        if found.lieu is None:
            step.fail("adresse", _DOUBT[found.reason or Defaut.UNKNOWN])
            return commune, None
        if commune is not None and commune != found.lieu.commune:
            step.fail("adresse", "Cette adresse est dans une autre commune : corrigez.")
        self._outlines = self._outlines or Localisateur()
        try:
            quartier = self._outlines.find(
                found.lieu.lon, found.lieu.lat, found.lieu.commune
            )
        except UncertainError:
            step.fail(
                "adresse",
                "Des contours de quartiers manquent dans cette commune : écrivez le "
                "quartier (« hors » s’il n’y en a pas).",
            )
            return commune, None
        return found.lieu.commune, quartier


def refuse_if_followed(key: UUID) -> None:
    """Refuse to take back people who were hired, or followed up, since."""
    made = Acte.objects.filter(
        change=key, verb=Verb.CREATE, model=Beneficiaire._meta.label_lower
    )
    keys = [int(pk) for pk in made.values_list("object_id", flat=True)]
    held: list[str] = []
    for start in range(0, len(keys), 500):
        people = Beneficiaire.objects.filter(pk__in=keys[start : start + 500])
        for relation in ("embauches", "heures", "points_de_suivi"):
            busy = people.filter(**{f"{relation}__isnull": False})
            held += busy.order_by("code").values_list("code", flat=True)
    if held:
        raise CannotRestoreError(sorted(set(held)))


def _key_of(person: Beneficiaire) -> tuple[Any, ...]:
    return (
        fold(person.initials),
        person.sex,
        person.birth_year,
        person.commune_id,
        person.quartier_id,
        person.critere,
    )


def _index_quartiers() -> dict[str, Quartier]:
    rows = Quartier.objects.select_related("commune")
    rows = rows.defer("outline", "commune__outline").order_by("code")
    known: dict[str, Quartier] = {}
    for quartier in rows:
        known.setdefault(fold(quartier.name), quartier)
    return known | {fold(q.code): q for q in rows}


def _find_perimeter(user: Any) -> set[int] | None:
    """Return the communes one accompanies people of; nothing for all of them."""
    held = [h for h in user.active_habilitations if h.role == Role.FACILITATEUR]
    if any(h.perimeter == Perimeter.CONTRAT for h in held):
        return None
    return {h.commune_id for h in held if h.perimeter == Perimeter.COMMUNE}
