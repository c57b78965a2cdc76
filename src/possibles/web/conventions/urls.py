from django.urls import path

from . import views

urlpatterns = [
    path("", views.convention_list, name="convention-list"),
    path("engagements/", views.engagement_list, name="engagement-list"),
    path("echeances/", views.echeance_list, name="echeance-list"),
    path("<int:pk>/", views.convention_detail, name="convention-detail"),
    path("<int:pk>/modifier/", views.convention_update, name="convention-update"),
    path(
        "engagements/<int:pk>/modifier/",
        views.engagement_update,
        name="engagement-update",
    ),
]
