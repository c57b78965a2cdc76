"""The half-yearly report as slides: native charts and tables, editable afterwards."""

from possibles.apps.opc.domain.rapports.lecture import RapportLu
from possibles.common.french import format_date, format_number
from possibles.reports.office.slides import (
    BLUE,
    Deck,
    add_bars,
    add_cover,
    add_lines,
    add_tables,
    add_words,
    new_deck,
)
from possibles.reports.office.text import to_bytes

from .colors import APPUI, COMPROMIS, METEO_COLORS

MILLIONS = 100_000_000  # centimes
LONGEST = 12  # bars that stay readable on one slide
WORDS_A_SLIDE = 650


def write_rapport_pptx(lu: RapportLu, template: bytes | None = None) -> bytes:
    """Return a PPTX: a slide for each thing the committee has to see, then decide."""
    deck = new_deck(title=f"{lu.title} — {lu.projet}", template=template)
    lines = [lu.projet, lu.sources]
    if lu.has_exemples:
        lines.append("Contient des exemples, signalés comme tels")
    add_cover(deck, lu.title, lines)
    _add_bloc(deck, lu, "synthese")
    _add_chiffres(deck, lu)
    _add_meteos(deck, lu)
    _add_alertes(deck, lu)
    _add_delays(deck, lu)
    _add_moves(deck, lu)
    _add_money(deck, lu)
    _add_bloc(deck, lu, "difficultes")
    _add_conflits(deck, lu)
    _add_mesures(deck, lu)
    _add_bloc(deck, lu, "arbitrages")
    _add_asked(deck, lu)
    _add_bloc(deck, lu, "perspectives")
    return to_bytes(deck.file)


def _add_bloc(deck: Deck, lu: RapportLu, key: str) -> None:
    bloc = next((b for b in lu.blocs if b.key == key and b.text.strip()), None)
    if bloc is None:
        return
    page: list[str] = []
    pages = [page]
    for words in filter(None, map(str.strip, bloc.text.splitlines())):
        if page and sum(map(len, page)) + len(words) > WORDS_A_SLIDE:
            page = []
            pages.append(page)
        page.append(words)
    for number, held in enumerate(pages):
        add_words(deck, f"{bloc.title} (suite)" if number else bloc.title, held)


def _add_chiffres(deck: Deck, lu: RapportLu) -> None:
    add_tables(
        deck,
        "Chiffres clés",
        ["", lu.last.label.capitalize(), "Au début du semestre"],
        [[c.label, c.value, c.before_text or "—"] for c in lu.chiffres],
        widths=_fit(deck, [13, 8, 9]),
        numeric=[1],
        per_slide=10,
        note=lu.source,
    )


def _add_meteos(deck: Deck, lu: RapportLu) -> None:
    add_bars(
        deck,
        "Météo des opérations, mois par mois",
        [m.label for m in lu.mois],
        [
            (label, [m.meteos[rank] for m in lu.mois], METEO_COLORS[rank])
            for rank, label in enumerate(lu.meteo_labels)
        ],
        is_stacked=True,
        note=lu.sources,
        number_format="0;;;",
    )


def _add_alertes(deck: Deck, lu: RapportLu) -> None:
    add_lines(
        deck,
        "Alertes graves, mois par mois",
        [m.label for m in lu.mois],
        [
            ("Bloquantes", [m.blocking for m in lu.mois], COMPROMIS),
            ("Majeures", [m.major for m in lu.mois], APPUI),
        ],
        note=lu.sources,
    )


def _add_delays(deck: Deck, lu: RapportLu) -> None:
    late = lu.late[:LONGEST]
    if not late:
        return
    more = "" if len(lu.late) <= LONGEST else f", les {LONGEST} plus longs"
    add_bars(
        deck,
        f"Retards sur la convention (semaines){more}",
        [_short(ligne.title) for ligne in late],
        [("Semaines", [round((ligne.delay or 0) / 7) for ligne in late], BLUE)],
        is_horizontal=True,
        note=lu.source,
    )
    add_tables(
        deck,
        "Pourquoi ces retards",
        ["Opération", "Retard", "Pourquoi"],
        [
            [
                f"{ligne.title} ({ligne.owner})",
                ligne.delay_text,
                ligne.alertes[0].title
                if ligne.alertes
                else ligne.points_durs or "Non renseigné",
            ]
            for ligne in late
        ],
        widths=_fit(deck, [13, 4.5, 13]),
        per_slide=7,
        note=lu.source,
    )


def _add_moves(deck: Deck, lu: RapportLu) -> None:
    add_tables(
        deck,
        "Livraisons qui ont bougé",
        ["Opération", "Au début", "À la fin", "Écart (jours)"],
        [
            [
                m.ligne.title,
                format_date(m.first) if m.first else "—",
                format_date(m.last) if m.last else "—",
                f"{m.days:+d}",
            ]
            for m in lu.mouvements
        ],
        widths=_fit(deck, [15, 6, 6, 4]),
        numeric=[3],
        note=lu.sources,
    )


def _add_money(deck: Deck, lu: RapportLu) -> None:
    add_bars(
        deck,
        "Coût, financements, paiements (millions d’euros HT)",
        [m.label for m in lu.mois],
        [
            ("Convention", [_millions(m.convention_cost) for m in lu.mois], "9AA7BC"),
            ("Coût actuel", [_millions(m.cost) for m in lu.mois], BLUE),
            ("Financements inscrits", [_millions(m.funded) for m in lu.mois], "6FA8DC"),
            ("Payé", [_millions(m.paid) for m in lu.mois], "2E8B57"),
        ],
        note=lu.sources,
        number_format="0.0",
    )


def _add_conflits(deck: Deck, lu: RapportLu) -> None:
    add_tables(
        deck,
        "Interfaces en conflit",
        ["Ce qui est attendu", "De", "Pour", "Marge (jours)"],
        [
            [
                c.label,
                f"{c.gives} ({c.given_by})",
                f"{c.gets} ({c.got_by})",
                format_number(c.margin),
            ]
            for c in lu.conflits
        ],
        widths=_fit(deck, [8, 10, 10, 3]),
        numeric=[3],
        per_slide=6,
        note=lu.source,
    )


def _add_mesures(deck: Deck, lu: RapportLu) -> None:
    add_tables(
        deck,
        "Mesures correctives",
        ["Mesure", "Responsable", "Avant le", "État"],
        [
            [
                f"{m.title} ({m.operation})" if m.operation else m.title,
                m.responsable,
                format_date(m.due),
                m.state_label,
            ]
            for m in lu.mesures
        ],
        widths=_fit(deck, [15, 6.5, 5, 4.3]),
        per_slide=7,
        note=lu.source,
    )


def _add_asked(deck: Deck, lu: RapportLu) -> None:
    add_tables(
        deck,
        "Ce que le comité doit décider",
        ["Opération", "Décision demandée"],
        [[ligne.title, ligne.decision] for ligne in lu.lignes if ligne.decision],
        widths=_fit(deck, [12, 19]),
        per_slide=6,
        note=lu.source,
    )


def _fit(deck: Deck, widths: list[float]) -> list[float]:
    """Share the width of the slide in these proportions."""
    room = deck.width - 3
    return [width * room / sum(widths) for width in widths]


def _millions(cents: int) -> float:
    return round(cents / MILLIONS, 2)


def _short(text: str) -> str:
    return text if len(text) <= 46 else f"{text[:45].rstrip()}…"
