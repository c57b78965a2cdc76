from django.urls import path

from . import familles, marches

urlpatterns = [
    path("marches/", marches.marche_list, name="marche-list"),
    path("marches/ajouter/", marches.marche_create, name="marche-create"),
    path("marches/<int:pk>/", marches.marche_detail, name="marche-detail"),
    path("marches/<int:pk>/modifier/", marches.marche_update, name="marche-update"),
    path("marches/<int:pk>/lots/ajouter/", marches.lot_create, name="lot-create"),
    path(
        "marches/<int:pk>/intervenants/ajouter/",
        marches.intervenant_create,
        name="intervenant-create",
    ),
    path("lots/<int:pk>/modifier/", marches.lot_update, name="lot-update"),
    path("lots/<int:pk>/retirer/", marches.lot_delete, name="lot-delete"),
    path(
        "intervenants/<int:pk>/retirer/",
        marches.intervenant_delete,
        name="intervenant-delete",
    ),
    path("familles/", familles.famille_list, name="famille-list"),
    path("familles/<int:pk>/", familles.famille_detail, name="famille-detail"),
    path(
        "familles/<int:pk>/hypothese/",
        familles.hypothese_create,
        name="hypothese-create",
    ),
    path("calculateur/", familles.calcul, name="calcul"),
]
