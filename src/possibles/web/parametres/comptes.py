"""Accounts: who has one, what they may do, inviting, closing."""

from typing import Any, cast

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from possibles.apps.acteurs.domain.comptes import (
    deactivate_personne,
    detach_identity,
    reactivate_personne,
    reset_second_factor,
)
from possibles.apps.acteurs.domain.habilitations import end_habilitation, grant
from possibles.apps.acteurs.domain.invitations import (
    cancel_invitation,
    invite,
    resend_invitation,
)
from possibles.apps.acteurs.models import Habilitation, Invitation, Personne
from possibles.apps.acteurs.rules import may_grant
from possibles.apps.journal.domain.queries import history_of
from possibles.web.access import SIGNED_IN, access, is_allowed
from possibles.web.editing import edit_state, save_edit
from possibles.web.idempotence import idempotent
from possibles.web.lists import Listing, answer

from .forms import (
    HabilitationForm,
    InvitationForm,
    PersonneForm,
    RoleProposeFormSet,
)
from .lists import COMPTES


@access(SIGNED_IN)
def compte_list(request: HttpRequest) -> HttpResponse:
    invitations = Invitation.objects.none()
    may_invite = is_allowed(request.user, "acteurs.invite_personne")
    if may_invite:
        invitations = (
            Invitation.objects.visible_to(request.user)
            .pending()
            .select_related("invited_by", "organisation")
            .prefetch_related("roles__commune", "roles__quartier")
            .prefetch_related("roles__organisation")
        )
    context = {
        "may_invite": may_invite,
        "invitations": [
            {
                "invitation": invitation,
                "may_change": is_allowed(
                    request.user, "acteurs.change_invitation", invitation
                ),
            }
            for invitation in invitations
        ],
    }
    return answer(
        request, Listing(COMPTES, request), "parametres/compte_list.html", context
    )


@access("acteurs.view_personne", on=Personne)
def personne_detail(request: HttpRequest, personne: Personne) -> HttpResponse:
    user: Any = request.user
    sees_rights = is_allowed(user, "acteurs.view_habilitations", personne)
    manages = is_allowed(user, "acteurs.manage_comptes", personne)
    context = {
        "personne": personne,
        "sees_rights": sees_rights,
        "manages": manages and personne.pk != user.pk,
        "may_change": is_allowed(user, "acteurs.change_personne", personne),
        "may_add": is_allowed(user, "acteurs.add_habilitation", personne),
        "roles": _roles(user, personne) if sees_rights else [],
        "has_identity": manages
        and SocialAccount.objects.filter(user_id=personne.pk).exists(),
        "has_second_factor": manages
        and Authenticator.objects.filter(user_id=personne.pk).exists(),
        "actes": list(history_of(personne, request.user)[:8]) if manages else [],
    }
    return render(request, "parametres/personne_detail.html", context)


def _roles(user: Any, personne: Personne) -> list[dict[str, Any]]:
    """Return the roles one may see on this sheet, those over last."""
    held = (
        personne.habilitations.visible_to(user)
        .select_related("commune", "quartier", "organisation")
        .order_by("role", "pk")
    )
    rows = [
        {"habilitation": h, "may_end": not h.is_over and may_grant(user, h)}
        for h in held
    ]
    return sorted(rows, key=lambda row: row["habilitation"].is_over)


@access("acteurs.change_personne", on=Personne)
def personne_update(request: HttpRequest, personne: Personne) -> HttpResponse:
    form = PersonneForm(request.POST or None, instance=personne)
    if request.method != "POST" or not form.is_valid():
        context = {
            "form": form,
            "base": edit_state(request, form),
            "personne": form.instance,
        }
        status = 422 if form.is_bound else 200
        return render(
            request, "parametres/personne_update.html", context, status=status
        )
    conflict = save_edit(request, form, reason="Fiche corrigée")
    if conflict is not None:
        return conflict
    messages.success(request, "La fiche est enregistrée.")
    return redirect("personne-detail", personne.pk)


@access("acteurs.manage_comptes", on=Personne)
@require_POST
def personne_deactivate(request: HttpRequest, personne: Personne) -> HttpResponse:
    reason = request.POST.get("motif") or "Compte fermé"
    return _act(
        request,
        personne,
        lambda: deactivate_personne(personne, author=_author(request), reason=reason),
        f"Le compte de {personne} est fermé et ses sessions sont terminées.",
    )


@access("acteurs.manage_comptes", on=Personne)
@require_POST
def personne_reactivate(request: HttpRequest, personne: Personne) -> HttpResponse:
    reason = request.POST.get("motif") or "Compte rouvert"
    return _act(
        request,
        personne,
        lambda: reactivate_personne(personne, author=_author(request), reason=reason),
        f"Le compte de {personne} est rouvert.",
    )


@access("acteurs.manage_comptes", on=Personne)
@require_POST
def personne_factor_reset(request: HttpRequest, personne: Personne) -> HttpResponse:
    reason = request.POST.get("motif") or "Second facteur perdu"
    return _act(
        request,
        personne,
        lambda: reset_second_factor(personne, author=_author(request), reason=reason),
        f"La double authentification de {personne} est retirée et ses sessions sont "
        "terminées : la prochaine connexion ne demandera que le mot de passe.",
    )


@access("acteurs.manage_comptes", on=Personne)
@require_POST
def personne_detach(request: HttpRequest, personne: Personne) -> HttpResponse:
    return _act(
        request,
        personne,
        lambda: detach_identity(personne, author=_author(request)),
        "L’identité d’agent est détachée : la prochaine reconnue à cette adresse la "
        "remplacera.",
    )


@access("acteurs.add_habilitation", on=Personne)
@idempotent
def habilitation_create(request: HttpRequest, personne: Personne) -> HttpResponse:
    form = HabilitationForm(
        request.POST or None,
        instance=Habilitation(personne=personne),
        author=_author(request),
    )
    if request.method == "POST" and form.is_valid():
        try:
            grant(form.instance, author=_author(request), reason="Rôle donné")
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"{personne} : {form.instance.sentence}.")
            return redirect("personne-detail", personne.pk)
    status = 422 if form.errors else 200
    context = {"form": form, "personne": personne}
    return render(
        request, "parametres/habilitation_create.html", context, status=status
    )


@access("acteurs.end_habilitation", on=Habilitation)
@require_POST
def habilitation_end(request: HttpRequest, habilitation: Habilitation) -> HttpResponse:
    reason = request.POST.get("motif") or "Rôle retiré"
    return _act(
        request,
        habilitation.personne,
        lambda: end_habilitation(habilitation, author=_author(request), reason=reason),
        f"Le rôle « {habilitation.sentence} » est retiré.",
    )


def _author(request: HttpRequest) -> Personne:
    """Return who asks: `@access` let no stranger in."""
    return cast(Personne, request.user)


def _act(
    request: HttpRequest, personne: Personne, action: Any, success: str
) -> HttpResponse:
    """Do an action of the sheet; say what the rule says when it refuses."""
    try:
        action()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except PermissionDenied:
        raise Http404 from None
    else:
        messages.success(request, success)
    if Personne.objects.visible_to(request.user).filter(pk=personne.pk).exists():
        return redirect("personne-detail", personne.pk)
    return redirect("compte-list")


@access("acteurs.invite_personne")
@idempotent
def invitation_create(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    form = InvitationForm(request.POST or None)
    kwargs: dict[str, Any] = {"form_kwargs": {"author": user}, "prefix": "roles"}
    if request.method != "POST":
        roles = RoleProposeFormSet(**kwargs)
    elif "ajouter" in request.POST:
        form = InvitationForm(initial=request.POST.dict())
        roles = _with_one_more(request, kwargs)
    else:
        roles = RoleProposeFormSet(request.POST, **kwargs)
        if form.is_valid() and roles.is_valid() and _invite(request, form, roles):
            messages.success(request, f"L’invitation part à {form.instance.email}.")
            return redirect("compte-list")
    failed = form.is_bound and (form.errors or not roles.is_valid())
    context = {"form": form, "roles": roles}
    return render(
        request,
        "parametres/invitation_create.html",
        context,
        status=422 if failed else 200,
    )


def _with_one_more(request: HttpRequest, kwargs: dict[str, Any]) -> Any:
    """Return the role forms as typed, and an empty one more."""
    data = request.POST.copy()
    count = min(int(data.get("roles-TOTAL_FORMS") or 1), 4)
    initial = [
        {
            name: data.get(f"roles-{number}-{name}", "")
            for name in ("role", "perimeter", "commune", "quartier", "organisation")
        }
        for number in range(count)
    ]
    formset = RoleProposeFormSet(initial=initial, **kwargs)
    formset.extra = 1
    formset.min_num = count
    return formset


def _invite(request: HttpRequest, form: InvitationForm, roles: Any) -> bool:
    path = reverse("invitation-open", kwargs={"token": "JETON"})
    try:
        invite(
            form.instance,
            [role.instance for role in roles.forms],
            author=_author(request),
            address=request.build_absolute_uri(path),
        )
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


@access("acteurs.change_invitation", on=Invitation)
@require_POST
def invitation_resend(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    path = reverse("invitation-open", kwargs={"token": "JETON"})
    try:
        resend_invitation(
            invitation,
            author=_author(request),
            address=request.build_absolute_uri(path),
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, "L’invitation repart ; le lien d’avant ne sert plus.")
    return redirect("compte-list")


@access("acteurs.change_invitation", on=Invitation)
@require_POST
def invitation_cancel(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    try:
        cancel_invitation(invitation, author=_author(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, "L’invitation est retirée.")
    return redirect("compte-list")
