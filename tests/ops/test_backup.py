"""E1: save while people write, come back, find the same thing to the byte."""

import json
import shutil
import tarfile
import threading
import time
import uuid
from pathlib import Path

import pytest

from .instance import IS_POSTGRES, Instance
from .test_kill import READ_STATE, Writer, find_halves

pytestmark = [pytest.mark.trial, pytest.mark.timeout(300)]


def read_manifest(archive: Path) -> dict:
    with tarfile.open(archive) as members:
        return json.loads(members.extractfile("manifest.json").read())


def add_file(instance: Instance, name: str, content: bytes) -> Path:
    path = instance.folder / "files" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_a_backup_made_while_people_write_holds_no_half(
    instance: Instance, people, tmp_path
):
    server = instance.start_server()
    writers = [Writer(instance.sign_in(email), n) for n, email in enumerate(people[:4])]
    for writer in writers:
        writer.start()
    time.sleep(0.5)
    archives = [tmp_path / f"{number}.tar.gz" for number in range(3)]

    for archive in archives:
        instance.manage("backup", str(archive))
    for writer in writers:
        writer.over.set()
    for writer in writers:
        writer.join(30)
    instance.kill(server)

    sizes = []
    for archive in archives:
        instance.manage("restore", str(archive))
        state = instance.shell(READ_STATE)
        assert (find_halves(state["slugs"]), state["faults"]) == ([], 0)
        sizes.append(len(state["slugs"]))
    # Each backup is later than the one before: people did write meanwhile.
    assert 0 < sizes[0] < sizes[1] < sizes[2]


def test_what_is_restored_is_what_was_saved(instance: Instance, people, tmp_path):
    server = instance.start_server()
    visitor = instance.sign_in(people[0])
    visitor.create_pair("avant", uuid.uuid4())
    instance.kill(server)
    piece = add_file(instance, "2026/piece.pdf", b"%PDF-1.7 piece")
    instance.manage("anchor_journal")
    first, second = tmp_path / "un.tar.gz", tmp_path / "deux.tar.gz"
    instance.manage("backup", str(first))

    server = instance.start_server()
    visitor.create_pair("apres", uuid.uuid4())
    refused = instance.manage("restore", str(first), check=False)
    instance.kill(server)
    piece.write_bytes(b"remplace")
    done = instance.manage("restore", str(first))
    instance.manage("backup", str(second))

    assert refused.returncode == 1
    assert "Le serveur tourne encore" in refused.stderr
    before, after = read_manifest(first), read_manifest(second)
    assert after["tables"] == before["tables"]
    assert before["tables"]["acteurs_organisation"]["rows"] == 2
    assert piece.read_bytes() == b"%PDF-1.7 piece"
    assert "Journal intact" in instance.manage("verify_journal").stdout
    assert "L’état précédent est gardé" in done.stdout
    aside = next(instance.folder.glob("avant-restauration-*"))
    assert (aside / "files" / "2026" / "piece.pdf").read_bytes() == b"remplace"
    if not IS_POSTGRES:
        kept = Instance(aside, database_url=f"sqlite:///{aside}/possibles.sqlite3")
        slugs = kept.shell(READ_STATE)["slugs"]
        assert "apres-a" in slugs


@pytest.mark.parametrize("harm", ["flip", "cut", "member", "text"])
def test_a_damaged_backup_changes_nothing(instance: Instance, tmp_path, harm):
    archive = tmp_path / "sauvegarde.tar.gz"
    add_file(instance, "piece.txt", b"bonjour")
    instance.manage("backup", str(archive))
    damage(archive, harm)
    before = instance.shell(READ_STATE)

    done = instance.manage("restore", str(archive), check=False)

    assert done.returncode == 1
    assert "Rien n’a changé." in done.stderr
    assert instance.shell(READ_STATE) == before
    assert list(instance.folder.glob("avant-restauration-*")) == []
    assert list(instance.folder.glob(".en-cours-*")) == []


def damage(archive: Path, harm: str) -> None:
    if harm == "cut":
        archive.write_bytes(archive.read_bytes()[:-2000])
    elif harm == "text":
        archive.write_text("ceci n’est pas une archive")
    else:
        folder = archive.parent / "ouvert"
        with tarfile.open(archive) as members:
            members.extractall(folder, filter="data")
        if harm == "flip":
            (folder / "files" / "piece.txt").write_bytes(b"bonsoir")
        else:
            (folder / "files" / "piece.txt").unlink()
        with tarfile.open(archive, "w:gz") as members:
            for name in ("manifest.json", *(p.name for p in folder.iterdir())):
                if name != "manifest.json" or name not in members.getnames():
                    members.add(folder / name, name)
        shutil.rmtree(folder)


def test_a_backup_of_a_newer_version_is_refused(instance: Instance, tmp_path):
    archive = tmp_path / "sauvegarde.tar.gz"
    instance.manage("backup", str(archive))
    folder = tmp_path / "ouvert"
    with tarfile.open(archive) as members:
        members.extractall(folder, filter="data")
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["migrations"].append("contrat.9999_du_futur")
    (folder / "manifest.json").write_text(json.dumps(manifest))
    with tarfile.open(archive, "w:gz") as members:
        for path in folder.iterdir():
            members.add(path, path.name)

    done = instance.manage("restore", str(archive), check=False)

    assert done.returncode == 1
    assert "contrat.9999_du_futur est inconnu" in done.stderr


def test_two_backups_at_once_do_not_disturb_each_other(instance: Instance, tmp_path):
    archives = [tmp_path / f"{number}.tar.gz" for number in range(2)]
    saving = [
        threading.Thread(target=instance.manage, args=("backup", str(archive)))
        for archive in archives
    ]
    for thread in saving:
        thread.start()
    for thread in saving:
        thread.join()

    assert len({json.dumps(read_manifest(a)["tables"]) for a in archives}) == 1
