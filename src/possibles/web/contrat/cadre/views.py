"""What frames the contract: its levels, orientations, toolbox, works to engage."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from possibles.apps.contrat.domain.avenants import edit_chantier
from possibles.apps.contrat.domain.queries.attendus import list_ecarts
from possibles.apps.contrat.domain.queries.couverture import (
    cover_quartiers,
    list_usages,
)
from possibles.apps.contrat.enums import PUBLIC_STATES, RoleChantier, Statut
from possibles.apps.contrat.interfaces.forms.chantier import ChantierForm
from possibles.apps.contrat.models import (
    Agenda,
    AgendaVerrouilleError,
    Chantier,
    Defi,
    Note,
    Orientation,
)
from possibles.apps.conventions.enums import ConventionKind
from possibles.apps.conventions.models import Convention, Niveau
from possibles.apps.documents.models import Document
from possibles.apps.gouvernance.models import Instance
from possibles.apps.journal.domain.queries import history_of
from possibles.apps.territoires.models import Commune
from possibles.web.access import PUBLIC, access
from possibles.web.editing import edit_state, save_edit
from possibles.web.historique.stories import tell
from possibles.web.lists import (
    Choice,
    Column,
    Filter,
    Listing,
    ListSpec,
    answer,
    choices_of,
    opens,
)
from possibles.web.params import read_number


@access(PUBLIC)
def contrat_detail(request: HttpRequest) -> HttpResponse:
    """Show the contract: what it is made of, and what its documents leave open."""
    user: Any = request.user
    contrats = Convention.objects.visible_to(user).of_kind(
        ConventionKind.CONTRAT_DE_VILLE
    )
    contrat = contrats.first()
    seen = Q(projets__agendas__state__in=PUBLIC_STATES)
    orientations = Orientation.objects.annotate(
        projets_count=Count(
            "projets",
            filter=None if user.is_authenticated else seen,
            distinct=True,
        )
    )
    context = {
        "contrat": contrat,
        "niveaux": Niveau.objects.all(),
        "orientations": orientations,
        "defis": Defi.objects.all(),
        "ecarts": list_ecarts(user),
        "notes": Note.objects.filter(projets=None),
        "instances": Instance.objects.visible_to(user),
        "documents": []
        if contrat is None
        else Document.objects.visible_to(user).attached_to(contrat),
    }
    return render(request, "contrat/cadre/contrat.html", context)


@access(PUBLIC)
def outil_list(request: HttpRequest) -> HttpResponse:
    """Show the toolbox, and which measures are used where."""
    familles = list_usages(request.user)
    usages = [usage for _, found in familles for usage in found]
    context = {
        "familles": familles,
        "count": len(usages),
        "unused": sum(not usage.is_used for usage in usages),
    }
    return render(request, "contrat/cadre/outils.html", context)


@access(PUBLIC)
def couverture_detail(request: HttpRequest) -> HttpResponse:
    """Cross the quarters with the orientations: where nothing is known to act."""
    code = request.GET.get("commune", "")
    commune = Commune.objects.filter(code_insee=code).first() if code else None
    context = {
        "couverture": cover_quartiers(request.user, commune=commune),
        "communes": Commune.objects.filter(has_qpv=True),
        "commune": commune,
    }
    return render(request, "contrat/cadre/couverture.html", context)


def _chantiers(request: HttpRequest) -> QuerySet[Chantier]:
    rows: QuerySet[Chantier] = Chantier.objects.visible_to(request.user)
    return rows


CHANTIERS = ListSpec(
    key="chantiers",
    title="Travaux à engager",
    noun="chantier",
    rows=_chantiers,
    order=["position"],
    load=lambda rows: rows.prefetch_related(
        "acteurs__organisation", "outils", "agendas"
    ),
    columns=(
        Column(
            "titre",
            "Chantier",
            lambda c: c.title,
            order=["title"],
            url=opens("chantier-detail"),
        ),
        Column(
            "volet",
            "Volet",
            lambda c: c.volet or None,
            order=["volet", "position"],
            missing="Volet non précisé",
        ),
        Column("statut", "Statut", lambda c: c.get_statut_display(), order=["statut"]),
        Column(
            "chefs",
            "Chefs de file",
            lambda c: c.chefs_text or None,
            missing="Aucun chef de file",
        ),
        Column(
            "partenaires",
            "Partenaires mobilisés",
            lambda c: c.partenaires_text or None,
            missing="Aucun partenaire",
        ),
        Column(
            "outils",
            "Mesures mobilisées",
            lambda c: [str(o) for o in c.outils.all()],
            kind="list",
            missing="Aucune mesure rattachée",
            default=False,
        ),
        Column(
            "agendas",
            "Agendas",
            lambda c: [str(a.year) for a in c.agendas.all()],
            kind="list",
            missing="Dans aucun agenda",
        ),
    ),
    filters=(
        Filter(
            "statut",
            "Statut",
            lambda rows, values: rows.filter(statut=values[0]),
            lambda _: choices_of(Statut),
        ),
        Filter(
            "agenda",
            "Agenda",
            lambda rows, values: rows.filter(agendas__year=read_number(values[0]) or 0),
            lambda request: [
                Choice(str(agenda.year), str(agenda.year))
                for agenda in Agenda.objects.visible_to(request.user)
            ],
        ),
    ),
)


@access(PUBLIC)
def chantier_list(request: HttpRequest) -> HttpResponse:
    return answer(request, Listing(CHANTIERS, request), "contrat/cadre/chantiers.html")


@access(PUBLIC, on=Chantier)
def chantier_detail(request: HttpRequest, chantier: Chantier) -> HttpResponse:
    user: Any = request.user
    acteurs = list(chantier.acteurs.select_related("organisation"))
    context: dict[str, Any] = {
        "chantier": chantier,
        "chefs": [a for a in acteurs if a.role == RoleChantier.CHEF_DE_FILE],
        "partenaires": [a for a in acteurs if a.role == RoleChantier.PARTENAIRE],
        "agendas": chantier.agendas.all(),
        "documents": Document.objects.visible_to(user).attached_to(chantier),
        "can_change": user.has_perm("contrat.change_chantier", chantier),
    }
    if user.is_authenticated:
        context["stories"] = [tell(acte) for acte in history_of(chantier, user)[:8]]
    return render(request, "contrat/cadre/chantier.html", context)


@access("contrat.change_chantier", on=Chantier)
def chantier_update(request: HttpRequest, chantier: Chantier) -> HttpResponse:
    form = ChantierForm(request.POST or None, instance=chantier)
    if request.method == "POST" and form.is_valid():
        motif = form.cleaned_data["motif"]
        try:
            asked = save_edit(
                request,
                form,
                reason=motif,
                within=lambda: edit_chantier(
                    chantier, author=request.user, reason=motif
                ),
            )
        except AgendaVerrouilleError as error:
            form.add_error("motif", str(error))
        else:
            if asked is not None:
                return asked
            messages.success(request, "Le chantier est enregistré.")
            return redirect("chantier-detail", chantier.pk)
    stored = Chantier.objects.get(pk=chantier.pk)
    context = {
        "form": form,
        "chantier": stored,
        "base": edit_state(request, form),
    }
    status = 422 if form.is_bound else 200
    return render(request, "contrat/cadre/chantier_update.html", context, status=status)
