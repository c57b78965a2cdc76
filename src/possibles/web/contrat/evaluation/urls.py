from django.urls import path

from . import views

urlpatterns = [
    path("", views.evaluation_list, name="evaluation-list"),
    path("<int:year>/", views.bilan_detail, name="bilan-detail"),
    path("<int:pk>/dossier/", views.bilan_file, name="bilan-file"),
    path("<int:year>/bilan.<str:kind>", views.bilan_download, name="bilan-download"),
]
