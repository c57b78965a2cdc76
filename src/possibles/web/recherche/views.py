"""Search: one address for the page and, with `HX-Request`, for the palette."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from possibles.apps.recherche.domain.search import list_recent, search
from possibles.apps.recherche.registry import registered
from possibles.web.access import PUBLIC, access

_IN_PALETTE, _ON_PAGE, _OF_KIND = 5, 8, 30


@access(PUBLIC)
def search_page(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("q", "").strip()[:200]
    kind = request.GET.get("type", "")
    kind = kind if kind in registered() else ""
    is_palette = request.headers.get("HX-Request") == "true"
    size = _IN_PALETTE if is_palette else _OF_KIND if kind else _ON_PAGE
    page = _read_page(request) if kind else 1
    found = None
    if typed or kind:
        found = search(
            typed, request.user, kind=kind, per_kind=size, offset=(page - 1) * size
        )
    context = {
        "typed": typed,
        "kind": kind,
        "label": registered()[kind].label if kind else "",
        "found": found,
        "recent": list_recent(request.user) if found is None else [],
        "kinds": registered(),
        "page": page,
        "previous": page - 1,
        "next": page + 1,
    }
    template = "recherche/_resultats.html" if is_palette else "recherche/page.html"
    response = render(request, template, context)
    response.headers["Vary"] = "HX-Request"
    return response


def _read_page(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    is_number = text.isascii() and text.isdigit() and len(text) < 4
    return max(int(text), 1) if is_number else 1
