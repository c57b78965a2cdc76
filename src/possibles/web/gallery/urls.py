from django.urls import path

from . import gantt, views

urlpatterns = [
    path("composants/", views.gallery, name="gallery"),
    path("composants/carte.geojson", views.gallery_geojson, name="gallery-geojson"),
    path("composants/planning/", gantt.gallery_gantt, name="gallery-gantt"),
    path(
        "composants/planning.json", gantt.gallery_gantt_data, name="gallery-gantt-data"
    ),
    path("composants/page/", views.gallery_page, name="gallery-page"),
    path("apparence/", views.apparence_update, name="apparence-update"),
]
