import pytest
from tests.factories.territoires import make_commune, make_quartier, outlined, square

from possibles.apps.territoires.domain.locating import find_quartier

pytestmark = pytest.mark.django_db


def test_a_point_inside_is_in_its_quarter():
    inside = make_quartier(**outlined(5.40, 43.30))

    found = find_quartier(5.405, 43.305)

    assert (found.quartier, found.nearest, found.is_certain) == (inside, None, True)


def test_a_point_outside_is_told_how_far_the_nearest_is():
    make_quartier(**outlined(5.50, 43.30))
    near = make_quartier(**outlined(5.40, 43.30))

    found = find_quartier(5.405, 43.3145)

    # 0.0045 degree of latitude is 501 metres.
    assert (found.quartier, found.nearest, found.distance) == (None, near, 501)


def test_distance_counts_longitude_at_its_latitude():
    near = make_quartier(**outlined(5.40, 43.30))

    found = find_quartier(5.42, 43.305)

    # 0.01 degree of longitude is 810 metres at 43.3 degrees north.
    assert (found.nearest, found.distance) == (near, 810)


def test_the_answer_is_not_certain_while_outlines_of_the_commune_are_missing():
    commune = make_commune(outline=square(5.0, 43.0, 1))
    make_quartier(commune=commune)
    make_quartier(commune=commune, **outlined(5.40, 43.30))

    found = find_quartier(5.6, 43.6)

    assert (found.commune, found.without_outline, found.is_certain) == (
        commune,
        1,
        False,
    )


def test_a_far_point_has_no_nearest():
    make_quartier(**outlined(5.40, 43.30))

    found = find_quartier(2.35, 48.85)

    assert (found.quartier, found.nearest, found.distance, found.commune) == (
        None,
        None,
        None,
        None,
    )
