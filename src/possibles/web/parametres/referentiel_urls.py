from django.urls import path

from . import referentiel

urlpatterns = [
    path("", referentiel.parametre_list, name="parametre-list"),
    path("<str:code>/", referentiel.parametre_detail, name="parametre-detail"),
    path("<str:code>/ajouter/", referentiel.parametre_create, name="parametre-create"),
]
