"""What lines of files name, found among what is already there; read once a file."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError

from possibles.apps.acteurs.domain.annuaire import siret_of
from possibles.apps.imports.specs import Step
from possibles.apps.insertion.models import Beneficiaire, Employeur, Marche
from possibles.common.french import fold
from possibles.common.sheets.values import Reader

SEVERAL = object()
"""What an index holds under a name that two objects share."""


def index_employeurs() -> dict[str, Employeur]:
    """Return employers by SIRET, name and short name, all folded."""
    known: dict[str, Employeur] = {}
    for employeur in Employeur.objects.select_related("organisation").order_by("pk"):
        organisation = employeur.organisation
        for name in (organisation.siret, organisation.name, organisation.short_name):
            if name:
                known.setdefault(fold(name), employeur)
    return known


def index_marches(rows: Iterable[Marche]) -> dict[str, Any]:
    """Return contracts by folded reference; `SEVERAL` where owners share one."""
    known: dict[str, Any] = {}
    for marche in rows:
        key = fold(marche.reference)
        known[key] = SEVERAL if key in known else marche
    return known


def find_named(known: Mapping[str, Any], key: str, text: str, step: Step) -> Any:
    """Return what a cell names, or tell beside it why it is nothing."""
    found = known.get(fold(text)) or known.get(siret_of(text))
    if found is SEVERAL:
        step.fail(
            key,
            f"Plusieurs maîtres d’ouvrage ont « {text[:60]} » : gardez pour ce marché un "
            "fichier à part, et choisissez-le à côté.",
        )
        return None
    if found is None:
        step.fail(key, f"« {text[:60]} » est inconnu ici : corrigez.")
    return found


class People:
    """The people one accompanies, by code, or by initials and year of birth."""

    def __init__(self, user: Any) -> None:
        self.by_code = {
            b.code: b for b in Beneficiaire.objects.visible_to(user).order_by("pk")
        }
        self.by_pk = {b.pk: b for b in self.by_code.values()}

    def find_code(self, code: str, step: Step) -> Beneficiaire | None:
        person = self.by_code.get(code.strip().upper())
        if person is None:
            step.fail(
                "code", "Ce code n’est celui d’aucun bénéficiaire que vous suivez."
            )
        return person


def pick_one(
    people: Iterable[Beneficiaire], values: Mapping[str, Any], step: Step, none: str
) -> Beneficiaire | None:
    """Return the one person of these initials (and year); the report repeats neither."""
    initials = fold(str(values["initials"] or ""))
    if not initials:
        step.fail("code", "Le code manque : écrivez-le, ou des initiales.")
        return None
    year = values["birth_year"]
    found = [
        p
        for p in people
        if fold(p.initials) == initials and year in {None, p.birth_year}
    ]
    if len(found) == 1:
        return found[0]
    if found:
        step.fail(
            "initials", "Plusieurs personnes ont ces initiales : écrivez le code."
        )
    else:
        step.fail("initials", none)
    return None


def discreet(read: Reader, sentence: str) -> Reader:
    """Return a reader whose refusal never repeats the cell: reports outlive files."""

    def read_discreetly(text: str) -> Any:
        try:
            return read(text)
        except ValidationError:
            raise ValidationError(sentence) from None

    return read_discreetly
