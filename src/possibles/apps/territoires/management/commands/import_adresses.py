from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from possibles.apps.territoires.domain.base_adresse import (
    TooFewStreetsError,
    find_places,
    store_base,
)
from possibles.apps.territoires.interfaces.ban import read_ban
from possibles.apps.territoires.interfaces.reading import UnreadableFileError
from possibles.common.french import plural


class Command(BaseCommand):
    help = "Lit la Base adresse nationale (CSV d’un département) pour les communes du contrat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FICHIER")
        parser.add_argument("--source", default="", help="d’où vient le fichier")
        parser.add_argument(
            "--accepter-retraits",
            action="store_true",
            help="écrit même si une commune perd plus de la moitié de ses voies",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        for path in options["files"]:
            self._import(path, options)

    def _import(self, path: Path, options: dict[str, Any]) -> None:
        try:
            base = read_ban(path, set(find_places()))
        except OSError as error:
            raise CommandError(f"{path} : {error.strerror or error}") from None
        except UnreadableFileError as error:
            raise CommandError(f"{path.name} : {error}") from None
        if not base.voies:
            raise CommandError(
                f"{path.name} ne dit rien des communes du contrat : prenez le fichier de "
                "leur département."
            )
        try:
            found = store_base(
                base,
                source=options["source"] or f"Base adresse nationale, {path.name}",
                accept_losses=options["accepter_retraits"],
            )
        except TooFewStreetsError as error:
            raise CommandError(
                f"{path.name} : plus de la moitié des voies disparaîtraient ({error}). Le "
                "fichier est sans doute incomplet ; s’il est juste, ajoutez "
                "--accepter-retraits."
            ) from None
        self.stdout.write(
            f"{plural(base.lines, 'ligne lue', 'lignes lues')}, "
            f"{plural(found.numbers, 'adresse')} de {plural(found.communes, 'commune')} ; "
            f"voies : {plural(found.created, 'ajoutée')}, {plural(found.changed, 'modifiée')}, "
            f"{plural(found.removed, 'retirée')}."
        )
        if base.skipped:
            self.stdout.write(
                f"{plural(base.skipped, 'ligne')} sans numéro ni position : laissées de côté."
            )
