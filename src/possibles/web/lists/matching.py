"""Look for words as people type them: SQLite ignores case of plain letters alone."""

from typing import Any

from django.db.models import QuerySet

from possibles.common.french import fold


def match_text(rows: QuerySet[Any], field: str, wanted: str) -> QuerySet[Any]:
    """Keep the rows whose field holds this text, whatever its case and accents."""
    text = fold(wanted)
    held = rows.order_by().values_list("pk", field)
    return rows.filter(pk__in=[pk for pk, value in held if text in fold(value)])
