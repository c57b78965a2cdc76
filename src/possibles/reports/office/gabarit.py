"""The template of the house: tried before it is taken, so that no document fails later."""

import zipfile

from possibles.apps.documents.domain.gabarits import read_gabarit
from possibles.apps.documents.enums import GabaritKind

from .slides import add_bars, add_cover, add_tables, new_deck
from .text import (
    add_bullets,
    add_heading,
    add_table,
    new_document,
    to_bytes,
    write_footer,
)

_UNREADABLE = (
    "Ce fichier n’est pas un modèle {ending} que l’on peut ouvrir. Ouvrez-le dans votre "
    "logiciel, enregistrez-le au format {ending} ({avoid} ne convient pas), puis déposez-le "
    "de nouveau."
)
_POOR = (
    "Ce diaporama n’a pas les masques qu’il faut : une page de titre en premier, et une "
    "page avec un titre seul. Ajoutez-les dans le masque des diapositives, puis "
    "déposez-le de nouveau."
)


def text_template() -> bytes | None:
    """Return the house's template of texts, if it has one."""
    return read_gabarit(GabaritKind.TEXTE)


def slides_template() -> bytes | None:
    return read_gabarit(GabaritKind.DIAPOSITIVES)


def find_flaw(kind: str, content: bytes) -> str:
    """Say why a file cannot serve as a template; an empty text when it can."""
    if kind == GabaritKind.TEXTE:
        return _find_text_flaw(content)
    return _find_slides_flaw(content)


def _find_text_flaw(content: bytes) -> str:
    try:
        document = new_document(title="Essai", template=content)
        for level in range(4):
            add_heading(document, "Essai", level=level)
        add_bullets(document, ["Essai"])
        add_table(document, ["Essai"], [["Essai"]])
        write_footer(document, "Essai")
        to_bytes(document)
    except (KeyError, ValueError, AttributeError, zipfile.BadZipFile):
        return _UNREADABLE.format(ending="docx", avoid="dotx ou odt")
    return ""


def _find_slides_flaw(content: bytes) -> str:
    try:
        deck = new_deck(title="Essai", template=content)
    except (KeyError, ValueError, AttributeError, zipfile.BadZipFile):
        return _UNREADABLE.format(ending="pptx", avoid="potx ou odp")
    try:
        add_cover(deck, "Essai", ["Essai"])
        add_bars(deck, "Essai", ["Essai"], [("Essai", [1], "1A4C8F")])
        add_tables(deck, "Essai", ["Essai"], [["Essai"]], widths=[5])
        to_bytes(deck.file)
    except (KeyError, ValueError, AttributeError, IndexError):
        return _POOR
    return ""
