from django.urls import path

from . import avenants, engagements, parts, revues, views

urlpatterns = [
    path("", views.convention_list, name="convention-list"),
    path("ajouter/", views.convention_create, name="convention-create"),
    path("<int:pk>/", views.convention_detail, name="convention-detail"),
    path("<int:pk>/modifier/", views.convention_update, name="convention-update"),
    path("<int:pk>/texte/", views.convention_text, name="convention-text"),
    path(
        "<int:pk>/texte.<str:kind>",
        views.convention_text_download,
        name="convention-text-download",
    ),
    path(
        "<int:pk>/etape/<slug:name>/",
        views.convention_transition,
        name="convention-transition",
    ),
    path("echeances/", views.echeance_list, name="echeance-list"),
    path("echeances.ics", views.echeance_calendar, name="echeance-calendar"),
    path("versements/", views.versement_list, name="versement-list"),
    *parts.list_urls(),
    path("engagements/", engagements.engagement_list, name="engagement-list"),
    path(
        "<int:pk>/engagements/ajouter/",
        engagements.engagement_create,
        name="engagement-create",
    ),
    path(
        "engagements/<int:pk>/",
        engagements.engagement_detail,
        name="engagement-detail",
    ),
    path(
        "engagements/<int:pk>/modifier/",
        engagements.engagement_update,
        name="engagement-update",
    ),
    path(
        "engagements/<int:pk>/retirer/",
        engagements.engagement_delete,
        name="engagement-delete",
    ),
    path(
        "engagements/<int:pk>/constats/ajouter/",
        engagements.constat_create,
        name="constat-create",
    ),
    path(
        "constats/<int:pk>/retirer/",
        engagements.constat_delete,
        name="constat-delete",
    ),
    path(
        "engagements/<int:pk>/rattacher/",
        engagements.rattachement_create,
        name="rattachement-create",
    ),
    path(
        "rattachements/<int:pk>/retirer/",
        engagements.rattachement_delete,
        name="rattachement-delete",
    ),
    path("avenants/", avenants.avenant_list, name="avenant-list"),
    path("<int:pk>/avenants/ajouter/", avenants.avenant_create, name="avenant-create"),
    path("avenants/<int:pk>/", avenants.avenant_detail, name="avenant-detail"),
    path("avenants/<int:pk>/modifier/", avenants.avenant_update, name="avenant-update"),
    path(
        "avenants/<int:pk>/etape/<slug:name>/",
        avenants.avenant_transition,
        name="avenant-transition",
    ),
    path(
        "avenants/<int:pk>/articles/ajouter/",
        avenants.modification_create,
        name="modification-create",
    ),
    path(
        "modifications/<int:pk>/modifier/",
        avenants.modification_update,
        name="modification-update",
    ),
    path(
        "modifications/<int:pk>/retirer/",
        avenants.modification_delete,
        name="modification-delete",
    ),
    path("revues/", revues.revue_list, name="revue-list"),
    path("revues/preparer/", revues.revue_create, name="revue-create"),
    path("revues/<int:pk>/", revues.revue_detail, name="revue-detail"),
    path("revues/<int:pk>/rediger/", revues.revue_update, name="revue-update"),
    path("revues/<int:pk>/mesurer/", revues.revue_measure, name="revue-measure"),
    path(
        "revues/<int:pk>/etape/<slug:name>/",
        revues.revue_transition,
        name="revue-transition",
    ),
    path(
        "revues/<int:pk>/<slug:document>.<slug:kind>",
        revues.revue_download,
        name="revue-download",
    ),
    path("revues/lignes/<int:pk>/", revues.ligne_update, name="ligne-revue-update"),
]
