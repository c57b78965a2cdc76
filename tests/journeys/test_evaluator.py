"""The evaluator takes the year away: text, slides, paper; the figures are the page's."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser
YEAR = 2025


@pytest.mark.parametrize("account", ["instructrice", ""])
def test_the_bilan_in_three_forms(
    account: str,
    visit: Callable[..., Any],
    screenshot: Callable[..., Any],
    tmp_path: Path,
) -> None:
    page = visit(account)
    page.goto("/contrat/evaluation/")
    page.get_by_role("link", name=f"Bilan {YEAR}", exact=True).click()
    page.wait_for_url(f"**/evaluation/{YEAR}/")
    meteos = read_meteos(page)
    projets = read_first_cells(page, "Projets")
    indicateurs = read_first_cells(page, "Indicateurs")
    manques = [
        int(text.split()[0])
        for text in page.locator("section", has_text="Ce qui manque")
        .last.locator("li strong")
        .all_inner_texts()
    ]
    files = {kind: download(page, kind, tmp_path) for kind in ("docx", "pptx", "pdf")}
    screenshot(page, f"parcours/09-{account or 'public'}-bilan")

    assert sum(meteos.values()) == len(projets) > 30
    read_docx(files["docx"], meteos, projets, indicateurs, manques)
    read_pptx(files["pptx"], meteos)
    read_pdf(files["pdf"], meteos, projets)


def test_the_agenda_on_paper(visit: Callable[..., Any], tmp_path: Path) -> None:
    import pypdf

    page = visit("instructrice")
    page.goto(f"/contrat/agenda/{YEAR}/")
    projets = read_first_cells(page, "Projets")
    chantiers = read_first_cells(page, "")
    page.get_by_text("Exporter", exact=True).click()
    with page.expect_download() as asked:
        page.get_by_role("link", name="L’agenda en PDF").click()
    file = tmp_path / "agenda.pdf"
    asked.value.save_as(file)

    reader = pypdf.PdfReader(file)
    text = flat(" ".join(sheet.extract_text() for sheet in reader.pages))
    assert len(reader.pages) >= 2
    assert reader.metadata is not None
    assert reader.metadata.title
    assert [p for p in projets if flat(p)[:40] not in text] == []
    assert len(chantiers) >= 10


def read_meteos(page: Any) -> dict[str, int]:
    return {
        figure.locator(".figure-label").inner_text(): int(
            figure.locator(".figure-value").inner_text()
        )
        for figure in page.locator("main .figure").all()
    }


def read_first_cells(page: Any, kind: str) -> list[str]:
    """Return the heads of the rows of every table of that kind."""
    selector = f"[role=region][aria-label^='{kind} :']" if kind else ".table-wrap"
    return [
        re.sub(r"\s*reconduit$", "", text).strip()
        for text in page.locator(f"main {selector} tbody th").all_inner_texts()
    ]


def download(page: Any, kind: str, folder: Path) -> Path:
    with page.expect_download() as asked:
        page.locator(f"a[href$='bilan.{kind}']").first.click()
    file = folder / f"bilan.{kind}"
    asked.value.save_as(file)
    return file


def read_docx(
    file: Path,
    meteos: dict[str, int],
    projets: list[str],
    indicateurs: list[str],
    manques: list[int],
) -> None:
    import docx

    document = docx.Document(str(file))
    tables = [
        [[cell.text for cell in row.cells] for row in table.rows]
        for table in document.tables
    ]
    heads = {tuple(table[0]): table for table in tables}
    overview = {label: int(count) for label, count in heads[("Météo", "Projets")][1:]}
    assert overview.pop("Ensemble") == sum(meteos.values())
    assert overview == meteos
    assert [int(count) for _, count in heads[("Manque", "Projets")][1:]] == manques
    told = [row[0] for t in tables if t[0][:2] == ["Projet", "Météo"] for row in t[1:]]
    assert told == projets
    told = [row[0] for t in tables if t[0][0] == "Indicateur" for row in t[1:]]
    assert told == indicateurs


def read_pptx(file: Path, meteos: dict[str, int]) -> None:
    import pptx

    slides = pptx.Presentation(str(file)).slides
    charts = [
        shape.chart for slide in slides for shape in slide.shapes if shape.has_chart
    ]
    assert all(slide.shapes.title and slide.shapes.title.text for slide in slides)
    drawn = [
        dict(
            zip(chart.plots[0].categories, chart.plots[0].series[0].values, strict=True)
        )
        for chart in charts
    ]
    assert meteos in drawn


def read_pdf(file: Path, meteos: dict[str, int], projets: list[str]) -> None:
    import pypdf

    reader = pypdf.PdfReader(file)
    text = flat(" ".join(sheet.extract_text() for sheet in reader.pages))
    for label, count in meteos.items():
        assert re.search(rf"{count}{flat(label)}|{flat(label)}{count}", text), label
    assert [p for p in projets if flat(p)[:40] not in text] == []


def flat(text: str) -> str:
    """Forget spaces, hyphenation and ligatures: what paper does to a line."""
    return re.sub(r"[\s\u202f\u00a0\u00ad-]+", "", text).replace("ﬁ", "fi").lower()
