from django.urls import path

from . import adresse, carte, communes, imports, quartiers, renouvellement

urlpatterns = [
    path("", carte.territoire_map, name="territoire-map"),
    path("carte.geojson", carte.territoire_geojson, name="territoire-geojson"),
    path("communes/", communes.commune_list, name="commune-list"),
    path("communes/<int:pk>/", communes.commune_detail, name="commune-detail"),
    path(
        "communes/<int:pk>/carte.geojson",
        communes.commune_geojson,
        name="commune-geojson",
    ),
    path("quartiers/", quartiers.quartier_list, name="quartier-list"),
    path("quartiers/<int:pk>/", quartiers.quartier_detail, name="quartier-detail"),
    path(
        "quartiers/<int:pk>/carte.geojson",
        quartiers.quartier_geojson,
        name="quartier-geojson",
    ),
    path("adresse/", adresse.quartier_locate, name="quartier-locate"),
    path("adresse/carte.geojson", adresse.locate_geojson, name="locate-geojson"),
    path(
        "renouvellement/",
        renouvellement.renouvellement_list,
        name="renouvellement-list",
    ),
    path(
        "renouvellement/<int:pk>/",
        renouvellement.renouvellement_detail,
        name="renouvellement-detail",
    ),
    path("imports/", imports.import_list, name="import-list"),
    path("imports/<int:pk>/", imports.import_detail, name="import-detail"),
    path("imports/<int:pk>/appliquer/", imports.import_apply, name="import-apply"),
    path("imports/<int:pk>/annuler/", imports.import_undo, name="import-undo"),
]
