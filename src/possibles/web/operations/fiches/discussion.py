"""What people say around an operation, and what changed: a page, or the foot of its sheet."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from possibles.apps.journal.domain.queries import history_of
from possibles.apps.journal.models import change
from possibles.apps.operations.interfaces.forms.parts import CommentaireForm
from possibles.apps.operations.models import CommentaireOperation, Operation
from possibles.web.access import access
from possibles.web.historique.stories import tell
from possibles.web.historique.views import undo_tag
from possibles.web.idempotence import idempotent

STORIES = 8  # the latest; the others have their page


@access("operations.view_commentaire", on=Operation)
def operation_discussion(request: HttpRequest, operation: Operation) -> HttpResponse:
    """Answer the discussion and the latest changes; the sheet asks for them once in sight."""
    is_part = bool(request.headers.get("HX-Request"))
    written = operation.commentaires.select_related("author__organisation")
    context = {
        "operation": operation,
        "commentaires": list(written.order_by("created_at", "pk")),
        "comment_form": CommentaireForm(),
        "stories": [tell(a) for a in history_of(operation, request.user)[:STORIES]],
        "is_part": is_part,
    }
    template = "operations/fiches/discussion.html"
    answer = render(request, f"{template}#part" if is_part else template, context)
    answer.headers["Vary"] = "HX-Request"
    return answer


@access("operations.add_commentaire", on=Operation)
@require_POST
@idempotent
def commentaire_create(request: HttpRequest, operation: Operation) -> HttpResponse:
    user: Any = request.user
    written = CommentaireOperation(
        operation=operation,
        author=user,
        signature=str(user),
        created_at=timezone.now(),
    )
    form = CommentaireForm(request.POST, instance=written)
    if form.is_valid():
        with change(author=user, reason="Commenter l’opération"):
            form.save()
    else:
        messages.error(request, "Écrivez votre commentaire avant de l’envoyer.")
    return _back(request, operation.pk)


@access("operations.delete_commentaire", on=CommentaireOperation)
@require_POST
def commentaire_delete(
    request: HttpRequest, commentaire: CommentaireOperation
) -> HttpResponse:
    with change(author=request.user, reason="Commentaire retiré") as made:
        commentaire.delete()
    messages.success(
        request, "Le commentaire est retiré.", extra_tags=undo_tag(made.key)
    )
    return _back(request, commentaire.operation_id)


def _back(request: HttpRequest, operation: int) -> HttpResponse:
    """Return to where it was written: the page of the discussion, or the sheet."""
    if request.POST.get("page"):
        return redirect("operation-discussion", operation)
    return redirect(f"{reverse('operation-detail', args=[operation])}#discussion")
