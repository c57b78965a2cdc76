from django.urls import path

from . import views

urlpatterns = [
    path("", views.contrat_detail, name="contrat-detail"),
    path("outils/", views.outil_list, name="outil-list"),
    path("couverture/", views.couverture_detail, name="couverture-detail"),
    path("chantiers/", views.chantier_list, name="chantier-list"),
    path("chantiers/<int:pk>/", views.chantier_detail, name="chantier-detail"),
    path("chantiers/<int:pk>/modifier/", views.chantier_update, name="chantier-update"),
]
