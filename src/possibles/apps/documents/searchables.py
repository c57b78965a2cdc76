"""What of the documents can be found."""

from possibles.apps.documents.models import Document
from possibles.apps.recherche.registry import Searchable, register

register(
    Searchable(
        model=Document,
        label="Documents",
        icon="file-text",
        title=lambda document: document.title,
        subtitle=lambda document: document.get_kind_display(),
        text=lambda document: f"{document.description} {document.file_name}",
        route="document-detail",
    )
)
