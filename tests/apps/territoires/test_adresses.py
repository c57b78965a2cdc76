"""From an invented address base to a point, and what is told when there is none."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from tests.factories.adresses import ban_line, load_ban, write_ban
from tests.factories.territoires import make_arrondissement, make_commune

from possibles.apps.journal.models import Acte
from possibles.apps.territoires.domain.adresses import Defaut, find_adresse
from possibles.apps.territoires.models import Voie

pytestmark = pytest.mark.django_db


@pytest.fixture
def base(tmp_path):
    marseille = make_commune(code_insee="13055", name="Marseille")
    make_arrondissement(commune=marseille, number=2)
    make_arrondissement(commune=marseille, number=15)
    make_commune(code_insee="13077", name="Port-de-Bouc")
    load_ban(
        tmp_path,
        ban_line("12", "Rue de la République", "13202", "13002", 5.37, 43.3),
        ban_line("12", "Rue de la République", "13202", "13002", 5.38, 43.3, rep="bis"),
        ban_line("20", "Rue de la République", "13202", "13002", 5.39, 43.3),
        ban_line("12", "Rue de la République", "13077", "13110", 4.98, 43.4),
        ban_line("3", "Avenue du Général Leclerc", "13215", "13015", 5.36, 43.35),
        ban_line("7", "Boulevard Sainte-Anne", "13215", "13015", 5.35, 43.36),
        ban_line("7", "Place de Marseille", "13077", "13110", 4.97, 43.41),
        ban_line("9", "Rue d’Ailleurs", "75101", "75001", 2.34, 48.86),
    )
    return marseille


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("12 rue de la République 13002 Marseille", (5.37, 43.3)),
        ("12bis, RUE DE LA REPUBLIQUE, 13002 MARSEILLE", (5.38, 43.3)),
        ("12 bis r. de la république, Marseille 2e", (5.38, 43.3)),
        ("12 rue de la République, Marseille 2e arrondissement", (5.37, 43.3)),
        ("12 rue de la République, Port de Bouc", (4.98, 43.4)),
        ("Bât. A, 3 av. du Gal Leclerc, 13015 Marseille cedex 15", (5.36, 43.35)),
        ("7 bd Ste Anne 13015", (5.35, 43.36)),
        ("7, place de Marseille, 13110 Port-de-Bouc", (4.97, 43.41)),
    ],
)
def test_an_address_is_found_however_it_is_written(base, text, point):
    lieu = find_adresse(text).lieu

    assert lieu is not None
    assert (lieu.lon, lieu.lat) == point


@pytest.mark.parametrize(
    ("text", "reason", "labels"),
    [
        (
            "12 rue de la République",
            Defaut.SEVERAL,
            [
                "12 Rue de la République, 13002 Marseille",
                "12 Rue de la République, 13110 Port-de-Bouc",
            ],
        ),
        (
            "14 rue de la République 13002 Marseille",
            Defaut.SEVERAL,
            [
                "12 Rue de la République, 13002 Marseille",
                "12 bis Rue de la République, 13002 Marseille",
                "20 Rue de la République, 13002 Marseille",
            ],
        ),
        (
            "3 avenue du Général Leclrec 13015 Marseille",
            Defaut.SEVERAL,
            ["3 Avenue du Général Leclerc, 13015 Marseille"],
        ),
        (
            "3 rue Leclerc 13015 Marseille",
            Defaut.SEVERAL,
            ["3 Avenue du Général Leclerc, 13015 Marseille"],
        ),
        ("rue de la République 13002 Marseille", Defaut.NO_NUMBER, []),
        ("4 chemin des Absents 13002 Marseille", Defaut.UNKNOWN, []),
        ("9 rue d’Ailleurs 75001 Paris", Defaut.UNKNOWN, []),
        ("12", Defaut.UNKNOWN, []),
        ("???", Defaut.UNKNOWN, []),
    ],
)
def test_what_is_not_sure_is_never_guessed(base, text, reason, labels):
    found = find_adresse(text)

    assert found.lieu is None
    assert found.reason is reason
    assert [c.label for c in found.candidates] == labels


def test_without_a_base_the_answer_says_so():
    assert find_adresse("12 rue de la République").reason is Defaut.NO_BASE


def test_only_the_communes_of_the_contract_are_kept_and_sourced(base):
    base.refresh_from_db()

    assert Voie.objects.count() == 5
    assert not Voie.objects.filter(name="Rue d’Ailleurs").exists()
    assert base.addresses_source.startswith("essai, lue le ")


def test_the_door_is_preferred_to_the_middle_of_the_road(base, tmp_path):
    load_ban(
        tmp_path,
        ban_line(
            "1", "Rue Neuve", "13077", "13110", 1.0, 43.0, type_position="segment"
        ),
        ban_line("1", "Rue Neuve", "13077", "13110", 2.0, 43.0),
        ban_line(
            "1", "Rue Neuve", "13077", "13110", 3.0, 43.0, type_position="segment"
        ),
        ban_line("12", "Rue de la République", "13077", "13110", 4.98, 43.4),
    )

    assert Voie.objects.get(name="Rue Neuve").numbers == {"1": [2.0, 43.0]}


def test_read_twice_writes_once(base, tmp_path):
    lines = [ban_line("1", "Rue du Port", "13077", "13110", 4.9, 43.4)]
    path = write_ban(tmp_path / "a.csv.gz", *lines)
    call_command("import_adresses", str(path), "--accepter-retraits", stdout=StringIO())
    actes, keys = Acte.objects.count(), set(Voie.objects.values_list("pk", flat=True))
    out = StringIO()

    call_command("import_adresses", str(path), stdout=out)

    assert "0 ajoutée, 0 modifiée, 0 retirée" in out.getvalue()
    assert Acte.objects.count() == actes
    assert set(Voie.objects.values_list("pk", flat=True)) == keys


def test_a_file_cut_short_takes_nothing_away(base, tmp_path):
    path = write_ban(
        tmp_path / "a.csv", ban_line("1", "Rue du Port", "13077", "13110", 4.9, 43.4)
    )

    with pytest.raises(CommandError, match="Port-de-Bouc"):
        call_command("import_adresses", str(path), stdout=StringIO())

    assert Voie.objects.count() == 5


def test_an_archive_cut_short_is_refused(base, tmp_path):
    path = write_ban(
        tmp_path / "a.csv.gz",
        *(
            ban_line(str(n), "Rue du Port", "13077", "13110", 4.9, 43.4)
            for n in range(1, 900)
        ),
    )
    path.write_bytes(path.read_bytes()[:-400])

    with pytest.raises(CommandError, match="coupée"):
        call_command("import_adresses", str(path), stdout=StringIO())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"nom;prenom\nA;B\n", "il manque numero"),
        (b"\xff\xfe\x00", "pas en UTF-8"),
        (b"", "il manque"),
    ],
)
def test_another_file_is_refused_in_a_sentence(base, tmp_path, content, words):
    path = tmp_path / "a.csv"
    path.write_bytes(content)

    with pytest.raises(CommandError, match=words):
        call_command("import_adresses", str(path), stdout=StringIO())


def test_wrong_lines_are_left_aside_and_counted(base, tmp_path):
    path = write_ban(
        tmp_path / "a.csv",
        ban_line("1", "Rue du Port", "13077", "13110", 4.9, 43.4),
        ban_line("9999", "Lieu-dit", "13077", "13110", 4.9, 43.4),
        ban_line("2", "Rue du Port", "13077", "13110", "ici", 43.4),
        ban_line("3", "Rue du Port", "13077", "13110", 400, 43.4),
        "coupée;",
    )
    out = StringIO()

    call_command("import_adresses", str(path), "--accepter-retraits", stdout=out)

    assert "3 lignes sans numéro ni position" in out.getvalue()
    assert Voie.objects.get(name="Rue du Port").numbers == {"1": [4.9, 43.4]}
