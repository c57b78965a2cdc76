"""Interfaces: what one operation must give another, conflicts first."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from possibles.apps.acteurs.models import Organisation
from possibles.apps.journal.models import change
from possibles.apps.operations.enums import EtatInterface, NatureInterface
from possibles.apps.operations.models import Interface, Operation, Tache
from possibles.apps.operations.rules import organisations_of
from possibles.apps.territoires.models import ProjetRenouvellement
from possibles.web.access import PUBLIC, access
from possibles.web.editing import edit_state, save_edit
from possibles.web.idempotence import idempotent
from possibles.web.lists import (
    Choice,
    Column,
    Filter,
    Listing,
    ListSpec,
    answer,
    choices_of,
)
from possibles.web.params import read_number

CONFLICT = "conflit"


def visible_interfaces(request: HttpRequest) -> QuerySet[Interface]:
    """Conflicts first, the worst above; then what is open, then the rest."""
    conflict = Q(needed__lt=F("promised")) | Q(needed__lt=F("forecast"))
    is_open = Q(state__in=(EtatInterface.DEMANDEE, EtatInterface.PROMISE))
    rows: QuerySet[Interface] = Interface.objects.visible_to(request.user)
    return rows.annotate(
        rank=Case(
            When(is_open & conflict, then=Value(0)),
            When(is_open, then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        )
    )


def _load(rows: QuerySet[Interface]) -> QuerySet[Interface]:
    return rows.select_related(
        "gives__maitre_ouvrage", "gets__maitre_ouvrage", "responsable"
    ).defer("gives__outline", "gets__outline")


def _margin(interface: Interface) -> int | None:
    """Return the worst of the two margins: promised, and expected by the schedule."""
    held = [
        margin
        for margin in (interface.margin_days, interface.forecast_margin_days)
        if margin is not None
    ]
    return min(held, default=None)


def _by_state(rows: Any, values: list[str]) -> QuerySet[Interface]:
    if values[0] == CONFLICT:
        rows = rows.filter(rank=0)
    else:
        rows = rows.filter(state=values[0])
    kept: QuerySet[Interface] = rows
    return kept


def _by_owner(rows: QuerySet[Interface], values: list[str]) -> QuerySet[Interface]:
    key = read_number(values[0]) or 0
    return rows.filter(Q(gives__maitre_ouvrage=key) | Q(gets__maitre_ouvrage=key))


def _by_projet(rows: QuerySet[Interface], values: list[str]) -> QuerySet[Interface]:
    key = read_number(values[0]) or 0
    return rows.filter(Q(gives__renouvellement=key) | Q(gets__renouvellement=key))


def _owners(_: HttpRequest) -> list[Choice]:
    holding = Operation.objects.order_by().values("maitre_ouvrage")
    rows = Organisation.objects.filter(pk__in=holding)
    return [Choice(str(one.pk), str(one)) for one in rows]


def _projets(_: HttpRequest) -> list[Choice]:
    holding = Operation.objects.order_by().values("renouvellement")
    rows = ProjetRenouvellement.objects.filter(pk__in=holding)
    return [Choice(str(one.pk), str(one)) for one in rows]


INTERFACES = ListSpec(
    key="interfaces",
    title="Interfaces",
    noun="interface",
    rows=visible_interfaces,
    columns=(
        Column(
            "libelle",
            "Ce qui est remis",
            lambda i: i.label,
            url=lambda i: reverse("interface-detail", args=[i.pk]),
        ),
        Column(
            "etat",
            "État",
            lambda i: "En conflit" if i.is_conflict else i.get_state_display(),
            order=["rank", "needed"],
            cell="operations/planning/_cell_interface.html",
        ),
        Column(
            "donne", "Qui donne", lambda i: i.gives.title, order=["gives__sort_title"]
        ),
        Column("donneur", "Maître d’ouvrage", lambda i: str(i.gives.maitre_ouvrage)),
        Column(
            "recoit", "Qui reçoit", lambda i: i.gets.title, order=["gets__sort_title"]
        ),
        Column("receveur", "Maître d’ouvrage", lambda i: str(i.gets.maitre_ouvrage)),
        Column(
            "promis",
            "Promis",
            lambda i: i.promised,
            kind="date",
            order=["promised"],
            missing="Pas encore promis",
        ),
        Column(
            "prevu",
            "Au planning",
            lambda i: i.forecast,
            kind="date",
            order=["forecast"],
            missing="Aucune tâche ne la porte",
        ),
        Column(
            "necessaire",
            "Nécessaire",
            lambda i: i.needed,
            kind="date",
            order=["needed"],
        ),
        Column(
            "marge",
            "Marge (jours)",
            _margin,
            kind="number",
            missing="Il manque une date",
        ),
        Column("nature", "Nature", lambda i: i.get_nature_display(), default=False),
    ),
    filters=(
        Filter(
            "etat",
            "État",
            _by_state,
            lambda _: [
                Choice(CONFLICT, "En conflit"),
                *choices_of(EtatInterface),
            ],
        ),
        Filter("projet", "Projet", _by_projet, _projets),
        Filter("maitre_ouvrage", "Maître d’ouvrage", _by_owner, _owners),
        Filter(
            "nature",
            "Nature",
            lambda rows, values: rows.filter(nature=values[0]),
            lambda _: choices_of(NatureInterface),
            blank="Toutes",
        ),
    ),
    order=["rank", "needed"],
    load=_load,
)


class InterfaceForm(forms.ModelForm[Interface]):
    motif = forms.CharField(
        label="Motif du changement",
        required=False,
        max_length=500,
        help_text="Nécessaire quand la date promise change : il reste à l’historique.",
    )

    class Meta:
        model = Interface
        fields = [
            "gives",
            "gives_tache",
            "gets",
            "gets_tache",
            "nature",
            "label",
            "promised",
            "needed",
            "responsable",
            "state",
            "held_on",
            "note",
        ]
        widgets = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            for name in ("promised", "needed", "held_on")
        }

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        operations = Operation.objects.visible_to(user).alive() if user else None
        for name in ("gives", "gets"):
            if operations is not None:
                self._field(name).queryset = operations
        ends = {
            "gives_tache": self.instance.gives_id,
            "gets_tache": self.instance.gets_id,
        }
        for name, operation in ends.items():
            field = self._field(name)
            field.queryset = Tache.objects.filter(operation=operation).order_by(
                "position"
            )
            if operation is None:
                del self.fields[name]

    def _field(self, name: str) -> Any:
        return self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        moved = self.instance.pk and "promised" in self.changed_data
        if moved and not data.get("motif"):
            self.add_error("motif", "Dites pourquoi la date promise change.")
        return data


@access(PUBLIC)
@require_GET
def interface_list(request: HttpRequest) -> HttpResponse:
    listing = Listing(INTERFACES, request)
    user: Any = request.user
    context = {
        "can_add": user.has_perm("operations.add_interface"),
        "conflicts": Interface.objects.visible_to(user).conflicts().count(),
        "empty_template": "operations/planning/_empty_interfaces.html",
    }
    return answer(request, listing, "operations/planning/interfaces.html", context)


@access(PUBLIC, on=Interface)
@require_GET
def interface_detail(request: HttpRequest, interface: Interface) -> HttpResponse:
    user: Any = request.user
    context = {
        "interface": interface,
        "margin": _margin(interface),
        "slips": interface.glissements.order_by("-date", "-pk"),
        "can_change": user.has_perm("operations.change_interface", interface),
    }
    return render(request, "operations/planning/interface.html", context)


@access("operations.add_interface")
@idempotent
def interface_create(request: HttpRequest) -> HttpResponse:
    form = InterfaceForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid() and _may_bind(request, form):
        with change(author=request.user, reason="Interface ajoutée"):
            interface = form.save()
        messages.success(request, "L’interface est ajoutée. Reliez-la à deux tâches.")
        return redirect("interface-update", interface.pk)
    status = 422 if form.is_bound else 200
    context: dict[str, Any] = {"form": form, "interface": None, "base": {}}
    return render(
        request, "operations/planning/interface_form.html", context, status=status
    )


@access("operations.change_interface", on=Interface)
def interface_update(request: HttpRequest, interface: Interface) -> HttpResponse:
    form = InterfaceForm(request.POST or None, instance=interface)
    for name in ("gives", "gets"):
        form.fields[name].disabled = True
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["motif"] or "Interface modifiée"
        asked = save_edit(request, form, reason=reason)
        if asked is not None:
            return asked
        messages.success(request, "L’interface est enregistrée.")
        return redirect("interface-detail", interface.pk)
    context = {
        "form": form,
        "interface": Interface.objects.get(pk=interface.pk),
        "base": edit_state(request, form),
    }
    status = 422 if form.is_bound else 200
    return render(
        request, "operations/planning/interface_form.html", context, status=status
    )


def _may_bind(request: HttpRequest, form: InterfaceForm) -> bool:
    """Refuse an interface between operations of which none is one’s own."""
    user: Any = request.user
    made = form.save(commit=False)
    if user.has_perm("operations.change_interface", made):
        return True
    names = "l’une des deux opérations"
    if not organisations_of(user):
        names = "une opération de votre périmètre"
    form.add_error(None, f"Une interface s’ajoute depuis {names} dont vous répondez.")
    return False
