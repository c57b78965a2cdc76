"""What the pages of the governance share."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from possibles.apps.gouvernance.models import Instance, Seance, SeanceFigeeError
from possibles.web.editing import edit_state, save_edit


def form_page(
    request: HttpRequest,
    form: Any,
    *,
    title: str,
    instance: Instance | None = None,
    seance: Seance | None = None,
    submit: str = "Enregistrer",
    base: dict[str, str] | None = None,
    **more: Any,
) -> HttpResponse:
    """Show a form under its body or its sitting; `base` when it edits what exists."""
    if seance is not None:
        instance = seance.instance
        back = reverse("seance-detail", args=[seance.pk])
    elif instance is not None:
        back = reverse("instance-detail", args=[instance.pk])
    else:
        back = reverse("instance-list")
    context = {
        "form": form,
        "title": title,
        "instance": instance,
        "seance": seance,
        "submit": submit,
        "base": base,
        "back": back,
        "explain": "",
        "template": "",
    } | more
    status = 422 if form.is_bound else 200
    return render(request, "gouvernance/form.html", context, status=status)


def edit(
    request: HttpRequest,
    form: forms.ModelForm[Any],
    *,
    title: str,
    done: str,
    reason: str,
    back: str = "",
    **place: Any,
) -> HttpResponse:
    """Show or save an edit; two people on one sheet are both kept."""
    if request.method == "POST" and form.is_valid():
        try:
            asked = save_edit(
                request, form, reason=form.cleaned_data.get("motif") or reason
            )
        except SeanceFigeeError as error:
            form.add_error(None, str(error))
        else:
            if asked is not None:
                return asked
            messages.success(request, done)
            return redirect(back)
    return form_page(
        request, form, title=title, base=edit_state(request, form), **place
    )


def refused(request: HttpRequest, seance: Seance, error: Exception) -> HttpResponse:
    messages.error(request, str(error))
    return redirect("seance-detail", seance.pk)


_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "ics": "text/calendar; charset=utf-8",
}


def file_answer(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=_TYPES[name.rsplit(".", 1)[1]])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
