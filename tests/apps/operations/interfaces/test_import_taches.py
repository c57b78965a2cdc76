import csv
import os
from datetime import date
from pathlib import Path

import pytest
from tests.factories.acteurs import make_organisation, make_personne
from tests.factories.operations import (
    link,
    make_chain,
    make_jalon,
    make_limits,
    make_operation,
    make_tache,
)

from possibles.apps.imports.domain.applying import ImportRefusedError, apply, undo
from possibles.apps.imports.domain.planning import dry_run
from possibles.apps.imports.domain.receiving import receive
from possibles.apps.imports.specs import find_spec
from possibles.apps.journal.signals import change_closing
from possibles.apps.operations.domain.planning.errors import PlanningError
from possibles.apps.operations.domain.planning.loading import load_plan
from possibles.apps.operations.domain.planning.references import freeze_reference
from possibles.apps.operations.enums import ReferenceKind
from possibles.apps.operations.interfaces.exports.mspdi import write_mspdi
from possibles.apps.operations.interfaces.exports.sheet import list_lines
from possibles.apps.operations.interfaces.imports.columns import COLUMNS
from possibles.apps.operations.models import Lien, Reference, Tache
from possibles.reports.tables import Table, TableColumn, to_csv, to_xlsx

pytestmark = pytest.mark.django_db

SHARED = Path(os.environ.get("POSSIBLES_SHARED", Path(__file__).parents[5] / "shared"))
SAMPLES = SHARED / "data" / "mspdi"


@pytest.fixture
def owner():
    organisation = make_organisation()
    return make_personne("maitre_ouvrage", organisation=organisation)


def bring(owner, content: bytes, name="planning.csv", operation=None, apply_it=True):
    options = {"operation": "" if operation is None else f"o{operation.pk}"}
    received = receive(
        find_spec("taches"), name, content, author=owner, options=options
    )
    dry_run(received, author=owner)
    if apply_it:
        apply(received, author=owner)
    return received


def sheet(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def errors_of(received) -> dict[str, str]:
    return {
        key: text
        for line in received.report["lines"]
        for key, text in line["errors"].items()
    }


def test_a_sheet_makes_a_schedule(owner):
    operation = make_operation(maitre_ouvrage=owner.organisation)

    bring(
        owner,
        sheet(
            "Code;Groupe;Nom;Durée;Attend;Échéance",
            "1;;Chantier;0;;",
            "2;;Études;40;;",
            "3;;Travaux;200;2 FD+10;30/06/2030",
            "4;;Réception;0;3; ",
        ),
        operation=operation,
    )

    taches = {t.name: t for t in operation.taches.all()}
    assert set(taches) == {"Chantier", "Études", "Travaux", "Réception"}
    assert taches["Réception"].kind == "jalon"
    assert taches["Travaux"].deadline == date(2030, 6, 30)
    lien = Lien.objects.get(successor=taches["Travaux"])
    assert (lien.predecessor, lien.lag_days) == (taches["Études"], 10)
    assert taches["Travaux"].early_start > taches["Études"].early_finish


def test_the_same_sheet_twice_changes_nothing(owner):
    operation = make_operation(maitre_ouvrage=owner.organisation)
    content = sheet("Code;Nom;Durée;Attend", "1;Études;40;", "2;Travaux;200;1")
    bring(owner, content, operation=operation)

    again = bring(owner, content, operation=operation, apply_it=False)

    assert again.report["counts"] == {"inchange": 2}
    assert operation.taches.count() == 2


def test_an_import_is_undone(owner):
    operation = make_operation(maitre_ouvrage=owner.organisation)
    kept = make_tache(operation, 10, name="Études")
    received = bring(
        owner,
        sheet(
            "Code;Nom;Durée;Attend;Références",
            "1;Études;25;;Convention : 01/02/2027 → 30/06/2027",
            "2;Travaux;200;1;",
        ),
        operation=operation,
    )
    assert Reference.objects.count() == 1

    undo(received, author=owner)

    assert [t.pk for t in operation.taches.all()] == [kept.pk]
    assert Tache.objects.get().duration_days == 10
    assert not Lien.objects.exists()
    assert not Reference.objects.exists()


def test_an_undo_that_the_schedule_refuses_is_told(owner):
    """Whoever keeps tables in step may refuse a change as it closes."""
    operation = make_operation(maitre_ouvrage=owner.organisation)
    received = bring(owner, sheet("Code;Nom;Durée", "1;Études;25"), operation=operation)

    def refuse(sender, **kwargs):
        raise PlanningError("Ces tâches s’attendent en rond.")

    change_closing.connect(refuse)
    try:
        with pytest.raises(ImportRefusedError, match="s’attendent en rond"):
            undo(received, author=owner)
    finally:
        change_closing.disconnect(refuse)

    assert operation.taches.count() == 1


def test_a_loop_is_named_in_its_cell(owner):
    operation = make_operation(maitre_ouvrage=owner.organisation)

    received = bring(
        owner,
        sheet(
            "Code;Nom;Durée;Attend", "1;Études;40;3", "2;Permis;20;1", "3;Travaux;9;2"
        ),
        operation=operation,
        apply_it=False,
    )

    assert "boucle" in errors_of(received)["predecessors"]
    assert Tache.objects.count() == 0


def test_an_unknown_code_is_told(owner):
    operation = make_operation(maitre_ouvrage=owner.organisation)

    received = bring(
        owner,
        sheet("Code;Nom;Durée;Attend", "1;Études;40;77"),
        operation=operation,
        apply_it=False,
    )

    assert "« 77 »" in errors_of(received)["predecessors"]


def test_the_schedule_of_another_owner_is_not_touched(owner):
    other = make_operation()

    received = bring(
        owner, sheet("Code;Nom;Durée", "1;Études;40"), operation=other, apply_it=False
    )

    assert "Seul" in errors_of(received)["operation"]


def test_without_an_operation_the_line_says_what_to_do(owner):
    received = bring(owner, sheet("Code;Nom;Durée", "1;Études;40"), apply_it=False)

    assert "Dites l’opération" in errors_of(received)["operation"]


def make_rich_plan(owner):
    """Two operations, the four links, calendars, constraints, progress, references."""
    make_limits()
    one = make_operation(maitre_ouvrage=owner.organisation, title="École A")
    two = make_operation(
        maitre_ouvrage=owner.organisation,
        title="Démolition B",
        renouvellement=one.renouvellement,
    )
    group = make_tache(one, 0, kind="groupe", name="Conception")
    study = make_tache(
        one,
        40,
        name="Études",
        parent=group,
        actual_start=date(2026, 3, 2),
        percent=50,
    )
    file = make_jalon(one, name="DCE", role="dce", parent=group)
    works = make_tache(one, 200, name="Travaux", calendar="ecole", role="travaux")
    move = make_tache(
        one,
        15,
        name="Emménagement",
        calendar="continu",
        constraint_kind="debut_pas_avant",
        constraint_date=date(2029, 8, 20),
        deadline=date(2029, 9, 1),
    )
    link(study, file)
    link(file, works, nature="fd", lag_days=20, lag_calendar="calendaire")
    link(works, move, nature="ff", lag_days=-5)
    razed = make_chain(two, ("Relogement", 120), ("Démolition", 60), ("Site libre", 0))
    link(razed[-1], works, nature="dd", lag_days=3)
    freeze_reference(kind=ReferenceKind.CONVENTION, label="Convention", author=owner)
    return one, two


def test_ms_project_file_of_ours_comes_back_identical(owner):
    make_rich_plan(owner)
    content = write_mspdi(load_plan(), "Programme")

    received = bring(owner, content, "plan.xml", apply_it=False)

    assert errors_of(received) == {}
    assert received.report["counts"] == {"inchange": Tache.objects.count() + 2}


@pytest.mark.parametrize(("write", "name"), [(to_csv, "p.csv"), (to_xlsx, "p.xlsx")])
def test_a_sheet_of_ours_comes_back_identical(owner, write, name):
    make_rich_plan(owner)
    kinds = {"duration_days": "number", "percent": "number", "deadline": "date"}
    table = Table(
        "Planning",
        [TableColumn(c.label, kinds.get(c.key, "text")) for c in COLUMNS],
        list_lines(load_plan()),
    )

    received = bring(owner, write(table), name, apply_it=False)

    assert errors_of(received) == {}
    assert received.report["counts"] == {"inchange": Tache.objects.count()}


def test_ms_project_file_of_ours_rebuilds_the_plan_elsewhere(owner):
    """The dates of a plan read into new operations are those of the plan written."""
    one, two = make_rich_plan(owner)
    content = write_mspdi(load_plan(), "Programme")
    before = list_dates(one) + list_dates(two)
    for operation in (one, two):
        operation.title += " (ancienne)"
    with_new = content.decode()
    for operation in (one, two):
        fresh = make_operation(
            maitre_ouvrage=owner.organisation, title=f"Copie de {operation.pk}"
        )
        with_new = with_new.replace(f">o{operation.pk}<", f">o{fresh.pk}<")

    bring(owner, with_new.encode(), "plan.xml")

    copies = [t for t in Tache.objects.order_by("pk") if "Copie" in t.operation.title]
    after = sorted((t.name, t.early_start, t.early_finish) for t in copies)
    assert after == sorted(before)
    assert Lien.objects.count() == 2 * 6


def list_dates(operation):
    return [(t.name, t.early_start, t.early_finish) for t in operation.taches.all()]


@pytest.mark.parametrize(
    "name",
    [
        "baselines.xml",
        "caltest.xml",
        "mspdirelations.xml",
        "sample1.xml",
        "task-links-project2019-mspdi.xml",
    ],
)
def test_the_samples_of_ms_project_are_imported_whole(owner, name):
    if not (SAMPLES / name).exists():
        pytest.skip("shared/data/mspdi is not on this machine")
    operation = make_operation(maitre_ouvrage=owner.organisation)
    with (SAMPLES / "index.csv").open(encoding="utf-8") as stream:
        expected = next(row for row in csv.DictReader(stream) if row["file"] == name)

    bring(owner, (SAMPLES / name).read_bytes(), name, operation=operation)

    taches = operation.taches.all()
    assert taches.count() == int(expected["tasks"])
    assert taches.filter(kind="groupe").count() == int(expected["summaries"])
    assert taches.filter(kind="jalon").count() == int(expected["milestones"])
    assert Lien.objects.count() == int(expected["links"])
    lines = sum(r.lignes.count() for r in Reference.objects.all())
    assert lines == int(expected["task_baselines"])


def test_a_hostile_file_is_refused_with_a_sentence(owner):
    from possibles.common.sheets import UnreadableFileError

    bomb = b'<?xml version="1.0"?><!DOCTYPE p [<!ENTITY a "x">]><Project>&a;</Project>'

    with pytest.raises(UnreadableFileError, match="enregistrez-le"):
        bring(owner, bomb, "plan.xml")
