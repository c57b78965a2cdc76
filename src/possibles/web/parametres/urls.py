"""The pages of whoever sets the platform up: accounts, organisations, parameters."""

from django.urls import URLPattern, URLResolver, include, path

from . import comptes, droits, organisations

urlpatterns: list[URLPattern | URLResolver] = [
    path("comptes/", comptes.compte_list, name="compte-list"),
    path("comptes/inviter/", comptes.invitation_create, name="invitation-create"),
    path("comptes/<int:pk>/", comptes.personne_detail, name="personne-detail"),
    path("comptes/<int:pk>/modifier/", comptes.personne_update, name="personne-update"),
    path(
        "comptes/<int:pk>/fermer/",
        comptes.personne_deactivate,
        name="personne-deactivate",
    ),
    path(
        "comptes/<int:pk>/rouvrir/",
        comptes.personne_reactivate,
        name="personne-reactivate",
    ),
    path(
        "comptes/<int:pk>/second-facteur/retirer/",
        comptes.personne_factor_reset,
        name="personne-factor-reset",
    ),
    path(
        "comptes/<int:pk>/identite/detacher/",
        comptes.personne_detach,
        name="personne-detach",
    ),
    path(
        "comptes/<int:pk>/roles/ajouter/",
        comptes.habilitation_create,
        name="habilitation-create",
    ),
    path("roles/<int:pk>/retirer/", comptes.habilitation_end, name="habilitation-end"),
    path(
        "invitations/<int:pk>/renvoyer/",
        comptes.invitation_resend,
        name="invitation-resend",
    ),
    path(
        "invitations/<int:pk>/retirer/",
        comptes.invitation_cancel,
        name="invitation-cancel",
    ),
    path("organisations/", organisations.organisation_list, name="organisation-list"),
    path(
        "organisations/ajouter/",
        organisations.organisation_create,
        name="organisation-create",
    ),
    path(
        "organisations/<int:pk>/",
        organisations.organisation_detail,
        name="organisation-detail",
    ),
    path(
        "organisations/<int:pk>/modifier/",
        organisations.organisation_update,
        name="organisation-update",
    ),
    path(
        "organisations/<int:pk>/services/ajouter/",
        organisations.service_create,
        name="service-create",
    ),
    path(
        "services/<int:pk>/retirer/",
        organisations.service_delete,
        name="service-delete",
    ),
    path("droits/", droits.droit_list, name="droit-list"),
    path("referentiel/", include("possibles.web.parametres.referentiel_urls")),
]
