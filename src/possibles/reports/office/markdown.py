"""What people write in Markdown, as parts of a text document."""

from collections.abc import Sequence
from typing import Any


def add_markdown(document: Any, text: str, *, level: int = 1) -> None:
    """Add what a person wrote in Markdown: titles, paragraphs, lists, bold, italic.

    `level` is the level of the first title met under the document's own.
    """
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark", {"html": False}).parse(text)
    style, lists = "", []
    for token in tokens:
        if token.type == "heading_open":
            style = f"Heading {min(level - 1 + int(token.tag[1]), 3)}"
        elif token.type in {"bullet_list_open", "ordered_list_open"}:
            name = "List Bullet" if token.type.startswith("bullet") else "List Number"
            lists.append(name)
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            lists.pop()
        elif token.type == "paragraph_open":
            style = lists[-1] if lists else "Normal"
        elif token.type == "inline":
            _add_runs(
                document.add_paragraph(style=style or "Normal"), token.children or []
            )


def _add_runs(paragraph: Any, children: Sequence[Any]) -> None:
    bold = italic = False
    for child in children:
        if child.type in {"strong_open", "strong_close"}:
            bold = child.type == "strong_open"
        elif child.type in {"em_open", "em_close"}:
            italic = child.type == "em_open"
        elif child.type in {"softbreak", "hardbreak"}:
            paragraph.add_run().add_break()
        elif child.content:
            run = paragraph.add_run(child.content)
            run.bold, run.italic = bold or None, italic or None
