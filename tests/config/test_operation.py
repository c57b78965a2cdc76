"""Nightly work, preparation, anchors, service lock."""

import json
from datetime import UTC, datetime, timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone
from tests.factories.acteurs import make_organisation

from possibles.apps.journal.domain.anchors import write_anchor
from possibles.apps.journal.models import Acte, CleIdempotence
from possibles.apps.traitements.enums import State
from possibles.apps.traitements.models import Preparation, Traitement
from possibles.config.management.commands import worker
from possibles.config.management.commands.worker import launch_daily
from possibles.config.operation import prepare as preparing
from possibles.config.operation import service
from possibles.config.operation.nightly import BrokenJournalError, run_nightly
from possibles.config.operation.service import (
    InServiceError,
    join_service,
    out_of_service,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def elsewhere(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.ANCHORS_FILE = tmp_path / "ancres.jsonl"


def read_anchors(settings) -> list[int]:
    lines = settings.ANCHORS_FILE.read_text().splitlines()
    return [json.loads(line)["sequence"] for line in lines]


def test_an_anchor_is_written_only_when_the_journal_moved(settings):
    make_organisation()
    first = write_anchor()

    assert first["hash"] == Acte.objects.first().hash
    assert write_anchor() is None

    make_organisation()
    second = write_anchor()

    assert read_anchors(settings) == [first["sequence"], second["sequence"]]


def test_an_anchor_is_sent_to_those_who_keep_it(settings):
    settings.ANCHOR_RECIPIENTS = ["archives@exemple.test"]
    make_organisation()

    anchor = write_anchor()

    assert mail.outbox[0].to == ["archives@exemple.test"]
    assert anchor["hash"] in mail.outbox[0].body


def test_verify_tells_an_intact_journal(settings):
    make_organisation()
    write_anchor()
    told = StringIO()

    call_command("verify_journal", stdout=told)

    count = Acte.objects.count()
    assert told.getvalue() == (
        f"Journal intact : {count} actes, chaîne continue, 1 ancres retrouvées.\n"
    )


def test_verify_sees_that_an_anchored_act_is_gone(settings):
    make_organisation()
    settings.ANCHORS_FILE.write_text(
        json.dumps({"sequence": 999, "hash": "f" * 64, "at": ""}) + "\n"
    )
    errors = StringIO()

    with pytest.raises(CommandError):
        call_command("verify_journal", stdout=StringIO(), stderr=errors)

    assert "Acte 999 : l’acte ancré n’existe plus." in errors.getvalue()


def test_the_export_is_checked_without_the_application(tmp_path):
    from possibles.journal_check import main

    make_organisation()
    call_command("export_journal", str(tmp_path / "journal.jsonl"), stdout=StringIO())

    assert main([str(tmp_path / "journal.jsonl")]) == 0


def test_the_night_forgets_what_has_served_its_time():
    make_organisation()
    now = timezone.now()
    for days in (1, 40):
        CleIdempotence.objects.create(key=uuid4(), route="/", digest="")
        CleIdempotence.objects.filter(
            created_at__gte=now - timedelta(minutes=1)
        ).update(created_at=now - timedelta(days=days))
    for days in (10, 400):
        Traitement.objects.create(
            kind="nuit",
            label="Ancien",
            state=State.FINI,
            finished_at=now - timedelta(days=days),
        )

    sentences = list(run_nightly(now))

    assert "1 clé d’idempotence oubliée." in sentences
    assert "1 traitement ancien retiré." in sentences
    assert (CleIdempotence.objects.count(), Traitement.objects.count()) == (1, 1)


def test_the_night_does_not_anchor_a_broken_journal(settings):
    make_organisation()
    settings.ANCHORS_FILE.write_text(
        json.dumps({"sequence": 1, "hash": "f" * 64, "at": ""}) + "\n"
    )

    with pytest.raises(BrokenJournalError, match="acte 1"):
        list(run_nightly())

    assert read_anchors(settings) == [1]


def test_the_clock_launches_the_night_then_the_digests_once_a_day():
    launched = []
    for hour in (2, 4, 5, 8, 9):
        launch_daily(datetime(2026, 11, 23, hour, tzinfo=UTC))
        launched.append(list(Traitement.objects.order_by("pk").values_list("key")))

    night, digests = ("nuit-2026-11-23",), ("condenses-2026-11-23",)
    assert launched == [[], [night], [night], [night, digests], [night, digests]]
    assert set(Traitement.objects.values_list("state", flat=True)) == {State.FINI}
    assert "Journal intact" in Traitement.objects.get(kind="nuit").result_text


@pytest.mark.parametrize("with_daily", [True, False])
def test_a_worker_leaves_the_clock_to_cron_when_told_so(monkeypatch, with_daily):
    rounds = []
    monkeypatch.setattr(worker, "launch_daily", rounds.append)

    worker.do_round(with_daily=with_daily)

    assert len(rounds) == with_daily


def test_cron_sends_the_digests():
    out = StringIO()

    call_command("condenses", stdout=out)

    assert out.getvalue() == "0 condensé envoyé.\n"


def test_a_step_is_done_again_only_when_its_sources_change(monkeypatch, tmp_path):
    source = tmp_path / "contenu"
    source.mkdir()
    (source / "a.yaml").write_text("a: 1")
    step = preparing.Step("Pas", "essai", sources=(source,))
    done = []
    monkeypatch.setattr(preparing, "STEPS", (step,))
    monkeypatch.setattr(preparing, "get_commands", lambda: {"essai": ""})
    monkeypatch.setattr(preparing, "_call", done.append)
    monkeypatch.setattr(preparing, "_collect_static", list)

    assert list(preparing.prepare()) == ["Pas"]
    assert list(preparing.prepare()) == []
    (source / "a.yaml").write_text("a: 2")
    assert list(preparing.prepare()) == ["Pas"]

    assert done == [step, step]
    assert Preparation.objects.count() == 1


def test_a_step_of_the_demonstration_waits_for_one(settings, monkeypatch):
    settings.DEMO = False
    monkeypatch.setattr(preparing, "get_commands", lambda: {"essai": ""})

    assert not preparing.Step("Pas", "essai", demo_only=True).is_available


def test_nobody_replaces_the_data_of_a_running_server():
    with out_of_service():
        pass
    join_service()

    with pytest.raises(InServiceError), out_of_service():
        pass

    service._held.pop().close()


def test_a_real_installation_is_never_reset(settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="rien n’est effacé"):
        call_command("demo_reset")
