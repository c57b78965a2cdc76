"""Addresses of the types found in lower rooms, for the tests of the search itself."""

from django.http import HttpResponse
from django.urls import path


def _page(request, **kwargs):
    return HttpResponse()


urlpatterns = [
    path("communes/<int:pk>/", _page, name="commune-detail"),
    path("quartiers/<int:pk>/", _page, name="quartier-detail"),
    path("renouvellement/<int:pk>/", _page, name="renouvellement-detail"),
    path("organisations/<int:pk>/", _page, name="organisation-detail"),
    path("comptes/<int:pk>/", _page, name="personne-detail"),
    path("parametres/<str:code>/", _page, name="parametre-detail"),
]
