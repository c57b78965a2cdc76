from datetime import timedelta

import pytest
from django.utils import timezone
from tests.factories.acteurs import make_personne

from possibles.apps.acteurs.models import Organisation
from possibles.apps.journal.models import Acte
from possibles.apps.traitements.domain import kinds
from possibles.apps.traitements.domain.job import Job, JobError, LeaseLostError
from possibles.apps.traitements.domain.kinds import kind
from possibles.apps.traitements.domain.launch import cancel, launch
from possibles.apps.traitements.domain.recover import SILENCE, recover_lost
from possibles.apps.traitements.domain.run import _take, run_traitement
from possibles.apps.traitements.enums import State
from possibles.apps.traitements.models import Traitement

pytestmark = pytest.mark.django_db


@pytest.fixture
def define(monkeypatch):
    """Register kinds that disappear with the test."""
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))

    def register(work, **options):
        kind("essai", "Essai", **options)(work)

    return register


def make_waiting(**over) -> Traitement:
    """Make a job as if its task were still in the queue."""
    fields = {"kind": "essai", "label": "Essai"} | over
    return Traitement.objects.create(**fields)


def make_organisation_of(job: Job, slug: str) -> None:
    Organisation.objects.create(slug=slug, name=slug, kind="association")


def test_launch_does_the_work_and_keeps_the_result(define):
    author = make_personne()

    def work(job, *, name):
        job.progress(1, 2, "Moitié")
        with job.conclude(reason="Essai de travail") as opened:
            make_organisation_of(job, name)
            job.result_url = "/resultat/"
        assert opened.author == author

    define(work)

    traitement = launch("essai", author=author, name="issue-d-un-travail")

    assert (traitement.state, traitement.done, traitement.total) == (State.FINI, 2, 2)
    assert (traitement.result_url, traitement.attempts) == ("/resultat/", 1)
    acte = Acte.objects.get(model="acteurs.organisation", label="issue-d-un-travail")
    assert (acte.origin, acte.author, acte.reason) == (
        "traitement essai",
        author,
        "Essai de travail",
    )


def test_a_work_without_effect_ends_when_its_function_returns(define):
    define(lambda job: None)

    assert launch("essai", author=None).state == State.FINI


def test_a_failure_gives_a_sentence_and_undoes_its_last_transaction(define):
    def work(job):
        with job.conclude():
            make_organisation_of(job, "a-moitie")
            raise ZeroDivisionError

    define(work)

    traitement = launch("essai", author=None)

    assert traitement.state == State.ECHOUE
    assert traitement.error.startswith("Une erreur inattendue")
    assert not Organisation.objects.filter(slug="a-moitie").exists()


def test_a_job_says_itself_why_it_cannot(define):
    def work(job):
        raise JobError("Le fichier n’a pas de colonne « code ».")

    define(work)

    traitement = launch("essai", author=None)

    assert (traitement.state, traitement.error) == (
        State.ECHOUE,
        "Le fichier n’a pas de colonne « code ».",
    )


def test_the_same_key_is_the_same_job(define):
    done = []
    define(lambda job: done.append(job.traitement.pk))

    first = launch("essai", author=None, key="bilan-2026")
    second = launch("essai", author=None, key="bilan-2026")

    assert (first.pk, done) == (second.pk, [first.pk])


def test_a_failed_job_gives_its_key_up(define):
    def work(job):
        raise JobError("Non.")

    define(work)

    first = launch("essai", author=None, key="bilan-2026")
    second = launch("essai", author=None, key="bilan-2026")

    assert first.pk != second.pk


def test_a_waiting_job_is_cancelled_at_once(define):
    define(lambda job: pytest.fail("it was cancelled"))
    traitement = make_waiting()

    cancel(traitement)
    run_traitement.call(traitement.pk)

    traitement.refresh_from_db()
    assert traitement.state == State.ANNULE


def test_a_running_job_stops_at_its_next_progress(define):
    def work(job):
        with job.once("premier"):
            make_organisation_of(job, "premier-pas")
        cancel(Traitement.objects.get(pk=job.traitement.pk))
        job.progress(1, 3)
        pytest.fail("it should have stopped")

    define(work)

    traitement = launch("essai", author=None)

    assert traitement.state == State.ANNULE
    assert Organisation.objects.filter(slug="premier-pas").exists()


def test_a_silent_job_is_taken_up_and_its_steps_are_not_redone(define):
    def work(job):
        for step in ("un", "deux"):
            with job.once(step) as is_fresh:
                if is_fresh:
                    make_organisation_of(job, step)

    define(work)
    traitement = make_waiting()
    broken = _take(traitement.pk)
    with broken.once("un"):
        make_organisation_of(broken, "un")

    assert recover_lost() == 0
    assert recover_lost(timezone.now() + SILENCE + timedelta(seconds=1)) == 1

    traitement.refresh_from_db()
    assert (traitement.state, traitement.attempts) == (State.FINI, 2)
    assert Organisation.objects.filter(slug__in=["un", "deux"]).count() == 2


def test_the_old_worker_is_fenced_off(define):
    define(lambda job: None)
    traitement = make_waiting()
    sleeper = _take(traitement.pk)
    recover_lost(timezone.now() + SILENCE + timedelta(seconds=1))

    with pytest.raises(LeaseLostError), sleeper.conclude():
        make_organisation_of(sleeper, "trop-tard")

    assert not Organisation.objects.filter(slug="trop-tard").exists()
    with pytest.raises(LeaseLostError):
        sleeper.progress(1)


def test_a_job_that_kills_its_worker_is_given_up(define):
    define(lambda job: None, attempts=2)
    traitement = make_waiting(attempts=1)
    _take(traitement.pk)

    recover_lost(timezone.now() + SILENCE + timedelta(seconds=1))

    traitement.refresh_from_db()
    assert traitement.state == State.ECHOUE
    assert traitement.error.startswith("Il a été interrompu 2 fois")


def test_a_job_whose_task_vanished_is_called_again(define):
    define(lambda job: None)
    traitement = make_waiting()

    recover_lost(timezone.now() + SILENCE + timedelta(seconds=1))

    traitement.refresh_from_db()
    assert traitement.state == State.FINI


def test_the_request_belongs_to_the_transaction_of_the_act(define, settings):
    from django.db import transaction

    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    from django_tasks_db.models import DBTaskResult

    define(lambda job: None)
    with transaction.atomic():
        launch("essai", author=None)
        transaction.set_rollback(True)

    assert (Traitement.objects.count(), DBTaskResult.objects.count()) == (0, 0)

    launch("essai", author=None)

    assert (Traitement.objects.get().state, DBTaskResult.objects.count()) == (
        State.EN_ATTENTE,
        1,
    )


def test_two_kinds_cannot_share_a_name(define):
    define(lambda job: None)

    def other(job): ...

    with pytest.raises(ValueError, match="essai"):
        define(other)
