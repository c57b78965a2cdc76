"""Operations: their list, their sheets, the parts of a sheet."""

from django.urls import URLPattern, path

from . import discussion, lieu, parts, views


def _part(noun: str, words: str) -> list[URLPattern]:
    """Return the three addresses of a kind of part: add, change, take away."""
    made = [
        (f"<int:pk>/{words}/ajouter/", "create"),
        (f"{words}/<int:pk>/modifier/", "update"),
        (f"{words}/<int:pk>/retirer/", "delete"),
    ]
    return [
        path(address, getattr(parts, f"{noun}_{verb}"), name=f"{noun}-{verb}")
        for address, verb in made
    ]


urlpatterns = [
    path("", views.operation_list, name="operation-list"),
    path("carte.geojson", views.operation_geojson, name="operation-geojson"),
    path("ajouter/", views.operation_create, name="operation-create"),
    path("<int:pk>/", views.operation_detail, name="operation-detail"),
    path("<int:pk>/fiche.pdf", views.operation_pdf, name="operation-pdf"),
    path("<int:pk>/modifier/", views.operation_update, name="operation-update"),
    path("<int:pk>/planning-d-usage/", views.operation_plan, name="operation-plan"),
    path("<int:pk>/lieu/", lieu.operation_place, name="operation-place"),
    path("<int:pk>/lieu/fond.geojson", lieu.operation_ground, name="operation-ground"),
    path("<int:pk>/etat/<str:name>/", views.operation_move, name="operation-move"),
    path(
        "<int:pk>/discussion/",
        discussion.operation_discussion,
        name="operation-discussion",
    ),
    *_part("estimation", "estimations"),
    *_part("financement", "financements"),
    *_part("paiement", "paiements"),
    *_part("reserve", "reserves"),
    *_part("consultation", "consultations"),
    *_part("contact", "contacts"),
    path(
        "<int:pk>/commentaires/ajouter/",
        discussion.commentaire_create,
        name="commentaire-operation-create",
    ),
    path(
        "commentaires/<int:pk>/retirer/",
        discussion.commentaire_delete,
        name="commentaire-operation-delete",
    ),
]
