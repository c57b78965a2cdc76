"""One's account.

allauth's views are mounted one by one, each with its access declared; what is not listed
here does not exist.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as social
from django.urls import path, re_path

from possibles.web.access import PUBLIC, SIGNED_IN, access

from . import condense, oidc, views

public = access(PUBLIC)
signed_in = access(SIGNED_IN)

urlpatterns = [
    path("", views.compte_detail, name="compte-detail"),
    path("identite/", views.compte_update, name="compte-update"),
    path("condense/", condense.condense_update, name="condense-update"),
    path("invitation/", views.invitation_accept, name="invitation-accept"),
    path("invitation/<str:token>/", views.invitation_open, name="invitation-open"),
    # --- In and out
    path("connexion/", public(views.SignInView.as_view()), name="account_login"),
    path("connexion/code/", public(mfa.authenticate), name="mfa_authenticate"),
    path(
        "connexion/fermee/", public(account.account_inactive), name="account_inactive"
    ),
    path("deconnexion/", public(account.logout), name="account_logout"),
    # --- Password
    path(
        "mot-de-passe/",
        signed_in(account.password_change),
        name="account_change_password",
    ),
    path(
        "mot-de-passe/choisir/",
        signed_in(account.password_set),
        name="account_set_password",
    ),
    path(
        "mot-de-passe/oublie/",
        public(account.password_reset),
        name="account_reset_password",
    ),
    path(
        "mot-de-passe/oublie/envoye/",
        public(account.password_reset_done),
        name="account_reset_password_done",
    ),
    re_path(
        r"^mot-de-passe/oublie/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        public(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "mot-de-passe/change/",
        public(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    # --- Second factor
    path("securite/", signed_in(mfa.index), name="mfa_index"),
    path(
        "securite/confirmer/",
        signed_in(account.reauthenticate),
        name="account_reauthenticate",
    ),
    path(
        "securite/confirmer/code/",
        signed_in(mfa.reauthenticate),
        name="mfa_reauthenticate",
    ),
    path(
        "securite/application/",
        signed_in(totp.activate_totp),
        name="mfa_activate_totp",
    ),
    path(
        "securite/application/retirer/",
        signed_in(totp.deactivate_totp),
        name="mfa_deactivate_totp",
    ),
    path(
        "securite/secours/",
        signed_in(recovery.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "securite/secours/renouveler/",
        signed_in(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "securite/secours/telecharger/",
        signed_in(recovery.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    # --- Sessions
    path("sessions/", views.session_list, name="usersessions_list"),
    path("sessions/<int:key>/fermer/", views.session_end, name="session-end"),
    # --- Identity proved elsewhere
    path(
        "identite-agent/<str:provider_id>/",
        public(oidc.login),
        name="openid_connect_login",
    ),
    path(
        "identite-agent/<str:provider_id>/retour/",
        public(oidc.callback),
        name="openid_connect_callback",
    ),
    path(
        "connexion/annulee/",
        public(social.login_cancelled),
        name="socialaccount_login_cancelled",
    ),
    path(
        "connexion/erreur/",
        public(social.login_error),
        name="socialaccount_login_error",
    ),
]
