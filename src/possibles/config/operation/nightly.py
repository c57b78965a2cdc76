"""What is done once a day: anchor the journal, forget what is over, plan and warn again."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from possibles.apps.documents.domain.deposit import sweep_files
from possibles.apps.imports.domain.receiving import forget_old
from possibles.apps.insertion.domain.vie_privee import anonymise, list_expired
from possibles.apps.journal.domain.anchors import write_anchor
from possibles.apps.journal.models import Acte, CleIdempotence
from possibles.apps.opc.domain.alertes.tenue import compute_alertes
from possibles.apps.traitements.domain.recover import forget_dead_tasks, recover_lost
from possibles.apps.traitements.enums import OPEN_STATES
from possibles.apps.traitements.models import Traitement
from possibles.common.french import NNBSP, plural
from possibles.journal_check import Record, find_faults, read_anchors

# A form is not sent again after a month; a job is looked for within a year.
KEYS_KEPT = timedelta(days=30)
TASKS_KEPT = timedelta(days=30)
JOBS_KEPT = timedelta(days=365)


class BrokenJournalError(Exception):
    """The chain of the journal does not hold."""


def run_nightly(now: datetime | None = None) -> Iterator[str]:
    """Do each step, and yield a sentence for each. A second run does nothing more."""
    moment = now or timezone.now()
    for step in (
        _check_journal,
        _anchor,
        _forget_keys,
        _forget_sessions,
        _forget_tasks,
        _forget_jobs,
        _sweep_files,
        _plan_again,
        _compute_alertes,
        _forget_people,
        _forget_imports,
    ):
        yield step(moment)


def _check_journal(moment: datetime) -> str:
    rows = Acte.objects.order_by("sequence").values_list("sequence", "payload", "hash")
    path = settings.ANCHORS_FILE
    count, faults = find_faults(
        (Record(*row) for row in rows.iterator(chunk_size=2000)),
        read_anchors(str(path)) if path.exists() else [],
    )
    if faults:
        raise BrokenJournalError(
            f"Le journal a été altéré à l’acte {faults[0].sequence}. "
            "N’ancrez plus rien : gardez la dernière sauvegarde et enquêtez."
        )
    return f"Journal intact : {plural(count, 'acte')}."


def _anchor(moment: datetime) -> str:
    anchor = write_anchor(moment)
    if anchor is None:
        return "Journal inchangé depuis la dernière ancre."
    return f"Ancre posée sur l’acte {anchor['sequence']}."


def _forget_keys(moment: datetime) -> str:
    count, _ = CleIdempotence.objects.filter(created_at__lt=moment - KEYS_KEPT).delete()
    return _told(count, "clé d’idempotence oubliée", "clés d’idempotence oubliées")


def _forget_sessions(moment: datetime) -> str:
    count, _ = Session.objects.filter(expire_date__lt=moment).delete()
    with connection.cursor() as cursor:
        table = settings.CACHES["default"].get("LOCATION")
        if table in connection.introspection.table_names(cursor):
            cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [moment])  # noqa: S608  a constant of the settings
    return _told(count, "session expirée retirée", "sessions expirées retirées")


def _forget_tasks(moment: datetime) -> str:
    recover_lost(moment)
    forget_dead_tasks(moment)
    count, _ = DBTaskResult.objects.filter(finished_at__lt=moment - TASKS_KEPT).delete()
    return _told(count, "ligne retirée de la file", "lignes retirées de la file")


def _forget_jobs(moment: datetime) -> str:
    old = Traitement.objects.exclude(state__in=OPEN_STATES).filter(
        finished_at__lt=moment - JOBS_KEPT
    )
    count = old.count()
    old.delete()
    return _told(count, "traitement ancien retiré", "traitements anciens retirés")


def _sweep_files(moment: datetime) -> str:
    count = sweep_files(moment)
    return _told(
        count, "fichier sans document effacé", "fichiers sans document effacés"
    )


def _plan_again(moment: datetime) -> str:
    """Move to today what was not done yesterday."""
    from possibles.apps.operations.domain.planning.recomputing import recompute

    with transaction.atomic():
        bilan = recompute(on=timezone.localdate(moment))
    return _told(len(bilan.moves), "tâche replacée", "tâches replacées")


def _compute_alertes(moment: datetime) -> str:
    bilan = compute_alertes(today=timezone.localdate(moment))
    return f"Alertes des opérations{NNBSP}: {bilan.sentence}"


def _forget_people(moment: datetime) -> str:
    expired = list_expired(timezone.localdate(moment))
    count = anonymise(expired, reason="Fin de conservation")
    return _told(count, "bénéficiaire rendu anonyme", "bénéficiaires rendus anonymes")


def _told(count: int, singular: str, plural_form: str) -> str:
    return f"{plural(count, singular, plural_form)}."


def _forget_imports(moment: datetime) -> str:
    count = forget_old(moment)
    return f"{plural(count, 'fichier importé oublié', 'fichiers importés oubliés')}."
