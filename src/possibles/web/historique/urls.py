from django.urls import path

from . import views

urlpatterns = [
    path("<str:model>/<str:key>/", views.history_detail, name="history-detail"),
    path("actes/<int:sequence>/retablir/", views.acte_restore, name="acte-restore"),
    path("changements/<uuid:key>/annuler/", views.change_undo, name="change-undo"),
]
