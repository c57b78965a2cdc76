"""The documents of a review as texts people go on editing."""

from collections.abc import Callable
from typing import Any

from possibles.reports.office.gabarit import text_template
from possibles.reports.office.text import (
    add_bullets,
    add_heading,
    add_note,
    add_paragraphs,
    add_table,
    new_document,
    to_bytes,
    write_footer,
)

from .data import Feuille, Ligne

EXEMPLE = (
    "Une partie des contenus de ce document sont des exemples : ils illustrent le produit "
    "et ne viennent d’aucune convention."
)


def write_docx(feuille: Feuille, document: str) -> bytes:
    """Return a DOCX: headings, tables with repeated heads, page numbers."""
    write, title = _WRITERS[document]
    file = new_document(
        title=f"{feuille.titre} : {title.lower()}", template=text_template()
    )
    _write_front(file, feuille, title)
    write(file, feuille)
    words = f"{title} · {feuille.titre}"
    if feuille.empreinte:
        words += f" · empreinte {feuille.empreinte}"
    write_footer(file, words)
    return to_bytes(file)


def _write_front(file: Any, feuille: Feuille, title: str) -> None:
    add_heading(file, title, level=0)
    add_paragraphs(file, feuille.titre)
    add_note(file, feuille.statut)
    if feuille.content["exemple"] or any(ligne.is_exemple for ligne in feuille.lignes):
        add_note(file, EXEMPLE)


def _write_methode(file: Any, feuille: Feuille) -> None:
    add_heading(file, "Comment la revue est conduite")
    add_paragraphs(file, feuille.content["methode"])
    add_heading(file, "Ce qui est examiné")
    add_table(
        file,
        ["Convention", "État", "Terme"],
        [[c.titre, c.etat, c.terme] for c in feuille.comptes],
        widths=[9.5, 3.5, 4],
    )
    add_heading(file, "Les engagements, et comment chacun se mesure")
    add_table(
        file,
        ["N°", "Engagement", "Cible", "Échéance", "Ce sur quoi l’on s’appuie"],
        [
            [str(x.numero), x.texte, x.cible, x.echeance, x.observation]
            for x in feuille.lignes
        ],
        widths=[1, 5.2, 2.5, 3, 5.3],
    )


def _write_indicateurs(file: Any, feuille: Feuille) -> None:
    add_heading(file, "L’essentiel")
    add_paragraphs(file, feuille.phrase)
    add_table(
        file,
        ["Tenue", "Engagements", "Revue précédente"],
        [
            [label, str(count), "—" if former is None else str(former)]
            for label, count, former, _ in feuille.couverture
        ],
        widths=[8, 4.5, 4.5],
        numeric=[1, 2],
    )
    add_heading(file, "Par type d’engagement")
    add_table(
        file,
        ["Type", "Total", *(label for label, _, _, _ in feuille.couverture)],
        [
            [label, str(total), *map(str, counts)]
            for label, total, counts in feuille.types
        ],
        widths=[5, 2, 2, 2.4, 2.4, 3.2],
        numeric=[1, 2, 3, 4, 5],
    )
    add_heading(file, "Engagement par engagement")
    add_table(
        file,
        ["N°", "Engagement", "Cible", "Valeur", "Échéance", "Tenue"],
        [
            [str(x.numero), x.texte, x.cible, x.valeur, x.echeance, x.tenue_libelle]
            for x in feuille.lignes
        ],
        widths=[1, 5.6, 2.5, 2.5, 3, 2.4],
        numeric=[2, 3],
    )
    add_heading(file, "Les montants")
    add_table(
        file,
        ["Convention", "Montant", "Versé", "En retard", "Reste à verser"],
        [[c.titre, c.montant, c.verse, c.en_retard, c.reste] for c in feuille.comptes],
        widths=[6.2, 2.7, 2.7, 2.7, 2.7],
        numeric=[1, 2, 3, 4],
    )


def _write_minutes(file: Any, feuille: Feuille) -> None:
    if feuille.participants:
        add_heading(file, "Participants")
        add_bullets(file, feuille.participants)
    add_heading(file, "L’essentiel")
    add_paragraphs(file, feuille.phrase)
    add_paragraphs(file, feuille.content["compte_rendu"])
    add_heading(file, "Engagement par engagement")
    for ligne in feuille.lignes:
        _write_line(file, ligne)
    add_heading(file, "Difficultés à lever")
    _write_list(file, [f"{x.numero}. {x.difficulte}" for x in feuille.difficultes])
    add_heading(file, "Décisions et suites")
    _write_list(file, [f"{x.numero}. {x.decision}" for x in feuille.decisions])
    add_paragraphs(file, feuille.content["suites"])
    add_heading(file, "Avenants à préparer, par type")
    if not feuille.avenants:
        add_paragraphs(file, "Aucun avenant n’est à préparer.")
    for group in feuille.avenants:
        add_heading(file, group.label, level=2)
        add_table(
            file,
            ["Convention", "Objet", "Pourquoi"],
            [list(row) for row in group.lignes],
            widths=[5, 6, 6],
        )


def _write_line(file: Any, ligne: Ligne) -> None:
    add_heading(file, f"{ligne.numero}. {ligne.texte}", level=3)
    add_note(
        file,
        f"{ligne.convention}"
        + (f", article {ligne.article}" if ligne.article else "")
        + f" · {ligne.qui} · échéance : {ligne.echeance} · à la revue précédente : "
        f"{ligne.precedente.lower()}",
    )
    add_paragraphs(file, ligne.observation, label=ligne.tenue_libelle)
    add_paragraphs(file, ligne.commentaire)
    add_paragraphs(file, ligne.difficulte, label="Difficulté")
    add_paragraphs(file, ligne.decision, label="Suite")


def _write_list(file: Any, lines: list[str]) -> None:
    if lines:
        add_bullets(file, lines)
    else:
        add_paragraphs(file, "Aucune n’a été relevée.")


_WRITERS: dict[str, tuple[Callable[[Any, Feuille], None], str]] = {
    "methode": (_write_methode, "Méthode"),
    "indicateurs": (_write_indicateurs, "Indicateurs"),
    "compte-rendu": (_write_minutes, "Compte rendu"),
}
