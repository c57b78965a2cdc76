"""Files brought in, whatever they hold; each room mounts its own page to receive them."""

from django.urls import path

from . import views

urlpatterns = [
    path("<int:pk>/", views.importation_detail, name="importation-detail"),
    path("<int:pk>/colonnes/", views.importation_map, name="importation-map"),
    path("<int:pk>/ecrire/", views.importation_apply, name="importation-apply"),
    path("<int:pk>/annuler/", views.importation_undo, name="importation-undo"),
    path("<int:pk>/abandonner/", views.importation_drop, name="importation-drop"),
]
