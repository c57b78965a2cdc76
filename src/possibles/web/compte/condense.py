"""How often one wants to be written to, and what the message would say today."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from possibles.apps.condense.domain.digest import choose_rythme, read_preference
from possibles.apps.condense.interfaces.forms import PreferenceForm
from possibles.apps.condense.registry import list_lignes, registered
from possibles.web.access import SIGNED_IN, access


@access(SIGNED_IN)
def condense_update(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    form = PreferenceForm(request.POST or None, instance=read_preference(user))
    if request.method == "POST" and form.is_valid():
        choose_rythme(form.instance, author=user)
        messages.success(request, "Le condensé est réglé.")
        return redirect("compte-detail")
    today = timezone.localdate()
    lines = list_lignes(user, on=today)
    context = {
        "form": form,
        "count": len(lines),
        "groups": [
            (
                source.label,
                [(ln, ln.is_late(today)) for ln in lines if ln.source == name],
            )
            for name, source in registered().items()
            if any(ln.source == name for ln in lines)
        ],
    }
    status = 422 if form.is_bound else 200
    return render(request, "compte/condense.html", context, status=status)
