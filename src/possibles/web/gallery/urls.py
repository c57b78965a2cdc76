from django.urls import path

from . import views

urlpatterns = [
    path("composants/", views.gallery, name="gallery"),
    path("composants/carte.geojson", views.gallery_geojson, name="gallery-geojson"),
    path("composants/page/", views.gallery_page, name="gallery-page"),
    path("apparence/", views.apparence_update, name="apparence-update"),
]
