"""One's own account: identity, roles, security, sessions; the door of invitations."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal import flows
from allauth.account.models import Login
from allauth.account.views import LoginView
from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from possibles.apps.acteurs.domain.demo import PASSPHRASE, list_demo_accounts
from possibles.apps.acteurs.domain.invitations import (
    accept_invitation,
    find_invitation,
)
from possibles.apps.acteurs.models import Invitation, Personne
from possibles.apps.condense.domain.digest import read_preference
from possibles.web.access import PUBLIC, SIGNED_IN, access
from possibles.web.editing import edit_state, save_edit

from . import oidc
from .devices import describe_device
from .forms import AcceptInvitationForm, IdentiteForm

INVITATION_TOKEN = "invitation_token"  # noqa: S105  the name of a session key


class SignInView(LoginView):  # type: ignore[misc]
    """The sign-in page; in a demonstration, with the accounts one may borrow."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["oidc"] = None
        if oidc.is_offered():
            context["oidc"] = {
                "id": settings.OIDC_PROVIDER_ID,
                "name": settings.OIDC_NAME,
            }
        context["demo_accounts"] = list_demo_accounts() if settings.DEMO else []
        context["passphrase"] = PASSPHRASE if settings.DEMO else ""
        context["next"] = self.get_next_url() or ""
        return context


@access(SIGNED_IN)
def compte_detail(request: HttpRequest) -> HttpResponse:
    person: Any = request.user
    context = {
        "personne": person,
        "habilitations": person.habilitations.active().select_related(
            "commune", "quartier", "organisation"
        ),
        "has_second_factor": Authenticator.objects.filter(
            user_id=person.pk, type=Authenticator.Type.TOTP
        ).exists(),
        "identity": SocialAccount.objects.filter(user_id=person.pk).first(),
        "sessions": UserSession.objects.filter(user_id=person.pk).count(),
        "preference": read_preference(person),
    }
    return render(request, "compte/detail.html", context)


@access(SIGNED_IN)
def compte_update(request: HttpRequest) -> HttpResponse:
    person = Personne.objects.get(pk=request.user.pk)
    form = IdentiteForm(request.POST or None, instance=person)
    if request.method != "POST" or not form.is_valid():
        context = {"form": form, "base": edit_state(request, form)}
        status = 422 if form.is_bound else 200
        return render(request, "compte/update.html", context, status=status)
    conflict = save_edit(request, form, reason="Identité corrigée")
    if conflict is not None:
        return conflict
    messages.success(request, "Votre identité est enregistrée.")
    return redirect("compte-detail")


@access(SIGNED_IN)
@never_cache
def session_list(request: HttpRequest) -> HttpResponse:
    """Show where one is signed in; POST ends all the others."""
    if request.method == "POST":
        ended = [s for s in _sessions(request) if not s.is_current()]
        for session in ended:
            session.end()
        messages.success(request, "Vos autres sessions sont fermées.")
        return redirect("usersessions_list")
    shown = [
        {
            "session": session,
            "device": describe_device(session.user_agent),
            "is_current": session.is_current(),
        }
        for session in _sessions(request)
    ]
    return render(request, "usersessions/list.html", {"shown": shown})


def _sessions(request: HttpRequest) -> list[UserSession]:
    found = UserSession.objects.filter(user_id=request.user.pk).order_by("-created_at")
    return [session for session in found if session.exists()]


@access(SIGNED_IN)
@require_POST
def session_end(request: HttpRequest, key: int) -> HttpResponse:
    session = get_object_or_404(UserSession, pk=key, user_id=request.user.pk)
    session.end()
    messages.success(request, "La session est fermée.")
    return redirect("usersessions_list")


@access(PUBLIC)
@never_cache
def invitation_open(request: HttpRequest, token: str) -> HttpResponse:
    """Put the token of the link in the session: it leaves the address bar at once."""
    if find_invitation(token) is None:
        return render(request, "compte/invitation_closed.html", status=410)
    request.session[INVITATION_TOKEN] = token
    return redirect("invitation-accept")


@access(PUBLIC)
@never_cache
@sensitive_post_parameters("password")
def invitation_accept(request: HttpRequest) -> Any:
    invitation = find_invitation(request.session.get(INVITATION_TOKEN, ""))
    if invitation is None:
        return render(request, "compte/invitation_closed.html", status=410)
    if request.method == "POST":
        return _receive_acceptance(request, invitation)
    person = Personne(
        email=invitation.email,
        first_name=invitation.first_name,
        last_name=invitation.last_name,
        function=invitation.function,
    )
    form = AcceptInvitationForm(instance=person)
    context = {"form": form, "invitation": invitation, "oidc": oidc.is_offered()}
    return render(request, "compte/invitation_accept.html", context)


def _receive_acceptance(request: HttpRequest, invitation: Invitation) -> Any:
    limited = ratelimit.consume_or_429(request, action="accept_invitation")
    if limited:
        return limited
    form = AcceptInvitationForm(request.POST, instance=Personne(email=invitation.email))
    if not form.is_valid():
        context = {"form": form, "invitation": invitation, "oidc": oidc.is_offered()}
        return render(request, "compte/invitation_accept.html", context, status=422)
    identity = {name: form.cleaned_data[name] for name in IdentiteForm.Meta.fields}
    try:
        person = accept_invitation(invitation, identity, form.cleaned_data["password"])
    except ValidationError:
        return render(request, "compte/invitation_closed.html", status=410)
    if request.user.is_authenticated:
        get_adapter().logout(request)
    request.session.pop(INVITATION_TOKEN, None)
    messages.success(request, f"Bienvenue, {person}.")
    return flows.login.perform_login(request, Login(user=person))
