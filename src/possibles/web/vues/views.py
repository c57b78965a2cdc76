"""Keep the state of a list under a name, for oneself or for all."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from possibles.apps.acteurs.models import VueNommee
from possibles.apps.journal.models import change
from possibles.common.forms import PartForm
from possibles.web.access import SIGNED_IN, access
from possibles.web.idempotence import idempotent


class VueForm(PartForm):
    set_by_page = frozenset({"owner"})
    chemin = forms.CharField(widget=forms.HiddenInput)

    class Meta:
        model = VueNommee
        fields = ["name", "is_shared", "liste", "query"]
        widgets = {"liste": forms.HiddenInput, "query": forms.HiddenInput}

    def clean_chemin(self) -> str:
        path: str = self.cleaned_data["chemin"]
        if not path.startswith("/") or not url_has_allowed_host_and_scheme(path, None):
            raise forms.ValidationError(
                "Cette adresse n’est pas une page de Possibles."
            )
        return path


@access(SIGNED_IN)
def vue_list(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    vues = VueNommee.objects.filter(owner=user)
    return render(request, "vues/list.html", {"vues": vues})


@access(SIGNED_IN)
@idempotent
def vue_create(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        initial = {
            "liste": request.GET.get("liste", ""),
            "query": request.GET.get("etat", ""),
            "chemin": request.GET.get("chemin", "/"),
        }
        return render(request, "vues/create.html", {"form": VueForm(initial=initial)})
    user: Any = request.user
    form = VueForm(request.POST, instance=VueNommee(owner=user))
    if not form.is_valid():
        return render(request, "vues/create.html", {"form": form}, status=422)
    with change(author=request.user, reason="Vue gardée"):
        vue = form.save()
    messages.success(request, f"La vue « {vue.name} » est gardée.")
    return redirect(f"{form.cleaned_data['chemin']}?{vue.query}")


@access(SIGNED_IN, on=VueNommee)
@require_POST
def vue_delete(request: HttpRequest, vue: VueNommee) -> HttpResponse:
    if vue.owner_id == request.user.pk:
        with change(author=request.user, reason="Vue retirée"):
            vue.delete()
        messages.success(request, f"La vue « {vue.name} » est retirée.")
    else:
        messages.error(request, "Seul son auteur peut retirer une vue partagée.")
    return redirect("vue-list")
