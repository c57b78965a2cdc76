"""The map of addresses. Each audience has its own `urls.py` under `possibles.web`."""

from django.urls import include, path

urlpatterns = [
    path("", include("possibles.web.accueil.urls")),
    path("", include("possibles.web.gallery.urls")),
    path("territoire/", include("possibles.web.territoire.urls")),
    path("contrat/", include("possibles.web.contrat.urls")),
    path("operations/", include("possibles.web.operations.urls")),
    path("insertion/", include("possibles.web.insertion.urls")),
    path("conventions/", include("possibles.web.conventions.urls")),
    path("opc/", include("possibles.web.opc.urls")),
    path("gouvernance/", include("possibles.web.gouvernance.urls")),
    path("documents/", include("possibles.web.documents.urls")),
    path("parametres/", include("possibles.web.parametres.urls")),
    path("recherche/", include("possibles.web.recherche.urls")),
    path("imports/", include("possibles.web.imports.urls")),
    path("presence/", include("possibles.web.presence")),
    path("traitements/", include("possibles.web.traitements.urls")),
    path("historique/", include("possibles.web.historique.urls")),
    path("vues/", include("possibles.web.vues.urls")),
    path("compte/", include("possibles.web.compte.urls")),
]

handler400 = "possibles.web.errors.bad_request"
handler403 = "possibles.web.errors.forbidden"
handler404 = "possibles.web.errors.not_found"
handler500 = "possibles.web.unavailable.server_error"
