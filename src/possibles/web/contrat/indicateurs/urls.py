from django.urls import path

from . import entry, views

urlpatterns = [
    path("", views.indicateur_list, name="indicateur-list"),
    path("ajouter/", views.indicateur_create, name="indicateur-create"),
    path("<int:pk>/", views.indicateur_detail, name="indicateur-detail"),
    path("<int:pk>/modifier/", views.indicateur_update, name="indicateur-update"),
    path("<int:pk>/cible/", views.cible_update, name="cible-update"),
    path("<int:pk>/saisie/", entry.indicateur_entry, name="indicateur-entry"),
    path("projets/<int:pk>/saisie/", entry.projet_entry, name="projet-entry"),
]
