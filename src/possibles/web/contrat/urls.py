from django.urls import include, path

urlpatterns = [
    path("projets/", include("possibles.web.contrat.projets.urls")),
]
