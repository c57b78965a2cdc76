import pytest
import yaml
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from tests.factories.acteurs import make_organisation, make_personne
from tests.factories.insertion import (
    make_engagement,
    make_famille,
    make_obligation,
    make_structure,
)

from possibles.apps.acteurs.enums import Role
from possibles.apps.conventions.domain.demo import load_demo as load_convention
from possibles.apps.insertion.domain.cadre import (
    count_recrutements,
    current_structure,
    load_cadre,
)
from possibles.apps.insertion.domain.demo import load_demo
from possibles.apps.insertion.domain.demo_cadre import load_cadre_demo
from possibles.apps.insertion.domain.demo_obligations import load_obligations_demo
from possibles.apps.insertion.models import (
    EngagementInsertion,
    NiveauDInsertion,
    ObligationAnru,
    StructurePilote,
)
from possibles.apps.journal.models import change

pytestmark = pytest.mark.django_db
CONTENT = settings.ROOT / "content" / "insertion" / "cadre.yaml"


def read():
    return yaml.safe_load(CONTENT.read_text(encoding="utf-8"))


def test_three_levels_and_four_obligations_come_from_the_document():
    lines = load_cadre(read())

    assert len(lines) == 7
    assert NiveauDInsertion.objects.count() == 3
    assert ObligationAnru.objects.filter(state="a_engager", proof="").count() == 4


def test_what_people_wrote_since_is_left_alone():
    load_cadre(read())
    held = ObligationAnru.objects.get(slug="instances")
    with change(author=None, origin="tests"):
        held.title = "Écrit par quelqu’un"
        held.save()

    assert load_cadre(read()) == []
    held.refresh_from_db()
    assert held.title == "Écrit par quelqu’un"


def test_one_structure_steers_at_a_time():
    reader = make_personne(Role.ELU)
    make_structure()
    held = make_structure(ended_on=None)

    assert current_structure(reader) == held
    with pytest.raises(IntegrityError):
        make_structure(ended_on=None)
    with pytest.raises(ValidationError, match="déjà désignée"):
        StructurePilote(organisation=make_organisation()).full_clean()


def test_a_duty_that_is_met_shows_its_proof():
    with pytest.raises(IntegrityError):
        make_obligation(state="tenu")


def test_a_duty_that_is_met_with_its_proof_stands():
    held = make_obligation(state="tenu", proof="Délibération du 3 mars")

    assert (held.is_met, held.is_carried) == (True, False)


def test_commitments_are_summed_by_nature():
    reader = make_personne(Role.ELU)
    make_engagement(target=2, reached_direct=1)
    make_engagement(target=3, reached_indirect=4)
    make_engagement(kind="femmes", target=None)

    found = {r.kind: r for r in count_recrutements(reader)}

    hires = found["ingenierie"]
    assert (hires.count, hires.target, hires.direct, hires.indirect, hires.reached) == (
        2, 5, 1, 4, 5,
    )  # fmt: skip
    assert (found["femmes"].count, found["femmes"].target) == (1, None)
    assert found["jeunes"].count == 0


def test_the_demo_has_a_frame():
    make_famille(name="Nettoyage", slug="nettoyage")
    load_demo()

    assert load_cadre_demo() == EngagementInsertion.objects.count() == 24
    assert load_cadre_demo() == 0
    assert not EngagementInsertion.objects.filter(is_exemple=False).exists()


def test_the_demo_shows_article_8_2_its_amendment_and_its_proofs():
    load_cadre(read())
    load_convention()
    make_structure(is_exemple=True, ended_on=None)

    assert load_obligations_demo() == 2
    assert load_obligations_demo() == 0
    held = {o.slug: o for o in ObligationAnru.objects.all()}
    assert {o.article.number for o in held.values()} == {"8.2"}
    assert held["inscription"].avenant is not None
    assert {s for s, o in held.items() if o.is_met} == {"instances", "structure-pilote"}
    assert all(o.document.is_exemple for o in held.values() if o.is_met)
    assert StructurePilote.objects.get().document == held["structure-pilote"].document
