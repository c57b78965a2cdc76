from django.urls import path

from . import alertes, mesures, points, rapports, reunion, seance, tableau

urlpatterns = [
    path("", tableau.programme, name="opc-dashboard"),
    path("projets/<int:pk>/", tableau.projet, name="opc-projet"),
    path("alertes/", alertes.alerte_list, name="alerte-list"),
    path("alertes/signaler/", alertes.alerte_create, name="alerte-create"),
    path("alertes/<int:pk>/", alertes.alerte_detail, name="alerte-detail"),
    path(
        "alertes/<int:pk>/etat/<str:name>/",
        alertes.alerte_transition,
        name="alerte-transition",
    ),
    path("mesures/", mesures.mesure_list, name="mesure-list"),
    path(
        "operations/<int:pk>/mesures/ajouter/",
        mesures.mesure_create,
        name="mesure-create",
    ),
    path("mesures/<int:pk>/", mesures.mesure_detail, name="mesure-detail"),
    path("mesures/<int:pk>/modifier/", mesures.mesure_update, name="mesure-update"),
    path("mesures/<int:pk>/appliquer/", mesures.mesure_apply, name="mesure-apply"),
    path("mesures/<int:pk>/realiser/", mesures.mesure_complete, name="mesure-complete"),
    path(
        "mesures/<int:pk>/etat/<str:name>/",
        mesures.mesure_transition,
        name="mesure-transition",
    ),
    path("points/", points.point_list, name="point-mensuel-list"),
    path(
        "projets/<int:pk>/points/preparer/",
        points.point_prepare,
        name="point-mensuel-prepare",
    ),
    path("points/<int:pk>/", points.point_detail, name="point-mensuel-detail"),
    path("points/<int:pk>/modifier/", points.point_update, name="point-mensuel-update"),
    path("points/<int:pk>/reunir/", reunion.point_call, name="point-mensuel-call"),
    path("points/<int:pk>/figer/", points.point_freeze, name="point-mensuel-freeze"),
    path(
        "points/<int:pk>/point.<str:kind>",
        points.point_download,
        name="point-mensuel-download",
    ),
    path("points/<int:pk>/seance/", seance.point_session, name="point-mensuel-session"),
    path("points/<int:pk>/tenir/", seance.point_hold, name="point-mensuel-hold"),
    path(
        "points/<int:pk>/decisions/",
        seance.decision_point_create,
        name="decision-point-create",
    ),
    path("lignes/<int:pk>/modifier/", points.ligne_update, name="ligne-point-update"),
    path("lignes/<int:pk>/garder/", points.ligne_autosave, name="ligne-point-autosave"),
    path("rapports/", rapports.rapport_list, name="rapport-list"),
    path(
        "projets/<int:pk>/rapports/preparer/",
        rapports.rapport_create,
        name="rapport-create",
    ),
    path("rapports/<int:pk>/", rapports.rapport_detail, name="rapport-detail"),
    path("rapports/<int:pk>/modele/", rapports.rapport_update, name="rapport-update"),
    path("rapports/<int:pk>/figer/", rapports.rapport_freeze, name="rapport-freeze"),
    path(
        "rapports/<int:pk>/rapport.<str:kind>",
        rapports.rapport_download,
        name="rapport-download",
    ),
    path("blocs/<int:pk>/modifier/", rapports.bloc_update, name="bloc-update"),
]
