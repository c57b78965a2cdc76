"""My jobs."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.traitement_list, name="traitement-list"),
    path("<int:pk>/", views.traitement_detail, name="traitement-detail"),
    path("<int:pk>/annuler/", views.traitement_cancel, name="traitement-cancel"),
]
