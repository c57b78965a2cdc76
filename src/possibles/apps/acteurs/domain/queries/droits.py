"""« Qui peut quoi », read from the rules that decide: the table cannot drift from them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.apps import apps
from rules.permissions import permissions

from possibles.apps.acteurs.enums import Perimeter, Role
from possibles.apps.acteurs.models import Habilitation, Personne
from possibles.apps.acteurs.rules import GRANTS

_VERBS = {
    "view": "Voir",
    "add": "Ajouter",
    "change": "Modifier",
    "delete": "Supprimer",
    "import": "Importer",
    "invite": "Inviter",
    "manage": "Gérer",
    "end": "Retirer",
    "submit": "Soumettre",
    "validate": "Valider",
    "amend": "Modifier par avenant",
    "evaluate": "Évaluer",
    "export": "Exporter",
    "follow": "Suivre",
    "comment": "Commenter",
    "publish": "Publier",
    "return": "Renvoyer",
    "file": "Classer",
    "move": "Déplacer au planning",
    "unsign": "Annuler la signature",
    "advance": "Faire avancer",
    "report": "Pointer l’avancement",
    "freeze": "Figer",
    "withdraw": "Retirer",
    "answer": "Répondre",
}
# What ties someone to an object, beside their roles.
_TIES = {
    "is_self": "la personne elle-même",
    "invited": "qui l’a envoyée, tant que son rôle le permet",
    "is_author": "son auteur",
    "grants": "qui peut donner ce rôle, sauf à soi-même",
    "is_pilote": "qui le pilote",
    "is_partner": "ses partenaires",
    "owns": "pour les opérations de son organisation",
    "takes_part": "pour les opérations de son organisation",
    "answers_part": "au nom de son organisation",
    "commits": "qui s’y engage ou en répond",
}
NOBODY = -1  # no object has this author, pilot or owner
_EVERYONE = {"always_true"}
# Told by the roles that have it, or by « toute personne connectée ».
_SIGNED_IN = {"is_signed_in", "is_authenticated", "is_agent"}


@dataclass(frozen=True, slots=True)
class Right:
    """One permission, and who has it."""

    permission: str
    action: str
    roles: tuple[Role, ...]
    ties: tuple[str, ...]
    is_public: bool = False
    is_for_all: bool = False

    @property
    def who(self) -> str:
        if self.is_public:
            return "Tout le monde, même sans compte"
        if self.is_for_all:
            return "Toute personne connectée"
        names = [role.label for role in self.roles]
        return " ; ".join([*names, *self.ties]) or "Personne"


@dataclass(frozen=True, slots=True)
class Room:
    label: str
    rights: tuple[Right, ...]


def list_rights() -> list[Room]:
    """Return every declared permission, by room, in the order of the rooms."""
    order = [config.label for config in apps.get_app_configs()]
    names = sorted(permissions, key=lambda name: (order.index(_room(name)), name))
    return [
        Room(
            str(apps.get_app_config(label).verbose_name),
            tuple(_describe(name) for name in group),
        )
        for label, group in groupby(names, key=_room)
    ]


def list_grants() -> list[tuple[Role, tuple[Role, ...]]]:
    """Return which roles each role may give."""
    return [(role, _in_order(GRANTS[role])) for role in Role if role in GRANTS]


def as_markdown() -> str:
    """Return the tables of `docs/development/rights.md`."""
    lines: list[str] = []
    for room in list_rights():
        lines += [f"### {room.label}", "", "| permission | action | qui |"]
        lines.append("|---|---|---|")
        lines += [f"| `{r.permission}` | {r.action} | {r.who} |" for r in room.rights]
        lines.append("")
    lines += ["### Qui donne quel rôle", "", "| rôle | peut donner |", "|---|---|"]
    for role, given in list_grants():
        names = ", ".join(other.label for other in given)
        lines.append(f"| {role.label} | {names} |")
    return "\n".join(lines) + "\n"


def _room(permission: str) -> str:
    return permission.split(".", maxsplit=1)[0]


def _describe(permission: str) -> Right:
    predicate = permissions[permission]
    named = re.findall(r"\w+", str(predicate.name))
    parts = [n for n in named if not n.startswith("holds_") and n != "Predicate"]
    stranger = Personne(pk=NOBODY)
    stranger.__dict__["active_habilitations"] = []
    holders = tuple(role for role in Role if predicate.test(_holder(role), None))
    return Right(
        permission=permission,
        action=_action(permission),
        roles=holders,
        ties=_ties(parts),
        is_public=set(parts) & _EVERYONE != set(),
        is_for_all=bool(predicate.test(stranger, None)),
    )


def _ties(parts: Iterable[str]) -> tuple[str, ...]:
    kept = [
        _TIES.get(part, part.replace("_", " "))
        for part in dict.fromkeys(parts)
        if part not in _EVERYONE | _SIGNED_IN and part != "is_self"
    ]
    return tuple(kept)


def _action(permission: str) -> str:
    label, _, name = permission.partition(".")
    verb, _, noun = name.partition("_")
    models = {m._meta.model_name: m for m in apps.get_app_config(label).get_models()}
    model = models.get(noun.replace("_", ""))
    words = str(model._meta.verbose_name) if model else noun.replace("_", " ")
    return f"{_VERBS.get(verb, verb.capitalize())} : {words}"


def _holder(role: Role) -> Personne:
    """Return someone who holds this role on the whole contract, unsaved."""
    person = Personne(pk=NOBODY)
    held = Habilitation(personne=person, role=role, perimeter=Perimeter.CONTRAT)
    person.__dict__["active_habilitations"] = [held]
    return person


def _in_order(roles: Iterable[Role]) -> tuple[Role, ...]:
    given = set(roles)
    return tuple(role for role in Role if role in given)
