"""The consolidated text of a convention, as it reads on a day."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from possibles.apps.conventions.domain.texte import Redaction
from possibles.apps.conventions.models import Convention
from possibles.common.french import NNBSP, format_date

from .office.gabarit import text_template
from .office.markdown import add_markdown
from .office.text import add_heading, add_note, new_document, to_bytes, write_footer
from .pdf import write_pdf

EMPTY = "Le texte de cet article n’est pas saisi."


def write_text_docx(
    convention: Convention, articles: Sequence[Redaction], on: date
) -> bytes:
    """Return a DOCX: each article in force that day, and the amendment it comes from."""
    document = new_document(title=convention.title, template=text_template())
    write_footer(document, f"{convention}, texte au {format_date(on)}")
    add_heading(document, convention.title, level=0)
    add_note(
        document, f"Texte consolidé au {format_date(on)}, avenants signés compris."
    )
    if convention.is_exemple:
        add_note(document, "Contenu d’exemple, qui ne vient d’aucun texte signé.")
    for article in articles:
        _write_article(document, article)
    return to_bytes(document)


def _write_article(document: Any, article: Redaction) -> None:
    title = f" — {article.title}" if article.title else ""
    add_heading(document, f"Article {article.number}{title}")
    if article.since:
        how = "Supprimé par" if article.is_removed else "Rédaction issue de"
        add_note(document, f"{how}{NNBSP}: {', '.join(article.since)}")
    if article.is_removed:
        return
    if article.text.strip():
        add_markdown(document, article.text, level=2)
    else:
        add_note(document, EMPTY)


def write_text_pdf(
    convention: Convention, articles: Sequence[Redaction], on: date
) -> bytes:
    return write_pdf(
        "reports/convention.html",
        {"convention": convention, "articles": articles, "on": on, "empty": EMPTY},
    )
