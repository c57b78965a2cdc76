"""Two people on one sheet: the second chooses, field by field; nothing is lost."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from tests.browsing import follow

pytestmark = [pytest.mark.browser, pytest.mark.writes]
MOTIF = "Mise à jour après la réunion des partenaires."


@pytest.mark.parametrize("javascript", [True, False])
def test_the_second_chooses_field_by_field(
    javascript: bool,
    visit: Callable[..., Any],
    assert_accessible: Callable[..., None],
    screenshot: Callable[..., Any],
) -> None:
    first = visit("directrice")
    second = visit("administrateur", javascript=javascript)
    for page in (first, second):
        page.goto("/contrat/projets/?manque=avec-fiche")
        page.locator("tbody th a").first.click()
        page.get_by_role("link", name="Modifier la fiche").click()

    write(
        first,
        public="Écrit par la directrice",
        presentation="Présentation de la directrice",
    )
    first.wait_for_url(re.compile(r"/projets/\d+/$"))
    write(second, public="Écrit par l’administrateur", title="Un intitulé plus court")

    # Only what both changed is asked; the rest is merged without a question.
    assert second.locator("h1").inner_text() == "Choisir entre deux modifications"
    questions = second.locator("main fieldset legend").all_inner_texts()
    assert [q.lower() for q in questions] == ["public visé"]
    assert "Nadia Ferhaoui" in second.locator("main fieldset").inner_text()
    if javascript:
        assert_accessible(second)
    screenshot(
        second, f"parcours/05-fusion-{'avec' if javascript else 'sans'}-javascript"
    )
    second.get_by_label(re.compile("Vous avez écrit")).check()
    second.get_by_role("button", name="Enregistrer mes choix").click()
    second.wait_for_url(re.compile(r"/projets/\d+/$"))

    text = second.locator("main").inner_text()
    assert second.locator("h1").inner_text() == "Un intitulé plus court"
    assert "Écrit par l’administrateur" in text
    assert "Présentation de la directrice" in text
    # What was not kept stands in the history.
    follow(second.get_by_role("link", name=re.compile("Voir tout l’historique")))
    told = second.locator("main").inner_text()
    assert "Écrit par la directrice" in told
    assert "Marc Olivari" in told


def write(page: Any, *, public: str, title: str = "", presentation: str = "") -> None:
    page.get_by_label(re.compile("^Public visé")).fill(public)
    if title:
        page.get_by_label(re.compile("^Intitulé")).fill(title)
    if presentation:
        page.get_by_label(re.compile("^Présentation")).fill(presentation)
    page.get_by_label(re.compile("^Motif")).fill(MOTIF)
    page.get_by_role("button", name="Enregistrer la fiche").click()
    page.wait_for_load_state()
