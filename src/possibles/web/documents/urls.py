from django.urls import path

from . import gabarits, views

urlpatterns = [
    path("", views.document_list, name="document-list"),
    path("deposer/", views.document_create, name="document-create"),
    path("modeles/", gabarits.gabarit_list, name="gabarit-list"),
    path("modeles/<str:kind>/deposer/", gabarits.gabarit_update, name="gabarit-update"),
    path("modeles/<str:kind>/retirer/", gabarits.gabarit_delete, name="gabarit-delete"),
    path("<int:pk>/", views.document_detail, name="document-detail"),
    path("<int:pk>/fichier/", views.document_download, name="document-download"),
    path("<int:pk>/modifier/", views.document_update, name="document-update"),
    path("<int:pk>/retirer/", views.document_delete, name="document-delete"),
]
