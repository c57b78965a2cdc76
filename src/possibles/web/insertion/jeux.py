"""Sets of hypotheses: drafted, set side by side, adopted."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from possibles.apps.insertion.domain.jeux import (
    COMPARED,
    Comparaison,
    adopt_set,
    compare_sets,
    list_bases,
    save_set,
)
from possibles.apps.insertion.domain.objectifs import Base
from possibles.apps.insertion.domain.suivi import Face
from possibles.apps.insertion.interfaces.forms.famille import (
    AdoptionForm,
    JeuForm,
    VarianteForm,
)
from possibles.apps.insertion.models import FamilleDeMarche, JeuDHypotheses
from possibles.apps.journal.models import change
from possibles.common.french import format_euros, format_number, plural
from possibles.reports.tables import Table, TableColumn
from possibles.web.access import SIGNED_IN, access
from possibles.web.idempotence import idempotent
from possibles.web.lists.answers import FORMATS

from .tableau import LABELS

CHANGE = "insertion.change_famille"
MOST = 4


@access(SIGNED_IN)
def jeu_list(request: HttpRequest) -> HttpResponse:
    """List the sets, and set those that are ticked beside what is in force."""
    user: Any = request.user
    jeux = list(JeuDHypotheses.objects.visible_to(user).prefetch_related("lignes"))
    asked = set(request.GET.getlist("jeu"))
    compared = [
        jeu for jeu in jeux if (str(jeu.pk) in asked if asked else jeu.is_draft)
    ][:MOST]
    par = request.GET.get("par", "")
    face = Face(par) if par in set(COMPARED) else Face.FAMILLE
    found = compare_sets(user, compared, face)
    if request.GET.get("format") in FORMATS:
        return _export(request, face, compared, found)
    keys = "".join(f"&jeu={jeu.pk}" for jeu in compared)
    context = {
        "jeux": [(jeu, jeu in compared) for jeu in jeux],
        "compared": compared,
        "comparaison": found,
        "lignes": [(x, _pairs(x, compared)) for x in found.lignes],
        "total": (found.total, _pairs(found.total, compared)),
        "faces": [(f.value, LABELS[f], f is face) for f in COMPARED],
        "face": face.value,
        "face_label": LABELS[face],
        "keys": keys,
        "can_change": user.has_perm(CHANGE),
        "most": MOST,
    }
    return render(request, "insertion/jeux.html", context)


@access(CHANGE)
@idempotent
def jeu_create(request: HttpRequest) -> HttpResponse:
    return _edit(request, JeuDHypotheses(), "Préparer un jeu d’hypothèses")


@access(CHANGE, on=JeuDHypotheses)
def jeu_update(request: HttpRequest, jeu: JeuDHypotheses) -> HttpResponse:
    _only_draft(jeu)
    return _edit(request, jeu, "Modifier le jeu d’hypothèses")


@access(CHANGE, on=JeuDHypotheses)
@require_POST
def jeu_delete(request: HttpRequest, jeu: JeuDHypotheses) -> HttpResponse:
    _only_draft(jeu)
    with change(author=request.user, reason="Écarter un jeu d’hypothèses"):
        jeu.delete()
    messages.success(request, "Jeu d’hypothèses écarté.")
    return redirect("jeu-list")


@access(CHANGE, on=JeuDHypotheses)
@idempotent
def jeu_adopt(request: HttpRequest, jeu: JeuDHypotheses) -> HttpResponse:
    _only_draft(jeu)
    initial = {"valid_from": timezone.localdate(), "source": jeu.note[:300]}
    form = AdoptionForm(request.POST or None, jeu=jeu, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        moved = adopt_set(jeu, author=request.user, reason=data.pop("motif"), **data)
        told = plural(moved, "marché à venir recalculé", "marchés à venir recalculés")
        messages.success(request, f"Jeu adopté : {told}.")
        return redirect("famille-list")
    context = {
        "form": form,
        "title": f"Adopter « {jeu} »",
        "submit": "Adopter",
        "back": reverse("jeu-list"),
        "where": "Jeux d’hypothèses",
        "hint": plural(jeu.lignes.count(), "famille change", "familles changent")
        + " d’hypothèse à cette date ; les marchés signés gardent la leur",
    }
    status = 422 if form.is_bound else 200
    return render(request, "insertion/act.html", context, status=status)


def _edit(request: HttpRequest, jeu: JeuDHypotheses, title: str) -> HttpResponse:
    """Draw or receive a set: its name, and one line of values a family."""
    posted = request.POST if request.method == "POST" else None
    form = JeuForm(posted, instance=jeu)
    bases = list_bases()
    familles = list(FamilleDeMarche.objects.all())
    held = {x.famille_id: x for x in jeu.lignes.all()} if jeu.pk else {}
    drafts = [
        (
            famille,
            VarianteForm(
                posted, prefix=f"f{famille.pk}", initial=_shown(held.get(famille.pk))
            ),
            bases.get(famille.pk),
        )
        for famille in familles
    ]
    if posted is not None:
        filled = {f: (d, b) for f, d, b in drafts if d.is_filled}
        is_valid = all([form.is_valid(), *(d.is_valid() for d, _ in filled.values())])
        if is_valid:
            found = _read(filled, bases)
            if found:
                save_set(jeu, found, author=request.user, reason=title)
                messages.success(request, "C’est enregistré : comparez-le aux autres.")
                return redirect(f"{reverse('jeu-list')}?jeu={jeu.pk}")
            form.add_error(
                None,
                "Changez au moins une valeur d’une famille qui a une hypothèse, ou "
                "donnez-les toutes.",
            )
    context = {
        "form": form,
        "title": title,
        "rows": [(f, d, b, bool(d.initial) or d.is_filled) for f, d, b in drafts],
        "back": reverse("jeu-list"),
        "is_new": jeu.pk is None,
    }
    status = 422 if posted is not None else 200
    return render(request, "insertion/jeu.html", context, status=status)


def _read(
    filled: dict[FamilleDeMarche, tuple[VarianteForm, Base | None]],
    bases: dict[int, Base],
) -> dict[FamilleDeMarche, Base]:
    """Return what differs from the values in force."""
    found = {}
    for famille, (draft, current) in filled.items():
        base = draft.base_from(current)
        if base is not None and base != bases.get(famille.pk):
            found[famille] = base
    return found


def _shown(ligne: Any) -> dict[str, Any]:
    if ligne is None:
        return {}
    return {
        "part": format_number(ligne.labour_share * 100),
        "cout": format_euros(ligne.hourly_cost, unit=False),
        "taux": format_number(ligne.rate * 100),
        "arrondi": ligne.step,
    }


def _only_draft(jeu: JeuDHypotheses) -> None:
    if not jeu.is_draft:
        raise Http404


def _pairs(
    ligne: Any, jeux: list[JeuDHypotheses]
) -> list[tuple[JeuDHypotheses, int, str]]:
    return [
        (jeu, hours, f"{'+' if gap > 0 else ''}{format_number(gap)}")
        for jeu, hours, gap in zip(jeux, ligne.hours, ligne.gaps, strict=True)
    ]


def _export(
    request: HttpRequest, face: Face, jeux: list[JeuDHypotheses], found: Comparaison
) -> HttpResponse:
    kind = request.GET["format"]
    write, content_type = FORMATS[kind]
    columns = [TableColumn(LABELS[face]), TableColumn("Aujourd’hui (h)", "number")]
    for jeu in jeux:
        columns += [
            TableColumn(f"{jeu} (h)", "number"),
            TableColumn(f"{jeu} : écart (h)", "number"),
        ]
    table = Table(
        title="Hypothèses de déclinaison comparées",
        columns=columns,
        rows=[_cells(ligne) for ligne in found.lignes],
        totals=_cells(found.total),
        at=timezone.localtime(),
    )
    response = HttpResponse(write(table), content_type=content_type)
    name = f"hypotheses-comparees-{timezone.localdate():%Y-%m-%d}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _cells(ligne: Any) -> list[Any]:
    pairs = zip(ligne.hours, ligne.gaps, strict=True)
    return [ligne.label, ligne.today, *(value for pair in pairs for value in pair)]
