"""Draw the state machines into the documentation: `manage.py states`."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from possibles.apps.contrat.domain.cycle import AGENDA_CYCLE
from possibles.apps.conventions.domain.avenants import AVENANT_CYCLE
from possibles.apps.conventions.domain.revue import REVUE_CYCLE
from possibles.apps.conventions.domain.vie import CONVENTION_CYCLE
from possibles.apps.gouvernance.domain.comptes_rendus import COMPTE_RENDU_CYCLE
from possibles.apps.journal.domain.states import Machine
from possibles.apps.opc.domain.alertes.vie import ALERTES
from possibles.apps.opc.domain.mesures import MESURES
from possibles.apps.opc.domain.points.seance import POINTS
from possibles.apps.opc.domain.rapports.redaction import RAPPORTS
from possibles.apps.operations.domain.cycle import OPERATION_CYCLE

MACHINES: list[tuple[str, Machine]] = [
    ("Agenda of a year", AGENDA_CYCLE),
    ("Operation", OPERATION_CYCLE),
    ("Convention", CONVENTION_CYCLE),
    ("Amendment of a convention", AVENANT_CYCLE),
    ("Project review", REVUE_CYCLE),
    ("Minutes of a sitting", COMPTE_RENDU_CYCLE),
    ("Alert", ALERTES),
    ("Corrective measure", MESURES),
    ("Monthly point", POINTS),
    ("Half-yearly report", RAPPORTS),
]
PAGE = Path("docs") / "development" / "states.md"
INTRODUCTION = """# States

Written by `manage.py states` from the code; a test keeps it true. The machine itself is
`possibles.apps.journal.domain.states`: a declaration of states and transitions, asked by
the pages for what to offer, and applied by `fire` in one change of the journal.
"""


class Command(BaseCommand):
    help = "Dessine les cycles de vie dans la documentation."

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.ROOT / PAGE
        path.write_text(draw_page(), encoding="utf-8")
        self.stdout.write(f"{PAGE} est à jour.")


def draw_page() -> str:
    """Return the whole page."""
    return "\n".join([INTRODUCTION, *(_draw(*held) for held in MACHINES)])


def _draw(title: str, machine: Machine) -> str:
    rows = [
        f"| `{t.name}` | {t.label} | `{t.permission}` | {_conditions(t)} | {t.tells or '—'} |"
        for t in machine.transitions
    ]
    return "\n".join(
        [
            f"## {title}",
            "",
            "```mermaid",
            machine.draw(),
            "```",
            "",
            "| transition | button | permission | asks | does |",
            "| --- | --- | --- | --- | --- |",
            *rows,
            "",
        ]
    )


def _conditions(transition: Any) -> str:
    asked = [f"`{name}`" for name in transition.asks]
    if transition.needs_reason:
        asked.append("a reason")
    return ", ".join(asked) or "—"
