from django.urls import path

from . import bulk, parts, syntheses, views

urlpatterns = [
    path("", views.projet_list, name="projet-list"),
    path("ajouter/", views.projet_create, name="projet-create"),
    path("lot/", bulk.projet_bulk, name="projet-bulk"),
    path("<int:pk>/", views.projet_detail, name="projet-detail"),
    path("<int:pk>/modifier/", views.projet_update, name="projet-update"),
    path("<int:pk>/fiche.pdf", views.projet_pdf, name="projet-pdf"),
    path("<int:pk>/cellules/<str:name>/", views.projet_cell, name="projet-cell"),
    path("<int:pk>/synthese/", syntheses.synthese_write, name="synthese-write"),
    path(
        "<int:pk>/synthese/brouillon/",
        syntheses.synthese_autosave,
        name="synthese-autosave",
    ),
    path(
        "<int:pk>/partenaires/ajouter/",
        parts.partenaire_create,
        name="partenaire-create",
    ),
    path(
        "partenaires/<int:pk>/modifier/",
        parts.partenaire_update,
        name="partenaire-update",
    ),
    path(
        "partenaires/<int:pk>/retirer/",
        parts.partenaire_delete,
        name="partenaire-delete",
    ),
    path("<int:pk>/jalons/ajouter/", parts.jalon_create, name="jalon-create"),
    path("jalons/<int:pk>/modifier/", parts.jalon_update, name="jalon-update"),
    path("jalons/<int:pk>/retirer/", parts.jalon_delete, name="jalon-delete"),
    path(
        "<int:pk>/commentaires/ajouter/",
        parts.commentaire_create,
        name="commentaire-create",
    ),
    path(
        "commentaires/<int:pk>/corriger/",
        parts.commentaire_update,
        name="commentaire-update",
    ),
    path(
        "commentaires/<int:pk>/retirer/",
        parts.commentaire_delete,
        name="commentaire-delete",
    ),
]
