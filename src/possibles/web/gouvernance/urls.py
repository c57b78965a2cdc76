from django.urls import path

from . import views

urlpatterns = [
    path("", views.instance_list, name="instance-list"),
    path("instances/<int:pk>/", views.instance_detail, name="instance-detail"),
    path("instances/<int:pk>/modifier/", views.instance_update, name="instance-update"),
    path(
        "instances/<int:pk>/seances/prevoir/", views.seance_create, name="seance-create"
    ),
    path("seances/", views.seance_list, name="seance-list"),
    path("seances/<int:pk>/", views.seance_detail, name="seance-detail"),
    path("seances/<int:pk>/modifier/", views.seance_update, name="seance-update"),
    path(
        "seances/<int:pk>/decisions/ajouter/",
        views.decision_create,
        name="decision-create",
    ),
    path("decisions/", views.decision_list, name="decision-list"),
]
