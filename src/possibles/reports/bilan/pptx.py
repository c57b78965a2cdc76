"""The yearly account as slides: native charts and tables, editable afterwards."""

from possibles.common.french import format_date, plural
from possibles.reports.office.gabarit import slides_template
from possibles.reports.office.slides import (
    BLUE,
    Deck,
    add_bars,
    add_cover,
    add_tables,
    new_deck,
)
from possibles.reports.office.text import to_bytes

from .data import Bilan, Section


def write_bilan_pptx(bilan: Bilan) -> bytes:
    """Return a 16:9 PPTX: cover, météo chart, a slide or more an orientation, gaps."""
    deck = new_deck(
        title=f"Bilan {bilan.agenda.year} du contrat de ville",
        template=slides_template(),
    )
    _add_cover(deck, bilan)
    add_bars(
        deck,
        f"Météo des {plural(bilan.projets_count, 'projet')}",
        [label for _, label, _ in bilan.meteos],
        [("Projets", [count for _, _, count in bilan.meteos], BLUE)],
        is_horizontal=True,
    )
    for section in bilan.sections:
        _add_projets(deck, section)
        _add_indicateurs(deck, section)
    _add_gaps(deck, bilan)
    return to_bytes(deck.file)


def _add_cover(deck: Deck, bilan: Bilan) -> None:
    lines = [bilan.agenda.title, f"Données au {format_date(bilan.at)}"]
    if bilan.has_exemples:
        lines.append("Contient des exemples, signalés comme tels")
    add_cover(deck, f"Bilan {bilan.agenda.year}\ndu contrat de ville", lines)


def _add_projets(deck: Deck, section: Section) -> None:
    rows = [
        [line.title, line.meteo_label, line.statut, line.chef_de_file]
        for line in section.projets
    ]
    title = f"{section.number}. {section.title}"
    heads = ["Projet", "Météo", "Statut", "Chef de file"]
    add_tables(deck, title, heads, rows, widths=[15.8, 5.5, 4, 5.5])


def _add_indicateurs(deck: Deck, section: Section) -> None:
    rows = [
        [
            line.label,
            line.baseline,
            f"{line.value} ({line.period})" if line.period else line.value,
            line.target,
            line.reach,
        ]
        for line in section.indicateurs
        if line.period or line.target != "—"
    ]
    if rows:
        heads = ["Indicateur", "Départ", "Valeur", "Cible de l’année", "Avancement"]
        title = f"{section.title} : indicateurs"
        add_tables(deck, title, heads, rows, widths=[15.8, 3, 4.5, 4, 3.5])


def _add_gaps(deck: Deck, bilan: Bilan) -> None:
    rows = [[count.label, str(count.value)] for count in bilan.manques]
    rows += [
        [f"{count.label} : quartiers sans projet connu", str(count.value)]
        for count in bilan.gaps
    ]
    add_tables(deck, "Ce qui manque", ["Manque", "Nombre"], rows, widths=[26, 4.8])
