from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from possibles.apps.insertion.domain.demo import load_demo
from possibles.apps.insertion.domain.objectifs import objective_of
from possibles.apps.insertion.domain.obligation import judge
from possibles.apps.insertion.enums import Cadre
from possibles.apps.insertion.models import FamilleDeMarche, Hypothese, Marche
from possibles.apps.journal.models import change
from possibles.engine.insertion import LABOUR_SHARES

CONTENT = settings.ROOT / "content" / "insertion"


def load() -> str:
    told = StringIO()
    call_command("load_familles", str(CONTENT), stdout=told)
    return told.getvalue()


def test_families_are_loaded_once(db):
    assert "créée" in load()
    assert "Rien n’a changé" in load()
    assert set(FamilleDeMarche.objects.values_list("cadre", flat=True)) == set(Cadre)


def test_published_shares_agree_with_the_engine(db):
    load()
    held = {
        h.famille.slug: h for h in Hypothese.objects.select_related("famille").all()
    }

    for slug, name in {
        "gros-oeuvre": "masonry",
        "peinture": "painting",
        "charpente-metallique": "steel_frame",
        "nettoyage": "cleaning",
        "ingenierie": "engineering",
    }.items():
        assert held[slug].labour_share == LABOUR_SHARES[name].default
        assert held[slug].labour_high == LABOUR_SHARES[name].highest


def test_what_people_changed_is_kept_and_told(db):
    load()
    famille = FamilleDeMarche.objects.get(slug="peinture")
    with change(author=None, origin="tests"):
        famille.name = "Peinture et sols souples"
        famille.save()

    assert "laissée telle quelle" in load()
    famille.refresh_from_db()
    assert famille.name == "Peinture et sols souples"


@pytest.mark.parametrize(
    "text", ["familles: [{id: x}]", "autre: []", "familles:\n  - id: [", "- 1"]
)
def test_a_wrong_file_writes_nothing(db, tmp_path, text):
    file = tmp_path / "familles.yaml"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(CommandError):
        call_command("load_familles", str(file))

    assert not FamilleDeMarche.objects.exists()


def test_a_missing_file_is_told(db, tmp_path):
    with pytest.raises(CommandError, match="introuvable"):
        call_command("load_familles", str(tmp_path))


def test_the_demo_covers_every_family_and_enough_owners(db):
    load()

    assert load_demo() >= 80
    assert load_demo() == 0
    marches = Marche.objects.select_related("famille", "hypothese")
    assert not marches.filter(is_exemple=False).exists()
    assert (
        marches.values("famille").distinct().count() == FamilleDeMarche.objects.count()
    )
    assert marches.values("maitre_ouvrage").distinct().count() >= 12
    for marche in marches:
        found = objective_of(marche)
        assert marche.objective_hours == (None if found is None else found.hours)
        assert not judge(marche).is_broken


def test_the_demo_needs_families(db):
    assert load_demo() == 0
