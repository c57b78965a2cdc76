"""An import killed while it works: all of the file, or nothing, and in the end all of it."""

import os
import random
import time

import pytest

from .instance import Instance

pytestmark = [pytest.mark.trial, pytest.mark.timeout(600)]
LINES = 3_000
KILLS = int(os.environ.get("POSSIBLES_KILLS", "8"))

PREPARE = """
from datetime import date
from django.db import models
from tests.factories.acteurs import make_personne
from tests.factories.files import make_csv
from tests.factories.insertion import make_beneficiaire, make_embauche, make_employeur, make_marche
from possibles.apps.acteurs.enums import Role
from possibles.apps.imports.domain.receiving import receive
from possibles.apps.imports.specs import find_spec
from possibles.apps.insertion.models import Embauche
author = make_personne(Role.FACILITATEUR)
marche, employeur = make_marche(reference="M-1"), make_employeur()
people = [make_beneficiaire() for _ in range({lines} // 24)]
hires = [Embauche(beneficiaire=p, marche=marche, employeur=employeur, modalite="embauche", kind="cdi", start=date(2024, 1, 1)) for p in people]
models.QuerySet.bulk_create(Embauche.objects.all(), hires)
head = [["Code", "Marché", "Employeur", "Mois", "Heures"]]
rows = [[p.code, "M-1", employeur.organisation.name, f"{{m % 12 + 1:02d}}/{{2024 + m // 12}}", 35] for p in people for m in range(24)]
receive(find_spec("heures"), "h.csv", make_csv(head + rows), author=author).pk
"""

ASK_TRY = """
from possibles.apps.imports.models import Importation
from possibles.web.imports.tasks import ask
held = Importation.objects.get()
held.state == "recu" and ask("import-essai", held, author=held.author).pk
"""

ASK_WRITE = """
from possibles.apps.imports.models import Importation
from possibles.web.imports.tasks import ask
held = Importation.objects.get()
held.state == "essai" and ask("import-ecriture", held, author=held.author, without_errors=False).pk
"""

WRITE_IN_PARTS = """
import os
from possibles.apps.imports.domain.planning import plan
from possibles.apps.imports.models import Importation
from possibles.apps.journal.models import change
held = Importation.objects.get()
planner, steps = plan(held)
def write(part):
    with change(author=held.author, reason="Sans protection"): planner.write(part)
pid = os.fork()
if pid == 0: write(steps[:100]); os.kill(os.getpid(), 9)
os.waitpid(pid, 0)[0]
"""

READ_STATE = """
from possibles.apps.imports.models import Importation
from possibles.apps.insertion.models import Heures
from possibles.apps.journal.models import Acte
from possibles.journal_check import Record, find_faults
held = Importation.objects.get()
rows = Acte.objects.order_by("sequence").values_list("sequence", "payload", "hash")
count, faults = find_faults(Record(*row) for row in rows)
written = Acte.objects.filter(model="insertion.heures").count()
{"state": held.state, "counts": held.counts, "lines": Heures.objects.count(), "actes": written, "faults": len(faults)}
"""


def work_and_die(
    instance: Instance, ask: str, goal: str, dice: random.Random
) -> list[int]:
    """Kill the worker again and again, asking again; return the lines seen between."""
    seen = []
    for _ in range(KILLS):
        instance.shell(ask)
        worker = instance.start_worker()
        time.sleep(dice.uniform(0.8, 4.5))
        instance.kill(worker)
        seen.append(instance.shell(READ_STATE)["lines"])
    instance.start_worker()
    deadline = time.monotonic() + 120
    while instance.shell(READ_STATE)["state"] != goal:
        assert time.monotonic() < deadline, instance.shell(READ_STATE)
        # A job broken off too many times gives up: the person presses again.
        instance.shell(ask)
        time.sleep(1)
    instance.stop()
    return seen


def test_an_import_is_whole_or_absent_wherever_its_worker_dies(
    instance: Instance, record_property
):
    dice = random.Random(5)
    instance.shell(PREPARE.format(lines=LINES))

    tried = work_and_die(instance, ASK_TRY, "essai", dice)
    assert set(tried) == {0}
    assert instance.shell(READ_STATE)["counts"] == {"cree": LINES}

    between = work_and_die(instance, ASK_WRITE, "applique", dice)
    state = instance.shell(READ_STATE)
    record_property("seen_between", between)

    assert set(between) <= {0, LINES}
    assert (state["lines"], state["actes"]) == (LINES, LINES)
    assert state["faults"] == 0


def test_the_trial_sees_a_half_when_the_file_is_written_in_several_acts(
    instance: Instance,
):
    """Turn the protection off: the same check must fail."""
    instance.shell(PREPARE.format(lines=LINES))
    instance.shell(WRITE_IN_PARTS)

    assert 0 < instance.shell(READ_STATE)["lines"] < LINES
