"""What an agenda has become since its validation."""

from dataclasses import dataclass

from possibles.apps.contrat.domain.avenants import LABELS, show_value
from possibles.apps.contrat.domain.contenu import describe_agenda
from possibles.apps.contrat.models import Agenda
from possibles.apps.journal.domain.snapshots import Difference, compare

_KINDS = {"added": "ajouté", "removed": "retiré", "changed": "modifié"}


@dataclass(frozen=True, slots=True)
class Ecart:
    """One thing that changed: of which project or chantier, what, from what to what."""

    subject: str
    what: str
    kind: str
    before: str
    after: str

    @property
    def kind_label(self) -> str:
        return _KINDS[self.kind]


def compare_with_validation(agenda: Agenda) -> list[Ecart]:
    """List what changed since the agenda was frozen, with names instead of keys.

    Empty when it never was frozen.
    """
    if agenda.instantane is None:
        return []
    before, after = agenda.instantane.data, describe_agenda(agenda)
    names = _read_names(before) | _read_names(after)
    return [_explain(difference, names) for difference in compare(before, after)]


def _read_names(content: dict[str, object]) -> dict[str, str]:
    names = {}
    for group in ("projets", "chantiers"):
        rows = content.get(group)
        for row in rows if isinstance(rows, list) else []:
            names[row["cle"]] = row["intitule"]
            names |= {c["cle"]: c["indicateur"] for c in row.get("cibles", [])}
    return names


def _explain(difference: Difference, names: dict[str, str]) -> Ecart:
    head, *rest = difference.path
    subject = names.get(rest[0], rest[0]) if rest else ""
    parts = [names.get(part, LABELS.get(part, part)) for part in rest[1:]]
    return Ecart(
        subject=subject or "L’agenda",
        what=" › ".join(parts) or LABELS.get(head, head),
        kind=difference.kind,
        before=_show(difference.before),
        after=_show(difference.after),
    )


def _show(value: object) -> str:
    if isinstance(value, dict):
        shown = value.get("intitule") or value.get("cible") or value.get("engagement")
        return show_value(shown or value["cle"])
    return "" if value is None else show_value(value)
