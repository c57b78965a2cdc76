import logging
import os
import signal
import threading
from datetime import datetime
from typing import Any

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone
from django_tasks_db.management.commands import db_worker

from possibles.apps.traitements.domain.launch import launch
from possibles.apps.traitements.domain.recover import recover_lost
from possibles.config.operation.service import join_service

logger = logging.getLogger("possibles.traitements")
ROUND_SECONDS = 10
NIGHT_HOUR = 3
DIGEST_HOUR = 7


class Command(db_worker.Command):
    """The worker of django-tasks-db, which also looks after the others' lost jobs.

    Several may run, on one machine or many; one job is done by one of them.
    """

    help = "Faire les traitements demandés, reprendre ceux qu’un arrêt a coupés."

    def add_arguments(self, parser: Any) -> None:
        super().add_arguments(parser)
        parser.set_defaults(interval=0.5, startup_delay=False, reload=False)
        parser.add_argument(
            "--no-nightly",
            action="store_true",
            help="Ne lancer ni les travaux de la nuit ni les condensés : cron s’en charge.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        no_nightly = options.pop("no_nightly")
        join_service()
        over = threading.Event()
        rounds = threading.Thread(
            target=_look_after, args=(over, not no_nightly), daemon=True
        )
        rounds.start()
        try:
            super().handle(*args, **options)
        finally:
            over.set()

    def configure_logging(self, verbosity: int) -> None:
        super().configure_logging(max(0, verbosity - 1) or 1)
        for name in ("django_tasks", "django_tasks_db"):
            logging.getLogger(name).setLevel(
                logging.INFO if verbosity > 1 else logging.ERROR
            )


def do_round(*, with_daily: bool) -> None:
    recover_lost()
    if with_daily:
        launch_daily(timezone.localtime())


def launch_daily(now: datetime) -> None:
    """Launch what each day asks for, once a day whatever the number of workers."""
    for name, hour in (("nuit", NIGHT_HOUR), ("condenses", DIGEST_HOUR)):
        if now.hour >= hour:
            launch(name, author=None, key=f"{name}-{now.date()}")


def _look_after(over: threading.Event, with_daily: bool) -> None:
    parent = os.getppid()
    while True:
        close_old_connections()
        try:
            do_round(with_daily=with_daily)
        except DatabaseError:
            # Busy or away: the next round will do.
            logger.warning("the round of the worker could not reach the database")
        finally:
            connection.close()
        if over.wait(ROUND_SECONDS):
            return
        if os.getppid() != parent:
            # The launcher was killed: do not outlive it.
            os.kill(os.getpid(), signal.SIGTERM)
            return
