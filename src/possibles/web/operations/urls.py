from django.urls import include, path

urlpatterns = [
    path("", include("possibles.web.operations.fiches.urls")),
    path("", include("possibles.web.operations.exchange.urls")),
    path("", include("possibles.web.operations.planning.urls")),
]
