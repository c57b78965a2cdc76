from django.urls import path

from . import views

urlpatterns = [
    path("", views.vue_list, name="vue-list"),
    path("garder/", views.vue_create, name="vue-create"),
    path("<int:pk>/retirer/", views.vue_delete, name="vue-delete"),
]
