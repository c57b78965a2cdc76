from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from possibles.apps.acteurs.domain.queries.droits import as_markdown

PAGE = Path("docs") / "development" / "rights.md"
BEGIN = "<!-- Written by `manage.py rights`; do not edit below. -->\n"


class Command(BaseCommand):
    help = "Write who may what, read from the rules, in docs/development/rights.md."

    def handle(self, *args: Any, **options: Any) -> None:
        page = settings.ROOT / PAGE
        text = page.read_text()
        page.write_text(text[: text.index(BEGIN)] + BEGIN + "\n" + as_markdown())
