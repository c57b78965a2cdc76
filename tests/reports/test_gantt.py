import io

import pypdf
from lxml import etree

from possibles.reports.gantt import (
    LINES_PER_SHEET,
    draw_gantt,
    draw_sheets,
    list_lines,
    write_gantt_pdf,
)

SVG = "{http://www.w3.org/2000/svg}"


def make_plan(count=1, **over):
    rows = [
        {
            "id": f"o{n}",
            "kind": "operation",
            "label": f"École {n} & cour <neuve>",
            "start": "2026-01-05",
            "finish": "2028-12-29",
            "progress": 40,
            "float": 12,
            "baseline": ["2026-01-05", "2028-11-17"],
            "deadlines": [{"date": "2027-12-31", "kind": "engagement"}],
            **over,
        }
        for n in range(count)
    ]
    return {
        "today": "2026-11-22",
        "span": ["2025-01-01", "2032-12-31"],
        "groups": [{"id": "g", "label": "Projet", "rows": [r["id"] for r in rows]}],
        "rows": rows,
        "links": [],
    }


def texts(svg):
    root = etree.fromstring(svg.encode())
    return [element.text for element in root.iter(f"{SVG}text")]


def test_draw_gantt_names_lines_and_says_the_delay():
    words = texts(draw_gantt(make_plan()))

    assert words[8:] == [
        "Projet",
        "École 0 & cour <neuve>",
        "+ 6 sem.",
        "Aujourd’hui",
    ]


def test_draw_gantt_says_when_dates_are_missing():
    words = texts(draw_gantt(make_plan(start=None, finish=None)))

    assert "dates non renseignées" in words


def test_list_lines_puts_tasks_under_their_operation():
    plan = make_plan(2)
    plan["rows"].append(
        {"id": "t1", "parent": "o0", "kind": "task", "label": "Travaux"}
    )

    lines = [(line.level, line.label) for line in list_lines(plan)]

    assert lines == [
        (0, "Projet"),
        (1, "École 0 & cour <neuve>"),
        (2, "Travaux"),
        (1, "École 1 & cour <neuve>"),
    ]


def test_draw_sheets_cuts_a_long_plan_and_loses_no_line():
    sheets = draw_sheets(make_plan(100))

    assert len(sheets) == -(-101 // LINES_PER_SHEET)
    named = [word for sheet in sheets for word in texts(sheet) if "École" in word]
    assert len(named) == 100


def test_write_gantt_pdf_has_a_page_for_each_sheet():
    content = write_gantt_pdf(make_plan(50), title="Planning", filters=["Type : école"])

    sizes = [page.mediabox for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    assert [(round(box.width), round(box.height)) for box in sizes] == [(1191, 842)] * 2
