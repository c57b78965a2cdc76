"""Operations and schedules that come from, or go to, other tools."""

from django.urls import path

from possibles.web.imports.pages import import_page

from . import views

urlpatterns = [
    path("importer/", import_page("operations"), name="operation-import"),
    path("planning/importer/", import_page("taches"), name="tache-import"),
    path("planning/emporter/", views.planning_export, name="planning-export"),
]
