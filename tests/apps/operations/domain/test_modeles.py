from datetime import date
from io import StringIO

import pytest
import time_machine
from django.conf import settings
from django.core.management import CommandError, call_command
from tests.factories.acteurs import make_personne
from tests.factories.operations import make_limits, make_operation

from possibles.apps.acteurs.enums import Role
from possibles.apps.journal.models import change
from possibles.apps.operations.domain.modeles import find_modele, give_schedule
from possibles.apps.operations.domain.planning.health import health
from possibles.apps.operations.domain.planning.loading import load_plan
from possibles.apps.operations.enums import RoleDeTache, TypeOperation
from possibles.apps.operations.models import EtapeModele, Lien, ModelePlanning

pytestmark = pytest.mark.django_db
CONTENT = settings.ROOT / "content" / "operations"


def load() -> str:
    told = StringIO()
    call_command("load_modeles", str(CONTENT), stdout=told)
    return told.getvalue()


def test_every_type_of_operation_has_a_template_loaded_once():
    assert "créé" in load()
    assert "Rien n’a changé" in load()
    held = set(ModelePlanning.objects.values_list("kind", flat=True))
    assert held == set(TypeOperation)


def test_every_duration_says_where_it_comes_from():
    load()

    assert not EtapeModele.objects.filter(source="").exists()
    assert not EtapeModele.objects.filter(certainty="").exists()


def test_what_people_changed_is_kept_and_told():
    load()
    step = EtapeModele.objects.get(modele__slug="gymnase", key="travaux")
    with change(author=None, origin="tests"):
        step.months_typ, step.months_max = 18, 24
        step.save()

    assert "modèle « Gymnase »" in load()
    step.refresh_from_db()
    assert step.months_typ == 18


def test_a_broken_file_writes_nothing(tmp_path):
    (tmp_path / "modeles.yaml").write_text("modeles: [{id: x}]", encoding="utf-8")

    with pytest.raises(CommandError, match="rien n’a été écrit"):
        call_command("load_modeles", str(tmp_path))
    assert not ModelePlanning.objects.exists()


def test_a_new_school_takes_about_five_years():
    load()
    make_limits()
    operation = make_operation(kind="ecole_neuve")
    modele = find_modele("ecole_neuve")

    with time_machine.travel(date(2026, 11, 23), tick=False):
        give_schedule(
            operation,
            modele,
            start=date(2027, 1, 4),
            author=make_personne(Role.DIRECTEUR_DE_PROJET),
        )
        operation.refresh_from_db()

    assert operation.forecast_start == date(2027, 1, 4)
    months = (operation.delivery_forecast - operation.forecast_start).days / 30.4
    assert 55 <= months <= 68
    assert operation.engagement_margin < 0


@pytest.mark.parametrize("kind", list(TypeOperation))
def test_every_template_makes_a_connected_schedule_with_its_steps(kind):
    load()
    operation = make_operation(kind=kind)

    give_schedule(
        operation, find_modele(kind), start=date(2027, 1, 4), author=make_personne()
    )

    roles = set(operation.taches.values_list("role", flat=True))
    assert {RoleDeTache.DAS, RoleDeTache.DEPOT_FAT, RoleDeTache.RECEPTION} <= roles
    found = {c.code: c for c in health(load_plan({operation.pk}))}
    assert found["logic"].measure.startswith(("0 sur", "1 sur", "2 sur"))
    assert Lien.objects.filter(successor__operation=operation).count() >= 5


def test_a_second_schedule_is_refused():
    load()
    operation = make_operation(kind="creche")
    person = make_personne()
    give_schedule(
        operation, find_modele("creche"), start=date(2027, 1, 4), author=person
    )

    with pytest.raises(ValueError, match="already has"):
        give_schedule(
            operation, find_modele("creche"), start=date(2027, 1, 4), author=person
        )


def test_headings_become_groups():
    load()
    modele = find_modele("creche")
    with change(author=None, origin="tests"):
        for step in modele.etapes.filter(position__lte=3):
            step.group = "Programme"
            step.save()
    operation = make_operation(kind="creche")

    give_schedule(operation, modele, start=date(2027, 1, 4), author=make_personne())

    group = operation.taches.get(kind="groupe")
    assert group.children.count() == 3
    assert group.early_start == date(2027, 1, 4)
