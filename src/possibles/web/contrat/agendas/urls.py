from django.urls import path

from . import views

urlpatterns = [
    path("", views.agenda_list, name="agenda-list"),
    path("preparer/", views.agenda_prepare, name="agenda-prepare"),
    path("<int:year>/", views.agenda_detail, name="agenda-detail"),
    path("<int:year>/agenda.pdf", views.agenda_pdf, name="agenda-pdf"),
    path("<int:year>/comparer/", views.agenda_compare, name="agenda-compare"),
    path("<int:pk>/modifier/", views.agenda_update, name="agenda-update"),
    path(
        "<int:pk>/etapes/<str:name>/", views.agenda_transition, name="agenda-transition"
    ),
    path("<int:pk>/inscrire/", views.inscription_create, name="inscription-create"),
    path(
        "inscriptions/<int:pk>/retirer/",
        views.inscription_delete,
        name="inscription-delete",
    ),
]
