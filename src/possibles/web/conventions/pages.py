"""The form page shared by everything a convention holds."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from possibles.apps.conventions.models import Convention
from possibles.apps.journal.domain.states import Machine, TransitionRefusedError, fire
from possibles.apps.journal.models import change
from possibles.web.editing import edit_state, save_edit

_OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES = {
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "pdf": "application/pdf",
}


def edit_page(
    request: HttpRequest,
    form: Any,
    *,
    convention: Convention,
    title: str,
    back: str,
    reason: str = "",
    **context: Any,
) -> HttpResponse:
    """Show a form of a new or a stored part, save it when it is valid, go back."""
    is_new = form.instance.pk is None
    if request.method == "POST" and form.is_valid():
        reason = reason or form.cleaned_data.get("motif") or title
        if is_new:
            with change(author=request.user, reason=reason):
                form.save()
            messages.success(request, "C’est ajouté.")
            return redirect(back)
        asked = save_edit(request, form, reason=reason)
        if asked is not None:
            return asked
        messages.success(request, "C’est enregistré.")
        return redirect(back)
    base = {} if is_new else edit_state(request, form)
    return form_page(
        request,
        form,
        convention=convention,
        title=title,
        back=back,
        create=is_new,
        base=base,
        **context,
    )


def form_page(request: HttpRequest, form: Any, **context: Any) -> HttpResponse:
    status = 422 if form.is_bound else 200
    shown = {
        "submit": "Enregistrer",
        "explain": "",
        "removal": "",
        "base": {},
        "room": "conventions",
    } | context
    return render(
        request, "conventions/form.html", {"form": form, **shown}, status=status
    )


def transition_page(
    request: HttpRequest,
    machine: Machine,
    target: Any,
    name: str,
    *,
    form_class: Any,
    convention: Convention | None,
    back: str,
    initial: dict[str, Any],
    **context: Any,
) -> HttpResponse:
    """Take an object to another state: what it asks, what it will do, then do it."""
    user: Any = request.user
    possible = {t.name: t for t in machine.list_open(target, user)}
    if name not in possible:
        messages.error(request, "Cette étape n’est plus possible : l’état a changé.")
        return redirect(back)
    transition = possible[name]
    form = form_class(
        request.POST if request.method == "POST" else None,  # it may ask nothing
        asks=transition.asks,
        convention=convention,
        initial=initial,
    )
    form.fields["motif"].required = transition.needs_reason
    if request.method == "POST" and form.is_valid():
        given = {key: form.cleaned_data[key] for key in transition.asks}
        reason = form.cleaned_data["motif"]
        try:
            fire(machine, target, name, author=user, reason=reason, **given)
        except TransitionRefusedError as error:
            for sentence in error.sentences:
                form.add_error(None, sentence)
        else:
            messages.success(
                request, f"{target} : {target.get_state_display().lower()}."
            )
            return redirect(back)
    effect = transition.tells[:1].upper() + transition.tells[1:]
    return form_page(
        request,
        form,
        convention=convention,
        title=transition.label,
        submit=transition.label,
        back=back,
        explain=effect and f"{effect}.",
        **context,
    )
