from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from possibles.apps.contrat.interfaces.loading import ContentError, load_path
from possibles.apps.contrat.models import (
    Defi,
)
from possibles.apps.journal.models import Acte, change
from possibles.apps.territoires.models import (
    Commune,
)

pytestmark = pytest.mark.django_db
DEMO = settings.ROOT / "content" / "demo"


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def test_load_keeps_what_a_person_edited(tmp_path):
    write(tmp_path, o="defis:\n  - {numero: 1, nom: Premier, texte: Avant}\n")
    load_path(tmp_path)
    defi = Defi.objects.get()
    with change(author=None, origin="tests"):
        defi.name = "Renommé par une personne"
        defi.save()

    write(tmp_path, o="defis:\n  - {numero: 1, nom: Autre, texte: Après}\n")
    report = load_path(tmp_path)

    defi.refresh_from_db()
    assert (defi.name, defi.text) == ("Renommé par une personne", "Après")
    assert report.kept == ["defis › 1 : « nom » a été modifié depuis, laissé tel quel"]


def test_load_adopts_what_exists_without_overwriting_it(tmp_path):
    with change(author=None, origin="tests"):
        Commune.objects.create(code_insee="13055", name="Marseille la belle")
    (tmp_path / "communes.csv").write_text(
        "code_insee,nom,siren,contrat,qpv\n13055,Marseille,211300553,oui,oui\n"
    )

    report = load_path(tmp_path)

    commune = Commune.objects.get()
    assert (commune.name, commune.siren, commune.has_qpv) == (
        "Marseille la belle",
        "211300553",
        True,
    )
    assert len(report.kept) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "defis:\n  - {numero: 1}\n",
            "o.yaml › defis › 1 › nom : cette clé manque. Ajoutez-la.",
        ),
        (
            "defis:\n  - {numero: 1, nom: Un, couleur: bleu}\n",
            (
                "o.yaml › defis › 1 › couleur : cette clé est inconnue. "
                "Retirez-la ou corrigez son nom."
            ),
        ),
        (
            "defis:\n  - {numero: un, nom: Un}\n",
            "o.yaml › defis › un › numero : un nombre entier est attendu.",
        ),
        (
            "defis: [\n",
            (
                "o.yaml › ligne 2 : cette ligne n’est pas du YAML. Vérifiez le retrait et "
                "mettez entre guillemets les textes qui contiennent « : »."
            ),
        ),
        (
            "notes:\n  - {id: a, nature: libelle, texte: T, projets: [inconnu]}\n",
            (
                "o.yaml › notes › a : projet de coopération « inconnu » inconnu. Corrigez "
                "cet identifiant, ou chargez d’abord le fichier qui le définit."
            ),
        ),
        (
            "defis:\n  - {numero: 1, nom: Un}\n  - {numero: 1, nom: Deux}\n",
            "o.yaml › defis › 1 : déjà donné dans o.yaml. Gardez-en un seul.",
        ),
    ],
)
def test_load_says_what_to_do(tmp_path, text, expected):
    write(tmp_path, o=text)

    with pytest.raises(ContentError) as error:
        load_path(tmp_path)

    assert [str(p) for p in error.value.problems] == [expected]


def test_load_tells_a_broken_rule_in_french(tmp_path):
    write(
        tmp_path,
        o=(
            "conventions:\n  - {id: a, nature: partenariat, titre: A, etat: preparation,"
            " premiere_annee: 2026, derniere_annee: 2024}\n"
        ),
    )

    with pytest.raises(ContentError) as error:
        load_path(tmp_path)

    assert str(error.value) == (
        "o.yaml › conventions › a : La dernière année précède la première."
    )


def test_load_names_the_choices(tmp_path):
    write(tmp_path, o="instances:\n  - {id: a, nom: A, nature: club}\n")

    with pytest.raises(ContentError) as error:
        load_path(tmp_path)

    assert "« club » n’est pas prévu. Choisissez parmi 'pilotage'" in str(error.value)


def test_load_writes_nothing_when_one_record_is_wrong(tmp_path):
    write(
        tmp_path,
        a="defis:\n  - {numero: 1, nom: Un}\n",
        b="notes:\n  - {id: a, nature: libelle, texte: T, projets: [inconnu]}\n",
    )

    with pytest.raises(ContentError):
        load_path(tmp_path)

    assert not Defi.objects.exists()
    assert not Acte.objects.exists()


def test_load_refuses_a_document_outside_its_folder(tmp_path):
    inside = tmp_path / "contenu"
    inside.mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    write(
        inside,
        d=(
            "documents:\n  - {id: a, titre: T, nature: autre, "
            "fichier: ../secret.txt, visibilite: public}\n"
        ),
    )

    with pytest.raises(ContentError) as error:
        load_path(inside)

    assert "introuvable dans le dossier" in str(error.value)


def test_load_command_says_what_changed(tmp_path, capsys):
    write(tmp_path, o="defis:\n  - {numero: 1, nom: Un}\n")

    call_command("load", str(tmp_path))
    call_command("load", str(tmp_path))

    assert capsys.readouterr().out.splitlines() == [
        str(tmp_path),
        "  défis : 1 création",
        str(tmp_path),
        "  Rien n’a changé : tout était déjà chargé.",
    ]


def test_load_command_fails_in_french(tmp_path):
    with pytest.raises(CommandError, match="fichier introuvable"):
        call_command("load", str(tmp_path / "absent.yaml"))
