from django.urls import include, path

urlpatterns = [
    path("", include("possibles.web.contrat.cadre.urls")),
    path("agenda/", include("possibles.web.contrat.agendas.urls")),
    path("indicateurs/", include("possibles.web.contrat.indicateurs.urls")),
    path("evaluation/", include("possibles.web.contrat.evaluation.urls")),
    path("projets/", include("possibles.web.contrat.projets.urls")),
]
