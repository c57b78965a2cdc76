"""Bodies and who sits in them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from possibles.apps.documents.models import Document
from possibles.apps.gouvernance.domain.quorum import seats_needed
from possibles.apps.gouvernance.enums import InstanceLevel, MandatKind
from possibles.apps.gouvernance.interfaces.forms import (
    InstanceCreateForm,
    InstanceForm,
    MandatForm,
)
from possibles.apps.gouvernance.models import Instance, Mandat, Seance
from possibles.apps.journal.domain.queries import history_of
from possibles.apps.journal.models import change
from possibles.web.access import PUBLIC, access
from possibles.web.historique.stories import tell
from possibles.web.idempotence import idempotent

from .pages import edit, form_page


@access(PUBLIC)
def instance_list(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    instances = list(
        Instance.objects.visible_to(user).select_related("commune", "renouvellement")
    )
    levels = [
        (label, [i for i in instances if i.level == value])
        for value, label in InstanceLevel.choices
    ]
    context = {
        "levels": [(label, found) for label, found in levels if found],
        "count": len(instances),
        "can_add": user.has_perm("gouvernance.add_instance"),
        "upcoming": Seance.objects.visible_to(user)
        .upcoming(on=timezone.localdate())
        .select_related("instance")[:5],
    }
    return render(request, "gouvernance/instances.html", context)


@access(PUBLIC, on=Instance)
def instance_detail(request: HttpRequest, instance: Instance) -> HttpResponse:
    user: Any = request.user
    today = timezone.localdate()
    seances = Seance.objects.visible_to(user).filter(instance=instance)
    mandats = list(
        instance.mandats.active().select_related(
            "organisation", "personne", "titulaire__personne", "titulaire__organisation"
        )
    )
    voting = [m for m in mandats if m.votes and m.kind == MandatKind.TITULAIRE]
    context: dict[str, Any] = {
        "instance": instance,
        "mandats": mandats if user.is_authenticated else [],
        "former": instance.mandats.filter(end__lt=today).select_related(
            "organisation", "personne"
        )
        if user.is_authenticated
        else [],
        "organisations": sorted(
            {str(m.organisation) for m in mandats if m.organisation}, key=str.casefold
        ),
        "seats": len(voting),
        "needed": seats_needed(
            instance.quorum_rule, len(voting), instance.quorum_count
        ),
        "upcoming": [s for s in _read(seances) if s.is_to_come and s.date >= today][
            ::-1
        ],
        "past": [s for s in _read(seances) if not (s.is_to_come and s.date >= today)],
        "documents": Document.objects.visible_to(user).attached_to(instance),
        "can_change": user.has_perm("gouvernance.change_instance", instance),
        "can_plan": user.has_perm("gouvernance.add_seance", instance),
    }
    if user.is_authenticated:
        context["stories"] = [tell(acte) for acte in history_of(instance, user)[:6]]
    return render(request, "gouvernance/instance.html", context)


def _read(seances: Any) -> list[Seance]:
    return list(seances.prefetch_related("decisions"))


@access("gouvernance.add_instance")
@idempotent
def instance_create(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    form = InstanceCreateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        instance = form.instance
        if not user.has_perm("gouvernance.change_instance", instance):
            form.add_error(
                None,
                "Vous pilotez une commune : choisissez-la comme commune de l’instance.",
            )
        else:
            instance.slug = _free_slug(instance.name)
            with change(author=user, reason="Créer une instance"):
                instance.save()
            messages.success(request, "L’instance est créée. Nommez ses membres.")
            return redirect("instance-detail", instance.pk)
    return form_page(
        request, form, title="Créer une instance", submit="Créer l’instance"
    )


def _free_slug(name: str) -> str:
    root = slugify(name)[:70] or "instance"
    taken = set(
        Instance.objects.filter(slug__startswith=root).values_list("slug", flat=True)
    )
    if root not in taken:
        return root
    number = 2
    while f"{root}-{number}" in taken:
        number += 1
    return f"{root}-{number}"


@access("gouvernance.change_instance", on=Instance)
def instance_update(request: HttpRequest, instance: Instance) -> HttpResponse:
    return edit(
        request,
        InstanceForm(request.POST or None, instance=instance),
        title="Modifier l’instance",
        done="L’instance est enregistrée.",
        reason="Modification de l’instance",
        back=reverse("instance-detail", args=[instance.pk]),
        instance=Instance.objects.get(pk=instance.pk),
    )


@access("gouvernance.change_instance", on=Instance)
@idempotent
def mandat_create(request: HttpRequest, instance: Instance) -> HttpResponse:
    form = MandatForm(
        request.POST or None,
        instance=Mandat(instance=instance),
        initial={"start": timezone.localdate()},
        user=request.user,
    )
    if request.method == "POST" and form.is_valid():
        with change(author=request.user, reason="Nommer un membre"):
            form.save()
        messages.success(request, "Le membre est nommé.")
        return redirect("instance-detail", instance.pk)
    return form_page(
        request,
        form,
        title="Nommer un membre",
        submit="Nommer ce membre",
        instance=instance,
    )


@access("gouvernance.change_mandat", on=Mandat)
def mandat_update(request: HttpRequest, mandat: Mandat) -> HttpResponse:
    return edit(
        request,
        MandatForm(request.POST or None, instance=mandat, user=request.user),
        title="Modifier le mandat",
        done="Le mandat est enregistré.",
        reason="Modification d’un mandat",
        back=reverse("instance-detail", args=[mandat.instance_id]),
        instance=mandat.instance,
        explain="Pour mettre fin au mandat, donnez sa date de fin : "
        "ses présences passées demeurent.",
    )
