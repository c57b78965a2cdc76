"""One load: read, write, then the little that follows from demo content."""

from pathlib import Path

from django.utils import timezone

from possibles.apps.contrat.domain.cycle import freeze_agenda
from possibles.apps.contrat.domain.suivi import refresh_meteo, refresh_news
from possibles.apps.contrat.enums import PUBLIC_STATES
from possibles.apps.contrat.models import Agenda, Projet
from possibles.apps.journal.models import change

from .reader import has_files, read_records
from .records import Record
from .writer import LoadReport, Writer


def load_path(path: Path) -> LoadReport:
    """Load a file or a folder in one act of the journal, then its sub-folders in turn.

    A sub-folder tells what came later: what it changes in a validated agenda shows
    against the snapshot of the first load. One that holds no reference file (attached
    documents) is passed over.

    Raises
    ------
    ContentError
        Nothing of that folder was written; the error tells every problem.
    """
    report = _load(path)
    if path.is_dir():
        for folder in sorted(f for f in path.iterdir() if f.is_dir()):
            if has_files(folder):
                report.add(load_path(folder))
    return report


def _load(path: Path) -> LoadReport:
    records = read_records(path)
    folder = path if path.is_dir() else path.parent
    with change(author=None, origin="load", reason=f"Charger {path.name}"):
        writer = Writer(folder)
        writer.write(records)
        if writer.report.has_changes:
            _follow(records)
    return writer.report


def _follow(records: list[Record]) -> None:
    """Bring météos and last news up to date, and freeze what was loaded validated."""
    slugs = {r.key for r in records if r.kind == "projet.suivi"}
    for projet in Projet.objects.filter(slug__in=slugs):
        refresh_meteo(projet)
        refresh_news(projet)
    to_freeze = Agenda.objects.filter(state__in=PUBLIC_STATES, instantane=None)
    for agenda in to_freeze.order_by("year"):
        agenda.instantane = freeze_agenda(agenda)
        agenda.validated_on = agenda.validated_on or timezone.localdate()
        agenda.save()
