"""A5, A6: the power fails. What the log holds whole stays, and no row lacks its file."""

import random
import shutil
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from possibles.journal_check import Record, find_faults

from .instance import IS_POSTGRES, Instance
from .test_kill import Writer, find_halves, wait_for_writes

pytestmark = [pytest.mark.trial, pytest.mark.timeout(600)]
CUTS = 500


# --- A5: the log of SQLite cut anywhere --------------------------------------------------


def read_state(base: Path) -> tuple[str, list[str], list[Record]]:
    """Open a base as after a power cut; return what it says of itself and holds."""
    with closing(sqlite3.connect(base)) as session:
        (integrity,) = session.execute("PRAGMA integrity_check").fetchone()
        slugs = [s for (s,) in session.execute("SELECT slug FROM acteurs_organisation")]
        actes = session.execute(
            "SELECT sequence, payload, hash FROM journal_acte ORDER BY sequence"
        ).fetchall()
    return integrity, slugs, [Record(*acte) for acte in actes]


@pytest.fixture
def stopped(instance: Instance, people, tmp_path: Path):
    """Copy the files of a base in the middle of the work of four people."""
    server = instance.start_server()
    # One connection stays open: the last to close would empty the log into the base.
    open_one = sqlite3.connect(instance.folder / "possibles.sqlite3")
    open_one.execute("SELECT count(*) FROM acteurs_organisation").fetchone()
    writers = [Writer(instance.sign_in(p), n) for n, p in enumerate(people[:4])]
    for writer in writers:
        writer.start()
    wait_for_writes(writers, 60)
    for writer in writers:
        writer.over.set()
    for writer in writers:
        writer.join(30)
    acknowledged = [name for w in writers for name in w.acknowledged]
    server.send_signal(signal.SIGSTOP)
    kept = tmp_path / "kept"
    kept.mkdir()
    for suffix in ("", "-wal"):
        shutil.copy(instance.folder / f"possibles.sqlite3{suffix}", kept / f"b{suffix}")
    server.send_signal(signal.SIGCONT)
    instance.kill(server)
    open_one.close()
    return kept, acknowledged


@pytest.mark.skipif(IS_POSTGRES, reason="the log of PostgreSQL is its own affair")
def test_a_log_cut_anywhere_keeps_whole_transactions_in_order(stopped, tmp_path):
    kept, acknowledged = stopped
    log = (kept / "b-wal").read_bytes()
    assert len(log) > 100_000, "there is nothing to cut"
    dice = random.Random(5)
    cuts = sorted({0, len(log), *(dice.randrange(len(log)) for _ in range(CUTS))})
    base, seen = tmp_path / "cut", 0
    for cut in cuts:
        for suffix in ("-wal", "-shm"):
            base.with_name(f"cut{suffix}").unlink(missing_ok=True)
        shutil.copy(kept / "b", base)
        base.with_name("cut-wal").write_bytes(log[:cut])

        integrity, slugs, actes = read_state(base)

        assert (cut, integrity) == (cut, "ok")
        assert (cut, find_halves(slugs)) == (cut, [])
        assert find_faults(actes) == (len(actes), [])
        # A longer log never holds less: what remains is a beginning of the work.
        assert len(actes) >= seen
        seen = len(actes)
    assert {f"{name}-{side}" for name in acknowledged for side in "ab"} <= set(slugs)


@pytest.mark.skipif(IS_POSTGRES, reason="the log of PostgreSQL is its own affair")
def test_the_trial_sees_a_base_that_is_cut_itself(stopped, tmp_path):
    kept, _ = stopped
    (kept / "b-wal").unlink()
    content = (kept / "b").read_bytes()
    (kept / "b").write_bytes(content[: len(content) // 2])

    try:
        integrity, _, _ = read_state(kept / "b")
    except sqlite3.DatabaseError:
        return
    assert integrity != "ok"


# --- A6: files and rows -------------------------------------------------------------------

DEPOSIT = """
import os, signal, django
django.setup()
from django.core.files.base import ContentFile
from possibles.apps.documents.domain import deposit as module
from possibles.apps.documents.models import Document
from possibles.common import storage

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

def die_after(call):
    def dying(*args, **kwargs):
        call(*args, **kwargs)
        die()
    return dying

point = {point!r}
if point == "file-half-written":
    storage.os.fsync = die
elif point == "file-written":
    storage.os.replace = die_after(storage.os.replace)
elif point == "row-not-committed":
    Document.save = die_after(Document.save)
module.deposit(
    ContentFile({content!r}, name="note.txt"), author=None, origin="essai", title="Note"
)
die()
"""
READ_DOCUMENTS = """
from possibles.apps.documents.models import Document
[[d.is_intact(), d.size] for d in Document.objects.all()]
"""
SWEEP = """
import os, time
from datetime import timedelta
from django.conf import settings
from django.utils import timezone
from possibles.apps.documents.domain.deposit import sweep_files
for folder, _, names in os.walk(settings.MEDIA_ROOT):
    for name in names: os.utime(os.path.join(folder, name), (0, 0))
sweep_files(timezone.now())
"""


def stored_files(instance: Instance) -> list[Path]:
    folder = instance.folder / "files" / "documents"
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("point", "files", "documents"),
    [
        ("file-half-written", 1, []),
        ("file-written", 1, []),
        ("row-not-committed", 1, []),
        ("row-committed", 1, [[True, 9000]]),
    ],
)
def test_no_row_is_ever_without_its_whole_file(
    instance: Instance, point: str, files: int, documents: list[object]
):
    content = b"ligne de texte sans fin\n" * 375
    done = instance.run("-c", DEPOSIT.format(point=point, content=content), check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr

    assert instance.shell(READ_DOCUMENTS) == documents
    assert len(stored_files(instance)) == files

    # The same file deposited again is whole, whatever the cut left; the rest is swept.
    instance.run("-c", DEPOSIT.format(point="", content=content), check=False)
    assert instance.shell(SWEEP + "None") is None
    assert instance.shell(READ_DOCUMENTS) == [*documents, [True, 9000]]
    assert len(stored_files(instance)) == 1


def test_the_trial_sees_a_row_without_its_file(instance: Instance):
    content = b"ligne de texte sans fin\n" * 375
    instance.run("-c", DEPOSIT.format(point="", content=content), check=False)
    for file in stored_files(instance):
        file.write_bytes(b"")

    assert instance.shell(READ_DOCUMENTS) == [[False, 9000]]
