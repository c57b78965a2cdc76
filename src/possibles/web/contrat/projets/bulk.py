"""Change one thing of many projects: a preview first, then all at once, then undo."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from possibles.apps.acteurs.models import Organisation, Personne
from possibles.apps.contrat.domain.projets import apply_to_all
from possibles.apps.contrat.enums import Registre, Statut
from possibles.apps.contrat.interfaces.forms.projet import list_pilotes
from possibles.apps.contrat.models import AgendaVerrouilleError, Projet
from possibles.apps.journal.models import StaleObjectError
from possibles.common.french import plural
from possibles.web.access import access
from possibles.web.historique.views import undo_tag
from possibles.web.lists import Listing
from possibles.web.params import read_number

from .listing import PROJETS, load_related, visible_projets

CONFIRMED, SEEN = "_confirme", "_lu"


class LotForm(forms.Form):
    """Which field, which value."""

    champ = forms.ChoiceField(
        label="Ce qui change",
        choices=[
            ("statut", "Le statut"),
            ("registre", "Le registre"),
            ("chef_de_file", "Le chef de file"),
            ("pilote", "Le pilote"),
        ],
    )
    statut = forms.ChoiceField(label="Statut", choices=Statut.choices, required=False)
    registre = forms.ChoiceField(
        label="Registre",
        choices=[("", "Non précisé"), *Registre.choices],
        required=False,
    )
    chef_de_file = forms.ModelChoiceField(
        Organisation.objects.all(), label="Chef de file", required=False
    )
    pilote = forms.ModelChoiceField(
        Personne.objects.none(), label="Pilote", required=False
    )
    motif = forms.CharField(label="Motif", required=False, max_length=500)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["pilote"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  declared above
        field.queryset = list_pilotes(user)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("champ") == "statut" and not data.get("statut"):
            self.add_error("statut", "Choisissez le statut à donner.")
        return data

    @property
    def value(self) -> Any:
        return self.cleaned_data[self.cleaned_data["champ"]]


@access("contrat.change_projet")
def projet_bulk(request: HttpRequest) -> HttpResponse:
    """Choose the rows (POST from the list), choose the change, see it, apply it."""
    if request.method != "POST":
        return redirect("projet-list")
    user: Any = request.user
    chosen = _chosen(request)
    allowed = [p for p in chosen if user.has_perm("contrat.change_projet", p)]
    refused = [p for p in chosen if p not in allowed]
    form = LotForm(request.POST if "champ" in request.POST else None, user=user)
    context: dict[str, Any] = {
        "form": form,
        "allowed": allowed,
        "refused": refused,
        "query": request.GET.urlencode(),
    }
    if not allowed:
        messages.error(
            request, "Aucun des projets choisis ne peut être modifié par vous."
        )
        return redirect("projet-list")
    if form.is_bound and form.is_valid():
        moved = _list_moved(request, allowed) if CONFIRMED in request.POST else []
        if CONFIRMED in request.POST and not moved:
            return _apply(request, form, allowed, refused)
        context |= _preview(form, allowed) | {"moved": moved}
    status = 422 if form.errors else 409 if context.get("moved") else 200
    return render(request, "contrat/projets/bulk.html", context, status=status)


def _chosen(request: HttpRequest) -> list[Projet]:
    rows: QuerySet[Projet]
    if request.POST.get("all"):
        rows = Listing(PROJETS, _as_list_request(request)).rows
    else:
        asked = [read_number(key) for key in request.POST.getlist("pk")]
        keys = [key for key in asked if key is not None]
        rows = visible_projets(request).filter(pk__in=keys).order_by("sort_title", "pk")
    return list(load_related(rows))


def _as_list_request(request: HttpRequest) -> HttpRequest:
    """Return a request that asks for the list these rows were chosen in."""
    asked = HttpRequest()
    asked.user = request.user
    asked.path = reverse("projet-list")
    asked.GET = QueryDict(request.GET.urlencode())
    return asked


def _list_moved(request: HttpRequest, projets: list[Projet]) -> list[Projet]:
    """Return those that are no more what the preview showed."""
    seen = set(request.POST.getlist(SEEN))
    return [p for p in projets if f"{p.pk}:{p.version}" not in seen]


def _preview(form: LotForm, projets: list[Projet]) -> dict[str, Any]:
    name = form.cleaned_data["champ"]
    after = _shown(name, form.value)
    return {
        "lines": [(p, _shown(name, getattr(p, name)), after) for p in projets],
        "label": dict(form.fields["champ"].choices)[name],  # type: ignore[attr-defined]
        "confirmed": CONFIRMED,
        "seen": SEEN,
    }


def _shown(name: str, value: Any) -> str:
    labels = {"statut": Statut.choices, "registre": Registre.choices}.get(name)
    if labels is not None:
        return str(dict(labels).get(value, ""))
    return str(value or "")


def _apply(
    request: HttpRequest, form: LotForm, allowed: list[Projet], refused: list[Projet]
) -> HttpResponse:
    user: Any = request.user
    reason = form.cleaned_data["motif"]
    try:
        key = apply_to_all(
            allowed, form.cleaned_data["champ"], form.value, author=user, reason=reason
        )
    except AgendaVerrouilleError as error:
        messages.error(request, f"Rien n’a été changé. {error}")
        return redirect("projet-list")
    except StaleObjectError as error:
        messages.error(
            request,
            f"Rien n’a été changé : quelqu’un modifie « {error.instance} » en ce moment. "
            "Recommencez.",
        )
        return redirect("projet-list")
    sentence = f"{plural(len(allowed), 'projet modifié', 'projets modifiés')}."
    if refused:
        sentence += f" {plural(len(refused), 'refusé')} : hors de votre périmètre."
    messages.success(request, sentence, extra_tags=undo_tag(key))
    query = request.GET.urlencode()
    return redirect(f"{reverse('projet-list')}?{query}" if query else "projet-list")
