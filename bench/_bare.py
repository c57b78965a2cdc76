"""The product's addresses, and bare pages that list the same rows through the same door."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from possibles.web.access import SIGNED_IN, access
from possibles.web.contrat.indicateurs.listing import INDICATEURS
from possibles.web.contrat.projets.listing import PROJETS
from possibles.web.territoire.communes import COMMUNES
from possibles.web.territoire.quartiers import QUARTIERS

SPECS = {
    "projet-list": PROJETS,
    "indicateur-list": INDICATEURS,
    "quartier-list": QUARTIERS,
    "commune-list": COMMUNES,
    "territoire-map": QUARTIERS,
}
TEMPLATE = engines["django"].from_string(
    "<!DOCTYPE html><html lang=fr><title>{{ title }}</title><table>"
    "{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>"
    "{% endfor %}</table></html>"
)


@access(SIGNED_IN)
def bare(request: HttpRequest, route: str) -> HttpResponse:
    """List the rows of the page's first screen, with the values of its columns."""
    spec = SPECS[route]
    columns = [column for column in spec.columns if column.default]
    rows = spec.load(spec.rows(request).order_by(*spec.order)[: spec.per_page])
    cells = [[column.value(row) for column in columns] for row in rows]
    return HttpResponse(TEMPLATE.render({"rows": cells, "title": spec.title}, request))


urlpatterns = [
    path("nu/<str:route>/", bare),
    path("", include("possibles.config.urls")),
]
