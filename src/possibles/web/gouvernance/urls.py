from django.urls import path

from . import (
    calendriers,
    comptes_rendus,
    convocations,
    decisions,
    instances,
    presences,
    seances,
    session,
)

_SEANCE = "seances/<int:pk>/"

urlpatterns = [
    path("calendrier/", calendriers.calendrier_detail, name="calendrier-detail"),
    path("calendrier/adresses/", calendriers.adresse_list, name="adresse-agenda-list"),
    path(
        "calendrier/adresses/renouveler/",
        calendriers.adresse_renew,
        name="adresse-agenda-renew",
    ),
    path(
        "calendrier/adresses/revoquer/",
        calendriers.adresse_revoke,
        name="adresse-agenda-revoke",
    ),
    path("agenda/<str:token>.ics", calendriers.agenda_ics, name="agenda-ics"),
    path(f"{_SEANCE}en-seance/", session.seance_session, name="seance-session"),
    path(f"{_SEANCE}quorum/", session.seance_quorum, name="seance-quorum"),
    path("", instances.instance_list, name="instance-list"),
    path("instances/creer/", instances.instance_create, name="instance-create"),
    path("instances/<int:pk>/", instances.instance_detail, name="instance-detail"),
    path(
        "instances/<int:pk>/modifier/",
        instances.instance_update,
        name="instance-update",
    ),
    path(
        "instances/<int:pk>/membres/nommer/",
        instances.mandat_create,
        name="mandat-create",
    ),
    path("membres/<int:pk>/modifier/", instances.mandat_update, name="mandat-update"),
    path(
        "instances/<int:pk>/seances/prevoir/",
        seances.seance_create,
        name="seance-create",
    ),
    path("seances/", seances.seance_list, name="seance-list"),
    path(_SEANCE, seances.seance_detail, name="seance-detail"),
    path(f"{_SEANCE}modifier/", seances.seance_update, name="seance-update"),
    path(f"{_SEANCE}tenue/", seances.seance_hold, name="seance-hold"),
    path(f"{_SEANCE}annuler/", seances.seance_cancel, name="seance-cancel"),
    path(f"{_SEANCE}presences/", presences.presence_update, name="presence-update"),
    path(f"{_SEANCE}invites/", presences.guest_create, name="guest-create"),
    path(
        "presences/<int:pk>/retirer/", presences.presence_delete, name="presence-delete"
    ),
    path(
        f"{_SEANCE}convoquer/",
        convocations.convocation_create,
        name="convocation-create",
    ),
    path(
        "convocations/<int:pk>/",
        convocations.convocation_detail,
        name="convocation-detail",
    ),
    path(
        "convocations/<int:pk>/renvoyer/",
        convocations.convocation_resend,
        name="convocation-resend",
    ),
    path(
        f"{_SEANCE}convocation.pdf",
        convocations.convocation_pdf,
        name="convocation-pdf",
    ),
    path(
        f"{_SEANCE}convocation.docx",
        convocations.convocation_docx,
        name="convocation-docx",
    ),
    path(f"{_SEANCE}seance.ics", convocations.seance_ics, name="seance-ics"),
    path(
        f"{_SEANCE}compte-rendu/rediger/",
        comptes_rendus.compte_rendu_update,
        name="compte-rendu-update",
    ),
    path(
        f"{_SEANCE}compte-rendu/tirer/",
        comptes_rendus.compte_rendu_draft,
        name="compte-rendu-draft",
    ),
    path(
        f"{_SEANCE}compte-rendu/rectifier/",
        comptes_rendus.rectification_create,
        name="rectification-create",
    ),
    path(
        f"{_SEANCE}compte-rendu.pdf",
        comptes_rendus.compte_rendu_pdf,
        name="compte-rendu-pdf",
    ),
    path(
        f"{_SEANCE}compte-rendu.docx",
        comptes_rendus.compte_rendu_docx,
        name="compte-rendu-docx",
    ),
    path(
        f"{_SEANCE}compte-rendu/<str:name>/",
        comptes_rendus.compte_rendu_transition,
        name="compte-rendu-transition",
    ),
    path(f"{_SEANCE}points/ajouter/", seances.point_create, name="point-create"),
    path("points/<int:pk>/modifier/", seances.point_update, name="point-update"),
    path("points/<int:pk>/retirer/", seances.point_delete, name="point-delete"),
    path("points/<int:pk>/<str:where>/", seances.point_move, name="point-move"),
    path(
        f"{_SEANCE}decisions/ajouter/",
        decisions.decision_create,
        name="decision-create",
    ),
    path(
        "decisions/<int:pk>/modifier/",
        decisions.decision_update,
        name="decision-update",
    ),
    path("decisions/<int:pk>/", decisions.decision_detail, name="decision-detail"),
    path("decisions/", seances.decision_list, name="decision-list"),
    path(
        "decisions/<int:pk>/actions/confier/",
        decisions.action_create,
        name="action-create",
    ),
    path("actions/", decisions.action_list, name="action-list"),
    path("actions/miennes/", decisions.action_mine, name="action-mine"),
    path("actions/<int:pk>/", decisions.action_detail, name="action-detail"),
    path("actions/<int:pk>/modifier/", decisions.action_update, name="action-update"),
    path("actions/<int:pk>/commencer/", decisions.action_start, name="action-start"),
    path("actions/<int:pk>/clore/", decisions.action_close, name="action-close"),
]
