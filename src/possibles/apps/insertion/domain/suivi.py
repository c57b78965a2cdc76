"""Where the hours are: objective, validated, declared, remaining; who worked them.

Three queries whatever the number of contracts. What would tell of fewer than five people
is not told, here or anywhere it could be worked out from: see `secret`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db.models import F, Q, Sum

from possibles.apps.insertion.enums import Cadre, HeuresState, Sexe, Tranche
from possibles.apps.insertion.models import Beneficiaire, Heures, Marche, tranche_of

from .secret import PEOPLE, QPV, WOMEN, YOUNG, decide


class Face(StrEnum):
    """What the figures are gathered by."""

    CADRE = "cadre"
    FAMILLE = "famille"
    OWNER = "maitre-ouvrage"
    COMMUNE = "commune"
    PROJET = "projet"
    MARCHE = "marche"


@dataclass(slots=True)
class Ligne:
    """The hours of a group of contracts, in hundredths save the objective, in hours.

    `remaining` is the sum of what each contract still owes: one that did more than it
    owed does not hide what another misses.
    """

    key: str
    label: str
    marches: int = 0
    objective: int = 0
    validated: int = 0
    declared: int = 0
    remaining: int = 0
    people: set[int] = field(default_factory=set)
    shares: dict[str, int] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()

    @property
    def validated_hours(self) -> float:
        return self.validated / 100

    @property
    def declared_hours(self) -> float:
        return self.declared / 100

    @property
    def remaining_hours(self) -> float:
        return self.remaining / 100

    @property
    def rate(self) -> float | None:
        return self.validated / (self.objective * 100) if self.objective else None

    @property
    def people_count(self) -> int | None:
        """Tell how many people worked; nothing when it is a secret."""
        return None if PEOPLE in self.hidden else len(self.people)

    @property
    def qpv(self) -> float | None:
        return self.share(QPV)

    @property
    def women(self) -> float | None:
        return self.share(WOMEN)

    @property
    def young(self) -> float | None:
        return self.share(YOUNG)

    def share(self, name: str) -> float | None:
        """Return a group's share of the validated hours; nothing when it is a secret."""
        if not self.validated or name in self.hidden:
            return None
        return self.shares.get(name, 0) / self.validated

    def add(self, pk: int, counted: int, traits: Iterable[str]) -> None:
        if not counted:
            return
        self.validated += counted
        self.people.add(pk)
        for name in traits:
            self.shares[name] = self.shares.get(name, 0) + counted


@dataclass(frozen=True, slots=True)
class Suivi:
    """The lines of a face, and their total; people are counted once in it."""

    lignes: list[Ligne]
    total: Ligne


def read_suivi(user: Any, face: Face) -> Suivi:
    """Gather the hours of the contracts this person sees, by face."""
    held = _read_marches(Marche.objects.visible_to(user))
    return _gather(held, [face])[face]


def read_faces(user: Any, faces: Iterable[Face]) -> dict[Face, Suivi]:
    """Gather them by several faces, read once."""
    return _gather(_read_marches(Marche.objects.visible_to(user)), list(faces))


def marches_by_line(user: Any, face: Face) -> dict[tuple[str, str], list[Marche]]:
    """Return the contracts of each line of a face (key, label), in the order it shows."""
    found: dict[tuple[str, str], list[Marche]] = {}
    for marche in _read_marches(Marche.objects.visible_to(user)):
        found.setdefault(_FACES[face](marche), []).append(marche)
    return dict(sorted(found.items(), key=lambda item: (item[0][0] == "", item[0][1])))


def marches_of_line(user: Any, face: Face) -> dict[str, list[int]]:
    """Return the keys of the contracts of each line of a face."""
    return {
        key: [marche.pk for marche in held]
        for (key, _), held in marches_by_line(user, face).items()
    }


def read_marche(marche: Marche) -> Ligne:
    """Return the line of one contract, as the dashboard shows it."""
    suivi = _gather(_read_marches(Marche.objects.all()), [Face.MARCHE])[Face.MARCHE]
    return next(ligne for ligne in suivi.lignes if ligne.key == str(marche.pk))


def read_lots(marche: Marche) -> dict[int, tuple[int, int]]:
    """Return the hours of each lot that hires name: (counted, waiting), in hundredths."""
    lots = {
        (person, employer): lot
        for person, employer, lot in marche.embauches.filter(lot__isnull=False)
        .order_by("start")
        .values_list("beneficiaire", "employeur", "lot")
    }
    found: dict[int, tuple[int, int]] = {}
    rows = marche.heures.order_by().values_list(
        "beneficiaire", "employeur", "counted", "work", "training", "state"
    )
    for person, employer, counted, work, training, state in rows:
        lot = lots.get((person, employer))
        if lot is None:
            continue
        waiting = 0 if state == HeuresState.VALIDE else work + training
        done, pending = found.get(lot, (0, 0))
        found[lot] = (done + counted, pending + waiting)
    return found


def _gather(held: list[Marche], faces: list[Face]) -> dict[Face, Suivi]:
    traits = _read_traits()
    rows = list(_read_hours())
    secret = _keep_secret(held, rows, traits)
    made = {}
    for face in faces:
        suivi = _fill(held, face, rows, traits)
        for ligne in suivi.lignes:
            ligne.hidden = (
                secret.hidden_of_marche(int(ligne.key))
                if face is Face.MARCHE
                else secret.hidden_of(face, ligne.key)
            )
        suivi.total.hidden = secret.hidden_of_total
        made[face] = suivi
    return made


def _fill(
    held: list[Marche],
    face: Face,
    rows: list[tuple[int, int, int | None, int | None]],
    traits: Mapping[int, list[str]],
) -> Suivi:
    find = _FACES[face]
    lignes: dict[str, Ligne] = {}
    total = Ligne("", "Total")
    place: dict[int, Ligne] = {}
    for marche in held:
        key, label = find(marche)
        ligne = lignes.setdefault(key, Ligne(key, label))
        place[marche.pk] = ligne
        for each in (ligne, total):
            each.marches += 1
            each.objective += marche.objective_hours or 0
    done: dict[int, int] = {}
    for marche_id, person, counted, declared in rows:
        found = place.get(marche_id)
        if found is None:
            continue
        done[marche_id] = done.get(marche_id, 0) + (counted or 0)
        for each in (found, total):
            each.declared += declared or 0
            each.add(person, counted or 0, traits.get(person, ()))
    for marche in held:
        owed = max(0, (marche.objective_hours or 0) * 100 - done.get(marche.pk, 0))
        for each in (place[marche.pk], total):
            each.remaining += owed
    ordered = sorted(lignes.values(), key=lambda x: (x.key == "", x.label))
    return Suivi(ordered, total)


def _keep_secret(
    held: list[Marche],
    rows: list[tuple[int, int, int | None, int | None]],
    traits: Mapping[int, list[str]],
) -> Any:
    """Decide what is hidden from every face together, whichever is shown."""
    people: dict[int, list[int]] = {marche.pk: [] for marche in held}
    for marche_id, person, counted, _ in rows:
        if counted and marche_id in people:
            people[marche_id].append(person)
    faces: dict[str, dict[str, list[int]]] = {}
    for face, find in _FACES.items():
        if face is not Face.MARCHE:
            lines = faces.setdefault(face, {})
            for marche in held:
                lines.setdefault(find(marche)[0], []).append(marche.pk)
    return decide(people, traits, faces)


def _read_marches(rows: Any) -> list[Marche]:
    # An outline takes longer to decode than all the rest to read.
    return list(
        rows.select_related(
            "famille", "maitre_ouvrage", "commune", "projet_renouvellement"
        )
        .defer("commune__outline")
        .order_by("sort_title", "pk")
    )


def _read_hours() -> Iterable[tuple[int, int, int | None, int | None]]:
    """Sum by contract and person."""
    rows = (
        Heures.objects.order_by()
        .values("marche_id", "beneficiaire_id")
        .annotate(
            validated=Sum("counted"),
            declared=Sum(
                F("work") + F("training"), filter=~Q(state=HeuresState.VALIDE)
            ),
        )
    )
    found: Iterable[tuple[int, int, int | None, int | None]] = rows.values_list(
        "marche_id", "beneficiaire_id", "validated", "declared"
    )
    return found


def _read_traits() -> dict[int, list[str]]:
    """Return what each person counts as: residence, sex, age on entry."""
    rows = Beneficiaire.objects.order_by().values_list(
        "pk",
        "quartier_id",
        "kept_qpv",
        "sex",
        "birth_year",
        "kept_tranche",
        "validated_on",
        "entered_on",
    )
    return {
        pk: [
            name
            for name, is_true in (
                (QPV, kept_qpv or quartier is not None),
                (WOMEN, sex == Sexe.FEMME),
                (
                    YOUNG,
                    (kept if birth is None else tranche_of(birth, validated or entered))
                    == Tranche.JEUNE,
                ),
            )
            if is_true
        ]
        for pk, quartier, kept_qpv, sex, birth, kept, validated, entered in rows
    }


_FACES: dict[Face, Callable[[Marche], tuple[str, str]]] = {
    Face.CADRE: lambda m: (m.famille.cadre, Cadre(m.famille.cadre).label),
    Face.FAMILLE: lambda m: (m.famille.slug, m.famille.name),
    Face.OWNER: lambda m: (m.maitre_ouvrage.slug, str(m.maitre_ouvrage)),
    Face.COMMUNE: lambda m: (
        (m.commune.code_insee, m.commune.name)
        if m.commune
        else ("", "Plusieurs communes, ou non précisée")
    ),
    Face.PROJET: lambda m: (
        (str(m.projet_renouvellement_id), str(m.projet_renouvellement))
        if m.projet_renouvellement
        else ("", "Hors projet de renouvellement urbain")
    ),
    Face.MARCHE: lambda m: (str(m.pk), m.title),
}
