"""A member of the steering committee reads gauges and projection, takes ANRU's report."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .site import Site

pytestmark = pytest.mark.browser

# Counted anew from the lines themselves, by another road than the product's.
COUNT = """
from collections import defaultdict
from possibles.apps.insertion.models import Heures, Marche
year = max(Heures.objects.filter(counted__gt=0).values_list("month__year", flat=True))
told = {"year": year, "owners": {}, "people": {}, "modes": {}}
owners = defaultdict(lambda: [0, 0, 0.0, 0.0])
for m in Marche.objects.select_related("maitre_ouvrage"):
    row = owners[str(m.maitre_ouvrage)]
    row[0] += 1
    row[1] += m.objective_hours or 0
total = [0.0, 0.0]
people = defaultdict(set)
hours = defaultdict(float)
lines = Heures.objects.filter(counted__gt=0).select_related(
    "beneficiaire", "marche__maitre_ouvrage"
)
for h in lines:
    row = owners[str(h.marche.maitre_ouvrage)]
    row[3] += h.counted / 100
    total[1] += h.counted / 100
    if h.month.year != year:
        continue
    row[2] += h.counted / 100
    total[0] += h.counted / 100
    label = h.beneficiaire.get_sex_display()
    people[label].add(h.beneficiaire_id)
    people["Total"].add(h.beneficiaire_id)
    hours[label] += h.counted / 100
told["owners"] = {k: [v[0], v[1], round(v[2], 2), round(v[3], 2)] for k, v in owners.items()}
told["people"] = {k: len(v) for k, v in people.items()}
told["hours"] = {k: round(v, 2) for k, v in hours.items()}
told["total"] = [round(v, 2) for v in total]
told
"""


def test_the_committee_reads_where_the_hours_go(
    visit: Callable[..., Any],
    assert_accessible: Callable[..., None],
    screenshot: Callable[..., Any],
) -> None:
    page = visit("elue")
    page.goto("/insertion/")
    assert page.locator("main figure.gauge").count() == 1
    assert_accessible(page)

    page.get_by_role("link", name="Voir la projection").click()
    page.wait_for_url("**/insertion/projection/")
    page.locator("[data-chart-body] svg, [data-chart-body] canvas").first.wait_for()
    assert "heures sur" in page.locator("main").inner_text()
    page.get_by_role("link", name="Maître d’ouvrage", exact=True).click()
    page.wait_for_url("**par=maitre-ouvrage")
    rows = page.locator("[aria-labelledby=lignes] tbody tr")
    assert rows.count() >= 12
    assert_accessible(page)
    screenshot(page, "parcours/insertion-projection")
    assert page.get_by_role("link", name="Bénéficiaires").count() == 0


def test_anru_s_report_cell_by_cell(
    visit: Callable[..., Any], site: Site, tmp_path: Path
) -> None:
    from python_calamine import CalamineWorkbook

    told: Any = site.shell(COUNT)
    page = visit("elue")
    page.goto("/insertion/rapports/")
    link = page.locator(f"a[href$='anru-{told['year']}.xlsx']")
    with page.expect_download() as asked:
        link.click()
    file = tmp_path / "anru.xlsx"
    asked.value.save_as(file)
    book = CalamineWorkbook.from_path(str(file))

    def read(name: str) -> dict[str, list[Any]]:
        rows = book.get_sheet_by_name(name).to_python()
        return {str(row[0]): row[1:] for row in rows[1:]}

    owners = read("Maîtres d’ouvrage")
    assert set(told["owners"]) <= set(owners)
    for owner, expected in told["owners"].items():
        assert [round(float(v), 2) for v in owners[owner][:4]] == expected, owner
    assert [round(float(v), 2) for v in owners["Total"][2:4]] == told["total"]
    sexes = read("Sexe")
    for label, count in told["people"].items():
        assert sexes[label][0] == count
    for label, hours in told["hours"].items():
        assert round(float(sexes[label][3]), 2) == hours
